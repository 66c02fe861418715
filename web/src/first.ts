// The first view, out of the numbers alone: what is to be seen of a large graph while the rest of it is on its way.
import { BACKINGS, type Backing, type Numbers } from "./data";
import { go, h, plain, plural } from "./dom";
import { backingBar, growing, inAll, legend, ranking } from "./parts";

/** What kgraph/jobs/overview says. */
export interface Overview {
  numbers: Numbers;
  coverage: [path: string, title: string | null, tally: number[]][];
  sites: [site: string, claims: number, sources: number][];
  sources: [iri: string, title: string | null, url: string | null, site: string | null, claims: number][];
  problems: [code: string, n: number][];
}

const named = (numbers: number[]): Record<Backing, number> => Object.fromEntries(BACKINGS.map((b, i) => [b, numbers[i] ?? 0])) as Record<Backing, number>;

export function firstView({ numbers, coverage, sites, sources, problems }: Overview): HTMLElement {
  const tally = named(BACKINGS.map((_, i) => coverage.reduce((sum, [, , own]) => sum + (own[i] ?? 0), 0)));
  const open = (kind: string, name: string) => `/${kind}/${encodeURIComponent(name)}`;
  return h("div", { class: "overview" },
    h("header", { class: "view-head" }, h("h1", null, "What backs this?"),
      h("p", { class: "lead" }, inAll(numbers))),
    h("section", { class: "card hero" }, h("h2", null, "How claims are backed"), backingBar(tally, "tall"), legend(tally)),
    h("div", { class: "two" },
      h("section", { class: "card" }, h("h2", null, "Sites most leaned on"),
        ranking(sites.map(([site, n, used]) => ({ label: go(open("site", site), site), n, note: plural(used, "source") })))),
      h("section", { class: "card" }, h("h2", null, "Sources most leaned on"),
        ranking(sources.map(([iri, title, url, site, n]) => ({ label: go(open("source", iri), plain(title ?? url ?? iri)), n, note: site ?? "" }))))),
    h("section", { class: "card" }, h("h2", null, "Coverage by article"),
      h("div", { class: "coverage" }, growing(coverage, 25, ([path, title, own]) => h("li", null, h("span", { class: "cover-name" }, go(open("article", path), plain(title ?? path))),
        backingBar(named(own)), h("span", { class: "rank-n" }, plural(own.reduce((a, b) => a + b, 0), "claim")))))),
    h("section", { class: "card" }, h("h2", null, "Problems"),
      problems.length ? ranking(problems.map(([code, n]) => ({ label: h("span", null, code.replaceAll("-", " ")), n }))) : h("p", { class: "quiet" }, "None found.")));
}
