/**
 * A list of which only what can be seen is in the page: one of a hundred thousand rows is as quick as one of ten. An item that is not
 * there yet is a hole; onShow is told which rows are wanted.
 */
export class Rows {
  constructor(container, height, draw, onShow = () => {}) {
    Object.assign(this, { container, height, draw, onShow, items: [], first: -1, last: -1 });
    this.space = document.createElement('div');
    this.space.className = 'rows';
    container.replaceChildren(this.space);
    container.addEventListener('scroll', () => this.show());
    this.observer = new ResizeObserver(() => this.show(true));
    this.observer.observe(container);
  }

  set(items) {
    this.items = items;
    this.space.style.height = `${items.length * this.height}px`;
    this.show(true);
  }

  show(isNew = false) {
    const spare = 10;
    const first = Math.max(0, Math.floor(this.container.scrollTop / this.height) - spare);
    const last = Math.min(this.items.length, Math.ceil((this.container.scrollTop + this.container.clientHeight) / this.height) + spare);
    if (!isNew && first === this.first && last === this.last) return;
    [this.first, this.last] = [first, last];
    const focused = this.focused();
    this.space.replaceChildren(...Array.from(this.items.slice(first, last), (item, i) => {
      const row = item === undefined ? document.createElement('div') : this.draw(item, first + i);
      row.dataset.index = first + i;
      row.style.top = `${(first + i) * this.height}px`;
      row.style.height = `${this.height}px`;
      return row;
    }));
    if (focused !== undefined) this.focus(focused);
    this.onShow(first, last);
  }

  /** The row that has the focus, if one has. */
  focused() {
    const row = this.space.contains(document.activeElement) ? document.activeElement.closest('[data-index]') : null;
    return row ? Number(row.dataset.index) : undefined;
  }

  /** Gives a row that is shown the focus: itself, or the link or button in it. */
  focus(index) {
    const row = this.space.querySelector(`[data-index="${index}"]`);
    (row?.querySelector('a, button') ?? row)?.focus({ preventScroll: true });
  }

  /** Brings a row into view. */
  reveal(index) {
    const top = index * this.height;
    const { scrollTop, clientHeight } = this.container;
    if (top < scrollTop) this.container.scrollTop = top;
    else if (top + this.height > scrollTop + clientHeight) this.container.scrollTop = top + this.height - clientHeight;
    this.show(true);
  }
}
