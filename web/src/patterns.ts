// The facets in SPARQL: for each the pattern that leaves what has one of its values. The terms are in docs/rdf-model.md.
import { UNKNOWN } from "./facets";
import { cutOf, whatIf, type Cut } from "./whatif";

/** Characters that nobody sees, or that turn the text around them: a query has their numbers in their place. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
/** A literal. */
export const literal = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t").replace(UNSEEN, escaped)}"`;
/** An IRI; what no IRI may hold is written as the graph writes it. */
export const iri = (text: string): string => `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)}>`;

const set = (keys: string[]): string => keys.map((key) => literal(key === UNKNOWN ? "" : key)).join(", ");
const values = (variable: string, keys: string[]): string => `VALUES ?${variable} { ${keys.map(literal).join(" ")} }`;

/** One of `keys` at the end of `path` from `?node`; "not known" is that there is no such end. */
export const property = (node: string, path: string, variable: string) => (keys: string[]): string =>
  keys.includes(UNKNOWN) ? `OPTIONAL { ?${node} ${path} ?${variable} }\n  FILTER(COALESCE(STR(?${variable}), "") IN (${set(keys)}))` : `${values(variable, keys)}\n  ?${node} ${path} ?${variable} .`;

/** A node by its IRI. */
export const node = (variable: string) => (keys: string[]): string => `VALUES ?${variable} { ${keys.map(iri).join(" ")} }`;

const CLASSES: Record<string, string> = { book: "Book", other: "CreativeWork", paper: "ScholarlyArticle", video: "VideoObject", webpage: "WebPage" };

/** The kind of a source: of several classes the first by name. */
export const kind = (keys: string[]): string =>
  `{ SELECT ?source (MIN(STR(?class)) AS ?kind) WHERE { VALUES ?class { ${Object.values(CLASSES).map((c) => `schema:${c}`).join(" ")} } ?source a ?class } GROUP BY ?source }
  FILTER(STRAFTER(?kind, "schema.org/") IN (${keys.map((key) => literal(CLASSES[key])).join(", ")}))`;

/** The year of a source: as its first entry with a date has it, else as whoever knows its title best. */
export const year = (keys: string[]): string =>
  `OPTIONAL {
    { SELECT ?source (MIN(STR(?dated)) AS ?first) WHERE { ?dated biro:references ?source ; dcterms:date ?some } GROUP BY ?source }
    BIND(IRI(?first) AS ?entry) ?entry dcterms:date ?cited
  }
  OPTIONAL {
    ?seen prov:specializationOf ?source ; kg:fetchedTitle ?known ; kg:fetcher ?by ; prov:generatedAtTime ?when ; dcterms:date ?fetched .
    FILTER NOT EXISTS {
      ?better prov:specializationOf ?source ; kg:fetchedTitle ?named ; kg:fetcher ?who ; prov:generatedAtTime ?later .
      FILTER(?by = "page" && ?who != "page" || (?by = "page") = (?who = "page") && (?later > ?when || ?later = ?when && STR(?better) > STR(?seen)))
    }
  }
  FILTER(SUBSTR(COALESCE(STR(?cited), STR(?fetched), ""), 1, 4) IN (${set(keys)}))`;

/** What became of a source when it was last asked; a fetcher that knows nothing of it says "unknown", and what another found out stands. */
export const status = (keys: string[]): string =>
  `OPTIONAL {
    ?asked prov:specializationOf ?source ; kg:sourceStatus ?status ; kg:fetcher ?asker ; prov:generatedAtTime ?then .
    FILTER(?asker != "archive")
    FILTER NOT EXISTS {
      ?newer prov:specializationOf ?source ; kg:fetcher ?other ; kg:sourceStatus ?now ; prov:generatedAtTime ?at .
      FILTER(?other != "archive" && (?now != "unknown" && ?status = "unknown" || (?now = "unknown") = (?status = "unknown") && (?at > ?then || ?at = ?then && STR(?newer) > STR(?asked))))
    }
  }
  FILTER(COALESCE(?status, "") IN (${set(keys)}))`;

const BACKS = "EXISTS { ?backed a schema:Claim ; cito:cites|kg:carriedFrom ?source }";
const NAMED = "EXISTS { ?naming kg:path ?where ; cito:cites ?source }";
const CITED: Record<string, string> = { claims: BACKS, outside: `(${NAMED} && !${BACKS})`, never: `(!${NAMED} && !${BACKS})` };
export const cited = (keys: string[]): string => `FILTER(${keys.map((key) => CITED[key]).join(" || ")})`.replaceAll("!EXISTS", "NOT EXISTS");

/** Whether a source belongs to one of `cuts`. */
function among(variable: string, cuts: Cut[]): string {
  const own = (group: string) => cuts.filter((cut) => cut.group === group).map((cut) => cut.name);
  const inside = (path: string, names: string[]) => `EXISTS { ?${variable} ${path} ?in_${variable} FILTER(?in_${variable} IN (${names.map(literal).join(", ")})) }`;
  const tests = [
    own("source").length && `?${variable} IN (${own("source").map(iri).join(", ")})`,
    own("site").length && inside("schema:isPartOf/schema:name", own("site")),
    own("publisher").length && inside("kg:publisher", own("publisher")),
  ];
  return tests.filter(Boolean).join(" || ") || "false";
}

const RESTS = "cito:cites|kg:carriedFrom";
const resting = (path: string, variable: string, cuts: Cut[]): string => `EXISTS { ?claim ${path} ?${variable}${cuts.length ? ` FILTER(!(${among(variable, cuts)}))` : ""} }`;
const one = (path: string, variable: string, cuts: Cut[]): string => `EXISTS { ?claim ${path} ?${variable} FILTER(${among(variable, cuts)}) }`;

/** How a claim is backed, by what is not switched off. */
const BACKED: Record<string, (off: Cut[]) => string> = {
  several: (off) => `?support = kg:cited && ${two(off)}`,
  one: (off) => `?support = kg:cited && ${resting("cito:cites", "a", off)} && !(${two(off)}) && !(${nameless(off)})`,
  unknown: (off) => `?support = kg:cited && !(${two(off)}) && ${nameless(off)}`,
  carried: (off) => `?support = kg:carried && ${resting("kg:carriedFrom", "b", off)}`,
  missing: () => `?support != kg:uncited && !(${resting(RESTS, "d", [])})`,
  uncited: () => "?support = kg:uncited",
  bare: (off) => `${resting(RESTS, "e", [])} && !(${resting(RESTS, "f", off)})`,
};
const two = (off: Cut[]): string => {
  const left = (variable: string) => (off.length ? ` FILTER(!(${among(variable, off)}))` : "");
  return `EXISTS { ?claim cito:cites ?x . ?x kg:publisher ?px . ?claim cito:cites ?y . ?y kg:publisher ?py . FILTER(?px < ?py)${left("x")}${left("y")} }`;
};
const nameless = (off: Cut[]): string => `EXISTS { ?claim cito:cites ?n FILTER NOT EXISTS { ?n kg:publisher ?named }${off.length ? ` FILTER(!(${among("n", off)}))` : ""} }`;
export const backing = (keys: string[]): string => `FILTER(${keys.map((key) => `(${BACKED[key](whatIf().cuts)})`).join(" || ")})`;

const HARMED: Record<string, (off: Cut[]) => string> = {
  falls: BACKED.bare,
  weakened: (off) => `${one(RESTS, "g", off)} && ${resting(RESTS, "i", off)}`,
  stands: (off) => `!(${one(RESTS, "j", off)})`,
};
export const stands = (keys: string[]): string => `FILTER(${keys.map((key) => `(${HARMED[key](whatIf().cuts)})`).join(" || ")})`;

/** Claims that rest on nothing but what `word` names. */
export function only(word: string): string {
  const cut = cutOf(word);
  return cut ? `FILTER(${BACKED.bare([cut])})` : "FILTER(false)";
}
