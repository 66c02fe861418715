// The reading of one article: claims and problems are gone to and chosen, markers show what they name.
import type { Backing, Detail, Graph, Problem } from "./data";
import { h, plain } from "./dom";
import { backing } from "./reader-backing";
import { Column, type Wanted } from "./reader-column";
import { card, closeCard, isReturning, show } from "./reader-marker";
import { Pieces } from "./reader-pieces";
import { codeAt, type Sheet, type Stop } from "./reader-sheet";

/** What a reader may still want to look into: a claim that is not known to have a source of its own. */
const WEAK: ReadonlySet<Backing> = new Set(["uncited", "missing", "carried"]);
/** On narrower screens the column folds under the claim that is chosen. */
const NARROW = matchMedia("(max-width: 62rem)");

export interface Chosen { claim?: number; at?: number }

export class Reading {
  readonly text = h("div", { class: "text", role: "document", "aria-label": "Text of the article" });
  readonly side = h("div", { class: "side", "aria-label": "What backs the claims", role: "complementary" });
  readonly status = h("p", { class: "hidden", role: "status" });
  private readonly pieces: Pieces;
  private readonly column: Column;
  private readonly stopsOf = new Map<number, Stop[]>();
  private now = -1;
  private folded: HTMLElement | null = null;
  only: Backing | null = null;

  constructor(
    private readonly graph: Graph, private readonly detail: Detail, readonly sheet: Sheet, language: string | null,
    private readonly strip: HTMLElement, private readonly changed: (chosen: Chosen, push: boolean) => void,
  ) {
    if (language) this.text.lang = language;
    this.text.classList.add(sheet.kind);
    sheet.stops.forEach((stop) => this.stopsOf.set(stop.unit, [...(this.stopsOf.get(stop.unit) ?? []), stop]));
    this.column = new Column(this.side, () => this.wanted(), () => this.now < 0 ? undefined : keyOf(sheet.stops[this.now]));
    this.pieces = new Pieces(this.text, sheet.units, (unit, element) => this.made(unit, element), () => {
      this.column.soon();
      this.here();
    });
    this.listen();
  }

  /** Begin, once all is in the page. */
  start(): void {
    this.pieces.start();
    new ResizeObserver(() => this.column.soon()).observe(this.text);
  }

  private made(unit: number, piece: HTMLElement): void {
    for (const stop of this.stopsOf.get(unit) ?? []) if (stop.kind === "problem") piece.append(this.note(this.detail.problems[stop.row], "inline"));
    if (this.now >= 0) for (const span of this.spans(this.sheet.stops[this.now], piece)) span.classList.add("chosen");
  }

  /** Tell the strip what part of the article is on the screen. */
  private here(): void {
    const [first, last] = this.pieces.inSight();
    if (first >= 0) this.strip.dispatchEvent(new CustomEvent("kgraph-here", { detail: [first, last] }));
  }

  /** Where the reading is in the source, for another sheet to begin there. */
  at(): number {
    return this.sheet.units[Math.max(0, this.pieces.inSight()[0])]?.start ?? 0;
  }

  private wanted(): Wanted[] {
    const wanted: Wanted[] = [];
    for (const unit of [...this.pieces.near].sort((a, b) => a - b)) for (const stop of this.stopsOf.get(unit) ?? []) {
      const isChosen = this.sheet.stops[this.now] === stop;
      if (stop.kind === "claim" && !isChosen && (this.only ? this.graph.backing[stop.row] !== this.only : this.graph.backing[stop.row] === "uncited")) continue;
      wanted.push({
        key: keyOf(stop), anchor: this.spans(stop, this.pieces.elements[unit])[0] ?? this.pieces.elements[unit],
        make: () => stop.kind === "claim" ? this.backing(stop.row) : this.note(this.detail.problems[stop.row], "aside"),
      });
    }
    return wanted;
  }

  private backing(claim: number): HTMLElement {
    const made = backing(this.graph, this.detail, claim, () => this.leave());
    made.addEventListener("click", (event) => (event.target as Element).closest("a, button") ?? this.choose({ claim }));
    return made;
  }

  private note(problem: Problem, where: string): HTMLElement {
    return h("p", { class: `note ${problem[1]} ${where}` }, h("b", null, problem[0].replaceAll("-", " ")), " ", plain(problem[2]));
  }

