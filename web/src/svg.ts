// The drawing as SVG, for slides: edges, nodes, and the labels that fit.
import type Graphology from "graphology";
import type { Palette } from "./drawing";
import { placed } from "./labels";

const MAX_LABELS = 300;

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
  const wanted = graph.mapNodes((key, a) => ({ key, label: a.label.length > 36 ? a.label.slice(0, 35) + "…" : (a.label as string), x: x(a.x), y: y(a.y), size: a.size as number }));
  const nodes = graph.mapNodes((_, a) => `<circle cx="${x(a.x)}" cy="${y(a.y)}" r="${a.size.toFixed(1)}" fill="${colourOf(a)}"><title>${escape(a.label)}</title></circle>`);
  const labels = placed(wanted, wanted, (text) => text.length * 6.6, 12, width).slice(0, MAX_LABELS)
    .map(({ label, left, middle }) => `<text x="${left.toFixed(1)}" y="${(middle + 4).toFixed(1)}">${escape(label)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colours.paper}"/><g fill="none" stroke="${colours.edge}">${edges.join("")}</g><g stroke="${colours.paper}">${nodes.join("")}</g><g font-family="system-ui, sans-serif" font-size="12" fill="${colours.ink}" stroke="${colours.paper}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${labels.join("")}</g></svg>`;
}
