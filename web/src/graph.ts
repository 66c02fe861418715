// The graph view: controls, the drawing, what was pointed at, pictures to keep.
import FA2Layout from "graphology-layout-forceatlas2/worker";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import type Graphology from "graphology";
import { BACKINGS, BACKING_WORDS, type Backing, type Graph } from "./data";
import { count, download, go, h, later, plain, plural } from "./dom";
import { palette, point, write, type Palette } from "./drawing";
import { placed as placedLabels, type Disc, type Wanted } from "./labels";
import { MAX_NODES, network, placed, VIEWS, VIEW_WORDS, type Filter, type Network, type ViewName } from "./network";
import { head } from "./parts";
import { toSvg } from "./svg";

type Colouring = "kind" | "community" | "backing";

export function graphView(graph: Graph, query: URLSearchParams): HTMLElement {
  const stage = h("div", { class: "stage", role: "img", "aria-label": "Drawing of the graph; the list below it names what it shows" });
  const said = h("p", { class: "quiet said", role: "status" });
  const chosen = h("div", { class: "chosen-node", "aria-live": "polite" });
  const key = h("ul", { class: "legend" });
  const filter = read(query);
  const controls = new Controls(graph, filter, query);
  const view = h("div", { class: "graph-view" },
    head("Graph", VIEW_WORDS[filter.view]),
    controls.element,
    h("div", { class: "stage-box" }, stage, chosen, h("div", { class: "stage-tools" },
      h("button", { type: "button", "aria-label": "Zoom in", onclick: () => drawing?.zoom(1 / 1.5) }, "+"),
      h("button", { type: "button", "aria-label": "Zoom out", onclick: () => drawing?.zoom(1.5) }, "−"),
      h("button", { type: "button", "aria-label": "Show everything", onclick: () => drawing?.reset() }, "⤢"))),
    h("div", { class: "under" }, key, said, h("div", { class: "actions" },
      h("button", { type: "button", onclick: () => drawing?.png(`${filter.view}.png`) }, "PNG"),
      h("button", { type: "button", onclick: () => drawing?.svg(`${filter.view}.svg`) }, "SVG"))),
    h("details", { class: "as-list" }, h("summary", null, "As a list")));
  const list = view.querySelector("details")!;
  let drawing: Drawing | undefined;
  const start = () => {
    if (!view.isConnected) return;
    const net = network(graph, filter);
    said.textContent = net.nodes.size
      ? `${plural(net.nodes.size, "node")}, ${plural(net.edges.length, "edge")}.${net.leftOut ? ` ${count(net.leftOut)} less connected nodes are left out: at most ${count(MAX_NODES)} are drawn. Filter to see them.` : ""}`
      : "Nothing matches these filters.";
    drawing = new Drawing(graph, net, stage, chosen, key, controls.colouring());
    controls.onsearch = (text) => drawing?.search(text);
    controls.oncolour = (how) => drawing?.colour(how);
    list.addEventListener("toggle", () => list.children.length < 2 && list.append(asList(net)), { once: true });
  };
  requestAnimationFrame(() => requestAnimationFrame(start));
  const watch = new MutationObserver(() => {
    if (view.isConnected) return;
    drawing?.end();
    watch.disconnect();
  });
  watch.observe(document.getElementById("app")!, { childList: true, subtree: true });
  return view;
}

function read(query: URLSearchParams): Filter {
  const view = query.get("view") as ViewName;
  const support = query.get("support") as Backing;
  return {
    view: VIEWS.includes(view) ? view : "claims-sources", site: query.get("site") ?? undefined, article: query.get("article") ?? undefined,
    support: BACKINGS.includes(support) ? support : undefined, near: query.get("near") ?? undefined,
  };
}

/** The same network for those who cannot see it: each node with its neighbours. */
function asList(net: Network): HTMLElement {
  const beside = new Map<string, string[]>();
  for (const [a, b] of net.edges) beside.set(b, [...(beside.get(b) ?? []), a]);
  const rows = [...beside].sort((a, b) => b[1].length - a[1].length).slice(0, 200);
  return h("ul", { class: "spaced" }, rows.map(([key, own]) => {
    const node = net.nodes.get(key)!;
    return h("li", null, go(node.to, node.label), h("span", { class: "quiet" }, ` · ${plural(own.length, net.nodes.get(own[0])!.kind)}`));
  }));
}

class Controls {
  readonly element: HTMLElement;
  onsearch: (text: string) => void = () => undefined;
  oncolour: (how: Colouring) => void = () => undefined;
  private readonly colour: HTMLSelectElement;

