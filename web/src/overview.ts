// Overview: what backs the claims, what is leaned on most and what if it falls, where coverage is worst, what is wrong.
import type { Graph } from "./data";
import { count, go, h, plain, plural } from "./dom";
import { to } from "./address";
import { leaning } from "./leaning";
import { backedShare } from "./list-articles";
import { citedBy } from "./list-sources";
import { nameOf, STATUS_WORDS } from "./names";
import { arranged, publishedBy, TOP, type Card } from "./overview-cards";
import { backingBar, legend, ranking, shareOf, tellAll } from "./parts";
import { cutSwitch, pageOf, type Group } from "./whatif";

export function overview(graph: Graph): HTMLElement {
  const { c } = graph;
  const n = c.claims.id.length;
  const tally = graph.tally(c.claims.id.map((_, i) => i));
  const cited = { claims: 0, outside: 0, never: 0 } as Record<string, number>;
  c.sources.iri.forEach((_, source) => cited[citedBy(graph, source)]++);
  return arranged(
    tellAll({ claims: n, articles: c.articles.length, sources: c.sources.iri.length, sites: c.sites.length, cited: cited.claims, outside: cited.outside, never: cited.never }),
    [h("h2", { id: "backing" }, n ? `${shareOf(tally)} of claims are backed` : "No claims yet"),
      n ? [backingBar(tally, "tall"), legend(tally, {})] : h("p", null, "Nothing was found in these articles that could be a claim. Read others with ", h("code", null, "kgraph build ARTICLES…"), ", then open this page anew.")],
    [
      { title: "Sources most leaned on", body: top(graph, "source", c.sources.iri), all: go("/sources", `All ${plural(c.sources.iri.length, "source")}`) },
      { title: "Publishers most leaned on", body: top(graph, "publisher", c.publishers), all: go("/publishers", `All ${plural(c.publishers.length, "publisher")}`) },
      { title: "Sites most leaned on", body: top(graph, "site", c.sites), all: go("/sites", `All ${plural(c.sites.length, "site")}`) },
      { title: "Coverage by article, worst first", body: worst(graph), all: go("/articles", `All ${plural(c.articles.length, "article")}`) },
      kinds(graph),
      { title: "What became of the sources", body: became(graph) },
    ]);
}

/** What most claims rest on, with the switch that says what if it falls. */
function top(graph: Graph, group: Group, names: string[]): HTMLElement {
  const lean = leaning(graph, group);
  const rows: number[] = [];
  lean.claims.forEach((n, row) => {
    if (!n || (rows.length === TOP && lean.claims[rows[TOP - 1]] >= n)) return;
    let place = rows.length;
    while (place && lean.claims[rows[place - 1]] < n) place--;
    rows.splice(place, 0, row);
    if (rows.length > TOP) rows.pop();
  });
  const publisher = (row: number) => graph.sourcePublisher(row);
  return rows.length ? ranking(rows.map((row) => ({
    label: go(pageOf({ group, name: names[row] }), plain(group === "source" ? nameOf(graph, row) : names[row])), n: lean.claims[row],
    to: to("/claims", { [group]: names[row] }), beside: cutSwitch({ group, name: names[row] }, true),
    note: group === "source" ? publishedBy(publisher(row)) : undefined,
  }))) : h("p", { class: "quiet" }, group === "source" ? "No claim rests on a source." : "None is known.");
}

/** The articles with the least of their claims backed; of equals those with more claims. */
function worst(graph: Graph): HTMLElement {
  const rows = graph.c.articles.flatMap((_, i) => {
    const share = backedShare(graph, i);
    return share === null ? [] : [{ i, share }];
  });
  rows.sort((a, b) => a.share - b.share || graph.claimsOfArticle[b.i].length - graph.claimsOfArticle[a.i].length || a.i - b.i);
  return h("ul", { class: "coverage" }, rows.slice(0, TOP).map(({ i }) => {
    const tally = graph.tally(graph.claimsOfArticle[i]);
    return h("li", null, h("span", { class: "cover-name", title: graph.c.articles[i][0] }, go(graph.toArticle(i), plain(graph.articleTitle(i)))), backingBar(tally), h("span", { class: "rank-n" }, shareOf(tally)),
      h("span", { class: "rank-n" }, go(to("/claims", { article: graph.c.articles[i][0] }), plural(graph.claimsOfArticle[i].length, "claim"))));
  }));
}

function kinds(graph: Graph): Card {
  const title = "Problems";
  const found = new Map<string, number>();
  for (const problem of graph.c.problems) found.set(problem[1], (found.get(problem[1]) ?? 0) + 1);
  if (!found.size) return { title, body: h("p", { class: "quiet" }, "None found.") };
  return { title, body: ranking([...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TOP).map(([code, n]) => ({ label: go(to("/problems", { code }), code.replaceAll("-", " ")), n, to: to("/problems", { code }) }))),
    all: go("/problems", `All ${plural(graph.c.problems.length, "problem")}`) };
}

/** Sources by what became of them, worst first, and those that nothing cites. */
function became(graph: Graph): HTMLElement {
  const found = new Map<string, number>();
  const cited = { claims: 0, outside: 0, never: 0 } as Record<string, number>;
  const gone = new Set<number>();
  graph.c.sources.iri.forEach((_, row) => {
    const status = graph.more(row).status ?? "";
    found.set(status, (found.get(status) ?? 0) + 1);
    cited[citedBy(graph, row)]++;
    if (status === "gone") for (const claim of graph.claimsOfSource[row]) gone.add(claim);
  });
  const row = (words: string, n: number, where: string, note: Node | null = null) => h("li", null, h("span", null, words, note), h("span", { class: "rank-n" }, go(where, count(n))));
  const asked = Object.keys(STATUS_WORDS).reverse().sort((a, b) => Number(b === "gone") - Number(a === "gone")).filter((status) => found.get(status));
  return h("div", null,
    h("ul", { class: "tallies" }, asked.map((status) => row(STATUS_WORDS[status], found.get(status)!, to("/sources", { status: status || "-" }),
      status === "gone" && gone.size ? h("span", null, ": ", go("/claims?status=gone", plural(gone.size, "claim")), ` rest${gone.size === 1 ? "s" : ""} on ${found.get(status) === 1 ? "it" : "them"}`) : null))),
    !asked.some((status) => status) && asked.length > 0 && h("p", { class: "quiet" }, "Ask with ", h("code", null, "kgraph enrich"), "."),
    (cited.outside > 0 || cited.never > 0) && h("ul", { class: "tallies" }, cited.outside > 0 && row("cited only outside of claims", cited.outside, "/sources?cited=outside"), cited.never > 0 && row("never cited", cited.never, "/sources?cited=never")));
}
