// Where the nodes of a node view stand: each connected part laid out by itself, the parts packed like islands; in slices.
import type Graphology from "graphology";
import { inferSettings } from "graphology-layout-forceatlas2";
import defaults from "graphology-layout-forceatlas2/defaults";
import iterate from "graphology-layout-forceatlas2/iterate";
import { packSiblings } from "d3-hierarchy";

type Circle = { x: number; y: number; r: number };
type Spots = Map<string, { x: number; y: number }>;

/** Islands stand farther apart sideways, since screens and labels are wide. */
const WIDE = 1.45;
/** How many numbers ForceAtlas2 keeps of a node: x, y, dx, dy, old dx, old dy, mass, convergence, size, fixed. */
const NODE = 10;

/** Give every node of `graph` its place; a step at a time. */
export function* laidOut(graph: Graphology): Generator<void> {
  const parts = components(graph).sort((a, b) => b.length - a.length);
  yield;
  const turn = seeded(1);
  const circles: Circle[] = [];
  const spots: Spots = new Map();
  for (const keys of parts) circles.push(yield* island(graph, keys, turn() * Math.PI * 2, spots));
  packSiblings(circles);
  yield;
  for (const [i, circle] of circles.entries()) {
    for (const key of parts[i]) graph.mergeNodeAttributes(key, { x: spots.get(key)!.x + circle.x * WIDE, y: spots.get(key)!.y + circle.y });
    yield;
  }
}

/** Lay one connected part out around (0, 0), into `spots`; its circle. */
function* island(graph: Graphology, keys: string[], turn: number, spots: Spots): Generator<void, Circle> {
  const [nodes, edges] = yield* matrices(graph, keys);
  const settings = { ...defaults, ...inferSettings(keys.length), barnesHutOptimize: keys.length > 250, gravity: 0.6, scalingRatio: 9, adjustSizes: false, slowDown: 2 + Math.log(keys.length + 1) };
  const iterations = keys.length < 3 ? 20 : keys.length < 300 ? 250 : keys.length < 1200 ? 150 : 90;
  const settled = Math.max(1, Math.ceil(6000 / keys.length));
  for (let done = 0; done < iterations; done++) {
    // every so often they start again from rest, which keeps large parts from swinging
    if (done % settled === 0) for (let at = 0; at < nodes.length; at += NODE) {
      nodes.fill(0, at + 2, at + 6);
      nodes[at + 7] = 1;
    }
    iterate(settings, nodes, edges);
    yield;
  }
  return fitted(nodes, keys, turn, spots);
}

/** A part as ForceAtlas2 takes it: nodes on a sunflower, even and the same every time, and edges. */
function* matrices(graph: Graphology, keys: string[]): Generator<void, [nodes: Float32Array, edges: Float32Array]> {
  const random = seeded(keys.length);
  const radius = Math.sqrt(keys.length) * 10;
  const nodes = new Float32Array(keys.length * NODE);
  const place = new Map<string, number>();
  keys.forEach((key, i) => {
    const angle = i * 2.399963;
    const r = radius * Math.sqrt((i + 0.5) / keys.length);
    nodes.set([r * Math.cos(angle) + random(), r * Math.sin(angle) + random(), 0, 0, 0, 0, 1, 1, 1, 0], i * NODE);
    place.set(key, i * NODE);
  });
  yield;
  const edges: number[] = [];
  for (const [i, key] of keys.entries()) {
    graph.forEachEdge(key, (_e, a, source, target) => {
      if (source !== key) return;
      const weight = Math.sqrt(a.weight);
      for (const end of [source, target]) nodes[place.get(end)! + 6] += weight;
      edges.push(place.get(source)!, place.get(target)!, weight);
    });
    if (i % 500 === 499) yield;
  }
  return [nodes, new Float32Array(edges)];
}

/** Scale a part to the room its nodes need. */
function fitted(nodes: Float32Array, keys: string[], turn: number, spots: Spots): Circle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < nodes.length; at += NODE) {
    left = Math.min(left, nodes[at]);
    right = Math.max(right, nodes[at]);
    top = Math.min(top, nodes[at + 1]);
    bottom = Math.max(bottom, nodes[at + 1]);
  }
  const scale = (Math.sqrt(keys.length) * 20) / Math.max(right - left, bottom - top, 1);
  const [cos, sin] = keys.length > 60 ? [1, 0] : [Math.cos(turn), Math.sin(turn)];
  let reach = 0;
  for (const [i, key] of keys.entries()) {
    const [x, y] = [(nodes[i * NODE] - (left + right) / 2) * scale, (nodes[i * NODE + 1] - (top + bottom) / 2) * scale];
    reach = Math.max(reach, Math.hypot(x, y));
    spots.set(key, { x: x * cos - y * sin, y: x * sin + y * cos });
  }
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
