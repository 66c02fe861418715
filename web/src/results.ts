// What a search found: sites and publishers with what leans on them, articles, sources, claims.
import { to } from "./address";
import type { Graph } from "./data";
import { count, go, h, plural } from "./dom";
import { leaning } from "./leaning";
import { claimCard, growing, head, marked, sourceLine } from "./parts";
import type { Found, Index } from "./search";
import { inSlices } from "./slices";
import { cutSwitch, pageOf } from "./whatif";

const BEST = 60;

export function results(graph: Graph, index: Index, query: string): HTMLElement {
  const said = h("p", { class: "lead", role: "status" }, query ? "Searching…" : "Type to search claims, titles, sites and publishers.");
  const place = h("div");
  if (query) inSlices(index.find(query, BEST), (found) => {
    said.replaceChildren(`${count(found.total)} found`);
    place.replaceChildren(...groups(graph, found, query));
  });
  return h("div", { class: "results" }, head("Search", query || "Search", said), place);
}

function groups(graph: Graph, found: Found, query: string): HTMLElement[] {
  const group = (title: string, rows: number[], make: (row: number) => HTMLElement, klass: string) =>
    rows.length ? [h("section", { class: "card" }, h("h2", null, title), growing(rows, 20, make, "ul", klass))] : [];
  const leaned = (kind: "site" | "publisher", names: string[]) => (row: number) => {
    const n = leaning(graph, kind).claims[row];
    return h("li", null, go(pageOf({ group: kind, name: names[row] }), marked(names[row], query)), h("span", { class: "quiet" }, " · ", n ? go(to("/claims", { [kind]: names[row] }), plural(n, "claim")) : "no claim", " "), n > 0 && cutSwitch({ group: kind, name: names[row] }, true));
  };
  return [
    ...group("Sites", found.sites, leaned("site", graph.c.sites), "bare spaced"),
    ...group("Publishers", found.publishers, leaned("publisher", graph.c.publishers), "bare spaced"),
    ...group("Articles", found.articles, (i) => h("li", null, go(graph.toArticle(i), marked(graph.articleTitle(i), query))), "bare spaced"),
    ...group("Sources", found.sources, (i) => h("li", null, sourceLine(graph, i, query)), "bare spaced"),
    ...group("Claims", found.claims, (i) => claimCard(graph, i, { query }), "claims"),
  ];
}
