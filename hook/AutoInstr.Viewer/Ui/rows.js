/** A list of which only what can be seen is in the page: one of a hundred thousand rows is as quick as one of ten. */
export class Rows {
  constructor(container, height, draw) {
    Object.assign(this, { container, height, draw, items: [], first: -1, last: -1 });
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
    const focused = this.space.contains(document.activeElement) ? document.activeElement.dataset.index : undefined;
    this.space.replaceChildren(...this.items.slice(first, last).map((item, i) => {
      const row = this.draw(item, first + i);
      row.dataset.index = first + i;
      row.style.top = `${(first + i) * this.height}px`;
      row.style.height = `${this.height}px`;
      return row;
    }));
    if (focused !== undefined) this.element(focused)?.focus({ preventScroll: true });
  }

  element(index) {
    return this.space.querySelector(`[data-index="${index}"]`);
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
