// The graph in the browser: columns as they come (kgraph/jobs/columns), and the ways through them.

import { plain } from "./dom";
import { nameOf } from "./names";
import { unpack } from "./packed";
import { whole, type Slim } from "./slim";

export type Marker = [start: number, end: number, status: number, claim: string | null, raw: string, sources: string[], label: string, passage: string | null];
export type Reference = [label: string | null, list: number, position: number, printed: string | null, title: string | null, source: string | null, start: number, end: number, file: string | null];
export type Problem = [code: string, severity: string, message: string, start: number, end: number, line: number | null, file: string | null];
/** [kind, start, end, value]: code points of the block's text. */
export type Mark = [string, number, number, string | number | null];
/** [kind, level, text, start, end, label, lists, table, row, column, marks] */
export type Block = [string, number | null, string, number, number, string | null, string | null, number | null, number | null, number | null, Mark[]];
/** Blocks and text are not there where the page was made without them, the text also where its file had gone. */
export interface Detail { blocks: Block[] | null; text: string | null; markers: Marker[]; references: Reference[]; problems: Problem[] }
interface Seen { title?: string; status?: string; time?: string; by?: string }
interface More { ids?: string[]; authors?: string[]; date?: string; accessed?: string; titles?: string[]; by?: string; fetched?: string; status?: string; seen?: Seen[]; printed?: string; outside?: boolean }
export interface Question { name: string; question: string; parameters: Record<string, string>; columns: Record<string, string>; fetched?: boolean; text: string; vars?: string[]; rows?: (string | null)[][]; total?: number; note?: string }

/** What the question `overview` counts, by its words. */
export type Numbers = Record<string, number>;

export interface Columns {
  numbers: Numbers;
  articles: [path: string, title: string | null, date: string | null, language: string | null, generator: string | null, iri: string, problems: number][];
  claims: { id: string[]; text: string[]; article: number[]; backing: number[]; section: number[]; start: number[]; end: number[] };
  sections: string[];
  sites: string[];
  publishers: string[];
  sources: { iri: string[]; title: (string | null)[]; site: number[]; publisher: number[]; kind: string[]; url: (string | null)[]; more: More[] };
  citations: { claim: number[]; source: number[]; passages: Record<string, string> };
  problems: [article: number, ...problem: Problem][];
  answers: Question[];
  chunks?: Record<string, number>;
  /** Whether the page was made without the texts of its articles. */
  textless?: boolean;
  generation?: string;
}

/** How a claim is backed, as kgraph/backing.py says it: by sources of several publishers, of one, of unknown ones, by inference, by a marker that leads nowhere, not at all; and bare, where all that backs it is switched off. */
export const BACKINGS = ["several", "one", "unknown", "carried", "missing", "uncited", "bare"] as const;
export type Backing = (typeof BACKINGS)[number];
export const BACKING_WORDS: Record<Backing, string> = {
  several: "cited, several publishers",
  one: "cited, one publisher",
  unknown: "cited, publisher unknown",
  carried: "carried",
  missing: "source missing",
  uncited: "uncited",
  bare: "left bare",
};
export const BACKING_HELP: Record<Backing, string> = {
  several: "its own markers lead to sources of two publishers or more that are known",
  one: "its own markers lead to one publisher only",
  unknown: "its own markers lead to a publisher that is not known, and not to two that are",
  carried: "no marker of its own: the one at the end of its block is taken for it",
  missing: "its markers, or the one it is carried from, lead to no source",
  uncited: "no marker in reach",
  bare: "all that it rests on is switched off",
};

/** The whole graph, with its indices. Rows are numbers into the columns. */
export class Graph {
  readonly sourcesOfClaim: number[][];
  readonly claimsOfSource: number[][];
  readonly claimsOfArticle: number[][];
  readonly sourcesOfSite: number[][];
  readonly backing: Backing[];
  readonly sourceRow = new Map<string, number>();
  readonly articleRow = new Map<string, number>();
  readonly siteRow = new Map<string, number>();
  readonly passage = new Map<string, string>();

