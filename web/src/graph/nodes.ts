// A node view on the screen: where nodes stand, what is lit, labels that fit, what is pointed at.
import Graphology from "graphology";
import louvain from "graphology-communities-louvain";
import Sigma from "sigma";
import { BACKINGS } from "../data";
import { plural } from "../dom";
import type { Colouring } from "./address";
import { laidOut, seeded } from "./islands";
import { placed, type Disc, type Label, type Wanted } from "./labels";
import { COUNTED, SHAPE, type Mark } from "./marks";
import type { Network } from "./network";
import { palette, type Palette } from "./palette";
import { nodesAsSvg } from "./picture";
import { ShapeProgram } from "./program";
import { inSlices } from "../slices";

const LABEL = 12;
const CROWD = 1500;
const CLAIMS = new Set<Mark>(BACKINGS);

/** What the drawing tells of itself. */
export interface Told { chosen(key: string | undefined): void; opened(key: string): void; moved(at: number[]): void; drawn(): void }

/** Layouts of a moment ago, so that Back does not lay out again. */
const known = new Map<string, Map<string, { x: number; y: number }>>();

export class Nodes {
  private readonly graph = new Graphology({ type: "undirected" });
  private sigma: Sigma | undefined;
  private colours = palette();
  private near: Set<string> | undefined;
  private hits: Set<string> | undefined;
  private pointed: string | undefined;
  private wanted: Wanted[] = [];
  private labels: Label[] = [];
  private readonly widths = new Map<string, number>();
  private ended = false;
  private stop = (): void => undefined;
  private grouped = false;
  private writing = 0;
  private readonly themed = () => this.colour(this.how);

  constructor(private readonly net: Network, private readonly stage: HTMLElement, private how: Colouring, private readonly told: Told, private chosen: string | undefined, private words: string, at: number[] | undefined) {
    void this.start(at);
  }

  /** The nodes and edges, a hundred a step. */
  private *filled(): Generator<void> {
    const most = this.net.nodes.size > 1000 ? 30 : 44;
    let done = 0;
    for (const node of this.net.nodes.values()) {
      const label = node.label.length > most ? node.label.slice(0, most - 1) + "…" : node.label;
      const mark: Mark = node.kind === "claim" ? node.backing! : node.kind;
      this.graph.addNode(node.key, { label, mark, shape: SHAPE[mark] + (node.rows.length > 1 ? COUNTED : 0), rows: node.rows.length, x: 0, y: 0 });
      if (++done % 100 === 0) yield;
    }
    for (const [a, b, weight] of this.net.edges) {
      this.graph.addEdge(a, b, { weight, size: Math.min(4, 0.8 + Math.log2(weight) / 2) });
      if (++done % 100 === 0) yield;
    }
  }

  private async start(at: number[] | undefined): Promise<void> {
    await this.sliced(this.filled());
    const name = `${this.net.nodes.size} ${this.net.edges.length} ${[...this.net.nodes.keys()].join("\n")}`;
    const before = known.get(name);
    if (before) this.graph.updateEachNodeAttributes((key, a) => ({ ...a, ...before.get(key)! }));
    else await this.sliced(laidOut(this.graph));
    known.set(name, new Map(this.graph.mapNodes((key, a) => [key, { x: a.x as number, y: a.y as number }])));
    if (known.size > 4) known.delete(known.keys().next().value!);
    this.sized();
    // each of these takes a while, and none waits for another's frame
    for (const step of [() => this.stand(at), () => this.sigma!.setGraph(this.graph), () => this.labelled(), () => this.told.drawn()]) {
      await new Promise((go) => setTimeout(go));
      if (this.ended) return;
      step();
    }
  }

  /** Work that ends when this drawing does. */
  private sliced = (work: Generator<void>): Promise<void> => new Promise((done) => (this.stop = inSlices(work, done)));

  private sized(): void {
    const { graph } = this;
    const highest = Math.max(1, ...graph.mapNodes((k) => graph.degree(k)));
    // on a small screen all stands closer, and is smaller
    const scale = Math.min(1, Math.max(0.5, this.stage.clientWidth / 800));
    const [least, most, ringed] = (graph.order > 1500 ? [2.2, 7, 2.5] : graph.order > 300 ? [3, 10, 5] : [5.5, 15, 9]).map((n) => n * scale);
    graph.updateEachNodeAttributes((key, a) => {
      const counted = Math.min(ringed, 1 + Math.log2(a.rows as number));
      return { ...a, size: least + (most - least) * Math.sqrt(graph.degree(key) / highest) * (CLAIMS.has(a.mark as Mark) ? 0.5 : 1) + (a.rows > 1 ? counted : 0) };
    });
  }

