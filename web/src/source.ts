// Source, site and publisher: what it is, every claim that rests on it, and what if it falls.
import { to } from "./address";
import type { Graph } from "./data";
import { count, go, h, outward, plain, plural } from "./dom";
import { leaning } from "./leaning";
import { citedBy } from "./list-sources";
import { address, KIND_WORDS, nameOf, STATUS_WORDS } from "./names";
import { backingBar, claimCard, growing, head, legend, sourceLine } from "./parts";
import { articlesOfSource } from "./relations";
import { cutSwitch, pageOf, sourcesOf, whatIf, type Cut } from "./whatif";

/** Claims grouped under the articles they stand in. */
function byArticle(graph: Graph, claims: number[], but?: number): HTMLElement {
  const groups = new Map<number, number[]>();
  for (const claim of claims) {
    const article = graph.c.claims.article[claim];
    const own = groups.get(article);
    if (own) own.push(claim);
    else groups.set(article, [claim]);
  }
  return growing([...groups], 20, ([article, own]) =>
    h("li", { class: "group" }, h("h3", null, go(graph.toArticle(article), plain(graph.articleTitle(article)))),
      growing(own, 30, (claim) => claimCard(graph, claim, { but, article: false }), "ul", "claims")), "ul", "groups");
}

/** "23 claims in 3 articles rest on it; 18 on nothing else.", each number a link, and the switch. */
function lead(graph: Graph, cut: Cut, claims: number[], alone: number, articles: Set<number>): HTMLElement[] {
  const asked = { [cut.group]: cut.name };
  return [
    h("p", { class: "lead" }, go(to("/claims", asked), plural(claims.length, "claim")), " in ", go(to("/articles", asked), plural(articles.size, "article")), ` rest${claims.length === 1 ? "s" : ""} on it; `,
      alone ? go(to("/claims", { only: `${cut.group}:${cut.name}` }), count(alone)) : "none", " on nothing else."),
    h("p", null, cutSwitch(cut)),
  ];
}

/** How the claims are backed, by what is left where something is switched off. */
const bars = (graph: Graph, cut: Cut, claims: number[]): HTMLElement[] => {
  const tally = graph.tally(claims);
  return [backingBar(tally), legend(tally, { [cut.group]: cut.name })];
};

export function source(graph: Graph, iri: string): HTMLElement {
  const row = graph.sourceRow.get(iri);
  if (row === undefined) return missing("source", iri);
  const cut: Cut = { group: "source", name: iri };
  const more = graph.more(row);
  const claims = graph.claimsOfSource[row];
  const site = graph.sourceSite(row);
  const publisher = graph.sourcePublisher(row);
  const seen = more.seen?.at(-1);
  const uncited = { outside: "Cited, but only outside of claims.", never: "Listed, but never cited." }[citedBy(graph, row)] ?? "";
  const url = graph.address(row);
  const facts: [string, Node | string | null][] = [
    ["Address", /^urn:/i.test(url) ? null : outward(url, address(url))],
    ["As printed", more.printed ? plain(more.printed) : null],
    ["Publisher", publisher ? go(pageOf({ group: "publisher", name: publisher }), plain(publisher)) : "not known"],
    ["Site", site ? go(pageOf({ group: "site", name: site }), plain(site)) : null],
    ["Identifiers", more.ids?.join(", ") ?? null],
    ["Authors", more.authors?.join(", ") ?? null],
    ["Date", more.date ?? null],
    ["Accessed", more.accessed ?? null],
    ["Titles as cited", more.titles ? h("ul", { class: "bare" }, more.titles.map((t) => h("li", null, plain(t)))) : null],
    ["Title from", more.by ?? null],
    ["Title as fetched", more.fetched ? plain(more.fetched) : null],
    ["Status", `${STATUS_WORDS[more.status ?? ""] ?? more.status}${seen?.time ? `, seen ${seen.time.slice(0, 10)}` : ""}`],
  ];
  return h("div", { class: whatIf().off[row] ? "is-off" : "" },
    head((KIND_WORDS[graph.c.sources.kind[row]] ?? "source").replace(/^./, (c) => c.toUpperCase()), nameOf(graph, row),
      ...(claims.length ? lead(graph, cut, claims, leaning(graph, "source").alone[row], new Set(articlesOfSource(graph)[row])) : [h("p", { class: "lead" }, uncited)])),
    h("div", { class: "beside" },
      h("section", { class: "main-column", "aria-label": "Claims that rest on it" }, claims.length ? byArticle(graph, claims, row) : h("p", { class: "quiet" }, "No claim leads here.")),
      h("aside", { class: "card facts", "aria-label": "About this source" },
        claims.length > 0 && bars(graph, cut, claims),
        h("dl", null, facts.filter(([, value]) => value).map(([name, value]) => [h("dt", null, name), h("dd", null, typeof value === "string" ? plain(value) : value)])),
        claims.length > 0 && h("p", null, go(`/graph?view=claims-sources&near=${encodeURIComponent(iri)}`, "See its neighbourhood")))));
}

