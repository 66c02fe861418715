// The graph view: articles across what they lean on, as bands or matrix, and the node views. The address says all of it.
import { to, withOff } from "./address";
import type { Graph } from "./data";
import { go, h, later, plural } from "./dom";
import { MORE_LINES, MOST, read, VIEW_WORDS, written, type Address } from "./graph/address";
import { bands } from "./graph/bands";
import { chosenCard } from "./graph/chosen";
import { controls, crossing } from "./graph/controls";
import { cross, type Cross, type Line } from "./graph/cross";
import { crossAsList, networkAsList } from "./graph/lists";
import { keyed, MARK_WORDS, type Mark } from "./graph/marks";
import { fit, matrix } from "./graph/matrix";
import { network, type Network } from "./graph/network";
import { nodeCard } from "./graph/node-card";
import { Nodes } from "./graph/nodes";
import { elementAsSvg, keepPng, keepSvg } from "./graph/picture";
import { head } from "./parts";
import { inSlices, type Work } from "./slices";
import "./graph/graph.css";

export const graphView = (graph: Graph, query: URLSearchParams): HTMLElement => new GraphView(graph, read(query, graph.c.articles.length)).element;

class GraphView {
  readonly element: HTMLElement;
  private readonly stage = h("div", { class: "stage" });
  private readonly chosen = h("div", { class: "chosen-node", "aria-live": "polite" });
  private readonly key = h("ul", { class: "legend" });
  private readonly said = h("p", { class: "quiet said", role: "status" });
  private readonly tools: HTMLElement;
  private readonly list = h("details", { class: "as-list" }, h("summary", null, "As a list"));
  private choices: HTMLElement = h("div");
  private crossed: Cross | undefined;
  private net: Network | undefined;
  private nodes: Nodes | undefined;
  private width = 0;
  /** Where the address says that the drawing was scrolled to, until it stands. */
  private first: number[] | undefined;
  private stop = (): void => undefined;
  private readonly printing = { before: () => this.print(true), after: () => this.print(false) };

  constructor(private readonly graph: Graph, private address: Address) {
    this.tools = h("div", { class: "stage-tools" },
      h("button", { type: "button", "aria-label": "Zoom in", onclick: () => this.nodes?.zoom(1 / 1.5) }, "+"),
      h("button", { type: "button", "aria-label": "Zoom out", onclick: () => this.nodes?.zoom(1.5) }, "−"),
      h("button", { type: "button", "aria-label": "Show everything", onclick: () => this.nodes?.reset() }, "⤢"));
    this.element = h("div", { class: "graph-view" }, head("Graph", VIEW_WORDS[address.view]), this.choices,
      h("div", { class: "drawn" }, h("div", { class: "stage-box" }, this.stage),
        h("aside", { class: "under", "aria-label": "What is drawn" }, this.chosen, this.said, this.key, h("div", { class: "actions" }, this.tools,
          h("button", { type: "button", onclick: () => this.keep("png", keepPng) }, "PNG"),
          h("button", { type: "button", onclick: () => this.keep("svg", keepSvg) }, "SVG"),
          h("button", { type: "button", onclick: () => print() }, "Print")))),
      this.list);
    this.first = crossing(address.view) ? address.at : undefined;
    this.controlled();
    this.list.addEventListener("toggle", () => this.listed());
    this.stage.addEventListener("scroll", later(250, () => crossing(this.address.view) && this.moved([this.stage.scrollLeft, this.stage.scrollTop])));
    // after the view is on the page, and the page has been painted
    requestAnimationFrame(() => requestAnimationFrame(() => this.start()));
  }

  private start(): void {
    if (!this.element.isConnected) return;
    const resized = new ResizeObserver(later(60, () => crossing(this.address.view) && Math.abs(this.stage.clientWidth - this.width) > 24 && this.draw()));
    resized.observe(this.stage);
    addEventListener("beforeprint", this.printing.before);
    addEventListener("afterprint", this.printing.after);
    const gone = new MutationObserver(() => {
      if (this.element.isConnected) return;
      this.stop();
      this.nodes?.end();
      removeEventListener("beforeprint", this.printing.before);
      removeEventListener("afterprint", this.printing.after);
      resized.disconnect();
      gone.disconnect();
    });
    gone.observe(document.getElementById("app")!, { childList: true, subtree: true });
    this.draw();
  }

