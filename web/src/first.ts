// The first view, out of the numbers alone: what is to be seen of a large graph while the rest of it is on its way.
import { to } from "./address";
import { BACKINGS, type Backing, type Numbers } from "./data";
import { go, h, plain, plural } from "./dom";
import { address } from "./names";
import { arranged, noSwitch, publishedBy, TOP } from "./overview-cards";
import { backed, backingBar, legend, ranking, shareOf, tellAll } from "./parts";
import { pageOf } from "./whatif";

/** What kgraph/jobs/overview says. */
export interface Overview {
  numbers: Numbers;
  coverage: [path: string, title: string | null, tally: number[]][];
  sites: [site: string, claims: number, sources: number][];
  publishers: [publisher: string, claims: number][];
  sources: [iri: string, title: string | null, url: string | null, publisher: string | null, claims: number][];
  problems: [code: string, n: number][];
}

const named = (numbers: number[]): Record<Backing, number> => Object.fromEntries(BACKINGS.map((b, i) => [b, numbers[i] ?? 0])) as Record<Backing, number>;

export function firstView({ numbers, coverage, sites, publishers, sources, problems }: Overview): HTMLElement {
  const tally = named(BACKINGS.map((_, i) => coverage.reduce((sum, [, , own]) => sum + (own[i] ?? 0), 0)));
  const all = (n: number, word: string) => go(`/${word}s`, `All ${plural(n, word)}`);
  const leaned = (label: Node, n: number, where: string, note?: Node) => ({ label, n, to: where, note, beside: noSwitch() });
  return arranged(
    tellAll({ claims: numbers.claims, articles: numbers.articles, sources: numbers.sources, sites: numbers.sites, cited: numbers["sources: cited in claims"], outside: numbers["sources: cited outside claims only"], never: numbers["sources: never cited"] }),
    [h("h2", { id: "backing" }, numbers.claims ? `${shareOf(tally)} of claims are backed` : "No claims yet"), numbers.claims > 0 && [backingBar(tally, "tall"), legend(tally, {})]],
    [
      { title: "Sources most leaned on", all: all(numbers.sources, "source"),
        body: ranking(sources.slice(0, TOP).map(([iri, title, url, publisher, n]) => leaned(go(pageOf({ group: "source", name: iri }), plain(title ?? address(url ?? iri))), n, to("/claims", { source: iri }), publishedBy(publisher)))) },
      { title: "Publishers most leaned on", all: all(numbers.publishers, "publisher"),
        body: ranking(publishers.slice(0, TOP).map(([name, n]) => leaned(go(pageOf({ group: "publisher", name }), plain(name)), n, to("/claims", { publisher: name })))) },
      { title: "Sites most leaned on", all: all(numbers.sites, "site"),
        body: ranking(sites.slice(0, TOP).map(([site, n]) => leaned(go(pageOf({ group: "site", name: site }), plain(site)), n, to("/claims", { site })))) },
      { title: "Coverage by article, worst first", body: worst(coverage), all: all(numbers.articles, "article") },
      problems.length
        ? { title: "Problems", all: all(problems.reduce((sum, [, n]) => sum + n, 0), "problem"),
          body: ranking(problems.slice(0, TOP).map(([code, n]) => ({ label: go(to("/problems", { code }), code.replaceAll("-", " ")), n, to: to("/problems", { code }) }))) }
        : { title: "Problems", body: h("p", { class: "quiet" }, "None found.") },
      { title: "What became of the sources", body: null, few: 3 },
    ]);
}

/** As the overview has them (overview.ts). */
function worst(coverage: Overview["coverage"]): HTMLElement {
  const rows = coverage.map(([path, title, own], i) => ({ path, title, tally: named(own), claims: own.reduce((a, b) => a + b, 0), i })).filter((row) => row.claims);
  const share = ({ tally, claims }: (typeof rows)[number]): number => backed(tally) / claims;
  rows.sort((a, b) => share(a) - share(b) || b.claims - a.claims || a.i - b.i);
  return h("ul", { class: "coverage" }, rows.slice(0, TOP).map(({ path, title, tally, claims }) =>
    h("li", null, h("span", { class: "cover-name", title: path }, go(`/article/${encodeURIComponent(path)}`, plain(title ?? path))), backingBar(tally), h("span", { class: "rank-n" }, shareOf(tally)),
      h("span", { class: "rank-n" }, go(to("/claims", { article: path }), plural(claims, "claim"))))));
}
