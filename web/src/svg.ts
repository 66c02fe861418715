// The drawing as SVG, for slides: edges, nodes, and the labels that fit.
import type Graphology from "graphology";
import type { Palette } from "./drawing";

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export function toSvg(graph: Graphology, colours: Palette, colourOf: (a: Record<string, unknown>) => string, size = 1600): string {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  graph.forEachNode((_, a) => {
    left = Math.min(left, a.x);
    right = Math.max(right, a.x);
    top = Math.min(top, -a.y);
    bottom = Math.max(bottom, -a.y);
  });
  const scale = (size - 160) / Math.max(1, right - left, bottom - top);
  const x = (v: number): number => Math.round((v - left) * scale * 10) / 10 + 80;
  const y = (v: number): number => Math.round((-v - top) * scale * 10) / 10 + 80;
  const width = Math.ceil((right - left) * scale) + 160;
  const height = Math.ceil((bottom - top) * scale) + 160;
  const edges: string[] = [];
  graph.forEachEdge((_, a, _s, _t, from, to) => edges.push(`<path d="M${x(from.x)} ${y(from.y)}L${x(to.x)} ${y(to.y)}" stroke-width="${a.size}"/>`));
  const nodes: string[] = [];
  const labels: string[] = [];
  const taken: [number, number, number, number][] = [];
  const byDegree = graph.nodes().sort((a, b) => graph.degree(b) - graph.degree(a));
  for (const key of byDegree) {
    const a = graph.getNodeAttributes(key);
    const [cx, cy, r] = [x(a.x), y(a.y), a.size];
    nodes.push(`<circle cx="${cx}" cy="${cy}" r="${r.toFixed(1)}" fill="${colourOf(a)}"><title>${escape(a.label)}</title></circle>`);
    const text = a.label.length > 36 ? a.label.slice(0, 35) + "…" : a.label;
    const box: [number, number, number, number] = [cx + r + 2, cy - 9, cx + r + 6 + text.length * 6.6, cy + 8];
    if (labels.length > 150 || taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) continue;
    taken.push(box);
    labels.push(`<text x="${cx + r + 4}" y="${cy + 4}">${escape(text)}</text>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colours.paper}"/><g fill="none" stroke="${colours.edge}">${edges.join("")}</g><g stroke="${colours.paper}">${nodes.join("")}</g><g font-family="system-ui, sans-serif" font-size="12" fill="${colours.ink}" stroke="${colours.paper}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${labels.join("")}</g></svg>`;
}
