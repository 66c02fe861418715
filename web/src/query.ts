// The query of a list in SPARQL: what its facets ask for, of the same rows.
import type { List } from "./lists";
import { literal } from "./patterns";

const PREFIXES: Record<string, string> = {
  schema: "https://schema.org/", cito: "http://purl.org/spar/cito/", biro: "http://purl.org/spar/biro/", dcterms: "http://purl.org/dc/terms/",
  prov: "http://www.w3.org/ns/prov#", kg: "https://w3id.org/kgraph/ns#",
};

/** The words of the filter, each to be found. */
export const wordsOf = (query: URLSearchParams): string[] => (query.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);

/** The SPARQL for the rows of `list` that `query`, the parameters of its address, asks for. */
export function sparqlOf(list: List, query: URLSearchParams): string {
  const asked = list.facets.filter((facet) => query.has(facet.name));
  const lines = [
    list.query.where,
    ...(list.query.related && asked.some((facet) => facet.of === "related") ? [list.query.related] : []),
    ...asked.map((facet) => facet.sparql(query.getAll(facet.name))),
    ...list.specials.flatMap((special) => query.getAll(special.name).map((value) => special.sparql(value))),
    ...wordsOf(query).map((word) => `FILTER(CONTAINS(LCASE(${list.query.words}), ${literal(word)}))`),
  ];
  const counting = list.query.select.includes("COUNT(");
  const body = `SELECT ${counting ? "" : "DISTINCT "}${list.query.select} WHERE {\n  ${lines.join("\n  ")}\n}\n${counting ? `GROUP BY ${list.query.order}\n` : ""}ORDER BY ${list.query.order}`;
  const used = Object.entries(PREFIXES).filter(([name]) => body.includes(`${name}:`));
  return `${used.map(([name, is]) => `PREFIX ${name}: <${is}>`).join("\n")}\n\n${body}\n`;
}