  private spans(stop: Stop, within: HTMLElement): HTMLElement[] {
    const [name, value] = stop.kind === "claim" ? ["claim", this.graph.c.claims.id[stop.row]] : ["problem", codeAt(this.detail.problems[stop.row])];
    return [...within.querySelectorAll<HTMLElement>(`[data-${name}="${CSS.escape(value)}"]`)];
  }

  /** Choose what `to` names: mark it, show what backs it, and go there if `scroll`. */
  choose(to: Chosen, scroll = false): void {
    const index = to.claim === undefined ? -1 : this.sheet.stops.findIndex((s) => s.kind === "claim" && s.row === to.claim);
    if (index >= 0) this.stop(index, scroll);
    else if (to.at !== undefined) {
      const problem = this.sheet.stops.findIndex((s) => s.kind === "problem" && this.detail.problems[s.row][3] === to.at);
      if (problem >= 0) this.stop(problem, scroll);
      else this.goTo(to.at);
    }
  }

  private stop(index: number, scroll: boolean): void {
    this.unmark();
    this.now = index;
    const stop = this.sheet.stops[index];
    const piece = this.pieces.fill(stop.unit);
    const spans = this.spans(stop, this.text);
    for (const span of spans) span.classList.add("chosen");
    if (NARROW.matches && stop.kind === "claim") piece.append((this.folded = this.backing(stop.row)));
    this.folded?.classList.add("chosen", "folded");
    const problem = stop.kind === "problem" ? this.detail.problems[stop.row] : null;
    this.changed(problem ? { at: problem[3] } : { claim: stop.row }, false);
    const told = (p: Problem): string => `${p[0].replaceAll("-", " ")}: ${plain(p[2])}`;
    this.status.textContent = problem ? told(problem) : [(this.folded ?? this.backing(stop.row)).innerText.trim().slice(0, 400), ...this.detail.problems.filter((p) => !p[6] && this.isIn(p, stop.row)).map(told)].join(" ");
    if (scroll) this.pieces.bring(spans[0] ?? piece);
    this.column.soon();
  }

  /** To where `start` of the source stands. */
  goTo(start: number): void {
    this.goToUnit(this.pieces.at(start));
  }

  goToUnit(unit: number): void {
    this.pieces.goTo(unit);
  }

  goToProblem(row: number): boolean {
    const index = this.sheet.stops.findIndex((s) => s.kind === "problem" && s.row === row);
    if (index >= 0) this.stop(index, true);
    return index >= 0;
  }

  /** Choose none. */
  leave(): void {
    this.unmark();
    this.now = -1;
    this.changed({}, false);
    this.column.soon();
  }

  /** Give the focus to the first way out of what backs the chosen claim. */
  intoBacking(): void {
    const card = this.folded ?? (this.now < 0 ? undefined : this.column.get(keyOf(this.sheet.stops[this.now])));
    card?.querySelector<HTMLElement>("a")?.focus();
  }

  private unmark(): void {
    for (const span of this.text.querySelectorAll(".chosen")) span.classList.remove("chosen");
    this.folded?.remove();
    this.folded = null;
  }

  /** To the next, or where `by` is -1 the one before, that `wanted` says yes to; from what is chosen, where that is in sight, else from what is. */
  step(by: 1 | -1, wanted: (stop: Stop) => boolean, none: string): void {
    const { stops } = this.sheet;
    let i = this.now + by;
    const [first, last] = this.pieces.inSight();
    if (this.now < 0 || (last >= 0 && (stops[this.now].unit < first || stops[this.now].unit > last))) {
      const before = stops.filter((s) => (by > 0 ? s.unit < first : s.unit <= last)).length;
      i = by > 0 ? before : before - 1;
    }
    while (i >= 0 && i < stops.length && !wanted(stops[i])) i += by;
    if (i >= 0 && i < stops.length) this.stop(i, true);
    else this.status.textContent = none;
  }

  /** Show only claims backed so. */
  filter(only: Backing | null): void {
    this.only = only;
    if (only) this.text.dataset.only = only;
    else delete this.text.dataset.only;
    this.column.soon();
  }

  isClaim = (stop: Stop): boolean => stop.kind === "claim" && (!this.only || this.graph.backing[stop.row] === this.only);
  isWeak = (stop: Stop): boolean => (this.only ? this.isClaim(stop) : stop.kind === "claim" ? WEAK.has(this.graph.backing[stop.row]) : this.isAlone(stop));

  private isIn(problem: Problem, claim: number): boolean {
    const { start, end } = this.graph.c.claims;
    return start[claim] <= problem[3] && problem[3] < end[claim];
  }

