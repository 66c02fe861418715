// The list of articles, and that of problems.
import { to } from "./address";
import { BACKINGS, type Graph } from "./data";
import { go, h, plain } from "./dom";
import { coded, placed, UNKNOWN } from "./facets";
import { opens } from "./list-sources";
import type { List } from "./lists";
import { backingBar, shareOf } from "./parts";
import * as pattern from "./patterns";
import { sharing } from "./reader-lists";
import { sourcesOfArticle } from "./relations";
import { oneSource, sourceFacets } from "./source-facets";

const unknown = (_: unknown, key: string): string => (key === UNKNOWN ? "not known" : key);

/** The share of an article's claims that are backed, from 0 to 1; null where it has none. */
export function backedShare(graph: Graph, article: number): number | null {
  const all = graph.claimsOfArticle[article];
  const backed = all.filter((claim) => ["several", "one", "unknown", "carried"].includes(graph.backing[claim])).length;
  return all.length ? backed / all.length : null;
}

export const articles: List = {
  name: "articles", title: "Articles", noun: "article", sort: "coverage",
  facets: [
    { name: "generator", label: "Made with", of: "row", values: ({ c }) => coded(c.articles.map((a) => a[4])), words: unknown, sparql: pattern.property("of", "prov:wasAttributedTo/schema:name", "generator") },
    { name: "language", label: "Language", of: "row", values: ({ c }) => coded(c.articles.map((a) => a[3])), words: unknown, sparql: pattern.property("of", "schema:inLanguage", "language") },
    ...sourceFacets("related").filter((facet) => ["publisher", "site"].includes(facet.name)).map((facet) => ({ ...facet, label: `Rests on ${facet.name}` })),
    { ...oneSource, label: "Rests on source" },
  ],
  specials: [{
    name: "shares", label: (graph, value) => `that share sources with “${graph.articleRow.has(value) ? plain(graph.articleTitle(graph.articleRow.get(value)!)) : plain(value)}”`,
    test: (graph, value) => {
      const shared = graph.articleRow.has(value) ? sharing(graph, graph.articleRow.get(value)!) : new Map<number, number[]>();
      return (article) => shared.has(article);
    },
    sparql: (value) => `?there kg:path ${pattern.literal(value)} . FILTER(?there != ?of)
  ?mine a schema:Claim ; schema:isPartOf/schema:isPartOf ?there ; cito:cites|kg:carriedFrom ?shared .
  ?theirs a schema:Claim ; schema:isPartOf/schema:isPartOf ?of ; cito:cites|kg:carriedFrom ?shared .`,
  }],
  shown: (graph, query) => {
    const { c } = graph;
    const other = query.get("shares");
    const shared = other !== null && graph.articleRow.has(other) ? sharing(graph, graph.articleRow.get(other)!) : null;
    const path = (row: number): string => c.articles[row][0];
    const own = sourcesOfArticle(graph);
    const tallied = (words: string, states: string[]): [string, (row: number) => number] => [words, (row) => graph.claimsOfArticle[row].filter((claim) => states.includes(graph.backing[claim])).length];
    return {
      rows: c.articles.length, related: (row) => own[row], relatedRows: c.sources.iri.length, text: (row) => `${c.articles[row][1] ?? ""} ${path(row)}`,
      columns: [
        { name: "title", label: "Article", cell: (row) => go(graph.toArticle(row), plain(graph.articleTitle(row))), key: (row) => graph.articleTitle(row) },
        { name: "coverage", label: "Backed", cell: (row) => h("span", { class: "covered" }, backingBar(graph.tally(graph.claimsOfArticle[row])), shareOf(graph.tally(graph.claimsOfArticle[row]))), key: (row) => backedShare(graph, row) },
        { name: "claims", label: "Claims", number: true, cell: (row) => opens(graph.claimsOfArticle[row].length, "/claims", { article: path(row) }), key: (row) => graph.claimsOfArticle[row].length },
        { name: "sources", label: "Sources", number: true, cell: (row) => opens(own[row].length, "/sources", { article: path(row) }), key: (row) => own[row].length },
        { name: "problems", label: "Problems", number: true, cell: (row) => opens(c.articles[row][6], "/problems", { article: path(row) }), key: (row) => c.articles[row][6] },
        ...(shared ? [{ name: "shared", label: "Shared sources", number: true, cell: (row: number) => opens(shared.get(row)?.length ?? 0, "/sources", { article: path(row), with: other! }), key: (row: number) => shared.get(row)?.length ?? 0 }] : []),
      ],
      file: [
        ["article", path],
        ["iri", (row) => c.articles[row][5]],
        ["title", (row) => c.articles[row][1]],
        ["date", (row) => c.articles[row][2]],
        ["language", (row) => c.articles[row][3]],
        ["generator", (row) => c.articles[row][4]],
        ["claims", (row) => graph.claimsOfArticle[row].length],
        ...BACKINGS.filter((b) => b !== "bare").map((b) => tallied(b, [b])),
        ["sources", (row) => own[row].length],
        ["problems", (row) => c.articles[row][6]],
      ],
    };
  },
  query: {
    select: "?article ?title", order: "?article", where: "?of kg:path ?article .\n  OPTIONAL { ?of schema:name ?title }",
    related: "?leaning a schema:Claim ; schema:isPartOf/schema:isPartOf ?of ; cito:cites|kg:carriedFrom ?source .",
    words: 'CONCAT(COALESCE(STR(?title), ""), " ", ?article)',
  },
};

