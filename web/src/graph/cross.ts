// Articles across what they lean on: lines on both sides and the claims where they meet. The tail is one line that opens.
import type { Graph } from "../data";
import { plain } from "../dom";
import { each, type Work } from "../slices";
import type { Address } from "./address";
import type { Mark } from "./marks";

export type Kind = "article" | "site" | "publisher" | "source" | "claim" | "others";

export interface Line {
  key: string;
  kind: Kind;
  mark: Mark;
  label: string;
  /** The claims that rest here, each once, in order. */
  claims: number[];
  depth: number;
  /** Whether it is open; undefined where there is nothing in it to open. */
  open?: boolean;
  /** Where the app says more of it. */
  to?: string;
  /** How many lines it stands for. */
  holds: number;
}
export interface Meeting { article: number; backer: number; claims: number[] }
export interface Cross {
  articles: Line[];
  backers: Line[];
  meetings: Meeting[];
  /** Claims that are drawn, and those the filters let through that no source backs. */
  drawn: number;
  bare: number;
  total: { articles: number; backers: number };
}

const CHILDREN = 12;

export const articleKey = (graph: Graph, article: number): string => `article:${graph.c.articles[article][0]}`;
export const sourceKey = (graph: Graph, source: number): string => `source:${graph.c.sources.iri[source]}`;
const claimKey = (graph: Graph, claim: number): string => `claim:${graph.c.articles[graph.c.claims.article[claim]][0]}#${graph.c.claims.id[claim]}`;

/** Claims by what they belong to, each claim once; claims come in order. */
class Gathered<K> {
  readonly of = new Map<K, number[]>();

  add(key: K, claim: number): void {
    const own = this.of.get(key);
    if (!own) this.of.set(key, [claim]);
    else if (own[own.length - 1] !== claim) own.push(claim);
  }

  /** Keys, those with the most claims first. */
  ranked(name: (key: K) => string): K[] {
    return [...this.of.keys()].sort((a, b) => this.of.get(b)!.length - this.of.get(a)!.length || (name(a) < name(b) ? -1 : 1));
  }
}

export function* cross(graph: Graph, address: Address): Work<Cross> {
  return yield* new Crossing(graph, address).made();
}

class Crossing {
  private readonly pairs: [claim: number, source: number][] = [];
  private readonly words: string[];
  private readonly groupOf: number[];
  private readonly names: string[];
  private readonly open: Set<string>;
  private readonly chosen: Set<string>;
  private readonly chosenArticle: number | undefined;
  private bare = 0;

  constructor(private readonly graph: Graph, private readonly address: Address) {
    const { c } = graph;
    this.words = address.find.toLowerCase().split(/\s+/).filter(Boolean);
    this.groupOf = address.by === "site" ? c.sources.site : c.sources.publisher;
    this.names = address.by === "site" ? c.sites : c.publishers;
    this.open = new Set(address.open);
    this.chosen = new Set(address.chosen);
    const path = address.chosen.find((key) => key.startsWith("article:"));
    this.chosenArticle = path === undefined || address.chosen.length < 2 ? undefined : graph.articleRow.get(path.slice("article:".length));
  }

  /** The claims that the filters let through, with each of their sources. */
  private *paired(): Work<void> {
    const { graph, address } = this;
    const { c } = graph;
    const site = address.site === undefined ? undefined : (graph.siteRow.get(address.site) ?? -2);
    const article = address.article === undefined ? undefined : (graph.articleRow.get(address.article) ?? -2);
    yield* each(c.claims.article.entries(), ([claim, of]) => {
      if (of < 0 || (article !== undefined && of !== article) || (address.support && graph.backing[claim] !== address.support)) return;
      if (!graph.sourcesOfClaim[claim].length) this.bare += site === undefined ? 1 : 0;
      else for (const source of graph.sourcesOfClaim[claim]) if (site === undefined || c.sources.site[source] === site) this.pairs.push([claim, source]);
    });
  }

