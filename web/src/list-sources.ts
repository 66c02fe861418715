// The list of sources.
import type { Graph } from "./data";
import { count, go, h, plain } from "./dom";
import { coded, type Facet } from "./facets";
import { leaning } from "./leaning";
import { to } from "./address";
import type { List } from "./lists";
import { KIND_WORDS, nameOf, STATUS_WORDS } from "./names";
import * as pattern from "./patterns";
import { articlesOfSource, sourcesOfArticle } from "./relations";
import { CITED_WORDS, sourceFacets } from "./source-facets";
import { pageOf } from "./whatif";

/** Whether claims rest on a source, markers outside of claims name it, or nothing does. */
export const citedBy = (graph: Graph, row: number): string => (graph.claimsOfSource[row].length ? "claims" : graph.more(row).outside ? "outside" : "never");

const ofArticle: Facet = {
  name: "article", label: "Article", of: "related", values: ({ c }) => ({ codes: c.articles.map((_, i) => i), keys: c.articles.map((a) => a[0]) }),
  words: (graph, key) => graph.articleTitle(graph.articleRow.get(key)!),
  sparql: (keys) => `VALUES ?article { ${keys.map(pattern.literal).join(" ")} }\n  ?of kg:path ?article .`,
};

/** A number that opens the list behind it. */
export const opens = (n: number, path: string, asked: Record<string, string>): Node | string => (n ? go(to(path, asked), count(n)) : "0");

export const sources: List = {
  name: "sources", title: "Sources", noun: "source", sort: "-claims",
  facets: [
    ...sourceFacets("row"),
    { name: "cited", label: "Cited", of: "row", values: (graph) => coded(graph.c.sources.iri.map((_, i) => citedBy(graph, i))), words: (_, key) => CITED_WORDS[key], sparql: pattern.cited },
    ofArticle,
  ],
  specials: [{
    name: "with", label: (graph, value) => `that “${graph.articleRow.has(value) ? plain(graph.articleTitle(graph.articleRow.get(value)!)) : plain(value)}” rests on, too`,
    test: (graph, value) => {
      const own = new Set(sourcesOfArticle(graph)[graph.articleRow.get(value) ?? -1]);
      return (source) => own.has(source);
    },
    sparql: (value) => `FILTER EXISTS { ?also a schema:Claim ; schema:isPartOf/schema:isPartOf/kg:path ${pattern.literal(value)} ; cito:cites|kg:carriedFrom ?source }`,
  }],
  shown: (graph) => {
    const lean = leaning(graph, "source");
    const articles = articlesOfSource(graph);
    const { iri, kind, site, publisher } = graph.c.sources;
    const published = (row: number) => {
      const name = graph.sourcePublisher(row);
      return name === null ? h("span", { class: "quiet" }, "not known") : go(pageOf({ group: "publisher", name }), plain(name));
    };
    return {
      rows: iri.length, related: (row) => articles[row], relatedRows: graph.c.articles.length,
      text: (row) => `${graph.more(row).by ? "" : (graph.c.sources.title[row] ?? "")} ${iri[row]}`,
      columns: [
        { name: "title", label: "Source", cell: (row) => go(graph.toSource(row), plain(nameOf(graph, row))), key: (row) => nameOf(graph, row) },
        { name: "publisher", label: "Publisher", cell: published, key: (row) => graph.sourcePublisher(row) },
        { name: "kind", label: "Kind", wide: true, cell: (row) => KIND_WORDS[kind[row]] ?? kind[row], key: (row) => kind[row] },
        { name: "year", label: "Year", wide: true, number: true, cell: (row) => graph.more(row).date?.slice(0, 4) ?? "", key: (row) => graph.more(row).date?.slice(0, 4) ?? null },
        { name: "status", label: "Status", wide: true, cell: (row) => h("span", { class: `status ${graph.more(row).status ?? "quiet"}` }, STATUS_WORDS[graph.more(row).status ?? ""] ?? graph.more(row).status!), key: (row) => graph.more(row).status ?? null },
        { name: "claims", label: "Claims", number: true, cell: (row) => opens(lean.claims[row], "/claims", { source: iri[row] }), key: (row) => lean.claims[row] },
        { name: "alone", label: "Nothing else", number: true, cell: (row) => opens(lean.alone[row], "/claims", { only: `source:${iri[row]}` }), key: (row) => lean.alone[row] },
      ],
      file: [
        ["source", (row) => iri[row]],
        ["kind", (row) => kind[row]],
        ["title", (row) => graph.c.sources.title[row]],
        ["site", (row) => (site[row] < 0 ? null : graph.c.sites[site[row]])],
        ["publisher", (row) => (publisher[row] < 0 ? null : graph.c.publishers[publisher[row]])],
        ["url", (row) => graph.address(row)],
        ["identifiers", (row) => graph.more(row).ids?.join("; ") ?? null],
        ["authors", (row) => graph.more(row).authors?.join("; ") ?? null],
        ["date", (row) => graph.more(row).date ?? null],
        ["claims", (row) => lean.claims[row]],
        ["articles", (row) => articles[row].length],
        ["status", (row) => graph.more(row).status ?? null],
        ["cited", (row) => citedBy(graph, row)],
        ["alone", (row) => lean.alone[row]],
      ],
    };
  },
  query: {
    select: "?source", order: "?source",
    where: `{ SELECT ?source (MIN(STR(?name)) AS ?title) WHERE {
    { ?entry biro:references ?source } UNION { ?citing cito:cites|kg:carriedFrom ?source }
    OPTIONAL { ?source schema:name ?name }
  } GROUP BY ?source }`,
    related: "?leaning a schema:Claim ; schema:isPartOf/schema:isPartOf ?of ; cito:cites|kg:carriedFrom ?source .",
    words: 'CONCAT(COALESCE(?title, ""), " ", STR(?source))',
  },
};
