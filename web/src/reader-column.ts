// The column beside the text: a card at the height of each claim and a note at each problem, none on another.
// Only what is near the window has its cards, so that an article of any length costs the same.

/** What wants a place: made when needed, beside `anchor`. */
export interface Wanted { key: string; anchor: HTMLElement; make: () => HTMLElement }

const GAP = 10;
/** So long cards are made in one frame; what is left comes with the next. */
const MAKING_MS = 8;

export class Column {
  private readonly cards = new Map<string, HTMLElement>();
  private asked = 0;

  /** `wanted` are the cards of what is near, in reading order; `first` names the one that must stand where its words are. */
  constructor(readonly element: HTMLElement, private readonly wanted: () => Wanted[], private readonly first: () => string | undefined) {}

  /** Set all anew at the next frame. */
  soon(): void {
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0;
      this.set();
    });
  }

  get(key: string): HTMLElement | undefined {
    return this.cards.get(key);
  }

  /** The cards that are not there yet, the chosen one first, as many as a frame has time for. */
  private make(wanted: Wanted[], chosen: string | undefined): void {
    const until = performance.now() + MAKING_MS;
    const missing = wanted.filter(({ key }) => !this.cards.has(key)).sort((a, b) => Number(b.key === chosen) - Number(a.key === chosen));
    for (const { key, make } of missing) {
      const card = make();
      this.cards.set(key, card);
      this.element.append(card);
      if (performance.now() > until) return;
    }
  }

  private set(): void {
    if (!this.element.isConnected || !this.element.offsetParent) return;
    const wanted = this.wanted();
    const keys = new Set(wanted.map((w) => w.key));
    for (const [key, card] of this.cards) if (!keys.has(key)) {
      card.remove();
      this.cards.delete(key);
    }
    const chosen = this.first();
    this.make(wanted, chosen);
    const made = wanted.filter(({ key }) => this.cards.has(key));
    if (made.length < wanted.length) this.soon();
    for (const { key } of made) this.cards.get(key)!.classList.toggle("chosen", key === chosen);
    // all is read before anything is written
    const from = this.element.getBoundingClientRect().top;
    const places = made.map(({ key, anchor }) => {
      const box = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
      return { key, card: this.cards.get(key)!, top: box.top - from, left: box.left, height: 0 };
    });
    places.sort((a, b) => a.top - b.top || a.left - b.left);
    for (const place of places) place.height = place.card.offsetHeight;
    const tops = stacked(places, places.findIndex((p) => p.key === chosen));
    places.forEach((place, i) => {
      place.card.style.transform = `translateY(${Math.round(tops[i])}px)`;
    });
  }
}

/** Where each stands: as near to its words as those before it leave room; the one at `fixed` exactly, those before it above. */
export function stacked(places: { top: number; height: number }[], fixed: number): number[] {
  const tops = new Array<number>(places.length);
  const down = (from: number, free: number) => {
    for (let i = from; i < places.length; i++) {
      tops[i] = Math.max(places[i].top, free);
      free = tops[i] + places[i].height + GAP;
    }
  };
  if (fixed < 0) down(0, 0);
  else {
    down(fixed, 0);
    let limit = tops[fixed] - GAP;
    for (let i = fixed - 1; i >= 0; i--) {
      tops[i] = Math.min(places[i].top, limit - places[i].height);
      limit = tops[i] - GAP;
    }
    if (tops[0] < 0) down(0, 0);
  }
  return tops;
}