  constructor(graph: Graph, private readonly filter: Filter, query: URLSearchParams) {
    const to = (change: Partial<Filter>) => {
      const next = new URLSearchParams();
      for (const [name, value] of Object.entries({ ...this.filter, ...change })) if (value) next.set(name, value);
      location.hash = `/graph?${next}`;
    };
    const select = (label: string, value: string, rows: [string, string][], change: (value: string) => void) =>
      h("label", null, h("span", null, label), pick(rows, value, change));
    const sites = [...graph.c.sites].sort();
    const articles = graph.c.articles.map((a) => [a[0], graph.articleTitle(graph.articleRow.get(a[0])!)] as [string, string]).sort((a, b) => a[1].localeCompare(b[1]));
    this.colour = pick([["kind", "kind and backing"], ["community", "community"]], query.get("colour") ?? "kind", (value) => this.oncolour(value as Colouring));
    this.element = h("form", { class: "controls", onsubmit: (e: Event) => e.preventDefault() },
      select("Show", filter.view, VIEWS.map((v) => [v, VIEW_WORDS[v]]), (view) => to({ view: view as ViewName })),
      select("Site", filter.site ?? "", [["", "all"], ...sites.map((s) => [s, s] as [string, string])], (site) => to({ site })),
      select("Article", filter.article ?? "", [["", "all"], ...articles], (article) => to({ article })),
      select("Backing", filter.support ?? "", [["", "all"], ...BACKINGS.slice(0, 4).map((b) => [b, BACKING_WORDS[b]] as [string, string])], (support) => to({ support: support as Backing })),
      h("label", null, h("span", null, "Colour by"), this.colour),
      h("label", { class: "wide" }, h("span", null, "Find"), h("input", { type: "search", placeholder: "words of a label", oninput: later(120, (e: Event) => this.onsearch((e.target as HTMLInputElement).value)) })),
      filter.near && h("button", { type: "button", onclick: () => to({ near: undefined }) }, "Leave this neighbourhood"));
  }

  colouring = (): Colouring => this.colour.value as Colouring;
}

function pick(rows: [string, string][], value: string, change: (value: string) => void): HTMLSelectElement {
  const element = h("select", { onchange: () => change(element.value) }, rows.slice(0, 3000).map(([v, words]) => h("option", { value: v, selected: v === value }, plain(words).slice(0, 70))));
  return element;
}

class Drawing {
  private readonly sigma: Sigma;
  private readonly graph: Graphology;
  private readonly layout: FA2Layout | undefined;
  private colours: Palette;
  private near: Set<string> | undefined;
  private hits: Set<string> | undefined;
  private timer = 0;
  private wanted: Wanted[] = [];
  private readonly themed = () => this.colour(this.how);

  constructor(data: Graph, private readonly net: Network, stage: HTMLElement, private readonly chosen: HTMLElement, private readonly key: HTMLElement, private how: Colouring) {
    void data;
    const { graph, settle } = placed(net);
    this.graph = graph;
    this.colours = palette();
    const highest = Math.max(1, ...graph.mapNodes((k) => graph.degree(k)));
    const most = graph.order > 1500 ? 8 : graph.order > 300 ? 11 : 14;
    graph.updateEachNodeAttributes((k, a) => ({ ...a, size: 2.5 + (most - 2.5) * Math.sqrt(graph.degree(k) / highest) * (a.kind === "claim" ? 0.5 : 1) }));
    graph.updateEachEdgeAttributes((_, a) => ({ ...a, size: Math.min(4, 0.8 + Math.log2(a.weight as number) / 2) }));
    this.sigma = new Sigma(graph, stage, {
      allowInvalidContainer: true, labelFont: "system-ui, sans-serif", labelSize: 12, labelRenderedSizeThreshold: 4, labelDensity: 4, labelGridCellSize: 80, defaultEdgeColor: this.colours.edge,
      zIndex: true, minCameraRatio: 0.02, maxCameraRatio: 4, defaultDrawNodeHover: point,
      // Sigma offers labels cell by cell; they are gathered, and written once it is known which matter most.
      defaultDrawNodeLabel: (_, node) => node.label && this.wanted.push({ key: node.key as string, label: node.label, x: node.x, y: node.y, size: node.size }),
      nodeReducer: (key, attributes) => this.reduceNode(key, attributes), edgeReducer: (key, attributes) => this.reduceEdge(key, attributes), stagePadding: 40,
    });
    this.sigma.on("beforeRender", () => (this.wanted = []));
    this.sigma.on("afterRender", () => this.label());
    this.sigma.on("clickNode", ({ node }) => this.choose(node));
    this.sigma.on("clickStage", () => this.choose(undefined));
    this.sigma.on("doubleClickNode", ({ node, event }) => {
      event.preventSigmaDefault();
      location.hash = net.nodes.get(node)!.to;
    });
    this.sigma.on("enterNode", () => (stage.style.cursor = "pointer"));
    this.sigma.on("leaveNode", () => (stage.style.cursor = ""));
    this.colour(how);
    addEventListener("kgraph-theme", this.themed);
    if (settle) {
      this.layout = new FA2Layout(graph, { settings: { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: true, slowDown: 8 }, getEdgeWeight: "weight" });
      this.layout.start();
      this.timer = window.setTimeout(() => this.layout?.stop(), 5000);
    }
  }

  colour(how: Colouring): void {
    this.how = how;
    this.colours = palette();
    this.sigma.setSetting("defaultEdgeColor", this.colours.edge);
    this.sigma.refresh();
    this.say();
  }

