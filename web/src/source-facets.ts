// The facets of sources: of the rows of a list of sources, or of the sources that claims and articles rest on.
import { coded, placed, UNKNOWN, type Facet } from "./facets";
import { KIND_WORDS, nameOf, STATUS_WORDS } from "./names";
import * as pattern from "./patterns";

const unknown = (words: string) => (_: unknown, key: string): string => (key === UNKNOWN ? words : key);

export const sourceFacets = (of: Facet["of"]): Facet[] => [
  { name: "publisher", label: "Publisher", of, values: ({ c }) => placed(c.sources.publisher, c.publishers), words: unknown("not known"), sparql: pattern.property("source", "kg:publisher", "publisher") },
  { name: "site", label: "Site", of, values: ({ c }) => placed(c.sources.site, c.sites), words: unknown("none"), sparql: pattern.property("source", "schema:isPartOf/schema:name", "site") },
  { name: "kind", label: "Kind", of, values: ({ c }) => coded(c.sources.kind), words: (_, key) => KIND_WORDS[key] ?? key, sparql: pattern.kind },
  { name: "year", label: "Year", of, values: (graph) => coded(graph.c.sources.iri.map((_, i) => graph.more(i).date?.slice(0, 4))), words: unknown("not known"), sparql: pattern.year },
  { name: "status", label: "Status", of, values: (graph) => coded(graph.c.sources.iri.map((_, i) => graph.more(i).status)), words: (_, key) => STATUS_WORDS[key === UNKNOWN ? "" : key] ?? key, sparql: pattern.status },
];

export const oneSource: Facet = {
  name: "source", label: "Source", of: "related", values: ({ c }) => ({ codes: c.sources.iri.map((_, i) => i), keys: c.sources.iri }),
  words: (graph, key) => nameOf(graph, graph.sourceRow.get(key)!), sparql: pattern.node("source"),
};

export const CITED_WORDS: Record<string, string> = { claims: "by claims", outside: "only outside of claims", never: "never" };
