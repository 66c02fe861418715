// What is shown, and of it what: the choices above a drawing. On a narrow screen they are folded.
import { BACKINGS, BACKING_WORDS, type Backing, type Graph } from "../data";
import { h, later, plain } from "../dom";
import { each, inSlices } from "../slices";
import { MOST, VIEWS, VIEW_WORDS, type Address, type By, type Colouring, type ViewName } from "./address";

type Change = (change: Partial<Address>, quietly?: boolean) => void;

export const crossing = (view: ViewName): boolean => view === "bands" || view === "matrix";

export function controls(graph: Graph, address: Address, change: Change): HTMLElement {
  const select = (label: string, value: string, rows: [string, string][], set: (value: string) => void): HTMLElement => h("label", null, h("span", null, label), pick(rows, value, set));
  const { sites, articles } = choices(graph);
  const find = h("input", { type: "search", value: address.find, placeholder: "words of a label", oninput: later(150, (e: Event) => change({ find: (e.target as HTMLInputElement).value }, true)) });
  const form = h("form", { class: "controls", onsubmit: (e: Event) => e.preventDefault() },
    select("Show", address.view, VIEWS.map((v) => [v, VIEW_WORDS[v]]), (view) => change({ view: view as ViewName, chosen: [], open: [], at: undefined })),
    crossing(address.view) ? select("Articles by", address.by, [["site", "site"], ["publisher", "publisher"]], (by) => change({ by: by as By, chosen: [], open: [] }))
      : select("Nodes at most", String(address.most), MOST.map((n) => [String(n), n.toLocaleString("en")]), (most) => change({ most: Number(most), at: undefined })),
    select("Site", address.site ?? "", [["", "all"], ...sites], (site) => change({ site: site || undefined, at: undefined })),
    select("Article", address.article ?? "", [["", "all"], ...articles], (article) => change({ article: article || undefined, at: undefined })),
    select("Backing", address.support ?? "", [["", "all"], ...BACKINGS.slice(0, 4).map((b) => [b, BACKING_WORDS[b]] as [string, string])], (support) => change({ support: (support || undefined) as Backing | undefined, at: undefined })),
    !crossing(address.view) && select("Colour by", address.colour, [["kind", "kind and backing"], ["community", "community"]], (colour) => change({ colour: colour as Colouring })),
    h("label", { class: "wide" }, h("span", null, "Find"), find),
    address.near && h("button", { type: "button", onclick: () => change({ near: undefined, at: undefined }) }, "Leave this neighbourhood"));
  const folded = h("details", { class: "filters" }, h("summary", null, `${VIEW_WORDS[address.view]}: view, filters, find`), form);
  folded.open = !matchMedia("(max-width: 40rem)").matches;
  return folded;
}

/** So many choices are made at once, others when the page has answered. */
const FEW = 50;

function pick(rows: [string, string][], value: string, change: (value: string) => void): HTMLSelectElement {
  const element = h("select", { onchange: () => change(element.value) });
  const made = each(rows.slice(0, 3000), ([v, words]) => element.append(h("option", { value: v, selected: v === value }, plain(words).slice(0, 70))), FEW);
  if (rows.length < FEW) made.next();
  else setTimeout(() => inSlices(made, () => undefined));
  return element;
}

const kept = new WeakMap<Graph, { sites: [string, string][]; articles: [string, string][] }>();

/** All sites and articles by their names, each with what the address calls it. */
function choices(graph: Graph): { sites: [string, string][]; articles: [string, string][] } {
  let found = kept.get(graph);
  if (!found) {
    const { compare } = new Intl.Collator();
    const articles = graph.c.articles.map((a, i) => [a[0], graph.articleTitle(i)] as [string, string]).sort((a, b) => compare(a[1], b[1]));
    kept.set(graph, (found = { sites: [...graph.c.sites].sort().map((name) => [name, name]), articles }));
  }
  return found;
}
