// The app: load the graph, then show the view that the address names. Every view has an address of its own.
import { article } from "./article";
import { ask } from "./ask";
import type { Graph } from "./data";
import { arrived } from "./address";
import { h, later } from "./dom";
import { framed } from "./frame";
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
const frame = framed(root);

void opening(home, frame).then(({ graph, stay }) => {
  start(graph);
  stay();
}, (error: Error) => root.replaceChildren(h("main", { class: "empty" }, h("h1", null, "The graph cannot be shown"), h("p", null, error.message))));

/** Show the graph, in place of what is shown; `y` is how far down the page was. */
function start(graph: Graph, y?: number): void {
  const life = new AbortController();
  let index: Index | undefined;
  const main = h("main", { id: "main", tabindex: "-1" });
  const { search, bar, news } = frame;
  frame.hold(main);

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
    frame.at(view);
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
  }), life);
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
  if (search.value.trim() && document.activeElement === search) search.dispatchEvent(new Event("input")); // written while the graph was on its way
  show();
  if (y !== undefined) stayAt(y);
  setTimeout(() => inSlices((index ??= new Index(graph)).make(), () => {}), 300);
  if (home === "server") watch(graph, news, life.signal, (next) => {
    life.abort();
    start(next, scrollY);
  });
}
