// Search as you type: every word must occur; titles before claims, early before late.
import type { Graph } from "./data";

export interface Found { sites: number[]; articles: number[]; sources: number[]; claims: number[]; total: number }

const fold = (text: string): string => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

export class Index {
  private readonly sites: string[];
  private readonly articles: string[];
  private readonly sources: string[];
  private readonly claims: string[];

  constructor(graph: Graph) {
    const { c } = graph;
    this.sites = c.sites.map(fold);
    this.articles = c.articles.map((a) => fold(`${a[1] ?? ""} ${a[0]}`));
    this.sources = c.sources.iri.map((iri, i) => fold(`${c.sources.title[i] ?? ""} ${c.sources.url[i] ?? ""} ${iri}`));
    this.claims = c.claims.text.map(fold);
  }

  /** Rows that hold every word of `query`, the best `limit` of each kind; `total` counts them all. */
  find(query: string, limit: number): Found {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const found: Found = { sites: [], articles: [], sources: [], claims: [], total: 0 };
    if (!words.length) return found;
    for (const kind of ["sites", "articles", "sources", "claims"] as const) {
      const hits: [at: number, row: number][] = []; // the best so far, in order; a word as short as "a" is found everywhere
      this[kind].forEach((text, row) => {
        let at = 0;
        for (const word of words) {
          const place = text.indexOf(word);
          if (place < 0) return;
          at += place;
        }
        found.total++;
        if (hits.length === limit && hits[limit - 1][0] <= at) return;
        let place = hits.length;
        while (place && hits[place - 1][0] > at) place--;
        hits.splice(place, 0, [at, row]);
        if (hits.length > limit) hits.pop();
      });
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
