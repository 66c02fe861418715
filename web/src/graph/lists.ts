// A drawing as a list, for those who cannot see it: the same lines and nodes, with what they meet.
import { go, h, plural, count } from "../dom";
import { growing } from "../parts";
import type { Cross } from "./cross";
import type { Network } from "./network";

/** What articles lean on, each with the articles that do. */
export function crossAsList(found: Cross): HTMLElement {
  const rows = found.backers.map((line, i) => ({ line, met: found.meetings.filter((m) => m.backer === i).sort((a, b) => b.claims.length - a.claims.length) }));
  return growing(rows, 60, ({ line, met }) => h("li", { class: `deep-${line.depth}` }, line.to ? go(line.to, line.label) : line.label,
    h("span", { class: "quiet" }, ` · ${plural(line.claims.length, "claim")} · `, met.slice(0, 12).map((m) => `${found.articles[m.article].label} (${count(m.claims.length)})`).join("; "), met.length > 12 ? `; and ${met.length - 12} more` : "")), "ul", "spaced");
}

/** Each node that others lean on, with how many do. */
export function networkAsList(net: Network): HTMLElement {
  const beside = new Map<string, string[]>();
  for (const [a, b] of net.edges) {
    const own = beside.get(b);
    if (own) own.push(a);
    else beside.set(b, [a]);
  }
  const rows = [...beside].sort((a, b) => b[1].length - a[1].length);
  return growing(rows, 200, ([key, own]) => {
    const node = net.nodes.get(key)!;
    const kind = net.nodes.get(own[0])!.kind;
    const n = own.reduce((sum, k) => sum + net.nodes.get(k)!.rows.length, 0);
    return h("li", null, node.to ? go(node.to, node.label) : node.label, h("span", { class: "quiet" }, ` · ${plural(n, kind)}`));
  }, "ul", "spaced");
}
