// What an article is shown as: sheets of rendered blocks or of lines as written, and where claims and problems stand on them.
import type { Block, Detail, Graph } from "./data";
import { h } from "./dom";
import { element, groups } from "./reader-blocks";
import { markerChip } from "./reader-marker";
import { inked, type Made, type Mark } from "./reader-marks";
import { claimCard } from "./parts";
import { lines } from "./text";

/** A claim or a problem (its row in the detail), where a reader can stop. */
export interface Stop { kind: "claim" | "problem"; row: number; unit: number }
/** A piece of the article that is made when it comes into sight; `start` is where it begins in the source. */
export interface Unit { start: number; characters: number; make: () => HTMLElement }
/** `markers` says in which unit the marker that begins there stands. */
export interface Sheet { kind: "rendered" | "written" | "claims"; units: Unit[]; stops: Stop[]; sections: Section[]; markers: Map<number, number> }
/** A heading and the claims below it, down to the next heading. */
export interface Section { title: string; level: number; unit: number; start: number; claims: number[] }

export const codeAt = (problem: Detail["problems"][number]): string => `${problem[0]}@${problem[3]}`;

/** The problems that stand in the article itself, and in no file beside it, by how a mark names them. */
const placed = (detail: Detail): Map<string, number> => new Map(detail.problems.flatMap((p, i) => (p[6] ? [] : [[codeAt(p), i]])));

/** How claims, markers and problems are marked. `site` adds to a marker where its source is. */
function ink(graph: Graph, detail: Detail, claims: Map<string, number>, site: boolean): Made {
  const markers = new Map(detail.markers.map((m, i) => [m[0], i]));
  return (mark, text) => {
    if (mark.kind === "claim") {
      const row = claims.get(String(mark.value));
      return row === undefined ? null : h("span", { class: `claim ${graph.backing[row]}`, "data-claim": mark.value });
    }
    if (mark.kind === "marker") {
      const i = markers.get(Number(mark.value));
      if (i === undefined) return null;
      const row = claims.get(detail.markers[i][3] ?? "");
      return markerChip(graph, detail.markers[i], i, text, row === undefined ? null : graph.c.claims.text[row], site);
    }
    return mark.kind === "problem" ? h("span", { class: "flawed", "data-problem": mark.value }) : null;
  };
}

/** The article in type. `back` gives the ways from the note of a block to the sentences that cite it. */
export function rendered(graph: Graph, row: number, detail: Detail, blocks: Block[], back: (block: Block) => Node | null): Sheet {
  const ids = claimsOf(graph, row);
  const made = ink(graph, detail, ids, true);
  const stops: Stop[] = [];
  const sections: Section[] = [];
  const seen = new Set<string>();
  const problems = placed(detail);
  const markers = new Map<number, number>();
  const units = groups(blocks).map((group, unit): Unit => {
    for (const block of group.blocks) {
      if (block[0] === "heading") sections.push({ title: block[2], level: block[1] ?? 1, unit, start: block[3], claims: [] });
      for (const [kind, , , value] of block[10]) {
        if (kind === "marker") markers.set(Number(value), unit);
        const found = kind === "claim" ? ids.get(String(value)) : kind === "problem" ? problems.get(String(value)) : undefined;
        if (found === undefined || seen.has(kind + value)) continue;
        seen.add(kind + value);
        stops.push({ kind: kind as Stop["kind"], row: found, unit });
        if (kind === "claim") {
          if (!sections.length) sections.push({ title: "", level: 1, unit, start: block[3], claims: [] });
          sections.at(-1)!.claims.push(found);
        }
      }
    }
    return {
      start: group.blocks[0][3], characters: group.blocks.reduce((sum, b) => sum + Math.max(60, b[2].length), 0),
      make: () => element(group, made, back),
    };
  });
  const lost = [...ids.values()].filter((claim) => !seen.has("claim" + graph.c.claims.id[claim]));
  if (lost.length) units.push(listed(graph, lost, stops, units.length));
  return { kind: "rendered", units, stops, sections, markers };
}

/** Lines that are shown in one go. */
const LINES = 30;

/** The article as it was written. */
export function written(graph: Graph, row: number, detail: Detail, text: string): Sheet {
  const ids = claimsOf(graph, row);
  const { c } = graph;
  const marks: Mark[] = [
    ...[...ids].map(([id, claim]) => ({ kind: "claim", start: c.claims.start[claim], end: c.claims.end[claim], value: id })),
    ...detail.markers.map((m) => ({ kind: "marker", start: m[0], end: m[1], value: m[0] })),
    ...detail.problems.filter((p) => !p[6]).map((p) => ({ kind: "problem", start: p[3], end: p[4], value: codeAt(p) })),
  ];
  const problems = placed(detail);
  const made = ink(graph, detail, ids, false);
  const all = lines(text, marks);
  const units: Unit[] = [];
  const stops: Stop[] = [];
  const seen = new Set<string>();
  const markers = new Map<number, number>();
  for (let i = 0; i < all.length; i += LINES) {
    const some = all.slice(i, i + LINES);
    for (const mark of some.flatMap((l) => l.marks)) {
      if (mark.kind === "marker") markers.set(Number(mark.value), units.length);
      if (mark.kind === "marker" || seen.has(`${mark.kind}${mark.value}`)) continue;
      seen.add(`${mark.kind}${mark.value}`);
      stops.push({ kind: mark.kind as Stop["kind"], row: (mark.kind === "claim" ? ids : problems).get(String(mark.value))!, unit: units.length });
    }
    units.push({
      start: some[0].start, characters: some.reduce((sum, l) => sum + Math.max(60, l.text.length), 0),
      make: () => h("div", null, some.map((line) => {
        const host = h("div", { class: "line" });
        inked(host, line.text, line.marks, made);
        return host;
      })),
    });
  }
  return { kind: "written", units, stops, sections: [], markers };
}

/** Without the text, and from a store that holds no blocks, the claims still stand in their order. */
export function claimsAlone(graph: Graph, row: number): Sheet {
  const stops: Stop[] = [];
  const all = [...claimsOf(graph, row).values()];
  const units: Unit[] = [];
  for (let i = 0; i < all.length; i += LINES) units.push(listed(graph, all.slice(i, i + LINES), stops, units.length));
  return { kind: "claims", units, stops, sections: [], markers: new Map() };
}

function listed(graph: Graph, claims: number[], stops: Stop[], unit: number): Unit {
  for (const row of claims) stops.push({ kind: "claim", row, unit });
  return {
    start: graph.c.claims.start[claims[0]], characters: claims.length * 200,
    make: () => h("ul", { class: "claims" }, claims.map((claim) => {
      const one = claimCard(graph, claim, { article: false });
      one.dataset.claim = graph.c.claims.id[claim];
      return one;
    })),
  };
}

/** The claims of an article in their order, by their id. */
function claimsOf(graph: Graph, row: number): Map<string, number> {
  const { id, start } = graph.c.claims;
  return new Map([...graph.claimsOfArticle[row]].sort((a, b) => start[a] - start[b]).map((claim) => [id[claim], claim]));
}