const SEVERITIES = ["note", "warning", "error"];

export const problems: List = {
  name: "problems", title: "Problems", noun: "problem", sort: "-severity",
  facets: [
    { name: "code", label: "Kind", of: "row", values: ({ c }) => coded(c.problems.map((p) => p[1])), words: (_, key) => key.replaceAll("-", " "), sparql: pattern.property("problem", "kg:code", "code") },
    { name: "severity", label: "Severity", of: "row", values: ({ c }) => coded(c.problems.map((p) => p[2])), sparql: pattern.property("problem", "kg:severity", "severity") },
    { name: "article", label: "Article", of: "row", values: ({ c }) => placed(c.problems.map((p) => p[0]), c.articles.map((a) => a[0])), words: (graph, key) => graph.articleTitle(graph.articleRow.get(key)!), sparql: pattern.property("of", "kg:path", "article") },
  ],
  specials: [],
  shown: (graph) => {
    const rows = graph.c.problems;
    return {
      rows: rows.length, related: () => [], relatedRows: 0, text: (row) => `${rows[row][1]} ${rows[row][3]}`,
      columns: [
        { name: "message", label: "Problem", cell: (row) => go(to(graph.toArticle(rows[row][0]), { at: String(rows[row][4]) }), plain(rows[row][3])), key: (row) => rows[row][3] },
        { name: "severity", label: "Severity", cell: (row) => h("span", { class: `severity ${rows[row][2]}` }, rows[row][2]), key: (row) => SEVERITIES.indexOf(rows[row][2]) },
        { name: "code", label: "Kind", wide: true, cell: (row) => rows[row][1].replaceAll("-", " "), key: (row) => rows[row][1] },
        { name: "article", label: "Article", cell: (row) => go(graph.toArticle(rows[row][0]), plain(graph.articleTitle(rows[row][0]))), key: (row) => graph.articleTitle(rows[row][0]) },
      ],
      file: [
        ["article", (row) => graph.c.articles[rows[row][0]][0]],
        ["code", (row) => rows[row][1]],
        ["severity", (row) => rows[row][2]],
        ["message", (row) => rows[row][3]],
        ["start", (row) => rows[row][4]],
        ["end", (row) => rows[row][5]],
      ],
    };
  },
  query: {
    select: "?problem ?article ?code ?severity ?message", order: "?article ?problem", words: 'CONCAT(?code, " ", ?message)',
    where: "?problem a kg:Problem ; kg:code ?code ; kg:severity ?severity ; schema:description ?message ; schema:isPartOf ?of .\n  ?of kg:path ?article .",
  },
};
