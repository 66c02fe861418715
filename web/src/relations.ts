// Ways between articles and sources, over the claims between them; worked out when first asked for.
import type { Graph } from "./data";

const kept = new WeakMap<Graph, { sources: number[][]; articles: number[][] }>();

function relations(graph: Graph): { sources: number[][]; articles: number[][] } {
  let found = kept.get(graph);
  if (!found) {
    const lists = (n: number): number[][] => Array.from({ length: n }, () => []);
    found = { sources: lists(graph.c.articles.length), articles: lists(graph.c.sources.iri.length) };
    const last = new Int32Array(graph.c.sources.iri.length).fill(-1);
    graph.claimsOfArticle.forEach((claims, article) => {
      for (const claim of claims) for (const source of graph.sourcesOfClaim[claim]) {
        if (last[source] === article) continue;
        last[source] = article;
        found!.sources[article].push(source);
        found!.articles[source].push(article);
      }
    });
    kept.set(graph, found);
  }
  return found;
}

/** The sources that the claims of each article rest on. */
export const sourcesOfArticle = (graph: Graph): number[][] => relations(graph).sources;
/** The articles whose claims rest on each source. */
export const articlesOfSource = (graph: Graph): number[][] => relations(graph).articles;
