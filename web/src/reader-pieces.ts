// The pieces of a sheet: made as they come near the window, and in the pauses; which of them are in sight, and the way to each.
import { h } from "./dom";
import type { Unit } from "./reader-sheet";

const SLICE_MS = 8;
/** What of a piece is hidden below the bars at the top of the window. */
const BARS = 100;

export class Pieces {
  readonly elements: HTMLElement[];
  readonly near = new Set<number>();
  private filled = 0;
  private readonly watching: IntersectionObserver;

  /** `made` is told of each piece once it is in `host`, `moved` when others come near the window. */
  constructor(private readonly host: HTMLElement, private readonly units: Unit[], private readonly made: (unit: number, element: HTMLElement) => void, private readonly moved: () => void) {
    this.elements = units.map((_, i) => h("div", { class: "unit later", dir: "auto", "data-unit": i }));
    host.append(...this.elements);
    this.watching = new IntersectionObserver((seen) => this.look(seen), { rootMargin: "60% 0px" });
  }

  /** Begin, once all is in the page. */
  start(): void {
    const across = Math.max(20, (this.host.clientWidth - 70) / 8.8);
    this.elements.forEach((element, i) => {
      element.style.containIntrinsicBlockSize = `auto ${Math.ceil(this.units[i].characters / across) * 31 + 12}px`;
      this.watching.observe(element);
    });
    this.pause();
  }

  /** Make what is not yet near, a few milliseconds at a time: for the browser's own search, and for paper. */
  private pause(): void {
    requestAnimationFrame(() => setTimeout(() => {
      if (!this.host.isConnected) return this.watching.disconnect();
      const until = performance.now() + SLICE_MS;
      while (this.filled < this.elements.length && performance.now() < until) this.fill(this.filled++);
      if (this.filled < this.elements.length) this.pause();
    }));
  }

  /** Make all that is left, at once. */
  whole(): void {
    while (this.filled < this.elements.length) this.fill(this.filled++);
  }

  fill(unit: number): HTMLElement {
    const element = this.elements[unit];
    if (!element.classList.contains("later")) return element;
    element.classList.remove("later");
    element.append(this.units[unit].make());
    this.made(unit, element);
    return element;
  }

  private look(seen: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      const unit = Number((target as HTMLElement).dataset.unit);
      if (isIntersecting) {
        this.near.add(unit);
        this.fill(unit);
      } else this.near.delete(unit);
    }
    this.moved();
  }

  /** The first and the last piece on the screen, -1 where there is none. */
  inSight(): [first: number, last: number] {
    const seen = [...this.near].filter((unit) => {
      const box = this.elements[unit].getBoundingClientRect();
      return box.bottom > BARS && box.top < innerHeight;
    });
    return seen.length ? [Math.min(...seen), Math.max(...seen)] : [-1, -1];
  }

  /** Bring into the middle of the window, or to its top what is high; again when what is above has got its true height. */
  bring(element: HTMLElement, times = 3): void {
    element.scrollIntoView({ block: element.offsetHeight > innerHeight / 2 ? "start" : "center" });
    if (times) requestAnimationFrame(() => {
      const box = element.getBoundingClientRect();
      if (box.top < BARS || box.bottom > innerHeight - 40) this.bring(element, times - 1);
    });
  }

  goTo(unit: number): void {
    const element = this.fill(unit);
    this.bring(element);
    element.classList.add("arrived");
    setTimeout(() => element.classList.remove("arrived"), 1500);
  }

  /** The piece that has the place `start` of the source. */
  at(start: number): number {
    let unit = 0;
    this.units.forEach((u, i) => {
      if (u.start <= start && u.start >= this.units[unit].start) unit = i;
    });
    return unit;
  }
}
