// The app: load the graph, then show the view that the address names. Every view has an address of its own.
import { article } from "./article";
import { ask } from "./ask";
import type { Graph } from "./data";
import { arrived } from "./address";
import { go, h, later } from "./dom";
import { graphView } from "./graph";
import { listView } from "./list";
import { articles, problems } from "./list-articles";
import { claims } from "./list-claims";
import { publishers, sites } from "./list-groups";
import { sources } from "./list-sources";
import { stayAt, watch } from "./news";
import { opening } from "./opening";
import { overview } from "./overview";
import { results } from "./results";
import { Index } from "./search";
import { inSlices } from "./slices";
import { missing, publisher, site, source } from "./source";
import { begin, cutsBar } from "./whatif";
import "./style.css";
import "./lists.css";

const root = document.getElementById("app")!;
const home = root.dataset.home === "file" ? "file" : "server";
const NAV: [string, string][] = [["/", "Overview"], ["/articles", "Articles"], ["/claims", "Claims"], ["/sources", "Sources"], ["/graph", "Graph"], ["/ask", "Ask"]];

/** The part of the navigation that a view belongs to. */
const HOMES: Record<string, string> = { article: "/articles", problems: "/articles", source: "/sources", site: "/sources", publisher: "/sources", sites: "/sources", publishers: "/sources" };

void opening(home, root, NAV).then((graph) => start(graph), (error: Error) => root.replaceChildren(h("main", { class: "empty" }, h("h1", null, "The graph cannot be shown"), h("p", null, error.message))));

/** Show the graph, in place of what is shown; `y` is how far down the page was. */
function start(graph: Graph, y?: number): void {
  const life = new AbortController();
  let index: Index | undefined;
  const main = h("main", { id: "main", tabindex: "-1" });
  const search = h("input", { type: "search", id: "search", placeholder: "Search claims, titles, sites", "aria-label": "Search claims, titles and sites", autocomplete: "off" });
  const nav = h("nav", { "aria-label": "Views" }, h("ul", null, NAV.map(([to, name]) => h("li", null, go(to, name)))));
  const bar = h("div", { class: "switched", role: "status" });
  const news = h("div", { class: "news", role: "status" });
  root.replaceChildren(
    h("a", { class: "skip", href: "#main", onclick: (e: Event) => { e.preventDefault(); main.focus(); } }, "Skip to the content"),
    h("header", { class: "top" }, h("div", { class: "top-in" }, h("a", { href: "#/", class: "brand", "aria-label": "kgraph: overview" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), "kgraph"), nav,
      h("form", { class: "search", role: "search", onsubmit: (e: Event) => e.preventDefault() }, search, h("kbd", { "aria-hidden": "true" }, "/")), themeButton())),
    news, bar, main);

  const whatIf = begin(graph);
  let shown = "";
  const show = () => {
    const { path, query } = arrived(whatIf.words);
    whatIf.set(query.getAll("off"));
    const [, view = "", ...rest] = path.split("/");
    let name = rest.join("/");
    try {
      name = decodeURIComponent(name);
    } catch {
      // an address written by hand with a bare % names the row as it stands
    }
    const same = shown === path;
    const focused = same ? document.activeElement?.id : "";
    shown = path;
    const made = views[view]?.(name, query) ?? missing("view", view);
    main.replaceChildren(made);
    bar.replaceChildren(cutsBar(graph) ?? "");
    const current = HOMES[view] ?? `/${view}`;
    for (const link of nav.querySelectorAll("a")) if (link.getAttribute("href") === `#${current}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    document.title = `${main.querySelector("h1")?.textContent ?? "kgraph"} · kgraph`;
    if (view === "search") search.value = query.get("q") ?? "";
    else {
      if (document.activeElement !== search) search.value = "";
      if (!same) scrollTo(0, 0);
    }
    (focused ? document.getElementById(focused) : null)?.focus({ preventScroll: true });
  };
  const views: Record<string, (name: string, query: URLSearchParams) => HTMLElement> = {
    "": () => overview(graph),
    ...Object.fromEntries([claims, sources, articles, problems, sites, publishers].map((list) => [list.name, (_: string, query: URLSearchParams) => listView(list)(graph, query)])),
    article: (name, query) => article(graph, name, query),
    source: (name) => source(graph, name),
    site: (name) => site(graph, name),
    publisher: (name) => publisher(graph, name),
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
    const before = shown;
    show();
    if (before !== shown || !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, life);
  addEventListener("popstate", () => location.hash.startsWith("#/search") && show(), life);
  show();
  if (y !== undefined) stayAt(y);
  setTimeout(() => inSlices((index ??= new Index(graph)).make(), () => {}), 300);
  if (home === "server") watch(graph, news, life.signal, (next) => {
    life.abort();
    start(next, scrollY);
  });
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