  *made(): Work<Cross> {
    yield* this.paired();
    const byArticle = new Gathered<number>();
    const byGroup = new Gathered<number>();
    const bySource = new Map<number, Gathered<number>>();
    yield* each(this.pairs, ([claim, source]) => {
      const group = this.groupOf[source];
      byArticle.add(this.graph.c.claims.article[claim], claim);
      byGroup.add(group, claim);
      if (!bySource.has(group)) bySource.set(group, new Gathered());
      bySource.get(group)!.add(source, claim);
    });
    const [backers, lineOf] = this.backers(byGroup, bySource);
    yield;
    const [articles, articleLine] = this.articles(byArticle);
    yield;
    const found = new Map<number, Meeting>();
    yield* each(this.pairs, ([claim, source]) => {
      const [article, backer] = [articleLine.get(this.graph.c.claims.article[claim])!, lineOf(source, claim)];
      const at = article * 65_536 + backer;
      const meeting = found.get(at);
      if (!meeting) found.set(at, { article, backer, claims: [claim] });
      else if (meeting.claims[meeting.claims.length - 1] !== claim) meeting.claims.push(claim);
    });
    const meetings = [...found.values()];
    return { ...ordered(articles, meetings), backers, drawn: new Set(this.pairs.map(([claim]) => claim)).size, bare: this.bare, total: { articles: byArticle.of.size, backers: byGroup.of.size } };
  }

  private matches = (text: string): boolean => this.words.length > 0 && this.words.every((word) => text.toLowerCase().includes(word));

  private articles(gathered: Gathered<number>): [Line[], Map<number, number>] {
    const { graph } = this;
    const ranked = gathered.ranked((a) => graph.articleTitle(a));
    const shown = this.kept(ranked, this.address.articles, (a) => this.chosen.has(articleKey(graph, a)) || this.matches(graph.articleTitle(a)));
    const lines: Line[] = [...shown].map((a) => ({ key: articleKey(graph, a), kind: "article", mark: "article", label: plain(graph.articleTitle(a)), claims: gathered.of.get(a)!, depth: 0, to: graph.toArticle(a), holds: 1 }));
    const place = new Map([...shown].map((a, i) => [a, i]));
    this.tail(lines, place, ranked, gathered, "others:articles", "article", 0);
    return [lines, place];
  }

  private backers(byGroup: Gathered<number>, bySource: Map<number, Gathered<number>>): [Line[], (source: number, claim: number) => number] {
    const { graph } = this;
    const { by } = this.address;
    const name = (g: number): string => this.names[g] ?? (by === "site" ? "no site" : "publisher not known");
    const key = (g: number): string => `${by}:${this.names[g] ?? ""}`;
    const hits = new Set(this.words.length ? [...bySource].flatMap(([g, sources]) => [...sources.of.keys()].filter((s) => this.matches(graph.sourceTitle(s))).map((s) => [g, s] as const)).slice(0, 60).map(([g]) => g) : []);
    const ranked = byGroup.ranked(name);
    const shown = this.kept(ranked, this.address.backers, (g) => this.chosen.has(key(g)) || this.open.has(key(g)) || hits.has(g) || this.matches(name(g)));
    const lines: Line[] = [];
    const ofGroup = new Map<number, number>();
    const ofSource = new Map<number, number>();
    const ofClaim = new Map<string, number>();
    for (const g of shown) {
      const open = this.open.has(key(g)) || hits.has(g);
      ofGroup.set(g, lines.length);
      lines.push({ key: key(g), kind: by, mark: by, label: name(g), claims: byGroup.of.get(g)!, depth: 0, open, to: by === "site" && g >= 0 ? graph.toSite(g) : undefined, holds: bySource.get(g)!.of.size });
      if (open) this.sources(lines, key(g), bySource.get(g)!, ofSource, ofClaim);
    }
    this.tail(lines, ofGroup, ranked, byGroup, "others:backers", by, 0);
    return [lines, (source, claim) => ofClaim.get(`${source} ${claim}`) ?? ofSource.get(source) ?? ofGroup.get(this.groupOf[source])!];
  }

