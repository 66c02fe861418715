// The nodes and edges of a node view. Nothing is sampled: where there is more than can be seen, nodes that stand alike become
// one that is counted, the more alike the sooner, until all fit; each can be opened again.
import type { Backing, Graph } from "../data";
import { count, plain } from "../dom";
import { each, type Work } from "../slices";
import type { Address } from "./address";

export type Kind = "claim" | "source" | "article" | "site";
export interface Node { key: string; kind: Kind; /** rows of the graph, of that kind; more than one are counted */ rows: number[]; label: string; to?: string; backing?: Backing }
export interface Network { nodes: Map<string, Node>; edges: [a: string, b: string, weight: number][]; /** in words, what stands together */ folds: string[]; unconnected: number; beyond: number }

/** A part of the drawing before it has a name: what it is of, and who its neighbours are. */
interface Knot { kind: Kind; rows: number[]; article: number; backing?: Backing; site: number; tail?: boolean; /** what it stood in was opened */ kept?: boolean }

/** Says by what a part is alike to others; undefined where it stays alone. `near` are its neighbours. */
type Alike = (knot: Knot, near: number[]) => string | undefined;

/** How many parts there can be: two places make one number. */
const MANY = 2 ** 26;

export function* network(graph: Graph, address: Address): Work<Network> {
  return yield* new Folding(graph, address).made();
}

class Folding {
  private knots: Knot[] = [];
  private edges = new Map<number, [number, number, number]>();
  private readonly open: Set<string>;
  private unconnected = 0;
  private readonly folds: string[] = [];

  constructor(private readonly graph: Graph, private readonly address: Address) {
    this.open = new Set(address.open);
  }

  *made(): Work<Network> {
    yield* this.gathered();
    const near = this.address.near === undefined ? undefined : this.graph.sourceRow.get(this.address.near);
    if (near !== undefined) this.within(this.knots.findIndex((k) => k.kind === "source" && k.rows[0] === near), 3);
    yield* this.steps();
    return yield* this.named();
  }

  /** Everything that the filters let through, one by one. */
  private *gathered(): Work<void> {
    const { graph, address: { view, ...asked } } = this;
    const { c } = graph;
    const site = asked.site === undefined ? undefined : (graph.siteRow.get(asked.site) ?? -2);
    const article = asked.article === undefined ? undefined : (graph.articleRow.get(asked.article) ?? -2);
    const places = { claim: new Map<number, number>(), source: new Map<number, number>(), article: new Map<number, number>(), site: new Map<number, number>() };
    const knot = (kind: Kind, row: number): number => {
      let at = places[kind].get(row);
      if (at === undefined) {
        at = this.knots.length;
        places[kind].set(row, at);
        this.knots.push({ kind, rows: [row], article: kind === "article" ? row : kind === "claim" ? c.claims.article[row] : -1,
          backing: kind === "claim" ? graph.backing[row] : undefined, site: kind === "source" ? c.sources.site[row] : kind === "site" ? row : -1 });
      }
      return at;
    };
    yield* each(c.claims.article.entries(), ([claim, of]) => {
      if (of < 0 || (article !== undefined && of !== article) || (asked.support && graph.backing[claim] !== asked.support)) return;
      const sources = graph.sourcesOfClaim[claim].filter((s) => (site === undefined || c.sources.site[s] === site) && (view !== "sites" || c.sources.site[s] >= 0));
      if (!sources.length) this.unconnected += site === undefined ? 1 : 0;
      const ends = view === "sites" ? [...new Set(sources.map((s) => c.sources.site[s]))] : sources;
      for (const end of ends) this.join(view === "claims-sources" ? knot("claim", claim) : knot("article", of), view === "sites" ? knot("site", end) : knot("source", end), 1);
    });
  }

  private join(a: number, b: number, weight: number): void {
    const key = a * MANY + b;
    const edge = this.edges.get(key);
    if (edge) edge[2] += weight;
    else this.edges.set(key, [a, b, weight]);
  }