  /** Another choice: it is in the address at once, and Back undoes it, unless it was made `quietly`. */
  private change(change: Partial<Address>, quietly = false): void {
    const before = this.address;
    this.address = { ...before, ...change };
    const to = withOff(written(this.address));
    if (quietly) history.replaceState(null, "", to);
    else history.pushState(null, "", to);
    const only = (...names: (keyof Address)[]): boolean => Object.keys(change).every((name) => names.includes(name as keyof Address));
    if (!only("chosen", "open", "articles", "backers", "find")) this.controlled();
    if (before.view !== this.address.view) this.element.querySelector("h1")!.textContent = VIEW_WORDS[this.address.view];
    if (this.nodes && only("chosen")) this.lit();
    else if (this.nodes && only("find")) this.nodes.find(this.address.find);
    else if (this.nodes && only("colour")) {
      this.nodes.colour(this.address.colour);
      this.legend();
    } else this.draw();
  }

  private moved(at: number[]): void {
    this.address = { ...this.address, at };
    history.replaceState(null, "", withOff(written(this.address)));
  }

  private controlled(): void {
    const made = controls(this.graph, this.address, (change, quietly) => this.change(change, quietly));
    this.choices.replaceWith(made);
    this.choices = made;
  }

  /** Draw anew, in slices; what is drawn stays until there is something else. */
  private draw(): void {
    this.stop();
    this.nodes?.end();
    this.nodes = this.net = undefined;
    this.tools.hidden = crossing(this.address.view);
    this.element.classList.toggle("crossed", crossing(this.address.view));
    if (!crossing(this.address.view)) this.lay();
    this.stop = inSlices<void>(crossing(this.address.view) ? this.drawCross() : this.drawNodes(), () => {
      this.legend();
      this.list.replaceChildren(this.list.firstChild!);
      this.listed();
    });
  }

  private listed(): void {
    const { crossed, net } = this;
    if (this.list.open && this.list.children.length < 2 && (crossed ?? net)) this.list.append(crossed ? crossAsList(crossed) : networkAsList(net!));
  }

  private *drawCross(): Work<void> {
    const { graph, address, stage } = this;
    this.width = stage.clientWidth;
    const articles = address.view === "matrix" ? Math.max(address.articles, fit(this.width)) : address.articles;
    const found = yield* cross(graph, { ...address, articles });
    const asked = { choose: (lines: Line[]) => this.asked(lines), leave: () => this.change({ chosen: [] }) };
    const room = Math.max(320, this.width - 2);
    const drawing = address.view === "bands" ? bands(graph, found, address.chosen, room, innerHeight - 220, asked) : yield* matrix(graph, found, address.chosen, room, asked);
    yield;
    this.crossed = found;
    const focused = stage.contains(document.activeElement) ? document.activeElement!.getAttribute("data-key") : null;
    const at = this.first ?? [stage.scrollLeft, stage.scrollTop];
    this.first = undefined;
    stage.removeAttribute("role");
    stage.removeAttribute("aria-label");
    stage.replaceChildren(drawing);
    // what has the focus is not to stand behind heads that stay
    stage.style.scrollPadding = address.view === "matrix" ? `${drawing.style.getPropertyValue("--head")} 0 0 ${drawing.style.getPropertyValue("--labels")}` : "";
    if (at[0] || at[1]) stage.scrollTo(at[0], at[1]);
    if (focused) stage.querySelector<SVGElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    this.chosen.replaceChildren(...chosenCard(graph, found, address, (keys) => this.change({ chosen: keys })));
    const tail = [...found.articles, ...found.backers.filter((line) => line.depth === 0)].filter((line) => line.kind === "others").map((line) => `${line.label}, ${plural(line.claims.length, "claim")}`);
    this.said.replaceChildren(found.drawn
      ? `${plural(found.total.articles, "article")} and ${plural(found.total.backers, address.by)}: ${plural(found.drawn, "claim")}.${tail.length ? ` In one line each, which opens: ${tail.join("; ")}.` : ""}`
      : "Nothing matches these filters.", ...(found.bare ? [" ", go(to("/claims", { backing: ["missing", "uncited"], ...(this.address.article === undefined ? {} : { article: this.address.article }) }), plural(found.bare, "claim")), ` without a source ${found.bare === 1 ? "is" : "are"} not drawn.`] : []));
  }

  /** A click or Enter on lines: they are chosen, and open; again, and they close. */
  private asked(lines: Line[]): void {
    const { address } = this;
    const last = lines.at(-1)!;
    if (last.key === "others:articles") return this.change({ articles: Math.max(address.articles, this.crossed!.articles.length) + MORE_LINES });
    if (last.key === "others:backers") return this.change({ backers: address.backers + MORE_LINES });
    if (last.kind === "others") return this.change({ open: [...address.open, last.key] });
    const keys = lines.map((line) => line.key);
    // within what an article and a site have in common, the article stays chosen
    const pair = lines.length === 1 && last.depth > 0 && address.chosen.length === 2 ? [address.chosen[0], last.key] : keys;
    const again = pair.length === address.chosen.length && pair.every((key) => address.chosen.includes(key));
    const opens = last.open !== undefined;
    const shut = address.open.filter((key) => key !== last.key && key !== `others:${last.key}`);
    this.change({ chosen: again ? [] : pair, open: opens && !again ? [...shut, last.key] : opens ? shut : address.open });
  }

