// The app: load the graph, then show the view that the address names. Every view has an address of its own.
import { article } from "./article";
import { ask } from "./ask";
import type { Graph } from "./data";
import { count, go, h, later, plain } from "./dom";
import { graphView } from "./graph";
import { stayAt, watch } from "./news";
import { opening } from "./opening";
import { articles, overview, problems, sources } from "./overview";
import { claimCard, growing, head, marked, sourceLine } from "./parts";
import { Index } from "./search";
import { missing, site, source } from "./source";
import "./style.css";

const root = document.getElementById("app")!;
const home = root.dataset.home === "file" ? "file" : "server";
const NAV: [string, string][] = [["/", "Overview"], ["/articles", "Articles"], ["/sources", "Sources"], ["/graph", "Graph"], ["/ask", "Ask"]];

void opening(home, root, NAV).then((graph) => start(graph), (error: Error) => root.replaceChildren(h("main", { class: "empty" }, h("h1", null, "The graph cannot be shown"), h("p", null, error.message))));

/** Show the graph, in place of what is shown; `y` is how far down the page was. */
function start(graph: Graph, y?: number): void {
  const life = new AbortController();
  let index: Index | undefined;
  const main = h("main", { id: "main", tabindex: "-1" });
  const search = h("input", { type: "search", id: "search", placeholder: "Search claims, titles, sites", "aria-label": "Search claims, titles and sites", autocomplete: "off" });
  const nav = h("nav", { "aria-label": "Views" }, h("ul", null, NAV.map(([to, name]) => h("li", null, go(to, name)))));
  const news = h("div", { class: "news", role: "status" });
  root.replaceChildren(
    h("a", { class: "skip", href: "#main", onclick: (e: Event) => { e.preventDefault(); main.focus(); } }, "Skip to the content"),
    h("header", { class: "top" }, h("div", { class: "top-in" }, h("a", { href: "#/", class: "brand", "aria-label": "kgraph: overview" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), "kgraph"), nav,
      h("form", { class: "search", role: "search", onsubmit: (e: Event) => e.preventDefault() }, search, h("kbd", { "aria-hidden": "true" }, "/")), themeButton())),
    news, main);

  const show = () => {
    const [path, text] = location.hash.slice(1).split("?", 2);
    const query = new URLSearchParams(text ?? "");
    const [, view = "", ...rest] = (path || "/").split("/");
    let name = rest.join("/");
    try {
      name = decodeURIComponent(name);
    } catch {
      // an address written by hand with a bare % names the row as it stands
    }
    const made = views[view]?.(name, query) ?? missing("view", view);
    main.replaceChildren(made);
    const current = view === "article" || view === "problems" ? "/articles" : view === "source" || view === "site" ? "/sources" : `/${view}`;
    for (const link of nav.querySelectorAll("a")) if (link.getAttribute("href") === `#${current}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    document.title = `${main.querySelector("h1")?.textContent ?? "kgraph"} · kgraph`;
    if (view === "search") search.value = query.get("q") ?? "";
    else {
      if (document.activeElement !== search) search.value = "";
      scrollTo(0, 0);
    }
  };
  const views: Record<string, (name: string, query: URLSearchParams) => HTMLElement> = {
    "": () => overview(graph),
    articles: () => articles(graph),
    sources: (_, query) => sources(graph, query),
    problems: (_, query) => problems(graph, query),
    article: (name, query) => article(graph, name, query),
    source: (name) => source(graph, name),
    site: (name) => site(graph, name),
    graph: (_, query) => graphView(graph, query),
    ask: (name) => ask(graph, name || null),
    search: (_, query) => results(graph, (index ??= new Index(graph)), query.get("q") ?? ""),
  };
  search.addEventListener("input", later(60, () => {
    const words = search.value.trim();
    const to = words ? `#/search?q=${encodeURIComponent(words)}` : "#/";
    if (location.hash.startsWith("#/search")) history.replaceState(null, "", to);
    else history.pushState(null, "", to);
    const typed = search.value;
    show();
    search.value = typed;
  }));
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || (event.target as HTMLElement).isContentEditable;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }, life);
  addEventListener("hashchange", () => {
    show();
    main.focus({ preventScroll: true });
  }, life);
  addEventListener("popstate", () => location.hash.startsWith("#/search") && show(), life);
  show();
  if (y !== undefined) stayAt(y);
  setTimeout(() => (index ??= new Index(graph)), 300);
  if (home === "server") watch(graph, news, life.signal, (next) => {
    life.abort();
    start(next, scrollY);
  });
}

function results(graph: Graph, index: Index, query: string): HTMLElement {
  const found = index.find(query, 60);
  const group = (title: string, rows: number[], make: (row: number) => HTMLElement, klass: string) =>
    rows.length > 0 && h("section", { class: "card" }, h("h2", null, title), growing(rows, 20, make, "ul", klass));
  return h("div", { class: "results" },
    head("Search", query || "Search", h("p", { class: "lead", role: "status" }, query ? `${count(found.total)} found` : "Type to search claims, titles and sites.")),
    group("Sites", found.sites, (i) => h("li", null, go(graph.toSite(i), marked(graph.c.sites[i], query))), "bare spaced"),
    group("Articles", found.articles, (i) => h("li", null, go(graph.toArticle(i), marked(graph.articleTitle(i), query))), "bare spaced"),
    group("Sources", found.sources, (i) => h("li", null, sourceLine(graph, i, query)), "bare spaced"),
    group("Claims", found.claims, (i) => claimCard(graph, i, { query }), "claims"));
}

/** Light, dark, or as the system has it. */
function themeButton(): HTMLElement {
  const set = (theme: string) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    dispatchEvent(new Event("kgraph-theme"));
  };
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event("kgraph-theme")));
  return h("button", { type: "button", class: "theme", "aria-label": "Switch between light and dark", onclick: () => set(dark() ? "light" : "dark") }, h("span", { "aria-hidden": "true" }, "◐"));
}
