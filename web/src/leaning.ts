// What leans on what, counted in one pass: for each source, site and publisher its claims, and those that have nothing else.
import type { Graph } from "./data";
import type { Group } from "./whatif";

interface Leaning { claims: Int32Array; alone: Int32Array; sources: Int32Array; used: Int32Array }

const kept = new WeakMap<Graph, Map<Group, Leaning>>();

/** By row of `sources`, `sites` or `publishers`: claims that rest there, those `alone` there, its sources and those `used` by claims. */
export function leaning(graph: Graph, group: Group): Leaning {
  const held = kept.get(graph) ?? new Map<Group, Leaning>();
  kept.set(graph, held);
  let found = held.get(group);
  if (!found) held.set(group, (found = counted(graph, group)));
  return found;
}

/** The group of each source, -1 for none. */
export function groupOf(graph: Graph, group: Group): (source: number) => number {
  const { site, publisher } = graph.c.sources;
  return { source: (s: number) => s, site: (s: number) => site[s], publisher: (s: number) => publisher[s] }[group];
}

function counted(graph: Graph, group: Group): Leaning {
  const { c } = graph;
  const of = groupOf(graph, group);
  const n = { source: c.sources.iri, site: c.sites, publisher: c.publishers }[group].length;
  const out: Leaning = { claims: new Int32Array(n), alone: new Int32Array(n), sources: new Int32Array(n), used: new Int32Array(n) };
  c.sources.iri.forEach((_, source) => {
    const own = of(source);
    if (own < 0) return;
    out.sources[own]++;
    if (graph.claimsOfSource[source].length) out.used[own]++;
  });
  const last = new Int32Array(n).fill(-1);
  for (let claim = 0; claim < graph.sourcesOfClaim.length; claim++) {
    const named = graph.sourcesOfClaim[claim];
    let alone = named.length > 0;
    for (const source of named) {
      const own = of(source);
      alone &&= own >= 0 && own === of(named[0]);
      if (own < 0 || last[own] === claim) continue;
      last[own] = claim;
      out.claims[own]++;
    }
    if (alone) out.alone[of(named[0])]++;
  }
  return out;
}