  /** Write the labels that were asked for, as far as they fit. */
  private label(): void {
    const settings = this.sigma.getSettings();
    const context = this.sigma.getCanvases().labels.getContext("2d")!;
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    const { width } = this.sigma.getDimensions();
    for (const { label, left, middle } of placedLabels(this.wanted, this.discs(), (text) => context.measureText(text).width, settings.labelSize, width))
      write(context, settings, this.colours, label, left, middle);
  }

  /** Where the nodes stand on the screen. */
  private discs(): Disc[] {
    return this.graph.mapNodes((key) => {
      const shown = this.sigma.getNodeDisplayData(key);
      const size = shown ? this.sigma.scaleSize(shown.size) : 0;
      return { ...this.sigma.graphToViewport(this.graph.getNodeAttributes(key) as { x: number; y: number }), size };
    });
  }

  private say(): void {
    const present = new Set([...this.net.nodes.values()].flatMap((n) => (n.kind === "claim" ? [n.backing as string] : [n.kind as string])));
    const words: Record<string, string> = { ...BACKING_WORDS, source: "source", article: "article", site: "site" };
    const rows = this.how === "community" ? [h("li", null, `${plural(new Set(this.graph.mapNodes((_, a) => a.community)).size, "group")} that hang together (Louvain)`)]
      : Object.keys(words).filter((k) => present.has(k)).map((k) => h("li", null, h("span", { class: "dot", style: { background: this.colours.backing[k as Backing] ?? this.colours.kinds[k] } }), (BACKINGS as readonly string[]).includes(k) ? `claim ${words[k]}` : words[k]));
    this.key.replaceChildren(...rows, h("li", { class: "quiet" }, "larger: more connections"));
  }

  /** The colour of a node, by what colours are for just now. */
  colourOf(a: Record<string, unknown>): string {
    if (this.how === "community") return this.colours.communities[((a.community as number) ?? 0) % this.colours.communities.length];
    return a.kind === "claim" ? this.colours.backing[a.backing as Backing] : this.colours.kinds[a.kind as string];
  }

  private reduceNode(key: string, own: Record<string, unknown>): Record<string, unknown> {
    const shown = this.near ?? this.hits;
    const a = { ...own, color: this.colourOf(own) };
    if (!shown) return a;
    return shown.has(key) ? { ...a, forceLabel: shown.size < 40, zIndex: 1 } : { ...a, color: this.colours.faint, label: "", zIndex: 0 };
  }

  private reduceEdge(key: string, a: Record<string, unknown>): Record<string, unknown> {
    const shown = this.near;
    if (!shown) return a;
    const [from, to] = this.graph.extremities(key);
    return shown.has(from) && shown.has(to) ? { ...a, color: this.colours.quiet, zIndex: 1 } : { ...a, hidden: true };
  }

  /** Light a node's neighbourhood, and say what it is. */
  choose(key: string | undefined): void {
    this.near = key === undefined ? undefined : new Set([key, ...this.graph.neighbors(key)]);
    this.chosen.replaceChildren();
    if (key !== undefined) {
      const node = this.net.nodes.get(key)!;
      const beside = this.graph.neighbors(key);
      this.chosen.append(h("p", { class: "kind" }, node.kind), h("p", null, go(node.to, node.label)),
        h("ul", { class: "bare" }, beside.slice(0, 8).map((k) => h("li", null, go(this.net.nodes.get(k)!.to, this.net.nodes.get(k)!.label)))),
        beside.length > 8 && h("p", { class: "quiet" }, `and ${count(beside.length - 8)} more`) || "");
    }
    this.sigma.refresh({ skipIndexation: true });
  }

  search(text: string): void {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.hits = words.length ? new Set([...this.net.nodes.values()].filter((n) => words.every((w) => n.label.toLowerCase().includes(w))).map((n) => n.key)) : undefined;
    this.sigma.refresh({ skipIndexation: true });
  }

  zoom(by: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.ratio * by }, { duration: 200 });
  }

  reset(): void {
    this.choose(undefined);
    void this.sigma.getCamera().animatedReset({ duration: 300 });
  }

  /** The layers of the drawing on one canvas, as they stand on the screen. */
  png(name: string): void {
    this.sigma.refresh();
    const layers = Object.values(this.sigma.getCanvases()).filter((l) => !["mouse", "hovers", "hoverNodes"].includes(l.className.replace("sigma-", "")));
    const canvas = h("canvas", { width: layers[0].width, height: layers[0].height });
    const context = canvas.getContext("2d")!;
    context.fillStyle = this.colours.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of layers) context.drawImage(layer, 0, 0);
    canvas.toBlob((blob) => blob && download(name, blob));
  }

  svg(name: string): void {
    download(name, new Blob([toSvg(this.graph, this.colours, (a) => this.colourOf(a))], { type: "image/svg+xml" }));
  }

  end(): void {
    clearTimeout(this.timer);
    removeEventListener("kgraph-theme", this.themed);
    this.layout?.kill();
    this.sigma.kill();
  }
}
