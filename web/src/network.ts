// The nodes and edges of a view, filtered and cut to what can be read; and where they stand.
import Graphology from "graphology";
import louvain from "graphology-communities-louvain";
import forceAtlas2 from "graphology-layout-forceatlas2";
import { packSiblings } from "d3-hierarchy";
import type { Backing, Graph } from "./data";
import { plain } from "./dom";

export const VIEWS = ["claims-sources", "articles-sources", "sites"] as const;
export type ViewName = (typeof VIEWS)[number];
export const VIEW_WORDS: Record<ViewName, string> = { "claims-sources": "Claims and sources", "articles-sources": "Articles and sources", sites: "Articles and sites" };
export const MAX_NODES = 5000;

export interface Filter { view: ViewName; site?: string; article?: string; support?: Backing; near?: string }
export interface Node { key: string; kind: "claim" | "source" | "article" | "site"; row: number; label: string; to: string; backing?: Backing }
export interface Network { nodes: Map<string, Node>; edges: [string, string, number][]; leftOut: number }

/** The network of a view. Only what is connected is drawn; above `MAX_NODES` the most connected stay. */
export function network(graph: Graph, filter: Filter): Network {
  const { c } = graph;
  const site = filter.site ? graph.siteRow.get(filter.site) : undefined;
  const article = filter.article ? graph.articleRow.get(filter.article) : undefined;
  const weights = new Map<string, [string, string, number]>();
  c.citations.claim.forEach((claim, i) => {
    const source = c.citations.source[i];
    if (site !== undefined && c.sources.site[source] !== site) return;
    if (article !== undefined && c.claims.article[claim] !== article) return;
    if (filter.support && graph.backing[claim] !== filter.support) return;
    if (filter.view === "sites" && c.sources.site[source] < 0) return;
    const from = filter.view === "claims-sources" ? `c${claim}` : `a${c.claims.article[claim]}`;
    const to = filter.view === "sites" ? `w${c.sources.site[source]}` : `s${source}`;
    const edge = weights.get(`${from} ${to}`);
    if (edge) edge[2]++;
    else weights.set(`${from} ${to}`, [from, to, 1]);
  });
  let edges = [...weights.values()];
  const near = filter.near === undefined ? undefined : nearKey(graph, filter.near);
  if (near) edges = within(edges, near, 3);
  const degree = new Map<string, number>();
  for (const [a, b] of edges) for (const key of [a, b]) degree.set(key, (degree.get(key) ?? 0) + 1);
  let leftOut = 0;
  if (degree.size > MAX_NODES) {
    leftOut = degree.size - MAX_NODES;
    const kept = new Set([...degree].sort((a, b) => b[1] - a[1]).slice(0, MAX_NODES).map(([key]) => key));
    edges = edges.filter(([a, b]) => kept.has(a) && kept.has(b));
  }
  const nodes = new Map<string, Node>();
  for (const [a, b] of edges) for (const key of [a, b]) if (!nodes.has(key)) nodes.set(key, describe(graph, key));
  return { nodes, edges, leftOut };
}

function nearKey(graph: Graph, id: string): string | undefined {
  const source = graph.sourceRow.get(id);
  return source === undefined ? undefined : `s${source}`;
}

/** Edges not farther than `steps` from a node. */
function within(edges: [string, string, number][], start: string, steps: number): [string, string, number][] {
  const beside = new Map<string, string[]>();
  for (const [a, b] of edges) for (const [x, y] of [[a, b], [b, a]]) beside.set(x, [...(beside.get(x) ?? []), y]);
  let reached = new Set([start]);
  for (let i = 0; i < steps; i++) reached = new Set([...reached].flatMap((key) => [key, ...(beside.get(key) ?? [])]));
  return edges.filter(([a, b]) => reached.has(a) && reached.has(b));
}

function describe(graph: Graph, key: string): Node {
  const row = Number(key.slice(1));
  if (key[0] === "c") return { key, kind: "claim", row, label: short(graph.c.claims.text[row]), to: graph.toArticle(graph.c.claims.article[row], row), backing: graph.backing[row] };
  if (key[0] === "s") return { key, kind: "source", row, label: short(graph.sourceTitle(row)), to: graph.toSource(row) };
  if (key[0] === "a") return { key, kind: "article", row, label: short(graph.articleTitle(row)), to: graph.toArticle(row) };
  return { key, kind: "site", row, label: graph.c.sites[row], to: graph.toSite(row) };
}

