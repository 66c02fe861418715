// Where one is in an article: its sections with how much of each is backed, and a strip of all of it in the colours of the backing.
import { BACKINGS, type Backing, type Graph } from "./data";
import { count, h, plain } from "./dom";
import { backingBar } from "./parts";
import type { Section, Sheet } from "./reader-sheet";

/** A section with its claims told by how they are backed. */
interface Told extends Section { backed: number; tally: Record<Backing, number> }

function told(graph: Graph, sections: Section[]): Told[] {
  return sections.map((section) => {
    const tally = graph.tally(section.claims);
    return { ...section, tally, backed: section.claims.length - tally.missing - tally.uncited };
  });
}

const share = (s: Told): number => s.backed / s.claims.length;
/** Worst first; of two with the same share the one that leaves more claims bare. */
const worse = (a: Told, b: Told): number => share(a) - share(b) || b.claims.length - b.backed - (a.claims.length - a.backed) || a.unit - b.unit;

/** The section backed worst, where there are several with claims and one of them has a claim without a source. */
export function worst(graph: Graph, sections: Section[]): Told | undefined {
  const all = told(graph, sections).filter((s) => s.claims.length);
  const [found] = [...all].sort(worse);
  return all.length > 1 && found.backed < found.claims.length ? found : undefined;
}

export const titled = (section: Section): string => plain(section.title.trim() || "Beginning");
export const backedOf = (s: { backed: number; claims: number[] }): string => `${count(s.backed)} of ${count(s.claims.length)}`;

/** The sections in their order, or worst first; a click goes there. */
export function outline(graph: Graph, sections: Section[], goTo: (section: Section) => void): HTMLElement {
  const all = told(graph, sections);
  const low = worst(graph, sections);
  const top = Math.min(...all.map((s) => s.level));
  const list = h("ol", { class: "outline" });
  const button = h("button", { type: "button", "aria-pressed": "false", onclick: () => fill(button.getAttribute("aria-pressed") === "false") }, "Worst first");
  const fill = (sorted: boolean) => {
    button.setAttribute("aria-pressed", String(sorted));
    const shown = sorted ? all.filter((s) => s.claims.length).sort(worse) : all;
    list.replaceChildren(...shown.map((s) =>
      h("li", { class: s.unit === low?.unit ? "worst" : null, style: { paddingInlineStart: sorted ? "0" : `${Math.min(4, s.level - top) * 0.9}rem` } },
        h("button", { type: "button", class: "link", onclick: () => goTo(s) }, titled(s)),
        s.claims.length > 0 && h("span", { class: "share" }, backingBar(s.tally), h("span", { class: "quiet" }, `${backedOf(s)}${s.unit === low?.unit ? " · backed worst" : ""}`)))));
  };
  fill(false);
  return h("nav", { "aria-label": "Sections" }, h("div", { class: "outline-head" }, h("h2", null, "Sections"), all.filter((s) => s.claims.length).length > 1 && button), list);
}

const ROWS = 140;

/** All claims from top to bottom as rows of colour; a click goes to the one there. */
export function strip(graph: Graph, sheet: Sheet, goTo: (unit: number) => void): HTMLElement {
  const sizes = sheet.units.map((u) => u.characters + 80);
  const total = sizes.reduce((sum, n) => sum + n, 0);
  const rows = Array.from({ length: ROWS }, () => ({ several: 0, one: 0, unknown: 0, carried: 0, missing: 0, uncited: 0, bare: 0 }));
  let before = 0;
  const begins = sizes.map((size) => (before += size) - size);
  const claims = new Map<number, number[]>();
  for (const stop of sheet.stops) if (stop.kind === "claim") claims.set(stop.unit, [...(claims.get(stop.unit) ?? []), stop.row]);
  for (const [unit, own] of claims) {
    const span = sizes[unit] / total * ROWS;
    own.forEach((claim, i) => {
      const from = begins[unit] / total * ROWS + span * i / own.length;
      // a claim is as high as its part of the text, and never less than one row
      for (let row = Math.floor(from); row < Math.max(Math.floor(from) + 1, Math.floor(from + span / own.length)); row++) if (row < ROWS) rows[row][graph.backing[claim]]++;
    });
  }
  const here = h("span", { class: "here" });
  const element = h("div", { class: "strip", role: "img", "aria-label": "How the claims are backed, from the beginning to the end" },
    rows.map((row) => h("span", { class: "at" }, BACKINGS.filter((b) => row[b]).map((b) => h("span", { class: b, style: { flexGrow: String(row[b]) } })))), here);
  element.addEventListener("click", (event) => {
    const box = element.getBoundingClientRect();
    const at = (event.clientY - box.top) / box.height * total;
    goTo(Math.max(0, begins.filter((b) => b <= at).length - 1));
  });
  element.addEventListener("kgraph-here", (event) => {
    const [first, last] = (event as CustomEvent<[number, number]>).detail;
    here.style.top = `${100 * begins[first] / total}%`;
    here.style.height = `${Math.max(1, 100 * (begins[last] + sizes[last] - begins[first]) / total)}%`;
  });
  return element;
}
