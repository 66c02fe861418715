// Overview: the numbers that matter, what is leaned on most, how well each article is covered, what is wrong.
import type { Graph } from "./data";
import { count, go, h, plain, plural } from "./dom";
import { backingBar, growing, head, inAll, legend, ranking } from "./parts";

export function overview(graph: Graph): HTMLElement {
  const { c } = graph;
  const all = c.claims.id.map((_, i) => i);
  const tally = graph.tally(all);
  const sites = c.sites.map((_, i) => ({ i, n: graph.claimsOfSite(i).length })).sort((a, b) => b.n - a.n || a.i - b.i);
  const sources = c.sources.iri.map((_, i) => ({ i, n: graph.claimsOfSource[i].length })).sort((a, b) => b.n - a.n || a.i - b.i);
  const used = (row: number) => graph.sourcesOfSite[row].filter((s) => graph.claimsOfSource[s].length).length;
  const unused = c.numbers["sources: never cited"];
  const kinds = new Map<string, number>();
  for (const problem of c.problems) kinds.set(problem[1], (kinds.get(problem[1]) ?? 0) + 1);
  return h("div", { class: "overview" },
    h("header", { class: "view-head" }, h("h1", null, "What backs this?"),
      h("p", { class: "lead" }, inAll(c.numbers))),
    h("section", { class: "card hero", "aria-labelledby": "backing" },
      h("h2", { id: "backing" }, all.length ? `${graph.share(tally)} of claims are backed` : "No claims yet"),
      all.length ? [backingBar(tally, "tall"), legend(tally)] : h("p", null, "Nothing was found in these articles that could be a claim. Read others with ", h("code", null, "kgraph build ARTICLES…"), ", then open this page anew.")),
    h("div", { class: "two" },
      h("section", { class: "card" }, h("h2", null, "Sites most leaned on"),
        ranking(sites.slice(0, 10).filter((s) => s.n).map(({ i, n }) => ({ label: go(graph.toSite(i), c.sites[i]), n, note: plural(used(i), "source") })))),
      h("section", { class: "card" }, h("h2", null, "Sources most leaned on"),
        ranking(sources.slice(0, 10).filter((s) => s.n).map(({ i, n }) => ({ label: go(graph.toSource(i), plain(graph.sourceTitle(i))), n, note: graph.sourceSite(i) ?? "" }))),
        unused > 0 && h("p", { class: "quiet" }, go("/sources?only=unused", `${plural(unused, "source")} never cited`)))),
    h("section", { class: "card" }, h("h2", null, "Coverage by article"), coverage(graph)),
    h("section", { class: "card" }, h("h2", null, "Problems"),
      kinds.size ? ranking([...kinds].sort((a, b) => b[1] - a[1]).map(([code, n]) => ({ label: go(`/problems?code=${encodeURIComponent(code)}`, code.replaceAll("-", " ")), n }))) : h("p", { class: "quiet" }, "None found.")));
}

function coverage(graph: Graph): HTMLElement {
  const rows = graph.c.articles.map((_, i) => ({ i, tally: graph.tally(graph.claimsOfArticle[i]), n: graph.claimsOfArticle[i].length }));
  rows.sort((a, b) => b.n - a.n || a.i - b.i);
  const body = h("div", { class: "coverage" });
  body.append(growing(rows, 25, ({ i, tally, n }) =>
    h("li", null, h("span", { class: "cover-name" }, go(graph.toArticle(i), plain(graph.articleTitle(i)))),
      backingBar(tally), h("span", { class: "rank-n" }, graph.share(tally)),
      h("span", { class: "quiet" }, plural(n, "claim")))));
  return body;
}

/** All articles. */
export function articles(graph: Graph): HTMLElement {
  return h("div", null, head("Articles", plural(graph.c.articles.length, "article")), h("section", { class: "card" }, coverage(graph), legend()));
}

/** All sources, or those never cited. */
export function sources(graph: Graph, query: URLSearchParams): HTMLElement {
  const only = query.get("only") === "unused";
  const rows = graph.c.sources.iri.map((_, i) => i).filter((i) => !only || graph.isNeverCited(i));
  rows.sort((a, b) => graph.claimsOfSource[b].length - graph.claimsOfSource[a].length || a - b);
  return h("div", null, head("Sources", only ? `${plural(rows.length, "source")} never cited` : plural(rows.length, "source"),
    h("p", null, only ? go("/sources", "Show all") : go("/sources?only=unused", "Only those never cited"))),
    h("section", { class: "card" }, growing(rows, 60, (i) => h("li", { class: "row" }, go(graph.toSource(i), plain(graph.sourceTitle(i))),
      h("span", { class: "quiet" }, graph.sourceSite(i) ?? ""), h("span", { class: "rank-n" }, plural(graph.claimsOfSource[i].length, "claim"))), "ul", "rows")));
}

/** All problems, or those of one kind. */
export function problems(graph: Graph, query: URLSearchParams): HTMLElement {
  const code = query.get("code");
  const weight = (severity: string) => ["error", "warning", "note"].indexOf(severity);
  const rows = graph.c.problems.filter((p) => !code || p[1] === code).sort((a, b) => weight(a[2]) - weight(b[2]) || a[0] - b[0] || a[4] - b[4]);
  const codes = new Map<string, number>();
  for (const problem of graph.c.problems) codes.set(problem[1], (codes.get(problem[1]) ?? 0) + 1);
  const choice = (words: string, n: number, to: string, chosen: boolean) => h("li", null, h("a", { href: `#${to}`, "aria-current": chosen ? "true" : null }, words, " ", h("span", { class: "quiet" }, count(n))));
  return h("div", null, head("Problems", `${plural(rows.length, "problem")}${code ? `: ${code.replaceAll("-", " ")}` : ""}`, codes.size > 1 && h("ul", { class: "choices", "aria-label": "Kinds of problem" }, choice("all", graph.c.problems.length, "/problems", !code),
    [...codes].sort((a, b) => b[1] - a[1]).map(([name, n]) => choice(name.replaceAll("-", " "), n, `/problems?code=${encodeURIComponent(name)}`, name === code)))),
    h("section", { class: "card" }, rows.length ? growing(rows, 60, (p) => h("li", { class: "row" },
      go(`${graph.toArticle(p[0])}?at=${p[4]}`, plain(p[3])), h("span", { class: `severity ${p[2]}` }, p[2]), h("span", { class: "quiet" }, plain(graph.articleTitle(p[0])))), "ul", "rows") : h("p", { class: "quiet" }, "None.")));
}

