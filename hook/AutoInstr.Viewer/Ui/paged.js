/**
 * A list of the server's that is fetched page by page as it is looked at. New items push all others down, so that it begins anew with the
 * page that is seen when something has come.
 */
import { Rows } from './rows.js';

export class PagedRows {
  /** fetchPage(offset): an answer with matching, offset and rows, or null when there is none. onFirst: told of one that begins anew. */
  constructor(container, { rowHeight, page, draw, fetchPage, onFirst }) {
    Object.assign(this, { page, fetchPage, onFirst, items: [], pages: new Set(), asked: 0 });
    this.rows = new Rows(container, rowHeight, draw, (first, last) => this.fetchShown(first, last));
    container.addEventListener('keydown', event => this.onKey(event));
  }

  async load() {
    const mine = ++this.asked;
    const seen = Math.max(0, Math.floor(this.rows.first / this.page));
    const answer = await this.fetchPage(seen * this.page);
    if (answer === null || mine !== this.asked) return;
    this.pages = new Set([seen]);
    this.items = new Array(answer.matching);
    this.fill(answer);
    this.onFirst(answer);
    this.rows.set(this.items);
  }

  redraw() {
    this.rows.show(true);
  }

  fill(answer) {
    answer.rows.forEach((row, i) => { this.items[answer.offset + i] = row; });
  }

  async fetchShown(first, last) {
    const mine = this.asked;
    for (let number = Math.floor(first / this.page); number * this.page < last; number++) {
      if (this.pages.has(number)) continue;
      this.pages.add(number);
      const answer = await this.fetchPage(number * this.page);
      if (answer === null || mine !== this.asked) return;
      // What has come in between has moved all rows.
      if (answer.matching !== this.items.length) {
        await this.load();
        return;
      }
      this.fill(answer);
      this.rows.show(true);
    }
  }

  onKey(event) {
    const next = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const current = this.rows.focused();
    const index = Math.min(Math.max(0, current === undefined ? 0 : current + next), this.items.length - 1);
    this.rows.reveal(index);
    this.rows.focus(index);
  }
}