export const site = (graph: Graph, name: string): HTMLElement => together(graph, { group: "site", name }, graph.siteRow.get(name));
export const publisher = (graph: Graph, name: string): HTMLElement => together(graph, { group: "publisher", name }, graph.c.publishers.indexOf(name));

/** All sources of a site or a publisher. */
function together(graph: Graph, cut: Cut, row = -1): HTMLElement {
  if (row < 0) return missing(cut.group, cut.name);
  const own = sourcesOf(graph, cut).sort((a, b) => graph.claimsOfSource[b].length - graph.claimsOfSource[a].length || a - b);
  const claims = [...new Set(own.flatMap((s) => graph.claimsOfSource[s]))].sort((a, b) => a - b);
  const articles = new Set(claims.map((claim) => graph.c.claims.article[claim]));
  return h("div", null,
    head(cut.group === "site" ? "Site" : "Publisher", cut.name,
      ...(claims.length ? lead(graph, cut, claims, leaning(graph, cut.group).alone[row], articles) : [h("p", { class: "lead" }, "No claim rests on it.")])),
    h("div", { class: "beside" },
      h("section", { class: "main-column", "aria-label": "Claims that rest on it" }, byArticle(graph, claims)),
      h("aside", { class: "card facts", "aria-label": "Its sources" }, claims.length > 0 && bars(graph, cut, claims),
        others(graph, cut, own), h("h2", null, go(to("/sources", { [cut.group]: cut.name }), plural(own.length, "source"))),
        growing(own, 20, (s) => h("li", null, sourceLine(graph, s, "", cut.group !== "site")), "ul", "bare spaced"))));
}

/** Who publishes the sources of a site, or on which sites a publisher's stand: where that is not the same name alone. */
function others(graph: Graph, { group, name }: Cut, own: number[]): HTMLElement | null {
  const other = group === "site" ? "publisher" : "site";
  const found = new Map<string, number>();
  for (const source of own) {
    const word = (other === "publisher" ? graph.sourcePublisher(source) : graph.sourceSite(source)) ?? "";
    found.set(word, (found.get(word) ?? 0) + 1);
  }
  if (found.size === 1 && found.has(name)) return null;
  const rows = [...found].sort((a, b) => b[1] - a[1]);
  return h("div", null, h("h2", null, group === "site" ? "Published by" : "On the sites"),
    growing(rows, 6, ([word, n]) => h("li", null, word ? go(pageOf({ group: other, name: word }), plain(word)) : group === "site" ? "publishers not known" : "no site", " ",
      go(to("/sources", { [group]: name, [other]: word || "-" }), count(n))), "ul", "bare tallied"));
}

/** What is said of a row that is not there. */
export function missing(kind: string, name: string): HTMLElement {
  return h("div", null, head("Not found", `No such ${kind}`), h("p", null, plain(name)), h("p", null, go("/", "Back to the overview")));
}