  /** From what is all but the same to what has only its place in the ranking in common. */
  private *steps(): Work<void> {
    const same: Alike = (k, near) => (k.kind === "claim" ? `${k.backing} ${near.join()}` : undefined);
    const leant: Alike = (k, near) => (k.kind === "source" || k.kind === "site" ? near.join() : undefined);
    const ofOne: Alike = (k, near) => {
      const article = k.kind === "source" && near.length ? this.knots[near[0]].article : undefined;
      return article !== undefined && near.every((n) => this.knots[n].article === article) ? `${k.site} ${article}` : undefined;
    };
    yield* this.fold(same, "claims on the same sources");
    const rounds: [string, Alike][] = [
      ["sources that the same claims or articles lean on", leant],
      ["sources of one site that only one article leans on", ofOne],
      ["claims on the same sources", same],
      ["sources of one site", (k) => (k.kind === "source" && k.site >= 0 ? `${k.site}` : undefined)],
      ["claims on the same sources", same],
      ["claims of one article that are backed alike", (k) => (k.kind === "claim" && k.article >= 0 ? `${k.article} ${k.backing}` : undefined)],
      ["sources that the same claims or articles lean on", leant],
    ];
    for (const [words, alike] of rounds) {
      if (this.knots.length <= this.address.most) return;
      yield* this.fold(alike, words);
    }
    if (this.knots.length > this.address.most) yield* this.tails();
  }

  /** Make one of all nodes that are alike; those that were opened stay. */
  private *fold(by: Alike, words: string): Work<void> {
    const beside: number[][] = this.knots.map(() => []);
    yield* each(this.edges.values(), ([a, b]) => {
      beside[a].push(b);
      beside[b].push(a);
    });
    const alike = new Map<string, number[]>();
    yield* each(this.knots.entries(), ([i, k]) => {
      const same = k.kept ? undefined : by(k, beside[i].sort((a, b) => a - b));
      if (same === undefined) return;
      const group = alike.get(`${k.kind} ${same}`);
      if (group) group.push(i);
      else alike.set(`${k.kind} ${same}`, [i]);
    });
    const to = [...this.knots.keys()];
    yield* each(alike.values(), (group) => {
      if (group.length === 1) return;
      const one = { ...this.knots[group[0]], rows: group.flatMap((i) => this.knots[i].rows) };
      if (this.open.has(this.keyOf(one))) for (const i of group) this.knots[i] = { ...this.knots[i], kept: true };
      else for (const i of group) to[i] = group[0];
    });
    yield* this.merge(to, words);
  }

  private *merge(to: number[], words: string): Work<void> {
    const kept = [...new Set(to)].sort((a, b) => a - b);
    const folded = to.length - kept.length;
    if (!folded) return;
    if (!this.folds.includes(words)) this.folds.push(words);
    const place = new Map(kept.map((was, is) => [was, is]));
    const knots = kept.map((i) => ({ ...this.knots[i], rows: [] as number[] }));
    yield* each(to.entries(), ([i, target]) => {
      const knot = knots[place.get(target)!];
      for (const row of this.knots[i].rows) knot.rows.push(row);
      if (this.knots[i].article !== knot.article) knot.article = -1;
      if (this.knots[i].site !== knot.site) knot.site = -1;
    });
    this.knots = knots;
    const edges = this.edges;
    this.edges = new Map();
    yield* each(edges.values(), ([a, b, weight]) => this.join(place.get(to[a])!, place.get(to[b])!, weight));
  }

