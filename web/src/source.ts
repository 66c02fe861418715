// Source and site: what it is, and every claim that rests on it.
import type { Graph } from "./data";
import { go, h, outward, plain, plural } from "./dom";
import { backingBar, claimCard, growing, head, legend, sourceLine } from "./parts";

export const KINDS: Record<string, string> = { webpage: "Web page", paper: "Paper", video: "Video", book: "Book", other: "Source" };

/** Claims grouped under the articles they stand in. */
function byArticle(graph: Graph, claims: number[], but?: number): HTMLElement {
  const groups = new Map<number, number[]>();
  for (const claim of claims) {
    const article = graph.c.claims.article[claim];
    groups.set(article, [...(groups.get(article) ?? []), claim]);
  }
  return growing([...groups], 20, ([article, own]) =>
    h("li", { class: "group" }, h("h3", null, go(graph.toArticle(article), plain(graph.articleTitle(article)))),
      growing(own, 30, (claim) => claimCard(graph, claim, { but, article: false }), "ul", "claims")), "ul", "groups");
}

export function source(graph: Graph, iri: string): HTMLElement {
  const row = graph.sourceRow.get(iri);
  if (row === undefined) return missing("source", iri);
  const more = graph.more(row);
  const claims = graph.claimsOfSource[row];
  const articles = new Set(claims.map((c) => graph.c.claims.article[c]));
  const site = graph.c.sources.site[row];
  const seen = more.seen?.at(-1);
  const facts: [string, Node | string | null][] = [
    ["Address", outward(graph.address(row), graph.address(row))],
    ["Site", site >= 0 ? go(graph.toSite(site), graph.c.sites[site]) : null],
    ["Publisher", graph.sourcePublisher(row) ?? "not known"],
    ["Identifiers", more.ids?.join(", ") ?? null],
    ["Authors", more.authors?.join(", ") ?? null],
    ["Date", more.date ?? null],
    ["Accessed", more.accessed ?? null],
    ["Titles as cited", more.titles ? h("ul", { class: "bare" }, more.titles.map((t) => h("li", null, plain(t)))) : null],
    ["Title from", more.by ?? null],
    ["Title as fetched", more.fetched ? plain(more.fetched) : null],
    ["Status", more.status ? `${more.status}${seen?.time ? `, seen ${seen.time.slice(0, 10)}` : ""}` : null],
  ];
  return h("div", null,
    head(KINDS[graph.c.sources.kind[row]] ?? "Source", graph.sourceTitle(row),
      h("p", { class: "lead" }, claims.length ? `${plural(claims.length, "claim")} in ${plural(articles.size, "article")} rest${claims.length === 1 ? "s" : ""} on it.` : graph.isNeverCited(row) ? "Listed, but never cited." : "Cited outside of claims only.")),
    h("div", { class: "beside" },
      h("section", { class: "main-column", "aria-label": "Claims that rest on it" }, claims.length ? byArticle(graph, claims, row) : h("p", { class: "quiet" }, "No claim leads here.")),
      h("aside", { class: "card facts", "aria-label": "About this source" },
        h("dl", null, facts.filter(([, value]) => value).map(([name, value]) => [h("dt", null, name), h("dd", null, typeof value === "string" ? plain(value) : value)])),
        claims.length > 0 && [backingBar(graph.tally(claims)), h("p", null, go(`/graph?view=claims-sources&near=${encodeURIComponent(iri)}`, "See its neighbourhood"))])));
}

export function site(graph: Graph, name: string): HTMLElement {
  const row = graph.siteRow.get(name);
  if (row === undefined) return missing("site", name);
  const claims = graph.claimsOfSite(row);
  const alone = claims.filter((c) => graph.sourcesOfClaim[c].every((s) => graph.c.sources.site[s] === row));
  const tally = graph.tally(claims);
  const sources = [...graph.sourcesOfSite[row]].sort((a, b) => graph.claimsOfSource[b].length - graph.claimsOfSource[a].length || a - b);
  return h("div", null,
    head("Site", name, h("p", { class: "lead" }, `${plural(claims.length, "claim")} rest${claims.length === 1 ? "s" : ""} on ${plural(sources.length, "source")} here; ${alone.length} on nothing else.`)),
    h("div", { class: "beside" },
      h("section", { class: "main-column", "aria-label": "Claims that rest on it" }, byArticle(graph, claims)),
      h("aside", { class: "card facts", "aria-label": "Its sources" }, backingBar(tally), legend(tally), h("h2", null, "Sources"),
        growing(sources, 20, (s) => h("li", null, sourceLine(graph, s)), "ul", "bare spaced"))));
}

/** What is said of a row that is not there. */
export function missing(kind: string, name: string): HTMLElement {
  return h("div", null, head("Not found", `No such ${kind}`), h("p", null, plain(name)), h("p", null, go("/", "Back to the overview")));
}
