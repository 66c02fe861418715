// Ask: the project's questions, answered; on a server also with parameters, and in SPARQL.
import type { Graph, Question } from "./data";
import { to } from "./address";
import { count, download, fetched } from "./ask-parts";
import { go, h, later, outward, plain, plural } from "./dom";
import { grow, head } from "./parts";

interface Solutions { head: { vars: string[] }; results: { bindings: Record<string, { value: string }>[] }; total?: number }

/** Of an answer so many rows are fetched at first; all of them where someone wants to keep it. */
const ROWS = 2_000;

export function ask(graph: Graph, name: string | null): HTMLElement {
  const questions = graph.c.answers;
  const chosen = questions.find((q) => q.name === name);
  const list = h("nav", { class: "questions", "aria-label": "Ready questions" }, h("ul", { class: "bare" },
    questions.map((q) => h("li", null, h("a", { href: `#/ask/${q.name}`, "aria-current": q === chosen ? "page" : null }, q.question)))),
    graph.home === "server" && h("p", null, h("a", { href: "#/ask/sparql", "aria-current": name === "sparql" ? "page" : null, class: "sparql-link" }, "Ask in SPARQL")));
  const body = h("section", { class: "main-column answer", "aria-live": "polite" });
  if (name === "sparql" && graph.home === "server") sparql(graph, body);
  else if (chosen) answer(graph, chosen, body);
  else body.append(h("p", { class: "lead" }, "Choose a question."), h("p", { class: "quiet" }, graph.home === "file" ? "The answers were worked out when this page was made. With kgraph serve, questions take parameters, and you can write your own." : "Or write one in SPARQL."));
  return h("div", null, head("Ask", chosen?.question ?? (name === "sparql" ? "In your own words" : "Ready questions")), h("div", { class: chosen || name === "sparql" ? "asking" : "asking choosing" }, list, body));
}

function answer(graph: Graph, question: Question, body: HTMLElement): void {
  const place = h("div", { class: "table-box" });
  const show = (vars: string[], rows: Rows, total: number, all?: () => Promise<Rows>) => place.replaceChildren(table(graph, question, vars, rows, total, all));
  const names = Object.keys(question.parameters);
  if (graph.home === "server") {
    const values = new Map<string, string>();
    let turn = 0;
    const run = async () => {
      const mine = ++turn;
      const query = new URLSearchParams([...values].filter(([, v]) => v));
      const asked = async (more: string) => fetched<Solutions>(`/api/questions/${question.name}?${query}${more}`);
      const rowsOf = ({ head: { vars }, results }: Solutions): Rows => results.bindings.map((b) => vars.map((v) => b[v]?.value ?? null));
      try {
        const found = await asked(`&limit=${ROWS}`);
        const rows = rowsOf(found);
        if (mine === turn) show(found.head.vars, rows, found.total ?? rows.length, async () => rowsOf(await asked("")));
      } catch (error) {
        if (mine === turn) place.replaceChildren(h("p", { class: "notice" }, (error as Error).message));
      }
    };
    if (names.length) body.append(h("form", { class: "controls", onsubmit: (e: Event) => { e.preventDefault(); void run(); } },
      names.map((n) => h("label", { class: "wide" }, h("span", null, n), h("input", { type: "text", placeholder: question.parameters[n], oninput: later(300, (e: Event) => { values.set(n, (e.target as HTMLInputElement).value.trim()); void run(); }) })))));
    place.append(h("p", { class: "quiet" }, "Asking…"));
    void run();
  } else if (question.rows) show(question.vars!, question.rows, question.total!);
  else place.append(h("p", { class: "notice" }, question.note ?? "No answer."));
  body.append(place, h("details", null, h("summary", null, "The query"), h("pre", { tabindex: "0" }, question.text),
    h("p", { class: "quiet" }, `From the shell: kgraph query ${question.name}`)));
}

type Rows = (string | null)[][];

/** Question → the list of this page that has the same rows, all of them. */
const LISTED: Record<string, string> = {
  "claims-without-source": to("/claims", { backing: ["missing", "uncited"] }), "claims-resting-on-one-publisher": to("/claims", { backing: "one" }),
  "sources-by-claims": to("/sources", { cited: "claims" }), problems: "/problems",
};

