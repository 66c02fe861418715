// The list of claims.
import { BACKINGS, BACKING_WORDS, type Graph } from "./data";
import { go, h, join, plain } from "./dom";
import { coded, placed, UNKNOWN, type Facet } from "./facets";
import { groupOf } from "./leaning";
import type { List } from "./lists";
import { nameOf } from "./names";
import { chip, crossed } from "./parts";
import * as pattern from "./patterns";
import { oneSource, sourceFacets } from "./source-facets";
import { cutName, cutOf, sourcesOf, whatIf } from "./whatif";

/** What the article itself says of a claim, whatever is switched off. */
const supportOf = (graph: Graph, claim: number): string => {
  const backing = BACKINGS[graph.c.claims.backing[claim]];
  return backing === "carried" || backing === "uncited" ? backing : "cited";
};
const HARMS = ["stands", "weakened", "falls"];
const HARM_WORDS: Record<string, string> = { falls: "nothing is left", weakened: "another source is left", stands: "loses nothing" };

/** How a claim stands: these change with what is switched off. */
const standing: Facet[] = [
  { name: "backing", label: "Backing", of: "row", moves: true, values: (graph) => placed(graph.backing.map((b) => BACKINGS.indexOf(b)), BACKINGS), words: (_, key) => BACKING_WORDS[key as keyof typeof BACKING_WORDS] ?? key, sparql: pattern.backing },
  { name: "stands", label: "What falls", of: "row", moves: true, values: (graph) => ({ codes: graph.backing.map((_, i) => whatIf().harm(i)), keys: HARMS }), words: (_, key) => HARM_WORDS[key], sparql: pattern.stands, when: () => whatIf().cuts.length > 0 },
];

export const claims: List = {
  name: "claims", title: "Claims", noun: "claim", sort: "",
  facets: [
    ...standing,
    ...sourceFacets("related"),
    oneSource,
    { name: "article", label: "Article", of: "row", values: ({ c }) => placed(c.claims.article, c.articles.map((a) => a[0])), words: (graph, key) => graph.articleTitle(graph.articleRow.get(key)!), sparql: pattern.property("of", "kg:path", "article") },
    { name: "section", label: "Section", of: "row", values: ({ c }) => placed(c.claims.section, c.sections.map((s) => s || UNKNOWN)), words: (_, key) => (key === UNKNOWN ? "above all headings" : key), sparql: pattern.property("section", "schema:name", "heading") },
    { name: "generator", label: "Made with", of: "row", values: ({ c }) => { const { codes, keys } = coded(c.articles.map((a) => a[4])); return { codes: c.claims.article.map((a) => codes[a]), keys }; }, words: (_, key) => (key === UNKNOWN ? "not known" : key), sparql: pattern.property("of", "prov:wasAttributedTo/schema:name", "generator") },
  ],
  specials: [{
    name: "only", label: (graph, value) => `nothing but ${name(graph, value)}`,
    test: (graph, value) => {
      const cut = cutOf(value);
      const own = new Set(cut ? sourcesOf(graph, cut) : []);
      return (claim) => graph.sourcesOfClaim[claim].length > 0 && graph.sourcesOfClaim[claim].every((s) => own.has(s));
    },
    sparql: pattern.only,
  }],
  shown: (graph) => ({
    rows: graph.c.claims.id.length, related: (claim) => graph.sourcesOfClaim[claim], relatedRows: graph.c.sources.iri.length,
    text: (claim) => graph.c.claims.text[claim],
    columns: [
      { name: "text", label: "Claim", cell: (claim) => h("span", { class: "claim-text" }, go(graph.toArticle(graph.c.claims.article[claim], claim), plain(graph.c.claims.text[claim]))), key: (claim) => graph.c.claims.text[claim] },
      { name: "backing", label: "Backing", cell: (claim) => chip(graph.backing[claim]), key: (claim) => BACKINGS.indexOf(graph.backing[claim]) },
      { name: "sources", label: "Rests on", cell: (claim) => named(graph, claim), key: (claim) => graph.sourcesOfClaim[claim].length },
      { name: "article", label: "Article", wide: true, cell: (claim) => place(graph, claim), key: (claim) => graph.articleTitle(graph.c.claims.article[claim]) },
    ],
    file: [
      ["claim", (claim) => `${graph.c.articles[graph.c.claims.article[claim]][5]}#${graph.c.claims.id[claim]}`],
      ["article", (claim) => graph.c.articles[graph.c.claims.article[claim]][0]],
      ["text", (claim) => graph.c.claims.text[claim]],
      ["support", (claim) => supportOf(graph, claim)],
      ["backing", (claim) => graph.backing[claim]],
      ["section", (claim) => graph.c.sections[graph.c.claims.section[claim]] || null],
      ["start", (claim) => graph.c.claims.start[claim]],
      ["end", (claim) => graph.c.claims.end[claim]],
      ["sources", (claim) => graph.sourcesOfClaim[claim].length],
      ["source", (claim) => graph.sourcesOfClaim[claim].map((s) => graph.c.sources.iri[s]).join("; ")],
    ],
  }),
  query: {
    select: "?claim ?article ?text ?support", words: "?text", order: "?article ?claim",
    where: "?claim a schema:Claim ; schema:text ?text ; kg:support ?support ; schema:isPartOf ?section .\n  ?section schema:isPartOf ?of . ?of kg:path ?article .",
    related: "?claim cito:cites|kg:carriedFrom ?source .",
  },
};

function name(graph: Graph, word: string): string {
  const cut = cutOf(word);
  return cut ? cutName(graph, cut) : plain(word);
}

const NAMED = 3;

/** What a claim rests on, what is switched off struck through; a source by its site, or by its title where others stand on the same. */
function named(graph: Graph, claim: number): Node[] {
  const all = graph.sourcesOfClaim[claim];
  const site = groupOf(graph, "site");
  const links = all.slice(0, NAMED).map((s) => {
    const alone = site(s) >= 0 && all.filter((other) => site(other) === site(s)).length === 1;
    const link = go(graph.toSource(s), plain(alone ? graph.c.sites[site(s)] : nameOf(graph, s)));
    link.title = nameOf(graph, s);
    return crossed(s, link);
  });
  return [h("span", { class: "named" }, join(links, ", "), all.length > NAMED && ` and ${all.length - NAMED} more`)];
}

function place(graph: Graph, claim: number): Node {
  const article = graph.c.claims.article[claim];
  const section = graph.c.sections[graph.c.claims.section[claim]];
  return h("span", { class: "named" }, go(graph.toArticle(article), plain(graph.articleTitle(article))), section && section !== graph.articleTitle(article) ? h("span", { class: "quiet" }, ` › ${plain(section)}`) : null);
}