const cut = (text: string, most: number): string => (text.length > most ? text.slice(0, most - 1) + "…" : text);
const short = (text: string): string => cut(plain(text), 44);

/** The network as a graph with places: each connected part laid out by itself, the parts packed like islands. */
export function placed(net: Network): { graph: Graphology; settle: boolean } {
  const graph = new Graphology({ type: "undirected" });
  // in a crowd a long label would cover too many of the others
  const most = net.nodes.size > 1000 ? 30 : 44;
  for (const node of net.nodes.values()) graph.addNode(node.key, { label: cut(node.label, most), kind: node.kind, backing: node.backing, x: 0, y: 0 });
  for (const [a, b, weight] of net.edges) graph.addEdge(a, b, { weight });
  const parts = components(graph).sort((a, b) => b.length - a.length);
  const turn = seeded(1);
  const circles = parts.map((keys) => island(graph, keys, turn() * Math.PI * 2));
  packSiblings(circles as { x: number; y: number; r: number }[]);
  circles.forEach((circle, i) => {
    for (const key of parts[i]) graph.updateNodeAttributes(key, (a) => ({ ...a, x: a.x + circle.x * WIDE, y: a.y + circle.y }));
  });
  if (graph.order) louvain.assign(graph, { rng: seeded(7), getEdgeWeight: "weight" });
  return { graph, settle: (parts[0]?.length ?? 0) > 1200 };
}

/** Islands stand farther apart sideways, since screens and labels are wide. */
const WIDE = 1.45;

/** Lay one connected part out around (0, 0); its circle. */
function island(graph: Graphology, keys: string[], turn: number): { x: number; y: number; r: number } {
  const random = seeded(keys.length);
  const part = new Graphology({ type: "undirected" });
  const radius = Math.sqrt(keys.length) * 10;
  keys.forEach((key, i) => {
    // a sunflower: even, and the same every time
    const angle = i * 2.399963;
    const r = radius * Math.sqrt((i + 0.5) / keys.length);
    part.addNode(key, { x: r * Math.cos(angle) + random(), y: r * Math.sin(angle) + random() });
  });
  for (const key of keys) graph.forEachEdge(key, (_e, a, source, target) => source === key && part.mergeEdge(source, target, { weight: Math.sqrt(a.weight) }));
  const iterations = keys.length < 3 ? 20 : keys.length < 300 ? 250 : keys.length < 1200 ? 120 : 30;
  const settings = { ...forceAtlas2.inferSettings(part), barnesHutOptimize: keys.length > 250, gravity: 0.6, scalingRatio: 9, adjustSizes: false, slowDown: 2 + Math.log(keys.length + 1) };
  forceAtlas2.assign(part, { iterations, settings, getEdgeWeight: "weight" });
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  part.forEachNode((_, a) => {
    left = Math.min(left, a.x);
    right = Math.max(right, a.x);
    top = Math.min(top, a.y);
    bottom = Math.max(bottom, a.y);
  });
  const extent = Math.max(right - left, bottom - top, 1);
  const scale = (Math.sqrt(keys.length) * 20) / extent;
  let reach = 0;
  part.forEachNode((key, a) => {
    const [u, v] = [(a.x - (left + right) / 2) * scale, (a.y - (top + bottom) / 2) * scale];
    const x = keys.length > 60 ? u : u * Math.cos(turn) - v * Math.sin(turn);
    const y = keys.length > 60 ? v : u * Math.sin(turn) + v * Math.cos(turn);
    reach = Math.max(reach, Math.hypot(x, y));
    graph.mergeNodeAttributes(key, { x, y });
  });
  return { x: 0, y: 0, r: reach + 9 };
}

function components(graph: Graphology): string[][] {
  const seen = new Set<string>();
  const out: string[][] = [];
  graph.forEachNode((first) => {
    if (seen.has(first)) return;
    const part = [first];
    seen.add(first);
    for (let i = 0; i < part.length; i++)
      graph.forEachNeighbor(part[i], (key) => {
        if (!seen.has(key)) {
          seen.add(key);
          part.push(key);
        }
      });
    out.push(part);
  });
  return out;
}

/** Numbers from 0 to 1 that are the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
