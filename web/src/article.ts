// Article: its text as written, every claim underlined by how it is backed, markers live, problems in the margin.
import { BACKING_HELP, type Detail, type Graph, type Marker, type Problem } from "./data";
import { h, outward, plain, plural } from "./dom";
import { backingBar, chip, claimCard, head, legend, sourceLine } from "./parts";
import { missing } from "./source";
import { leadsOn } from "./leads";
import { pieces, units, type Layer } from "./text";

export function article(graph: Graph, path: string, query: URLSearchParams): HTMLElement {
  const row = graph.articleRow.get(path);
  if (row === undefined) return missing("article", path);
  const [, , date, language, generator] = graph.c.articles[row];
  const claims = graph.claimsOfArticle[row];
  const tally = graph.tally(claims);
  const text = h("div", { class: "text", role: "document", "aria-label": "Text of the article", ...(language ? { lang: language } : {}) }, h("p", { class: "quiet" }, "Opening…"));
  const panel = h("aside", { class: "panel", "aria-live": "polite", "aria-label": "What backs the chosen claim" }, advice());
  const view = h("div", { class: "article" },
    head("Article", graph.articleTitle(row), h("p", { class: "quiet" }, [path, date, language, generator && `made with ${generator}`].filter(Boolean).map((t) => plain(String(t))).join(" · ")),
      h("div", { class: "article-bar" }, backingBar(tally), legend(tally, { article: path })), leadsOn(graph, row)),
    h("div", { class: `reading${graph.c.articles[row][6] ? " noted" : ""}` }, text, h("div", { class: "side" }, panel)));
  void graph.detail(row).then((detail) => {
    const reader = new Reading(graph, row, detail, text, panel);
    reader.show();
    const wanted = query.get("claim");
    const at = query.get("at");
    if (wanted) reader.choose(claims.find((c) => graph.c.claims.id[c] === wanted), true);
    else if (at) reader.scrollTo(Number(at));
    const keys = (event: KeyboardEvent) => {
      if (!view.isConnected) return document.removeEventListener("keydown", keys);
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j" || event.key === "k") reader.step(event.key === "j" ? 1 : -1);
    };
    document.addEventListener("keydown", keys);
  }, (error: Error) => text.replaceChildren(h("p", { class: "quiet" }, `The text could not be opened: ${error.message}`)));
  return view;
}

const advice = (): HTMLElement => h("p", { class: "quiet" }, "Choose a claim to see what backs it. Keys: j and k go from claim to claim.");

class Reading {
  private readonly claims: number[];
  private spans = new Map<number, HTMLElement[]>();
  private chosen: number | undefined;

  constructor(private readonly graph: Graph, private readonly row: number, private readonly detail: Detail, private readonly text: HTMLElement, private readonly panel: HTMLElement) {
    this.claims = [...graph.claimsOfArticle[row]].sort((a, b) => graph.c.claims.start[a] - graph.c.claims.start[b]);
  }

  show(): void {
    this.text.replaceChildren();
    if (this.detail.text === null) this.showClaims();
    else this.showText(this.detail.text);
  }

  /** Without the text (the file is gone or has changed) the claims still stand in their order. */
  private showClaims(): void {
    this.text.append(h("p", { class: "notice" }, "The article's file is gone, or has changed since it was built; these are its claims. Build again to see its text."));
    const list = h("ul", { class: "claims" });
    for (const claim of this.claims) list.append(claimCard(this.graph, claim, { article: false }));
    this.text.append(list);
    for (const problem of this.detail.problems) this.text.append(this.note(problem));
  }

