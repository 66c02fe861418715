// An article while the graph is still coming: its text at once, with the places of what backs it.
import { BACKINGS, BACKING_WORDS, type Detail } from "./data";
import { h, plain } from "./dom";
import { head } from "./parts";
import { element, groups } from "./reader-blocks";
import { chipped } from "./reader-marker";
import type { Made } from "./reader-marks";
import { Pieces } from "./reader-pieces";
import type { Unit } from "./reader-sheet";
import "./reader.css";

/** How long the reader is held where he was while the parts of the article arrive. */
const HELD_MS = 1_500;

export class Early {
  readonly view: HTMLElement;
  private readonly page = h("div", { class: "reading" }, h("p", { class: "quiet" }, "Opening…"));
  private pieces: Pieces | undefined;
  private moved = false;

  constructor(readonly path: string, title: string | null, private readonly claim: string | null) {
    const asked = (words: string) => h("button", { type: "button", disabled: true }, words);
    this.view = h("div", { class: "article early" },
      head("Article", title ?? path, h("p", { class: "quiet" }, plain(path)), h("div", { class: "article-bar" }, h("span", { class: "stack" })),
        h("div", { class: "asks", "aria-hidden": "true" },
          h("div", { class: "filters legend" }, BACKINGS.filter((b) => b !== "bare").map((b) => h("button", { type: "button", disabled: true }, h("span", { class: `swatch ${b}` }), h("b", null, "…"), " ", BACKING_WORDS[b]))),
          h("div", { class: "more-asks" }, asked("… problems"), asked("… articles share sources with this one"), asked("Worst backed section"))),
        h("p", { class: "leads-on quiet", "aria-hidden": "true" }, "As lists: …")),
      h("div", { class: "tools", "aria-hidden": "true" }), this.page);
    const moved = firstMove();
    moved.addEventListener("abort", () => (this.moved = true));
  }

  titled(title: string | null): void {
    if (title !== null) this.view.querySelector("h1")!.textContent = plain(title);
  }

  /** Show the text. */
  open(detail: Detail): void {
    const { blocks } = detail;
    if (!blocks || !this.view.isConnected) return;
    const [first] = blocks;
    if (this.view.querySelector("h1")!.textContent === plain(this.path) && first?.[0] === "heading") this.titled(first[2]);
    const made = ink(detail);
    const units = groups(blocks).map((group): Unit => ({
      start: group.blocks[0][3], characters: group.blocks.reduce((sum, b) => sum + Math.max(60, b[2].length), 0), make: () => element(group, made, () => null),
    }));
    const text = h("div", { class: "text rendered", role: "document", "aria-label": "Text of the article" });
    const pieces = (this.pieces = new Pieces(text, units, () => undefined, () => undefined));
    this.page.replaceChildren(h("div", { class: "left" }), h("div", { class: "strip", "aria-hidden": "true" }), h("div", { class: "middle" }, text),
      h("div", { class: "side", role: "complementary", "aria-label": "What backs the claims" }, h("p", { class: "quiet" }, "What backs each claim is on its way…")));
    requestAnimationFrame(() => {
      if (!this.view.isConnected) return;
      pieces.start();
      const unit = this.claim === null ? -1 : groups(blocks).findIndex((group) => group.blocks.some((b) => b[10].some(([kind, , , value]) => kind === "claim" && value === this.claim)));
      if (unit >= 0) pieces.bring(pieces.fill(unit));
    });
  }

  /** Remember what the reader sees; called when the graph is shown, it brings him back to it. */
  stay(): () => void {
    const unit = this.moved && scrollY > 0 ? (this.pieces?.inSight()[0] ?? -1) : -1;
    if (unit < 0) return () => undefined;
    const { top } = this.pieces!.elements[unit].getBoundingClientRect();
    const until = performance.now() + HELD_MS;
    const moved = firstMove();
    const back = () => {
      if (moved.aborted || performance.now() > until) return;
      const there = document.querySelector(`.article:not(.early) [data-unit="${unit}"]`);
      if (there) scrollBy(0, there.getBoundingClientRect().top - top);
      requestAnimationFrame(back);
    };
    return back;
  }
}

/** Aborted once the reader moves in the page by himself. */
function firstMove(): AbortSignal {
  const moved = new AbortController();
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(name, () => moved.abort(), { passive: true, signal: moved.signal });
  return moved.signal;
}

/** Claims that are not yet known to be backed, and markers with the label they print. */
function ink(detail: Detail): Made {
  const markers = new Map(detail.markers.map((m, i) => [m[0], i]));
  const titles = new Map(detail.references.flatMap((r) => (r[5] === null ? [] : [[r[5], r[4] ?? r[5]] as const])));
  return (mark, text) => {
    if (mark.kind === "claim") return h("span", { class: "claim waiting", "data-claim": mark.value });
    if (mark.kind === "problem") return h("span", { class: "flawed" });
    const i = mark.kind === "marker" ? markers.get(Number(mark.value)) : undefined;
    if (i === undefined) return null;
    const named = detail.markers[i][5].map((iri) => ({ to: `/source/${encodeURIComponent(iri)}`, title: titles.get(iri) ?? iri, from: host(iri) }));
    return chipped(detail.markers[i], i, text, /^[\p{L}\p{N} ]+$/u.test(text), named, true);
  };
}

/** About as wide as the site that will stand there. */
function host(iri: string): string | null {
  try {
    return new URL(iri).hostname.split(".").slice(-2).join(".") || null;
  } catch {
    return null;
  }
}