  /** The sources of an open site or publisher: of the chosen article, or those with the most claims. */
  private sources(lines: Line[], within: string, gathered: Gathered<number>, ofSource: Map<number, number>, ofClaim: Map<string, number>): void {
    const { graph } = this;
    const own = (source: number): boolean => gathered.of.get(source)!.some((claim) => graph.c.claims.article[claim] === this.chosenArticle);
    let ranked = gathered.ranked((source) => graph.sourceTitle(source));
    if (this.chosenArticle !== undefined && ranked.some(own)) ranked = [...ranked.filter(own), ...ranked.filter((source) => !own(source))];
    const first = this.chosenArticle === undefined ? CHILDREN : Math.max(1, Math.min(CHILDREN, ranked.filter(own).length || CHILDREN));
    const rest = `others:${within}`;
    const shown = this.open.has(rest) ? new Set(ranked) : this.kept(ranked, first, (s) => this.open.has(sourceKey(graph, s)) || this.chosen.has(sourceKey(graph, s)) || this.matches(graph.sourceTitle(s)));
    for (const source of shown) {
      const key = sourceKey(graph, source);
      const open = this.open.has(key);
      ofSource.set(source, lines.length);
      lines.push({ key, kind: "source", mark: "source", label: plain(graph.sourceTitle(source)), claims: gathered.of.get(source)!, depth: 1, open, to: graph.toSource(source), holds: gathered.of.get(source)!.length });
      if (open) this.claims(lines, source, gathered.of.get(source)!, ofClaim);
    }
    this.tail(lines, ofSource, ranked, gathered, rest, "source", 1);
  }

  /** The claims of an open source; those of the chosen article first. */
  private claims(lines: Line[], source: number, claims: number[], ofClaim: Map<string, number>): void {
    const { graph } = this;
    const own = (claim: number): boolean => graph.c.claims.article[claim] === this.chosenArticle;
    const ranked = claims.some(own) ? [...claims.filter(own), ...claims.filter((claim) => !own(claim))] : claims;
    const rest = `others:${sourceKey(graph, source)}`;
    const most = this.open.has(rest) ? ranked.length : claims.some(own) ? Math.min(CHILDREN, claims.filter(own).length) : CHILDREN;
    ranked.slice(0, most).forEach((claim) => {
      ofClaim.set(`${source} ${claim}`, lines.length);
      lines.push({ key: claimKey(graph, claim), kind: "claim", mark: graph.backing[claim], label: plain(graph.c.claims.text[claim]), claims: [claim], depth: 2, to: graph.toArticle(graph.c.claims.article[claim], claim), holds: 1 });
    });
    const left = ranked.slice(most).sort((a, b) => a - b);
    if (!left.length) return;
    for (const claim of left) ofClaim.set(`${source} ${claim}`, lines.length);
    lines.push({ key: rest, kind: "others", mark: "others", label: `other ${left.length} claims`, claims: left, depth: 2, open: false, holds: left.length });
  }

  /** The first of `ranked`, and those that must be seen wherever they stand. */
  private kept<K>(ranked: K[], most: number, must: (key: K) => boolean): Set<K> {
    // one line that is left over is shown instead of a line that says so
    return ranked.length <= most + 1 ? new Set(ranked) : new Set(ranked.filter((key, i) => i < most || must(key)));
  }

  /** One line for all that has none of its own. */
  private tail<K>(lines: Line[], place: Map<K, number>, ranked: K[], gathered: Gathered<K>, key: string, kind: string, depth: number): void {
    const left = ranked.filter((k) => !place.has(k));
    if (!left.length) return;
    for (const k of left) place.set(k, lines.length);
    const claims = [...new Set(left.flatMap((k) => gathered.of.get(k)!))].sort((a, b) => a - b);
    lines.push({ key, kind: "others", mark: "others", label: `other ${left.length} ${kind}s`, claims, depth, open: false, holds: left.length });
  }
}

/** Articles in the order of what they lean on, so that bands cross little; the tail last. */
function ordered(articles: Line[], meetings: Meeting[]): { articles: Line[]; meetings: Meeting[] } {
  const sum = articles.map(() => [0, 0]);
  for (const { article, backer, claims } of meetings) {
    sum[article][0] += backer * claims.length;
    sum[article][1] += claims.length;
  }
  const middle = (i: number): number => (articles[i].kind === "others" ? Infinity : sum[i][0] / Math.max(1, sum[i][1]));
  const order = [...articles.keys()].sort((a, b) => middle(a) - middle(b) || (articles[a].key < articles[b].key ? -1 : 1));
  const place = new Map(order.map((was, is) => [was, is]));
  return { articles: order.map((i) => articles[i]), meetings: meetings.map((m) => ({ ...m, article: place.get(m.article)! })).sort((a, b) => a.article - b.article || a.backer - b.backer) };
}
