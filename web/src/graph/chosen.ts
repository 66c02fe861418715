// What is chosen in bands or matrix, in words: how much rests on it, what of it on nothing else, its sources, its claims.
import type { Graph } from "../data";
import { count, go, h, plain, plural } from "../dom";
import { backingBar, chip, growing } from "../parts";
import type { Address } from "./address";
import { articleKey, sourceKey, type Cross, type Line } from "./cross";
import { MARK_WORDS } from "./marks";

const word = (line: Line): string => (line.kind === "others" ? "others" : line.kind === "claim" ? MARK_WORDS[line.mark] : line.kind);
const title = (line: Line): Node => (line.to ? go(line.to, line.label) : document.createTextNode(line.label));

export function chosenCard(graph: Graph, found: Cross, address: Address, choose: (keys: string[]) => void): HTMLElement[] {
  const article = found.articles.find((line) => address.chosen.includes(line.key));
  const backer = found.backers.find((line) => address.chosen.includes(line.key));
  const first = backer ?? article;
  if (!first) return [];
  const within = article && backer ? new Set(article.claims) : undefined;
  const claims = within ? backer!.claims.filter((claim) => within.has(claim)) : first.claims;
  const leave = h("button", { type: "button", class: "close", "aria-label": "Choose nothing", onclick: () => choose([]) }, "×");
  return [
    leave, h("p", { class: "kind" }, word(first)), h("p", { class: "chosen-title" }, title(first)),
    article && backer ? h("p", { class: "quiet" }, "in ", title(article)) : "",
    h("p", null, h("b", null, plural(claims.length, "claim")), alone(graph, address, backer, claims)), backingBar(graph.tally(claims)),
    ...(backer ? [section("Claims", claimList(graph, claims, !article))] : [section("Leans on", backersOf(found, article!, choose))]),
    backer && !article && backer.kind !== "claim" ? section("In", articlesOf(graph, claims, (key) => choose([key, backer.key]))) : "",
  ].filter((part): part is HTMLElement => part !== "");
}

const section = (name: string, ...rows: HTMLElement[]): HTMLElement => h("details", { open: true }, h("summary", null, name), rows);

/** How many of the claims rest on nothing beside what is chosen. */
function alone(graph: Graph, { by }: Address, backer: Line | undefined, claims: number[]): string {
  if (!backer || backer.kind === "claim" || backer.kind === "others") return "";
  const { c } = graph;
  const groups = by === "site" ? c.sources.site : c.sources.publisher;
  const of = backer.kind === "source" ? (source: number) => sourceKey(graph, source) === backer.key
    : (source: number) => `${by}:${(by === "site" ? c.sites : c.publishers)[groups[source]] ?? ""}` === backer.key;
  const n = claims.filter((claim) => graph.sourcesOfClaim[claim].every(of)).length;
  return `; ${count(n)} on nothing else`;
}

function claimList(graph: Graph, claims: number[], named: boolean): HTMLElement {
  return growing(claims, 8, (claim) => {
    const article = graph.c.claims.article[claim];
    return h("li", null, go(graph.toArticle(article, claim), plain(graph.c.claims.text[claim])), " ", chip(graph.backing[claim]),
      named ? h("span", { class: "quiet" }, ` ${plain(graph.articleTitle(article))}`) : null);
  }, "ul", "bare spaced");
}

function articlesOf(graph: Graph, claims: number[], choose: (key: string) => void): HTMLElement {
  const counts = new Map<number, number>();
  for (const claim of claims) counts.set(graph.c.claims.article[claim], (counts.get(graph.c.claims.article[claim]) ?? 0) + 1);
  return growing([...counts].sort((a, b) => b[1] - a[1]), 8, ([article, n]) =>
    h("li", null, h("button", { type: "button", class: "as-link", onclick: () => choose(articleKey(graph, article)) }, plain(graph.articleTitle(article))), h("span", { class: "quiet" }, ` · ${count(n)}`)), "ul", "bare");
}

/** What an article leans on, most first; each chooses the two together. */
function backersOf(found: Cross, article: Line, choose: (keys: string[]) => void): HTMLElement {
  const at = found.articles.indexOf(article);
  const rows = found.meetings.filter((m) => m.article === at).sort((a, b) => b.claims.length - a.claims.length);
  return growing(rows, 12, ({ backer, claims }) =>
    h("li", null, h("button", { type: "button", class: "as-link", onclick: () => choose([article.key, found.backers[backer].key]) }, found.backers[backer].label), h("span", { class: "quiet" }, ` · ${count(claims.length)}`)), "ul", "bare");
}