  /** The least connected of each kind as one node, as many as must be. */
  private *tails(): Work<void> {
    const weight = this.knots.map(() => 0);
    for (const [a, b, n] of this.edges.values()) for (const i of [a, b]) weight[i] += n;
    const sort = (i: number): string => `${this.knots[i].kind} ${this.knots[i].backing}`;
    const sorts = new Set(this.knots.map((_, i) => sort(i)));
    yield;
    const room = this.address.most - sorts.size;
    const ranked = [...this.knots.keys()].sort((a, b) => Number(this.knots[b].kept ?? false) - Number(this.knots[a].kept ?? false) || weight[b] - weight[a] || a - b);
    yield;
    const stays = new Set(ranked.slice(0, room));
    const first = new Map<string, number>();
    for (const i of ranked.slice(room)) if (!first.has(sort(i))) first.set(sort(i), i);
    for (const i of first.values()) this.knots[i] = { ...this.knots[i], tail: true };
    yield* this.merge(this.knots.map((_, i) => (stays.has(i) ? i : first.get(sort(i))!)), "all that have the fewest connections");
  }

  /** Only what is not farther than `steps` from a node. */
  private within(start: number, steps: number): void {
    let reached = new Set([start]);
    for (let i = 0; i < steps; i++) {
      const next = new Set(reached);
      for (const [a, b] of this.edges.values()) {
        if (reached.has(a)) next.add(b);
        if (reached.has(b)) next.add(a);
      }
      reached = next;
    }
    const kept = [...reached].filter((i) => i >= 0).sort((a, b) => a - b);
    const place = new Map(kept.map((was, is) => [was, is]));
    const edges = [...this.edges.values()].filter(([a, b]) => place.has(a) && place.has(b));
    this.knots = kept.map((i) => this.knots[i]);
    this.edges = new Map();
    for (const [a, b, n] of edges) this.join(place.get(a)!, place.get(b)!, n);
  }

  private name(kind: Kind, row: number): string {
    const { c } = this.graph;
    if (kind === "claim") return `${c.articles[c.claims.article[row]][0]}#${c.claims.id[row]}`;
    return kind === "source" ? c.sources.iri[row] : kind === "site" ? c.sites[row] : c.articles[row][0];
  }

  private keyOf = (k: Knot): string => (k.tail ? `others:${k.kind}:${k.backing ?? ""}` : k.rows.length > 1 ? `all:${k.kind}:${k.rows.length}:${this.name(k.kind, k.rows[0])}` : `${k.kind}:${this.name(k.kind, k.rows[0])}`);

  private *named(): Work<Network> {
    const keys = this.knots.map((k) => this.keyOf(k));
    const nodes = new Map<string, Node>();
    yield* each(this.knots.entries(), ([i, k]) => nodes.set(keys[i], this.described(keys[i], k)));
    return { nodes, edges: [...this.edges.values()].map(([a, b, weight]) => [keys[a], keys[b], weight]), folds: this.folds, unconnected: this.unconnected,
      beyond: this.knots.reduce((sum, k) => sum + k.rows.length - 1, 0) };
  }

  private described(key: string, { kind, rows, backing, site, article, tail }: Knot): Node {
    const { graph } = this;
    const [row] = rows;
    const own = { claim: () => graph.c.claims.text[row], source: () => graph.sourceTitle(row), article: () => graph.articleTitle(row), site: () => graph.c.sites[row] }[kind]();
    const many = rows.length === 1 ? "" : `${tail ? "other " : ""}${count(rows.length)} ${kind}s`;
    const label = rows.length === 1 ? own : kind === "claim" && article >= 0 && !tail ? `${many} of ${graph.articleTitle(article)}` : kind === "source" && site >= 0 ? `${many} of ${graph.c.sites[site]}` : tail ? many : `${many}: ${own}`;
    const to = { claim: () => graph.toArticle(graph.c.claims.article[row], row), source: () => graph.toSource(row), article: () => graph.toArticle(row), site: () => graph.toSite(row) }[kind];
    return { key, kind, rows, label: short(label), to: rows.length === 1 ? to() : undefined, backing };
  }
}

const short = (text: string): string => {
  const shown = plain(text);
  return shown.length > 44 ? shown.slice(0, 43) + "…" : shown;
};
