// What bands and matrix have in common: their lines, how they are walked through with keys, and what is lit.
import type { Graph } from "../data";
import { count, s } from "../dom";
import type { Cross, Line, Meeting } from "./cross";
import { mark, MARK_WORDS, ring } from "./marks";

/** What a click or a key asks for: lines that are chosen together. */
export interface Asked { choose(lines: Line[]): void; leave(): void }

let pen: CanvasRenderingContext2D | undefined;

/** How wide a text is on the screen. */
export function measured(text: string, font: string): number {
  pen ??= document.createElement("canvas").getContext("2d")!;
  pen.font = font;
  return pen.measureText(text).width;
}

/** The text, cut so that it is at most so wide. */
export function fitting(text: string, font: string, width: number): string {
  if (measured(text, font) <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measured(text.slice(0, middle).trimEnd() + "…", font) <= width) low = middle;
    else high = middle - 1;
  }
  return low ? text.slice(0, low).trimEnd() + "…" : "";
}

export const FONT = "12.5px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
export const HIGH = 18;

/** What a line is, for those who hear it. */
function spoken(line: Line): string {
  const what = line.kind === "others" ? line.label : line.kind === "claim" ? `${MARK_WORDS[line.mark]}: ${line.label}` : `${line.kind} ${line.label}`;
  return line.kind === "claim" ? what : `${what}, ${count(line.claims.length)} ${line.claims.length === 1 ? "claim" : "claims"}`;
}

/** A line of what articles lean on, written from `x` to the right: a sign that it opens, its shape or ring, label and number. */
export function backerLabel(graph: Graph, line: Line, x: number, y: number, width: number): SVGElement[] {
  const left = x + line.depth * 14;
  const wide = width - line.depth * 14;
  const number = line.kind === "claim" ? "" : count(line.claims.length);
  const room = wide - 32 - (number ? measured(number, FONT) + 8 : 0);
  const sign = line.open === undefined ? "" : line.open ? "▾" : "▸";
  const shape = line.kind === "source" || line.kind === "others" ? ring(graph.tally(line.claims), left + 20, y, 5) : mark(line.mark, left + 20, y, 5.5);
  return [
    s("text", { x: left, y: y + 4, class: "sign", "aria-hidden": "true" }, sign), shape,
    s("text", { x: left + 31, y: y + 4.5, class: "label" }, fitting(line.label, FONT, room)),
    number ? s("text", { x: x + width, y: y + 4.5, class: "number", "text-anchor": "end" }, number) : s("g"),
  ];
}

/** Everything that is lit when `chosen` is, by the keys of lines: the chosen ones, what lies within them, and where they meet. */
interface Lit { meeting(m: Meeting): boolean; article(i: number): boolean; backer(i: number): boolean; any: boolean }

export function lit(found: Cross, chosen: string[]): Lit {
  const articles = new Set(found.articles.flatMap((line, i) => (chosen.includes(line.key) ? [i] : [])));
  const backers = new Set<number>();
  let below: number | undefined;
  found.backers.forEach((line, i) => {
    if (below !== undefined && line.depth <= below) below = undefined;
    if (below === undefined && chosen.includes(line.key)) below = line.depth;
    if (below !== undefined) backers.add(i);
  });
  const any = articles.size + backers.size > 0;
  const meeting = (m: Meeting): boolean => (!articles.size || articles.has(m.article)) && (!backers.size || backers.has(m.backer));
  const met = any ? found.meetings.filter(meeting) : [];
  const [metArticles, metBackers] = [new Set(met.map((m) => m.article)), new Set(met.map((m) => m.backer))];
  return { any, meeting: (m) => any && meeting(m), article: (i) => articles.has(i) || metArticles.has(i), backer: (i) => backers.has(i) || metBackers.has(i) };
}

/** Arrows go through the lines, Enter and Space choose, Escape leaves; Tab goes on to what comes after the drawing. */
export function walked(sides: SVGElement[][], lines: Line[][], asked: Asked): void {
  let tab: SVGElement | undefined;
  const reach = (element: SVGElement | undefined) => {
    if (!element) return;
    tab?.setAttribute("tabindex", "-1");
    element.setAttribute("tabindex", "0");
    tab = element;
  };
  const focus = (element: SVGElement | undefined) => {
    reach(element);
    element?.focus();
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  sides.forEach((side, which) => side.forEach((element, i) => {
    element.addEventListener("click", () => asked.choose([lines[which][i]]));
    element.addEventListener("focus", () => reach(element));
    element.addEventListener("keydown", (event) => {
      const other = sides[1 - which];
      const to: Record<string, () => void> = {
        ArrowDown: () => focus(side[i + 1]), ArrowUp: () => focus(side[i - 1]), Home: () => focus(side[0]), End: () => focus(side.at(-1)),
        ArrowLeft: () => focus(other[Math.min(other.length - 1, i)]), ArrowRight: () => focus(other[Math.min(other.length - 1, i)]),
        Enter: () => asked.choose([lines[which][i]]), " ": () => asked.choose([lines[which][i]]), Escape: () => asked.leave(),
      };
      if (!to[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      to[event.key]();
    });
  }));
  reach(sides[1][0] ?? sides[0][0]);
}

/** A line as a button: what is pressed, and what is read out whole. What is drawn of it, its words cut to fit, goes to `layer`, above all buttons. */
export function button(line: Line, chosen: boolean, faint: boolean, layer: SVGElement[], ground: SVGElement, ...drawn: SVGElement[]): SVGElement {
  layer.push(s("g", { class: `words${faint ? " faint" : ""}`, "aria-hidden": "true" }, drawn));
  return s("g", { class: `strand kind-${line.kind}${chosen ? " chosen" : ""}${faint ? " faint" : ""}`, role: "button", tabindex: "-1", "data-key": line.key,
    "aria-label": spoken(line), "aria-pressed": String(chosen), "aria-expanded": line.open === undefined ? null : String(line.open) },
    s("title", null, spoken(line)), ground);
}