  /** The ground for a node view, which takes a while. */
  private lay(): void {
    const { stage } = this;
    this.crossed = undefined;
    stage.setAttribute("role", "img");
    stage.setAttribute("aria-label", "Drawing of the graph; the list below it names what it shows");
    stage.replaceChildren(h("p", { class: "laying quiet" }, "Laying out…"));
    stage.dataset.drawn = "";
    this.said.textContent = "";
  }

  private *drawNodes(): Work<void> {
    const { graph, address, stage } = this;
    const net = (this.net = yield* network(graph, address));
    this.said.textContent = net.nodes.size
      ? `${plural(net.nodes.size, "node")}, ${plural(net.edges.length, "edge")}.${net.beyond ? ` A ring counts ${net.folds.join("; ")}: ${plural(net.beyond, "node")} more.` : ""}${net.unconnected ? ` ${plural(net.unconnected, "claim")} without a ${address.view === "sites" ? "site" : "source"} ${net.unconnected === 1 ? "is" : "are"} not drawn.` : ""}`
      : "Nothing matches these filters.";
    if (!net.nodes.size) stage.replaceChildren();
    this.nodes = new Nodes(net, stage, address.colour, {
      chosen: (key) => this.change({ chosen: key === undefined ? [] : [key] }),
      opened: (key) => this.opened(key),
      moved: later(250, (at: number[]) => this.nodes && this.moved(at)),
      drawn: () => {
        stage.querySelector(".laying")?.remove();
        stage.dataset.drawn = "yes";
        this.card();
        this.legend();
      },
    }, address.chosen[0], address.find, address.at);
  }

  /** A node was asked for: what it stands for one by one, or the page of what it is. */
  private opened(key: string): void {
    const node = this.net!.nodes.get(key)!;
    const more = MOST.find((n) => n > this.address.most);
    if (node.to) location.hash = node.to;
    else if (key.startsWith("others:") && more) this.change({ most: more, chosen: [], at: undefined });
    else this.change({ open: [...this.address.open, key], chosen: [], at: undefined });
  }

  private lit(): void {
    this.nodes!.light(this.address.chosen[0]);
    this.card();
  }

  private card(): void {
    const [key] = this.address.chosen;
    this.chosen.replaceChildren(...(key === undefined ? [] : nodeCard(this.graph, this.net!, key, this.nodes!.beside(key), (k) => this.change({ chosen: k === undefined ? [] : [k] }), (k) => this.opened(k))));
  }

  private legend(): void {
    const marks = this.crossed ? new Set<Mark>([...this.crossed.articles, ...this.crossed.backers].flatMap((line) => (line.kind === "others" ? [] : [line.mark])))
      : new Set<Mark>([...this.net!.nodes.values()].map((node) => node.backing ?? (node.kind as Mark)));
    const backings = this.crossed ? new Set(this.crossed.meetings.flatMap((m) => m.claims.map((claim) => this.graph.backing[claim]))) : new Set<Mark>();
    const words = (Object.keys(MARK_WORDS) as Mark[]).filter((mark) => marks.has(mark) || backings.has(mark as never));
    this.key.replaceChildren(...(this.nodes && this.address.colour === "community" ? [h("li", null, `${this.nodes.communities} that hang together (Louvain)`)] : []),
      ...words.map((mark) => h("li", null, keyed(mark), MARK_WORDS[mark])), h("li", { class: "quiet" }, this.crossed ? "thicker, larger: more claims" : "larger: more connections"));
  }

  /** The drawing as it stands, once it does. */
  private svg(): string | undefined {
    if (!crossing(this.address.view)) return this.stage.dataset.drawn === "yes" ? this.nodes!.svg() : undefined;
    const drawn = this.stage.querySelector(".crossing");
    return drawn ? elementAsSvg(drawn) : undefined;
  }

  private keep(kind: string, as: (name: string, svg: string) => void): void {
    const svg = this.svg();
    if (svg !== undefined) as(`${this.address.view}.${kind}`, svg);
  }

  /** On paper what is drawn in parts, or by the graphics card, is a picture of all that stands on the screen. */
  private print(begins: boolean): void {
    this.stage.querySelector(".on-paper")?.remove();
    const svg = begins && this.address.view !== "bands" ? this.svg() : undefined;
    if (svg !== undefined) this.stage.append(h("img", { class: "on-paper", alt: VIEW_WORDS[this.address.view], src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` }));
  }
}