  /** Whether a problem is a place of its own: it stands in no weak claim, and no other begins where it does. */
  private isAlone(stop: Stop): boolean {
    const problem = this.detail.problems[stop.row];
    return !this.sheet.stops.some((s) => s.kind === "claim" ? WEAK.has(this.graph.backing[s.row]) && this.isIn(problem, s.row) : s.row < stop.row && this.detail.problems[s.row][3] === problem[3]);
  }

  /** To a marker of the text, and the sentence it stands in. */
  goToMarker(i: number): void {
    const marker = this.detail.markers[i];
    const unit = this.sheet.markers.get(marker[0]);
    if (unit === undefined) return;
    const piece = this.pieces.fill(unit);
    const claim = marker[3] === null ? -1 : this.sheet.stops.findIndex((s) => s.kind === "claim" && this.graph.c.claims.id[s.row] === marker[3]);
    if (claim >= 0) this.stop(claim, true);
    const chip = piece.querySelector<HTMLElement>(`[data-marker="${i}"]`);
    if (chip) this.pieces.bring(chip);
    chip?.focus({ preventScroll: true });
  }

  private listen(): void {
    const { text } = this;
    const markerAt = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>("a.marker");
    const hover = (event: Event) => {
      const link = markerAt(event);
      if (!link || isReturning() || document.querySelector(".hover.pinned") || (event.type === "mouseover" && link.contains((event as MouseEvent).relatedTarget as Node | null))) return;
      show(link, card(this.graph, this.detail, this.detail.markers[Number(link.dataset.marker)], null), false, this.around(link));
    };
    text.addEventListener("mouseover", hover);
    text.addEventListener("focusin", hover);
    text.addEventListener("click", (event) => {
      const target = event.target as Element;
      const back = target.closest<HTMLElement>("[data-back]");
      if (back) return this.goToMarker(Number(back.dataset.back));
      const link = markerAt(event);
      if (link) return event.ctrlKey || event.metaKey || event.shiftKey ? undefined : this.pin(event, link);
      if (target.closest("a, button, .backing")) return;
      const claim = target.closest<HTMLElement>("[data-claim]");
      const flawed = target.closest<HTMLElement>("[data-problem]");
      const index = this.sheet.stops.findIndex((s) => claim ? s.kind === "claim" && this.graph.c.claims.id[s.row] === claim.dataset.claim : s.kind === "problem" && codeAt(this.detail.problems[s.row]) === flawed?.dataset.problem);
      if (index >= 0) this.stop(index, false);
    });
    let asked = 0;
    const scrolled = () => {
      if (!text.isConnected) return document.removeEventListener("scroll", scrolled);
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        this.here();
      });
    };
    document.addEventListener("scroll", scrolled, { passive: true });
    const print = () => text.isConnected ? this.pieces.whole() : removeEventListener("beforeprint", print);
    addEventListener("beforeprint", print);
    const turn = () => {
      if (!text.isConnected) return NARROW.removeEventListener("change", turn);
      if (this.now >= 0) this.stop(this.now, false);
    };
    NARROW.addEventListener("change", turn);
  }

  /** The card of a marker that was clicked stays, and leads to its source, its passage and its note. */
  private pin(event: Event, link: HTMLElement): void {
    event.preventDefault();
    const marker = this.detail.markers[Number(link.dataset.marker)];
    const toNote = (start: number) => {
      const claim = marker[3] === null ? undefined : this.sheet.stops.find((s) => s.kind === "claim" && this.graph.c.claims.id[s.row] === marker[3])?.row;
      if (claim !== undefined) this.choose({ claim });
      closeCard();
      this.changed({ at: start }, true);
      this.goTo(start);
    };
    show(link, card(this.graph, this.detail, marker, { toNote: this.sheet.kind === "rendered" ? toNote : null, close: closeCard }), true, this.around(link));
  }

  /** The words of the claim that a marker stands in or belongs to. */
  private around(link: HTMLElement): HTMLElement[] {
    const id = this.detail.markers[Number(link.dataset.marker)][3] ?? link.closest<HTMLElement>("[data-claim]")?.dataset.claim;
    return id === undefined ? [] : [...this.text.querySelectorAll<HTMLElement>(`[data-claim="${CSS.escape(id)}"]`)];
  }
}

const keyOf = (stop: Stop): string => `${stop.kind}${stop.row}`;