  private showText(text: string): void {
    const { c } = this.graph;
    const layers: Layer[] = [
      ...this.claims.map((claim) => ({ start: c.claims.start[claim], end: c.claims.end[claim], kind: "claim" as const, value: claim })),
      ...this.detail.markers.map((marker, i) => ({ start: marker[0], end: marker[1], kind: "marker" as const, value: i })),
      ...this.detail.problems.map((problem, i) => ({ start: problem[3], end: problem[4], kind: "problem" as const, value: i })),
    ];
    const noted = new Set<number>();
    const unit = units(text);
    for (const line of pieces(text, layers)) {
      const block = h("div", { class: `line ${line.kind}` });
      for (const piece of line.pieces) {
        let node: Node = document.createTextNode(plain(piece.text));
        if (piece.marker !== undefined) node = this.marker(this.detail.markers[piece.marker], piece.text);
        else if (piece.quiet) node = h("span", { class: "markup" }, plain(piece.text));
        if (piece.problem !== undefined) node = h("span", { class: "flawed" }, node);
        if (piece.claim !== undefined) {
          const claim = piece.claim;
          const span = h("span", { class: `claim ${this.graph.backing[claim]}`, "data-claim": c.claims.id[claim], onclick: (event: Event) => (event.target as Element).closest("a") ?? this.choose(claim) }, node);
          this.spans.set(claim, [...(this.spans.get(claim) ?? []), span]);
          node = span;
        }
        block.append(node);
      }
      block.dataset.start = String(line.start);
      const notes = this.detail.problems.filter((p, i) => unit(p[3]) >= line.start && unit(p[3]) < line.end && !noted.has(i) && noted.add(i));
      this.text.append(block);
      if (notes.length) this.text.append(h("div", { class: "margin" }, notes.map((p) => this.note(p))));
    }
    const rest = this.detail.problems.filter((_, i) => !noted.has(i));
    this.text.append(...rest.map((p) => this.note(p)));
    this.spread();
  }

  /** Notes in the margin keep below each other. */
  private spread(): void {
    let free = -Infinity;
    for (const note of this.text.querySelectorAll<HTMLElement>(".margin")) {
      if (getComputedStyle(note).position !== "absolute") return;
      const top = Math.max(note.offsetTop, free);
      note.style.top = `${top}px`;
      free = top + note.offsetHeight + 8;
    }
  }

  private note(problem: Problem): HTMLElement {
    return h("p", { class: `note ${problem[1]}` }, h("b", null, problem[0].replaceAll("-", " ")), " ", plain(problem[2]));
  }

  private marker(marker: Marker, text: string): HTMLElement {
    const [, , status, , , sources] = marker;
    const row = sources.map((iri) => this.graph.sourceRow.get(iri)).find((r) => r !== undefined);
    if (row === undefined) return h("span", { class: "marker broken", title: ["resolved", "dangling: no entry has this label", "unresolvable: it names nothing", "ambiguous: two entries have its author and year"][status] }, plain(text));
    const link = h("a", { class: text.length > 24 ? "marker long" : "marker", href: "#" + this.graph.toSource(row), "aria-label": `marker ${plain(marker[6] || text)}: ${plain(this.graph.sourceTitle(row))}` }, plain(text));
    const open = () => hover(link, this.hoverCard(marker));
    link.addEventListener("mouseenter", open);
    link.addEventListener("focus", open);
    return link;
  }

  private hoverCard(marker: Marker): HTMLElement {
    const rows = marker[5].map((iri) => this.graph.sourceRow.get(iri)).filter((r): r is number => r !== undefined);
    const entry = this.detail.references.find((r) => r[5] === marker[5][0]);
    return h("div", { class: "hover", role: "tooltip" },
      rows.map((r) => h("p", null, h("b", null, plain(this.graph.sourceTitle(r))), h("br"), h("span", { class: "quiet" }, `${this.graph.sourceSite(r) ?? this.graph.c.sources.kind[r]} · ${plural(this.graph.claimsOfSource[r].length, "claim")} rest on it`))),
      marker[7] && h("blockquote", null, plain(marker[7])),
      entry?.[3] && h("p", { class: "quiet printed" }, plain(entry[3]).slice(0, 240)));
  }

