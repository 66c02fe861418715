// Search as you type: every word must occur; titles before claims, early before late.
import type { Graph } from "./data";
import { nameOf } from "./names";
import type { Work } from "./slices";

const KINDS = ["publishers", "sites", "articles", "sources", "claims"] as const;
type Kind = (typeof KINDS)[number];
export interface Found extends Record<Kind, number[]> { total: number }

const ASCII = /^[\x00-\x7f]*$/;
const fold = (text: string): string => (ASCII.test(text) ? text : text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")).toLowerCase();
const EVERY = 1_000;

/** What is looked through, folded; made in pieces. */
export class Index {
  private readonly texts: Record<Kind, string[]> = { publishers: [], sites: [], articles: [], sources: [], claims: [] };
  private readonly making: Work<void>;

  constructor(private readonly graph: Graph) {
    this.making = this.fold();
  }

  /** The work that is still to be done: one for all who wait for it. */
  make = (): Work<void> => this.making;

  private *fold(): Work<void> {
    const { c } = this.graph;
    const of: Record<Kind, [number, (i: number) => string]> = {
      publishers: [c.publishers.length, (i) => c.publishers[i]],
      sites: [c.sites.length, (i) => c.sites[i]],
      articles: [c.articles.length, (i) => `${c.articles[i][1] ?? ""} ${c.articles[i][0]}`],
      sources: [c.sources.iri.length, (i) => `${nameOf(this.graph, i)} ${c.sources.url[i] ?? ""} ${c.sources.iri[i]}`],
      claims: [c.claims.text.length, (i) => c.claims.text[i]],
    };
    for (const kind of KINDS) {
      const [n, text] = of[kind];
      for (let i = 0; i < n; i++) {
        this.texts[kind].push(fold(text(i)));
        if (i % EVERY === 0) yield;
      }
    }
  }

  /** Rows that hold every word of `query`, the best `limit` of each kind; `total` counts them all. */
  *find(query: string, limit: number): Work<Found> {
    yield* this.making;
    const words = fold(query).split(/\s+/).filter(Boolean);
    const found: Found = { publishers: [], sites: [], articles: [], sources: [], claims: [], total: 0 };
    if (!words.length) return found;
    for (const kind of KINDS) {
      const hits: [at: number, row: number][] = []; // the best so far, in order; a word as short as "a" is found everywhere
      for (const [row, text] of this.texts[kind].entries()) {
        if (row % EVERY === 0) yield;
        let at = 0;
        for (const word of words) {
          const place = text.indexOf(word);
          at = place < 0 ? Infinity : at + place;
          if (place < 0) break;
        }
        if (at === Infinity) continue;
        found.total++;
        if (hits.length === limit && hits[limit - 1][0] <= at) continue;
        let place = hits.length;
        while (place && hits[place - 1][0] > at) place--;
        hits.splice(place, 0, [at, row]);
        if (hits.length > limit) hits.pop();
      }
      found[kind] = hits.map((hit) => hit[1]);
    }
    return found;
  }
}

/** `text` in pieces, those that match a word of `query` marked. */
export function highlight(text: string, query: string): [string, boolean][] {
  const words = query.split(/\s+/).filter(Boolean).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!words.length) return [[text, false]];
  return text.split(new RegExp(`(${words.join("|")})`, "gi")).map((piece, i) => [piece, i % 2 === 1] as [string, boolean]).filter((p) => p[0]);
}