/** An answer; `all` fetches the rows that are not here. */
function table(graph: Graph, question: Question, vars: string[], rows: Rows, total: number, all?: () => Promise<Rows>): HTMLElement {
  const wrap = h("div");
  const numeric = vars.map((_, i) => rows.length > 0 && rows.every((r) => r[i] === null || /^-?\d+(\.\d+)?$/.test(r[i]!)));
  const told = vars.map((_, i) => i).filter((i) => !vars.includes(BESIDE[vars[i]]));
  const draw = (shown: Rows) => {
    const body = h("tbody");
    const more = grow(body, shown, 100, (r) => h("tr", null, told.map((i) => h("td", { class: numeric[i] ? "number" : null }, cell(graph, r[i] ?? (vars[i] === "source" ? r[vars.indexOf("title")] : null) ?? null)))));
    return h("div", null, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Answer" }, h("table", null,
      h("thead", null, h("tr", null, told.map((i) => h("th", { scope: "col", class: numeric[i] ? "number" : null, title: question.columns[vars[i]] ?? null }, vars[i].replaceAll("_", " "))))), body)), more);
  };
  let drawn = draw(rows);
  const isPart = rows.length < total;
  const rest = isPart && (all ? ", all of them in the CSV" : LISTED[question.name] ? [", ", go(LISTED[question.name], "all of them in a list")] : "");
  const said = h("p", { class: "quiet", role: "status" }, !total && question.fetched && !graph.isAsked() ? "Not asked yet: kgraph enrich asks the network what became of the sources."
    : [plural(total, "row"), isPart && [`; the first ${count(rows.length)} are here`, rest], "."]);
  const keep = async () => {
    try {
      download(isPart && !all ? `${question.name}-first-${rows.length}-of-${total}.csv` : `${question.name}.csv`, vars, all && isPart ? await all() : rows);
    } catch (error) {
      said.textContent = (error as Error).message;
    }
  };
  const narrow = (e: Event) => {
    const words = (e.target as HTMLInputElement).value.toLowerCase().split(/\s+/).filter(Boolean);
    const next = draw(rows.filter((r) => words.every((w) => r.some((v) => v?.toLowerCase().includes(w)))));
    drawn.replaceWith(next);
    drawn = next;
  };
  wrap.append(h("div", { class: "table-tools" }, said, h("label", null, h("span", { class: "hidden" }, "Narrow down"), h("input", { type: "search", placeholder: "narrow down", oninput: later(120, narrow) })),
    h("button", { type: "button", onclick: () => void keep() }, "CSV")), drawn);
  return wrap;
}

/** Column that need not be shown → the one beside which it says nothing more. The CSV has all. */
const BESIDE: Record<string, string> = { claim: "claim_text", title: "source" };

/** A value of the answer: what the graph knows leads on, other addresses lead out. */
function cell(graph: Graph, value: string | null): Node | string {
  if (value === null) return "";
  const source = graph.sourceRow.get(value);
  if (source !== undefined) return go(graph.toSource(source), plain(graph.sourceTitle(source)));
  const article = graph.articleRow.get(value);
  if (article !== undefined) return go(graph.toArticle(article), plain(value));
  const site = graph.siteRow.get(value);
  if (site !== undefined) return go(graph.toSite(site), value);
  return /^https?:\/\/\S+$/.test(value) ? outward(value, value) : plain(value);
}

function sparql(graph: Graph, body: HTMLElement): void {
  const place = h("div", { class: "yasgui-box" }, h("p", { class: "quiet" }, "Opening the editor…"));
  body.append(place, h("p", { class: "quiet" }, "The endpoint is /sparql: any SPARQL 1.1 client can ask it. The default graph is the union of all articles' graphs."));
  const open = () => {
    place.replaceChildren();
    (window as unknown as { kgraphYasgui: (place: HTMLElement, questions: Question[]) => void }).kgraphYasgui(place, graph.c.answers);
  };
  if ("kgraphYasgui" in window) return void requestAnimationFrame(open);
  document.head.append(h("link", { rel: "stylesheet", href: "/app/ask.css" }), h("script", { src: "/app/ask.js", onload: open }));
}