  constructor(readonly c: Columns, readonly home: "file" | "server") {
    const lists = (n: number): number[][] => Array.from({ length: n }, () => []);
    this.sourcesOfClaim = lists(c.claims.id.length);
    this.claimsOfSource = lists(c.sources.iri.length);
    this.claimsOfArticle = lists(c.articles.length);
    this.sourcesOfSite = lists(c.sites.length);
    c.citations.claim.forEach((claim, i) => {
      const source = c.citations.source[i];
      this.sourcesOfClaim[claim].push(source);
      this.claimsOfSource[source].push(claim);
      const passage = c.citations.passages[String(i)];
      if (passage) this.passage.set(`${claim} ${source}`, passage);
    });
    c.claims.article.forEach((article, claim) => article >= 0 && this.claimsOfArticle[article].push(claim));
    c.sources.site.forEach((site, source) => site >= 0 && this.sourcesOfSite[site].push(source));
    c.sources.iri.forEach((iri, i) => this.sourceRow.set(iri, i));
    c.articles.forEach((a, i) => this.articleRow.set(a[0], i));
    c.sites.forEach((site, i) => this.siteRow.set(site, i));
    this.backing = c.claims.backing.map((b) => BACKINGS[b]);
  }

  articleTitle = (i: number): string => plain(this.c.articles[i][1] ?? this.c.articles[i][0]);
  sourceTitle = (i: number): string => nameOf(this, i);
  sourceSite = (i: number): string | null => (this.c.sources.site[i] >= 0 ? this.c.sites[this.c.sources.site[i]] : null);
  sourcePublisher = (i: number): string | null => (this.c.sources.publisher[i] >= 0 ? this.c.publishers[this.c.sources.publisher[i]] : null);
  more = (i: number): More => this.c.sources.more[i] ?? {};
  /** Whether a fetch has seen any source. */
  isAsked = (): boolean => this.c.sources.iri.some((_, i) => this.more(i).seen);
  address = (i: number): string => this.c.sources.url[i] ?? this.c.sources.iri[i];
  claimsOfSite = (i: number): number[] => [...new Set(this.sourcesOfSite[i].flatMap((s) => this.claimsOfSource[s]))].sort((a, b) => a - b);
  toArticle = (i: number, claim?: number): string => `/article/${encodeURIComponent(this.c.articles[i][0])}${claim === undefined ? "" : `?claim=${this.c.claims.id[claim]}`}`;
  toSource = (i: number): string => `/source/${encodeURIComponent(this.c.sources.iri[i])}`;
  toSite = (i: number): string => `/site/${encodeURIComponent(this.c.sites[i])}`;

  /** How many of `claims` are backed in each way. */
  tally(claims: number[]): Record<Backing, number> {
    const out = { several: 0, one: 0, unknown: 0, carried: 0, missing: 0, uncited: 0, bare: 0 };
    for (const claim of claims) out[this.backing[claim]]++;
    return out;
  }

  private details = new Map<string, Promise<Detail>>();

  /** Take what was read of an article while the graph was on its way. */
  hold = (path: string, detail: Promise<Detail>): void => void this.details.set(path, detail);

  /** The text, markers, references and problems of an article. */
  detail(article: number): Promise<Detail> {
    const path = this.c.articles[article][0];
    let found = this.details.get(path);
    if (!found) {
      found = this.home === "file" ? unpack<Record<string, Slim>>(`chunk-${this.c.chunks![path]}`).then((chunk) => whole(chunk[path], this, article)) : fetchedDetail(path);
      found.catch(() => this.details.delete(path));
      this.details.set(path, found);
    }
    return found;
  }
}

export const fetchedDetail = (path: string): Promise<Detail> => fetched<Detail>(`/api/article?path=${encodeURIComponent(path)}`);

/** JSON from the server, or an error with what it said. */
export async function fetched<T>(url: string): Promise<T> {
  const reply = await fetch(url);
  const data = await reply.json();
  if (!reply.ok) throw new Error(data.error ?? `${reply.status}`);
  return data as T;
}
