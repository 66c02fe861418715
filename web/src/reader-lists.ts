// What can be asked of one article, a click from its head: its claims backed in one way, its problems, what shares its sources.
import { BACKINGS, BACKING_HELP, BACKING_WORDS, type Backing, type Graph, type Problem } from "./data";
import { count, go, h, plain, plural } from "./dom";
import { claimCard, growing, sourceLine } from "./parts";

/** The ways of backing with their numbers; a click shows those claims, another one all. */
export function filters(graph: Graph, claims: number[], now: Backing | null, choose: (how: Backing | null) => void): HTMLElement {
  const tally = graph.tally(claims);
  return h("div", { class: "filters legend", role: "group", "aria-label": "Show only claims backed so" }, BACKINGS.filter((b) => b !== "bare" || tally.bare).map((b) =>
    h("button", { type: "button", "aria-pressed": String(now === b), disabled: tally[b] === 0, title: BACKING_HELP[b], onclick: () => choose(now === b ? null : b) },
      h("span", { class: `swatch ${b}`, "aria-hidden": "true" }), h("b", null, count(tally[b])), " ", BACKING_WORDS[b])));
}

export function claimsBacked(graph: Graph, claims: number[], how: Backing): HTMLElement {
  const own = claims.filter((c) => graph.backing[c] === how);
  return h("div", null, h("h2", null, `${plural(own.length, "claim")}: ${BACKING_WORDS[how]}`), h("p", { class: "quiet" }, BACKING_HELP[how].replace(/^./, (c) => c.toUpperCase()), "."),
    growing(own, 20, (claim) => claimCard(graph, claim, { article: false }), "ul", "claims"));
}

export function problemList(problems: Problem[], goTo: (row: number) => void): HTMLElement {
  return h("div", null, h("h2", null, plural(problems.length, "problem")),
    growing([...problems.keys()], 40, (i) => {
      const [code, severity, message, , , line, file] = problems[i];
      return h("li", null, h("span", { class: `severity ${severity}` }, severity), " ",
        h("button", { type: "button", class: "link", onclick: () => goTo(i) }, `${code.replaceAll("-", " ")}${line ? `, line ${line}` : ""}${file ? ` of ${file}` : ""}`), " ", h("span", { class: "quiet" }, plain(message)));
    }, "ul", "bare problem-list"));
}

/** Other articles with claims that rest on the same sources, most shared first. */
export function sharing(graph: Graph, row: number): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const source of new Set(graph.claimsOfArticle[row].flatMap((c) => graph.sourcesOfClaim[c])))
    for (const other of new Set(graph.claimsOfSource[source].map((c) => graph.c.claims.article[c]))) if (other !== row && other >= 0) found.set(other, [...(found.get(other) ?? []), source]);
  return new Map([...found].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]));
}

export function sharingList(graph: Graph, shared: Map<number, number[]>): HTMLElement {
  return h("div", null, h("h2", null, `${plural(shared.size, "article")} with claims that rest on the same sources`),
    growing([...shared], 20, ([other, sources]) =>
      h("li", null, go(graph.toArticle(other), plain(graph.articleTitle(other))), h("span", { class: "quiet" }, `  ${plain(graph.c.articles[other][0])} · ${plural(sources.length, "source")} shared`),
        h("details", null, h("summary", null, "Which"), growing(sources, 10, (s) => h("li", null, sourceLine(graph, s)), "ul", "bare"))), "ul", "bare spaced"),
    h("p", { class: "quiet" }, go("/ask/articles-sharing-sources", "Every two articles that share sources")));
}

const KEYS: [string[], string][] = [
  [["n", "p"], "next, previous claim that is weak (uncited, carried, or its source missing) or problem"],
  [["j", "k"], "next, previous claim"],
  [["Enter"], "to what backs the chosen claim; again opens it"],
  [["w"], "as written, and back"],
  [["Esc"], "choose none; close a card"],
  [["Tab"], "to the next marker: a card shows its source; Enter keeps it open"],
  [["/"], "search"],
  [["?"], "these keys"],
];

export function keys(): HTMLDialogElement {
  const dialog = h("dialog", { class: "keys", "aria-label": "Keys" }, h("h2", null, "Keys"),
    h("dl", null, KEYS.map(([names, says]) => [h("dt", null, names.map((name) => [h("kbd", null, name), " "])), h("dd", null, says)])),
    h("p", { class: "quiet" }, "While claims backed in one way are shown alone, n, p, j and k go to these."),
    h("form", { method: "dialog" }, h("button", null, "Close")));
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}