  /** The ground to draw on, still empty. */
  private stand(at: number[] | undefined): void {
    this.reach();
    const sigma = new Sigma(new Graphology(), this.stage, {
      allowInvalidContainer: true, labelFont: "system-ui, sans-serif", labelSize: LABEL, labelRenderedSizeThreshold: 4, labelDensity: 4, labelGridCellSize: 80, defaultEdgeColor: this.colours.edge,
      zIndex: true, minCameraRatio: 0.02, maxCameraRatio: 4, stagePadding: 40, defaultNodeType: "shape", nodeProgramClasses: { shape: ShapeProgram }, nodeHoverProgramClasses: { shape: ShapeProgram },
      // Sigma offers labels cell by cell; they are gathered, and written once it is known which matter most.
      defaultDrawNodeLabel: (_, node) => node.label && this.wanted.push({ key: node.key as string, label: node.label, x: node.x, y: node.y, size: node.size, rank: this.graph.degree(node.key as string) }),
      defaultDrawNodeHover: () => undefined,
      nodeReducer: (key, attributes) => this.reduceNode(key, attributes), edgeReducer: (key, attributes) => this.reduceEdge(key, attributes),
    });
    this.sigma = sigma;
    if (at?.length === 3) sigma.getCamera().setState({ x: at[0], y: at[1], ratio: at[2] });
    sigma.on("clickNode", ({ node }) => this.told.chosen(node));
    sigma.on("clickStage", () => this.told.chosen(undefined));
    sigma.on("doubleClickNode", ({ node, event }) => {
      event.preventSigmaDefault();
      this.told.opened(node);
    });
    sigma.on("enterNode", ({ node }) => this.point(node));
    sigma.on("leaveNode", () => this.point(undefined));
    sigma.getCamera().on("updated", ({ x, y, ratio }) => this.told.moved([x, y, ratio]));
    addEventListener("kgraph-theme", this.themed);
    sigma.on("beforeRender", () => (this.wanted = []));
  }

  /** The first labels, and with every change others. */
  private labelled(): void {
    this.sigma!.on("afterRender", () => this.written());
    this.write();
  }

  /** Labels at once where that is quick; in a crowd when the drawing stands still. */
  private written(): void {
    clearTimeout(this.writing);
    if (this.graph.order <= CROWD) this.write();
    else this.writing = window.setTimeout(() => this.write(), 60);
  }

  private point(key: string | undefined): void {
    this.pointed = key;
    this.stage.style.cursor = key ? "pointer" : "";
    this.write();
  }

  colour(how: Colouring): void {
    this.how = how;
    this.reach();
    this.sigma?.setSetting("defaultEdgeColor", this.colours.edge);
    this.sigma?.refresh({ skipIndexation: true });
  }

  /** What is painted how, and what is lit, as it was last asked for. */
  private reach(): void {
    this.colours = palette();
    if (this.how === "community" && this.graph.order && !this.grouped) louvain.assign(this.graph, { rng: seeded(7), getEdgeWeight: "weight" });
    this.grouped ||= this.how === "community";
    this.near = this.chosen === undefined || !this.graph.hasNode(this.chosen) ? undefined : new Set([this.chosen, ...this.graph.neighbors(this.chosen)]);
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    this.hits = words.length ? new Set([...this.net.nodes.values()].filter((n) => words.every((w) => n.label.toLowerCase().includes(w))).map((n) => n.key)) : undefined;
  }

  get communities(): string {
    return plural(new Set(this.graph.mapNodes((_, a) => a.community)).size, "group");
  }

