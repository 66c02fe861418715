// Where the nodes of a node view stand: each connected part laid out by itself, the parts packed like islands; in slices.
import Graphology from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import { packSiblings } from "d3-hierarchy";

type Circle = { x: number; y: number; r: number };

/** Islands stand farther apart sideways, since screens and labels are wide. */
const WIDE = 1.45;

/** Give every node of `graph` its place; a step at a time. */
export function* laidOut(graph: Graphology): Generator<void> {
  const parts = components(graph).sort((a, b) => b.length - a.length);
  yield;
  const turn = seeded(1);
  const circles: Circle[] = [];
  for (const keys of parts) circles.push(yield* island(graph, keys, turn() * Math.PI * 2));
  packSiblings(circles);
  yield;
  for (const [i, circle] of circles.entries()) {
    for (const key of parts[i]) graph.mergeNodeAttributes(key, { x: (graph.getNodeAttribute(key, "u") as number) + circle.x * WIDE, y: (graph.getNodeAttribute(key, "v") as number) + circle.y });
    yield;
  }
}

/** Lay one connected part out around (0, 0), as `u` and `v`; its circle. */
function* island(graph: Graphology, keys: string[], turn: number): Generator<void, Circle> {
  const part = new Graphology({ type: "undirected" });
  const random = seeded(keys.length);
  const radius = Math.sqrt(keys.length) * 10;
  keys.forEach((key, i) => {
    // a sunflower: even, and the same every time
    const angle = i * 2.399963;
    const r = radius * Math.sqrt((i + 0.5) / keys.length);
    part.addNode(key, { x: r * Math.cos(angle) + random(), y: r * Math.sin(angle) + random() });
  });
  for (const key of keys) graph.forEachEdge(key, (_e, a, source, target) => source === key && part.mergeEdge(source, target, { weight: Math.sqrt(a.weight) }));
  const settings = { ...forceAtlas2.inferSettings(part), barnesHutOptimize: keys.length > 250, gravity: 0.6, scalingRatio: 9, adjustSizes: false, slowDown: 2 + Math.log(keys.length + 1) };
  const iterations = keys.length < 3 ? 20 : keys.length < 300 ? 250 : keys.length < 1200 ? 150 : 90;
  // as many as fit a slice of the large, and all at once of the small
  const step = Math.max(1, Math.ceil(6000 / keys.length));
  for (let done = 0; done < iterations; done += step) {
    forceAtlas2.assign(part, { iterations: Math.min(step, iterations - done), settings, getEdgeWeight: "weight" });
    yield;
  }
  return fitted(graph, part, keys, turn);
}

/** Scale a part to the room its nodes need. */
function fitted(graph: Graphology, part: Graphology, keys: string[], turn: number): Circle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  part.forEachNode((_, a) => {
    left = Math.min(left, a.x);
    right = Math.max(right, a.x);
    top = Math.min(top, a.y);
    bottom = Math.max(bottom, a.y);
  });
  const scale = (Math.sqrt(keys.length) * 20) / Math.max(right - left, bottom - top, 1);
  const [cos, sin] = keys.length > 60 ? [1, 0] : [Math.cos(turn), Math.sin(turn)];
  let reach = 0;
  part.forEachNode((key, a) => {
    const [x, y] = [(a.x - (left + right) / 2) * scale, (a.y - (top + bottom) / 2) * scale];
    reach = Math.max(reach, Math.hypot(x, y));
    graph.mergeNodeAttributes(key, { u: x * cos - y * sin, v: x * sin + y * cos });
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
