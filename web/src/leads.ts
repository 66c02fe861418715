// Where an article leads on to: its claims, sources and problems as lists, and the articles that share sources with it.
import { to } from "./address";
import type { Graph } from "./data";
import { go, h, join, plural } from "./dom";
import { sourcesOfArticle } from "./relations";

/** `shared` is how many articles share sources with it. */
export function leadsOn(graph: Graph, row: number, shared: number): HTMLElement {
  const article = graph.c.articles[row][0];
  const numbers: [number, string, string][] = [
    [graph.claimsOfArticle[row].length, "claim", to("/claims", { article })],
    [sourcesOfArticle(graph)[row].length, "source", to("/sources", { article })],
    [graph.c.articles[row][6], "problem", to("/problems", { article })],
  ];
  if (shared) numbers.push([shared, "article", to("/articles", { shares: article, sort: "-shared" })]);
  return h("p", { class: "leads-on quiet" }, "As lists: ", join(numbers.filter(([n]) => n).map(([n, word, where]) => go(where, plural(n, word))), " · "), shared > 0 && " that share sources with it");
}
