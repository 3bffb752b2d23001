// Long lists of lines of one height: only the lines in sight are there.

const MARGIN_LINES = 8;
const remSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** A list inside a pane that scrolls; `makeLine(item)` gives the button of a line, `height` is in rem. */
class LongList {
  constructor({ scroller, height, label, makeLine, keyOf: nameLine }) {
    Object.assign(this, {
      scroller,
      height,
      makeLine,
      nameLine,
      items: [],
      places: new Map(),
      lines: new Map(),
      current: null,
      wanted: null,
      frame: 0,
    });
    this.node = make("ol", { class: "long-list", "aria-label": label, keydown: (event) => this.press(event) });
    scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(scroller);
  }

  get size() {
    return this.height * remSize();
  }

  /** Show other items; lines in sight are made anew. */
  fill(items) {
    this.items = items;
    this.places = new Map(items.map((item, place) => [this.nameLine(item), place]));
    this.node.style.height = `${items.length * this.size}px`;
    this.redraw();
  }

  /** Make the lines in sight anew before the next picture, however often it is asked for. */
  redraw() {
    this.frame ||= requestAnimationFrame(() => this.renew());
  }

  /** Make the lines in sight anew, and bring into sight what is wanted there; the keyboard stays where it is. */
  renew() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const held = this.node.contains(document.activeElement) ? document.activeElement.dataset.line : null;
    this.lines.forEach((line) => line.remove());
    this.lines.clear();
    this.reveal(this.places.get(this.wanted));
    this.wanted = null;
    this.draw();
    if (held !== null) this.find(held)?.focus({ preventScroll: true });
  }

  find(key) {
    return this.node.querySelector(`[data-line="${CSS.escape(key)}"]`);
  }

  /** Return the places of the first and the last line in sight. */
  measure() {
    const top = this.scroller.getBoundingClientRect().top - this.node.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / this.size) - MARGIN_LINES);
    const last = Math.ceil((top + this.scroller.clientHeight) / this.size) + MARGIN_LINES;
    return [first, Math.min(this.items.length, last)];
  }

  draw() {
    if (!this.node.isConnected || !this.scroller.clientHeight) return;
    const [first, last] = this.measure();
    for (const [place, line] of this.lines) {
      if (place >= first && place < last) continue;
      line.remove();
      this.lines.delete(place);
    }
    for (let place = first; place < last; place += 1) {
      if (!this.lines.has(place)) this.lines.set(place, this.addLine(place));
    }
  }

  addLine(place) {
    const item = this.items[place];
    const key = String(this.nameLine(item));
    const isCurrent = key === this.current;
    const button = this.makeLine(item);
    button.dataset.line = key;
    button.tabIndex = isCurrent || (place === 0 && !this.places.has(this.nameOf(this.current))) ? 0 : -1;
    if (isCurrent) button.setAttribute("aria-current", "true");
    const line = make("li", { "aria-setsize": this.items.length, "aria-posinset": place + 1 }, button);
    line.style.transform = `translateY(${place * this.size}px)`;
    line.style.height = `${this.size}px`;
    const after = [...this.lines.keys()].filter((other) => other > place).sort((one, other) => one - other)[0];
    this.node.insertBefore(line, after === undefined ? null : this.lines.get(after));
    return line;
  }

  /** Return a key as the items name it: numbers stay numbers. */
  nameOf(key) {
    return this.items.length && typeof this.nameLine(this.items[0]) === "number" ? Number(key) : key;
  }

  /** Mark a line, and bring it into sight. */
  mark(key) {
    this.current = key === null ? null : String(key);
    this.wanted = key;
    this.redraw();
  }

  reveal(place) {
    if (place === undefined || !this.node.isConnected) return;
    const head = this.scroller.querySelector(":scope > .pane-head")?.offsetHeight ?? 0;
    const top = this.node.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top + place * this.size;
    const space = this.scroller.clientHeight;
    const isFar = top < -space || top > 2 * space;
    if (isFar) this.scroller.scrollTop += top - space / 2;
    else if (top < head) this.scroller.scrollTop += top - head;
    else if (top + 1.5 * this.size > space)
      this.scroller.scrollTop += Math.min(top - head, top + 2.25 * this.size - space);
  }

  /** Move the keyboard from line to line. */
  press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
    const held = event.target.closest("[data-line]");
    if (!held || !(event.key in steps)) return;
    event.preventDefault();
    const place = this.places.get(this.nameOf(held.dataset.line)) + steps[event.key];
    const next = Math.max(0, Math.min(this.items.length - 1, place));
    this.reveal(next);
    this.draw();
    this.find(String(this.nameLine(this.items[next])))?.focus({ preventScroll: true });
  }
}