  /** Choose a claim: mark it, and say in the panel what backs it. */
  choose(claim: number | undefined, scroll = false): void {
    if (claim === undefined) return;
    this.unmark();
    this.chosen = claim;
    const spans = this.spans.get(claim) ?? [];
    for (const span of spans) span.classList.add("chosen");
    history.replaceState(null, "", "#" + this.graph.toArticle(this.row, claim));
    const { graph } = this;
    const sources = graph.sourcesOfClaim[claim];
    const section = graph.c.sections[graph.c.claims.section[claim]];
    this.panel.replaceChildren(
      h("button", { type: "button", class: "close", "aria-label": "Choose none", onclick: () => this.leave() }, "×"),
      h("p", null, chip(graph.backing[claim])),
      h("p", { class: "claim-text" }, plain(graph.c.claims.text[claim])),
      h("p", { class: "quiet" }, section ? `${plain(section)}. ` : "", `${BACKING_HELP[graph.backing[claim]].replace(/^./, (c) => c.toUpperCase())}.`),
      sources.length ? h("h2", null, plural(sources.length, "source")) : "",
      h("ul", { class: "bare spaced" }, sources.map((s) => {
        const passage = graph.passage.get(`${claim} ${s}`);
        return h("li", null, sourceLine(graph, s), passage && h("blockquote", null, plain(passage)), h("br"), outward(graph.address(s), graph.address(s).replace(/^https?:\/\//, "")));
      })));
    if (scroll) spans[0]?.scrollIntoView({ block: "center" });
    if (spans[0]) this.uncover(spans[0]);
  }

  /** Out from below the panel, which covers the lower half of a narrow screen. */
  private uncover(span: HTMLElement): void {
    const [claim, panel] = [span.getBoundingClientRect(), this.panel.parentElement!.getBoundingClientRect()];
    if (claim.bottom > panel.top && claim.top < panel.bottom && claim.left < panel.right && claim.right > panel.left) span.scrollIntoView({ block: "start" });
  }

  /** Choose none. */
  private leave(): void {
    this.unmark();
    this.chosen = undefined;
    history.replaceState(null, "", "#" + this.graph.toArticle(this.row));
    this.panel.replaceChildren(advice());
  }

  private unmark(): void {
    for (const span of this.spans.get(this.chosen ?? -1) ?? []) span.classList.remove("chosen");
  }

  step(by: number): void {
    const at = this.chosen === undefined ? (by > 0 ? -1 : this.claims.length) : this.claims.indexOf(this.chosen);
    this.choose(this.claims[Math.max(0, Math.min(this.claims.length - 1, at + by))], true);
  }

  scrollTo(offset: number): void {
    const lines = [...this.text.querySelectorAll<HTMLElement>(".line")];
    lines.filter((l) => Number(l.dataset.start) <= offset).at(-1)?.scrollIntoView({ block: "center" });
  }
}

/** A card beside what is pointed at, gone when the pointer, the focus or Escape leaves it. */
function hover(link: HTMLElement, card: HTMLElement): void {
  document.querySelector(".hover")?.remove();
  document.body.append(card);
  const place = link.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const above = place.bottom + height + 12 > innerHeight;
  card.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, place.left - 12))}px`;
  card.style.top = `${above ? place.top - height - 8 : place.bottom + 8}px`;
  const close = () => {
    card.remove();
    for (const name of ["mouseleave", "blur", "click"]) link.removeEventListener(name, close);
    removeEventListener("scroll", close, true);
    removeEventListener("keydown", escape);
    removeEventListener("hashchange", close);
  };
  const escape = (event: KeyboardEvent) => event.key === "Escape" && close();
  for (const name of ["mouseleave", "blur", "click"]) link.addEventListener(name, close);
  addEventListener("scroll", close, true);
  addEventListener("keydown", escape);
  addEventListener("hashchange", close);
}
