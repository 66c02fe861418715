// The shape of each kind and each way of backing: what colour says is said again to those who do not see the colour.
import { BACKINGS, type Backing } from "../data";
import { s } from "../dom";

export type Mark = Backing | "article" | "site" | "publisher" | "source" | "others";

/** By number, as the shader knows them (program.ts); a path around (0, 0) in a circle of radius 1. */
export const SHAPES = [
  "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0Z",
  "M-.82-.82H.82V.82H-.82Z",
  "M-.5-.87H.5L1 0L.5.87H-.5L-1 0Z",
  "M0-1L1 0L0 1L-1 0Z",
  "M0-1L.95.7H-.95Z",
  "M0 1L.95-.7H-.95Z",
  "M-.75-1L0-.25L.75-1L1-.75L.25 0L1 .75L.75 1L0 .25L-.75 1L-1 .75L-.25 0L-1-.75Z",
  "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0ZM-.55 0A.55 .55 0 1 1 .55 0A.55 .55 0 1 1 -.55 0Z",
  "M-.33-1H.33V-.33H1V.33H.33V1H-.33V.33H-1V-.33H-.33Z",
] as const;
/** What is added to a shape that is counted: it has a ring around it. */
export const COUNTED = 16;
const [DISC, SQUARE, HEXAGON, DIAMOND, UP, DOWN, CROSS, RING, PLUS] = SHAPES.keys();

export const SHAPE: Record<Mark, number> = {
  source: DISC, article: SQUARE, site: HEXAGON, publisher: HEXAGON, others: RING,
  several: DIAMOND, one: UP, unknown: PLUS, carried: DOWN, missing: CROSS, uncited: RING, bare: CROSS,
};

export const MARK_WORDS: Record<Mark, string> = {
  article: "article", site: "site", publisher: "publisher", source: "source", others: "all others of its kind",
  several: "claim cited, several publishers", one: "claim cited, one publisher", unknown: "claim cited, publisher unknown", carried: "claim carried", missing: "claim, source missing", uncited: "claim uncited", bare: "claim left bare",
};

/** The property of the style sheet that a kind is painted with. */
export const PAINT: Record<Mark, string> = {
  article: "article", site: "site", publisher: "site", source: "source", others: "quiet",
  several: "several", one: "one", unknown: "unknown", carried: "carried", missing: "missing", uncited: "uncited", bare: "wrong",
};

export const mark = (kind: Mark, x: number, y: number, r: number): SVGElement =>
  s("path", { d: SHAPES[SHAPE[kind]], transform: `translate(${x} ${y}) scale(${r})`, class: `mark of-${kind}` });

/** One row of a legend. */
export const keyed = (kind: Mark): SVGElement => s("svg", { viewBox: "-8 -8 16 16", class: "key-mark", "aria-hidden": "true" }, mark(kind, 0, 0, 6.5));

/** A counted ring: as much of it as claims are backed in each way. */
export function ring(tally: Record<Backing, number>, x: number, y: number, r: number): SVGElement {
  const total = BACKINGS.reduce((sum, b) => sum + tally[b], 0) || 1;
  const round = 2 * Math.PI * r;
  let before = 0;
  return s("g", { class: "ring", transform: `translate(${x} ${y}) rotate(-90)` }, BACKINGS.filter((b) => tally[b]).map((b) => {
    const share = (tally[b] / total) * round;
    const arc = s("circle", { r, class: `arc of-${b}`, "stroke-dasharray": `${share} ${round - share}`, "stroke-dashoffset": -before });
    before += share;
    return arc;
  }));
}
