// Pieces that several views show: bars of backing, claims with their sources, sources with their sites.
import { BACKINGS, BACKING_WORDS, type Backing, type Graph } from "./data";
import { to } from "./address";
import { count, go, h, join, plain, plural, type Child } from "./dom";
import { highlight } from "./search";
import { whatIf } from "./whatif";

/** A stacked bar of how claims are backed; its label says the numbers. */
export function backingBar(tally: Record<Backing, number>, klass = ""): HTMLElement {
  const total = BACKINGS.reduce((sum, b) => sum + tally[b], 0);
  const words = BACKINGS.filter((b) => tally[b]).map((b) => `${count(tally[b])} ${BACKING_WORDS[b]}`).join("; ") || "no claims";
  return h("span", { class: `stack ${klass}`, role: "img", "aria-label": words, title: words },
    BACKINGS.filter((b) => tally[b]).map((b) => h("span", { class: `fill ${b}`, style: { flexGrow: String(tally[b] / total) } })));
}

/** How much there is of everything, in a sentence; each number leads to its list. */
export function tellAll(n: { claims: number; articles: number; sources: number; sites: number; cited: number; outside: number; never: number }): Child {
  return [go("/claims", plural(n.claims, "claim")), " in ", go("/articles", plural(n.articles, "article")), "; ", go("/sources", plural(n.sources, "source")), " on ", go("/sites", plural(n.sites, "site")), ": ",
    go("/sources?cited=claims", `${count(n.cited)} cited in claims`), ", ", n.outside > 0 && [go("/sources?cited=outside", `${count(n.outside)} cited outside claims only`), ", "], go("/sources?cited=never", `${count(n.never)} never cited`), "."];
}

/** How many claims of a tally have a source. */
export const backed = (tally: Record<Backing, number>): number => tally.several + tally.one + tally.unknown + tally.carried;

/** "84 %" of the claims of a tally have a source. */
export function shareOf(tally: Record<Backing, number>): string {
  const all = BACKINGS.reduce((sum, b) => sum + tally[b], 0);
  return all ? `${Math.round((100 * backed(tally)) / all)} %` : "–";
}

/** The kinds of backing with their numbers, each a link to the list behind it where `asked` says of what. */
export function legend(tally?: Record<Backing, number>, asked?: Record<string, string>): HTMLElement {
  return h("ul", { class: "legend" }, BACKINGS.filter((b) => b !== "bare" || tally?.bare).map((b) => {
    const words = [tally && h("b", null, count(tally[b])), " ", BACKING_WORDS[b]];
    return h("li", null, h("span", { class: `swatch ${b}`, "aria-hidden": "true" }), asked && tally?.[b] ? go(to("/claims", { ...asked, backing: b }), words) : words);
  }));
}

/** One small word that says how a claim is backed. */
export const chip = (backing: Backing): HTMLElement => h("span", { class: `chip ${backing}` }, BACKING_WORDS[backing]);

/** Text with the words of a search marked. */
export const marked = (text: string, query: string): (Node | string)[] => highlight(plain(text), query).map(([piece, hit]) => (hit ? h("mark", null, piece) : piece));

/** A source in one line: title, site, how much rests on it. */
export function sourceLine(graph: Graph, source: number, query = "", sited = true): HTMLElement {
  const site = sited ? graph.sourceSite(source) : null;
  const claims = graph.claimsOfSource[source].length;
  return h("span", { class: `source-line${whatIf().off[source] ? " off" : ""}` },
    go(graph.toSource(source), marked(graph.sourceTitle(source), query)),
    h("span", { class: "quiet" }, site ? ["  ", site, " · "] : "  ", claims ? go(to("/claims", { source: graph.c.sources.iri[source] }), plural(claims, "claim")) : "no claim"));
}

/** A claim with what backs it; `but` leaves one source out of its list. */
export function claimCard(graph: Graph, claim: number, options: { but?: number; article?: boolean; query?: string } = {}): HTMLElement {
  const { c } = graph;
  const backing = graph.backing[claim];
  const others = graph.sourcesOfClaim[claim].filter((s) => s !== options.but);
  const section = c.sections[c.claims.section[claim]];
  return h("li", { class: `claim-card ${backing}` },
    h("p", { class: "claim-text" }, go(graph.toArticle(c.claims.article[claim], claim), marked(c.claims.text[claim], options.query ?? ""))),
    h("p", { class: "quiet" },
      chip(backing), " ",
      options.article !== false && [go(graph.toArticle(c.claims.article[claim]), plain(graph.articleTitle(c.claims.article[claim]))), section && section !== graph.articleTitle(c.claims.article[claim]) ? ` › ${plain(section)}` : ""],
      others.length > 0 && [options.but === undefined ? " · rests on " : " · also on ",
        join(others.slice(0, 6).map((s) => crossed(s, go(graph.toSource(s), name(graph, s, others)))), ", "), others.length > 6 && ` and ${others.length - 6} more`]));
}

/** The link to a source, struck through where that is switched off. */
export const crossed = (source: number, link: Node): Node => (whatIf().off[source] ? h("s", null, link) : link);

/** A source by its publisher, else its site, or by its title where `others` are of the same one. */
function name(graph: Graph, source: number, others: number[]): string {
  const of = (s: number): string | null => graph.sourcePublisher(s) ?? graph.sourceSite(s);
  const known = of(source);
  if (known !== null && others.filter((s) => of(s) === known).length === 1) return plain(known);
  const title = plain(graph.sourceTitle(source));
  return title.length > 60 ? title.slice(0, 59) + "…" : title;
}

/** Fill `list` with `step` rows at a time, so that a page never builds thousands at once; the button for more. */
export function grow<T>(list: HTMLElement, rows: T[], step: number, make: (row: T) => HTMLElement, say?: string): HTMLButtonElement {
  const more = h("button", { class: "more", type: "button" });
  let shown = 0;
  const next = () => {
    list.append(...rows.slice(shown, shown + step).map(make));
    shown = Math.min(rows.length, shown + step);
    more.hidden = shown >= rows.length;
    more.textContent = say ?? `Show ${count(Math.min(step, rows.length - shown))} more of ${count(rows.length - shown)}`;
  };
  more.addEventListener("click", () => {
    const first = shown;
    next();
    list.children[first]?.querySelector("a")?.focus();
  });
  next();
  return more;
}

/** A list that grows by `step` rows. */
export function growing<T>(rows: T[], step: number, make: (row: T) => HTMLElement, tag: "ul" | "ol" = "ul", klass = ""): HTMLElement {
  const list = h(tag, { class: klass });
  const more = grow(list, rows, step, make);
  return h("div", null, list, more);
}

/** Rows with a bar each: what, a note, how many, a link to those where it can be, and what can be done about it. */
export function ranking(rows: { label: Node; n: number; to?: string; note?: Node | string; beside?: Node }[]): HTMLElement {
  const highest = Math.max(1, ...rows.map((r) => r.n));
  return h("ol", { class: "leaned" }, rows.map((r) =>
    h("li", null, h("span", { class: "rank-label", style: { "--share": `${(100 * r.n) / highest}%` } }, r.label), r.note && h("span", { class: "rank-note quiet" }, r.note),
      h("span", { class: "rank-n" }, r.to ? go(r.to, count(r.n)) : count(r.n)), r.beside)));
}

/** The head of a view. */
export function head(kind: string, title: string, ...below: (Node | string | null | false)[]): HTMLElement {
  return h("header", { class: "view-head" }, h("p", { class: "kind" }, kind), h("h1", null, plain(title)), below.filter((b): b is Node | string => !!b));
}