  /** Write the labels that were asked for, as far as they fit; what is pointed at first, and a ring around it. */
  private write(): void {
    const sigma = this.sigma!;
    const context = sigma.getCanvases().labels.getContext("2d")!;
    const { width, height } = sigma.getDimensions();
    context.clearRect(0, 0, width, height);
    context.font = `${LABEL}px system-ui, sans-serif`;
    const wanted = this.pointed === undefined || this.wanted.some((w) => w.key === this.pointed) ? this.wanted : [...this.wanted, this.disc(this.pointed)];
    const discs = this.graph.mapNodes((key) => this.disc(key)).filter((d) => d.x > -50 && d.y > -50 && d.x < width + 50 && d.y < height + 50);
    this.labels = placed(wanted, discs, (text) => this.wide(text, context), LABEL, [width, height], this.pointed);
    context.strokeStyle = this.colours.quiet;
    context.lineWidth = 1;
    for (const { line } of this.labels) if (line) {
      context.beginPath();
      context.moveTo(line[0], line[1]);
      context.lineTo(line[2], line[3]);
      context.stroke();
    }
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = this.colours.paper;
    context.fillStyle = this.colours.ink;
    for (const { label, left, middle } of this.labels) {
      context.strokeText(label, left, middle + LABEL / 3);
      context.fillText(label, left, middle + LABEL / 3);
    }
    if (this.pointed === undefined) return;
    const { x, y, size } = this.disc(this.pointed);
    context.beginPath();
    context.arc(x, y, size + 2, 0, Math.PI * 2);
    context.strokeStyle = this.colours.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }

  /** How wide a label is, which takes a while to find out. */
  private wide(text: string, context: CanvasRenderingContext2D): number {
    let known = this.widths.get(text);
    if (known === undefined) this.widths.set(text, (known = context.measureText(text).width));
    return known;
  }

  /** Where a node stands on the screen. */
  private disc(key: string): Disc & Wanted {
    const sigma = this.sigma!;
    const size = sigma.scaleSize(sigma.getNodeDisplayData(key)?.size ?? 0);
    const a = this.graph.getNodeAttributes(key);
    return { key, label: a.label as string, rank: this.graph.degree(key), ...sigma.graphToViewport({ x: a.x as number, y: a.y as number }), size };
  }

  private colourOf(a: Record<string, unknown>): string {
    return this.how === "community" ? this.colours.communities[((a.community as number) ?? 0) % this.colours.communities.length] : this.colours.of[a.mark as Mark];
  }

  private reduceNode(key: string, own: Record<string, unknown>): Record<string, unknown> {
    const shown = this.near ?? this.hits;
    const a = { ...own, color: this.colourOf(own) };
    if (!shown) return a;
    return shown.has(key) ? { ...a, forceLabel: shown.size < 40, zIndex: 1 } : { ...a, color: this.colours.faint, label: "", zIndex: 0 };
  }

  private reduceEdge(key: string, a: Record<string, unknown>): Record<string, unknown> {
    if (!this.near) return this.hits ? { ...a, color: this.colours.faint } : a;
    const [from, to] = this.graph.extremities(key);
    return this.near.has(from) && this.near.has(to) ? { ...a, color: this.colours.quiet, zIndex: 1 } : { ...a, hidden: true };
  }

  /** The keys beside a node. */
  beside = (key: string): string[] => (this.graph.hasNode(key) ? this.graph.neighbors(key) : []);

  /** Light a node's neighbourhood; undefined lights all. */
  light(key: string | undefined): void {
    this.chosen = key;
    this.reach();
    this.sigma?.refresh({ skipIndexation: true });
  }

  find(words: string): void {
    this.words = words;
    this.reach();
    this.sigma?.refresh({ skipIndexation: true });
  }

  zoom(by: number): void {
    const camera = this.sigma?.getCamera();
    void camera?.animate({ ratio: camera.ratio * by }, { duration: 200 });
  }

  reset(): void {
    void this.sigma?.getCamera().animatedReset({ duration: 300 });
  }

  /** What stands on the screen, as SVG. */
  svg(): string {
    const sigma = this.sigma!;
    this.write();
    const { width, height } = sigma.getDimensions();
    const colours: Palette = this.colours;
    const inside = (d: Disc): boolean => d.x > -50 && d.y > -50 && d.x < width + 50 && d.y < height + 50;
    const nodes = this.graph.nodes().map((key) => ({ ...this.disc(key), colour: sigma.getNodeDisplayData(key)!.color, shape: this.graph.getNodeAttribute(key, "shape") as number })).filter(inside);
    const edges = this.graph.mapEdges((key, _, a, b) => ({ shown: this.reduceEdge(key, this.graph.getEdgeAttributes(key)), from: this.disc(a), to: this.disc(b) }))
      .filter((e) => !e.shown.hidden).map(({ shown, from, to }) => ({ from, to, size: sigma.scaleSize(shown.size as number), colour: (shown.color as string) ?? colours.edge }));
    return nodesAsSvg({ width, height, edges, nodes, labels: this.labels, high: LABEL }, colours);
  }

  end(): void {
    this.ended = true;
    this.stop();
    clearTimeout(this.writing);
    removeEventListener("kgraph-theme", this.themed);
    this.sigma?.kill();
  }
}
