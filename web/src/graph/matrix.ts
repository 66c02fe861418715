// What articles lean on from top to bottom, articles from left to right; a square where they meet, as large as claims.
import { BACKINGS, type Graph } from "../data";
import { count, h, s } from "../dom";
import { each, type Work } from "../slices";
import type { Cross, Line, Meeting } from "./cross";
import { backerLabel, button, fitting, FONT, HIGH, lit, measured, walked, type Asked } from "./lines";
import { mark } from "./marks";

const LEAST = 15;
const WIDEST = 40;
/** How high the heads of the columns are; they take no more of a small screen than they must. */
const headed = (width: number): number => (width < 560 ? 160 : 190);
const MARGIN = 8;
/** How many squares or lines are made before the page may answer. */
const TOGETHER = 20;

/** How many articles stand side by side in so much room. */
export const fit = (width: number): number => Math.max(8, Math.floor((width - labelled(width) - MARGIN) / LEAST) - 1);

const labelled = (width: number): number => Math.min(320, Math.max(140, width * 0.34));

/** The matrix in parts that scroll as a table does: what stands in its first row and column stays. */
export function* matrix(graph: Graph, found: Cross, chosen: string[], room: number, asked: Asked): Work<HTMLElement> {
  const [labels, head] = [labelled(room), headed(room)];
  const step = Math.min(WIDEST, Math.max(LEAST, (room - labels - MARGIN) / Math.max(1, found.articles.length)));
  const width = Math.max(room, labels + step * found.articles.length + MARGIN);
  const high = head + found.backers.length * HIGH + MARGIN;
  const light = lit(found, chosen);
  // the tail is no measure for the others
  const most = Math.max(1, ...found.meetings.filter((m) => found.articles[m.article].kind !== "others" && found.backers[m.backer].kind !== "others").map((m) => m.claims.length));
  const x = (article: number): number => labels + step * (article + 0.5);
  const y = (backer: number): number => head + HIGH * (backer + 0.5);

  const lines = s("g", { class: "rules", "aria-hidden": "true" },
    found.backers.map((_, i) => s("path", { d: `M${labels} ${y(i)}H${labels + step * found.articles.length}` })),
    found.articles.map((_, i) => s("path", { d: `M${x(i)} ${head}V${high - MARGIN}` })));
  const [cells, articles, backers, above, left] = Array.from({ length: 5 }, (): SVGElement[] => []);
  yield* each(found.meetings, (m) => cells.push(cell(graph, found, m, x(m.article), y(m.backer), Math.min(step, HIGH) - 2, most, light.meeting(m) ? " lit" : light.any ? " faint" : "", asked)), TOGETHER);
  yield* each(found.articles.entries(), ([i, line]) => articles.push(heading(line, x(i), step, head, chosen.includes(line.key), light.any && !light.article(i), above)), TOGETHER);
  yield* each(found.backers.entries(), ([i, line]) => backers.push(button(line, chosen.includes(line.key), light.any && !light.backer(i), left,
    s("rect", { x: 0, y: y(i) - HIGH / 2, width: labels - 4, height: HIGH, class: "ground" }), ...backerLabel(graph, line, 4, y(i), labels - 14))), TOGETHER);
  walked([articles, backers], [found.articles, found.backers], asked);
  // all parts count from the corner of the whole
  const part = (name: string, [x0, y0, x1, y1]: number[], ...drawn: unknown[]): SVGElement =>
    s("svg", { viewBox: `${x0} ${y0} ${x1 - x0} ${y1 - y0}`, width: x1 - x0, height: y1 - y0, class: `part ${name}` }, ...(drawn as SVGElement[]));
  return h("div", { class: "crossing matrix", role: "group", "aria-label": "Articles and what they lean on; arrows go through the lines, Enter opens", "data-size": `${width} ${high}`, style: { width: `${width}px`, "--head": `${head}px`, "--labels": `${labels}px` } },
    h("div", { class: "corner" }),
    part("heads", [labels, 0, width, head], s("g", { role: "group", "aria-label": "Articles" }, articles), above),
    part("names", [0, head, labels, high], s("g", { role: "group", "aria-label": "What they lean on" }, backers), left),
    part("cells", [labels, head, width, high], lines, s("g", { class: "between" }, cells)));
}

/** An article above its column. */
function heading(line: Line, x: number, step: number, head: number, chosen: boolean, faint: boolean, words: SVGElement[]): SVGElement {
  const number = count(line.claims.length);
  const text = fitting(line.label, FONT, head - 34 - measured(number, FONT) - 6);
  return button(line, chosen, faint, words, s("rect", { x: x - step / 2, y: 0, width: step, height: head - 2, class: "ground" }), mark(line.mark, x, head - 10, 4.5),
    s("g", { transform: `translate(${x + 4} ${head - 20}) rotate(-90)` }, s("text", { class: "label" }, text), s("text", { class: "number", x: head - 24, "text-anchor": "end" }, number)));
}

/** Where an article meets what it leans on: the square's parts are how its claims are backed, top down. */
function cell(graph: Graph, found: Cross, m: Meeting, x: number, y: number, room: number, most: number, how: string, asked: Asked): SVGElement {
  const n = m.claims.length;
  const size = Math.max(5, room * Math.min(1, Math.sqrt(n / most)));
  const tally = graph.tally(m.claims);
  let top = y - size / 2;
  const [article, backer] = [found.articles[m.article], found.backers[m.backer]];
  const made = s("g", { class: `cell${how}`, "data-from": article.key, "data-to": backer.key },
    s("title", null, `${article.label} on ${backer.label}: ${count(n)} ${n === 1 ? "claim" : "claims"}`),
    s("rect", { x: x - room / 2 - 1, y: y - room / 2 - 1, width: room + 2, height: room + 2, class: "ground" }),
    BACKINGS.filter((b) => tally[b]).map((b) => {
      const part = (tally[b] / n) * size;
      top += part;
      return s("rect", { x: x - size / 2, y: top - part, width: size, height: part, class: `of-${b}` });
    }));
  made.addEventListener("click", () => asked.choose([article, backer]));
  return made;
}
