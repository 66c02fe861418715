// A chosen node in words: what it is, what it stands for, and what is beside it.
import type { Graph } from "../data";
import { count, go, h, plain, plural } from "../dom";
import { chip, growing } from "../parts";
import { MARK_WORDS } from "./marks";
import type { Network, Node } from "./network";

const named = (node: Node, choose: (key: string) => void): HTMLElement => h("button", { type: "button", class: "as-link", onclick: () => choose(node.key) }, node.label);

export function nodeCard(graph: Graph, net: Network, key: string, beside: string[], choose: (key: string | undefined) => void, open: (key: string) => void): HTMLElement[] {
  const node = net.nodes.get(key);
  if (!node) return [];
  const counted = node.rows.length > 1;
  return [
    h("button", { type: "button", class: "close", "aria-label": "Choose nothing", onclick: () => choose(undefined) }, "×"),
    h("p", { class: "kind" }, node.backing ? MARK_WORDS[node.backing] : node.kind),
    h("p", { class: "chosen-title" }, node.to ? go(node.to, node.label) : node.label),
    ...(counted ? [h("p", null, h("button", { type: "button", onclick: () => open(key) }, `Show these ${count(node.rows.length)} one by one`)), h("details", null, h("summary", null, `The ${plural(node.rows.length, node.kind)}`), members(graph, node))] : []),
    h("details", { open: true }, h("summary", null, `Beside it: ${count(beside.length)}`), growing(beside, 8, (k) => h("li", null, named(net.nodes.get(k)!, choose)), "ul", "bare")),
  ];
}

function members(graph: Graph, { kind, rows, backing }: Node): HTMLElement {
  const link = {
    claim: (row: number) => go(graph.toArticle(graph.c.claims.article[row], row), plain(graph.c.claims.text[row])), source: (row: number) => go(graph.toSource(row), plain(graph.sourceTitle(row))),
    article: (row: number) => go(graph.toArticle(row), plain(graph.articleTitle(row))), site: (row: number) => go(graph.toSite(row), graph.c.sites[row]),
  }[kind];
  return growing(rows, 8, (row) => h("li", null, link(row), backing ? [" ", chip(backing)] : null), "ul", "bare spaced");
}
