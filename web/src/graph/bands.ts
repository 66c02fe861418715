// Articles on the left, what they lean on on the right, bands between them as thick as claims.
import { BACKINGS, type Graph } from "../data";
import { count, s } from "../dom";
import type { Cross, Line, Meeting } from "./cross";
import { backerLabel, button, fitting, FONT, HIGH, lit, measured, walked, type Asked } from "./lines";
import { mark } from "./marks";

const BAR = 8;
const LEAST = 1.2;
const THICKEST = 5;
const THINNEST = 0.002;
const MARGIN = 10;

interface Place { top: number; high: number; row: number; bar: number }
interface Side { at: Place[]; high: number }

/** One side's lines from top to bottom: each as high as its label and as its bands together. */
function places(thick: number[]): Side {
  let y = MARGIN;
  const at = thick.map((bar) => {
    const row = Math.max(HIGH, bar + 5);
    const place = { top: y + (row - bar) / 2, high: bar, row: y, bar: row };
    y += row;
    return place;
  });
  return { at, high: y + MARGIN };
}

export function bands(graph: Graph, found: Cross, chosen: string[], width: number, height: number, asked: Asked): SVGElement {
  let scale = THICKEST;
  const thickness = (m: Meeting): number => Math.max(LEAST, m.claims.length * scale);
  const stood = (): [Side, Side] => [places(sums(found, "article", thickness)), places(sums(found, "backer", thickness))];
  let [left, right] = stood();
  // as thick as they can be on one screen
  while (Math.max(left.high, right.high) > height && scale > THINNEST) {
    scale *= 0.85;
    [left, right] = stood();
  }
  const high = Math.max(left.high, right.high, 120);
  const narrow = width < 560;
  const labels = narrow ? width * 0.3 : Math.min(330, width * 0.31);
  const wide = narrow ? width * 0.5 : Math.min(380, width * 0.38);
  const [x0, x1] = [labels + BAR + 4, width - wide - BAR - 4];
  const light = lit(found, chosen);

  const from = left.at.map((p) => p.top);
  const to = right.at.map((p) => p.top);
  const starts = new Map<Meeting, number>();
  for (const m of found.meetings) {
    starts.set(m, from[m.article]);
    from[m.article] += thickness(m);
  }
  const drawn = [...found.meetings].sort((a, b) => a.backer - b.backer || a.article - b.article).map((m) => {
    const [a, b, t] = [starts.get(m)!, to[m.backer], thickness(m)];
    to[m.backer] += t;
    const middle = (x0 + x1) / 2;
    const on = light.meeting(m);
    const words = `${found.articles[m.article].label} on ${found.backers[m.backer].label}: ${count(m.claims.length)} ${m.claims.length === 1 ? "claim" : "claims"}`;
    const band = s("path", {
      class: `band${on ? " lit" : light.any ? " faint" : ""}`, "data-from": found.articles[m.article].key, "data-to": found.backers[m.backer].key,
      d: `M${x0} ${a}C${middle} ${a} ${middle} ${b} ${x1} ${b}V${b + t}C${middle} ${b + t} ${middle} ${a + t} ${x0} ${a + t}Z`,
    }, s("title", null, words));
    band.addEventListener("click", () => asked.choose([found.articles[m.article], found.backers[m.backer]]));
    return [on, band] as const;
  }).sort((a, b) => Number(a[0]) - Number(b[0])).map(([, band]) => band);

  const bar = (line: Line, x: number, p: Place): SVGElement => {
    const tally = graph.tally(line.claims);
    let y = p.top;
    return s("g", { "aria-hidden": "true" }, BACKINGS.filter((b) => tally[b]).map((b) => {
      const part = (tally[b] / line.claims.length) * p.high;
      y += part;
      return s("rect", { x, y: y - part, width: BAR, height: Math.max(part, 0.1), class: `of-${b}` });
    }));
  };
  const row = (p: Place, x: number, wide: number): SVGElement => s("rect", { x, y: p.row, width: wide, height: p.bar, class: "ground" });
  const words: SVGElement[] = [];
  const articles = found.articles.map((line, i) => {
    const p = left.at[i];
    const y = p.row + p.bar / 2;
    const number = count(line.claims.length);
    const room = labels - 30 - measured(number, FONT);
    return button(line, chosen.includes(line.key), light.any && !light.article(i), words, row(p, 0, labels + BAR), mark(line.mark, 8, y, 5),
      s("text", { x: 18, y: y + 4.5, class: "label" }, fitting(line.label, FONT, room)), s("text", { x: labels - 4, y: y + 4.5, class: "number", "text-anchor": "end" }, number), bar(line, x0 - BAR, p));
  });
  const backers = found.backers.map((line, i) => {
    const p = right.at[i];
    return button(line, chosen.includes(line.key), light.any && !light.backer(i), words, row(p, x1, wide + BAR), bar(line, x1, p), ...backerLabel(graph, line, x1 + BAR + 6, p.row + p.bar / 2, wide - 8));
  });
  walked([articles, backers], [found.articles, found.backers], asked);
  return s("svg", { viewBox: `0 0 ${width} ${high}`, width, height: high, class: "crossing bands", role: "group", "aria-label": "Articles and what they lean on; arrows go through the lines, Enter opens" },
    s("g", { class: "between" }, drawn), s("g", { role: "group", "aria-label": "Articles" }, articles), s("g", { role: "group", "aria-label": "What they lean on" }, backers), words);
}

/** How much meets at each line of a side. */
function sums(found: Cross, side: "article" | "backer", of: (m: Meeting) => number): number[] {
  const out = new Array<number>(side === "article" ? found.articles.length : found.backers.length).fill(0);
  for (const m of found.meetings) out[m[side]] += of(m);
  return out;
}
