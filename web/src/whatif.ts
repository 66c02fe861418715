// What if this source falls? Sources, sites and publishers can be switched off; claims left with none are bare.
import { again, parsed } from "./address";
import type { Backing, Graph } from "./data";
import { count, go, h, plain, plural } from "./dom";
import { nameOf } from "./names";

const GROUPS = ["source", "site", "publisher"] as const;
export type Group = (typeof GROUPS)[number];

/** Some sources: those of a site or a publisher, or a single one. Written `site:arxiv.org`. */
export interface Cut { group: Group; name: string }
export const written = (cut: Cut): string => `${cut.group}:${cut.name}`;
export function cutOf(word: string): Cut | null {
  const [group, name] = [word.slice(0, word.indexOf(":")), word.slice(word.indexOf(":") + 1)];
  return GROUPS.includes(group as Group) && name ? { group: group as Group, name } : null;
}

/** The sources of a group, by name. */
export function sourcesOf(graph: Graph, { group, name }: Cut): number[] {
  const { c } = graph;
  if (group === "source") return graph.sourceRow.has(name) ? [graph.sourceRow.get(name)!] : [];
  const row = group === "site" ? (graph.siteRow.get(name) ?? -1) : c.publishers.indexOf(name);
  const own = group === "site" ? c.sources.site : c.sources.publisher;
  return row < 0 ? [] : own.flatMap((each, source) => (each === row ? [source] : []));
}

/** What is switched off of a graph. `backing` of the graph follows it, so that all views do. */
class WhatIf {
  cuts: Cut[] = [];
  readonly off: Uint8Array;
  private readonly whole: Backing[];

  constructor(private readonly graph: Graph) {
    this.off = new Uint8Array(graph.c.sources.iri.length);
    this.whole = [...graph.backing];
  }

  /** Switch off what `words` name, and nothing else. */
  set(words: string[]): void {
    if (words.join("\n") === this.words.join("\n")) return;
    this.cuts = words.map(cutOf).filter((cut): cut is Cut => cut !== null);
    this.off.fill(0);
    for (const cut of this.cuts) for (const source of sourcesOf(this.graph, cut)) this.off[source] = 1;
    for (let claim = 0; claim < this.whole.length; claim++) this.graph.backing[claim] = this.left(claim);
  }

  /** How a claim is backed by what is left. */
  private left(claim: number): Backing {
    const harm = this.harm(claim);
    if (harm === 0 || harm === 1 && this.whole[claim] === "carried") return this.whole[claim];
    if (harm === 2) return "bare";
    const left = new Set(this.graph.sourcesOfClaim[claim].filter((s) => !this.off[s]).map((s) => this.graph.c.sources.publisher[s]));
    const unknown = left.delete(-1);
    return left.size > 1 ? "several" : unknown ? "unknown" : "one";
  }

  get words(): string[] {
    return this.cuts.map(written);
  }

  /** 2: nothing is left of what backs the claim; 1: something is gone; 0: it stands as before. */
  harm(claim: number): 0 | 1 | 2 {
    const named = this.graph.sourcesOfClaim[claim];
    let gone = 0;
    for (const source of named) gone += this.off[source];
    return gone === 0 ? 0 : gone === named.length ? 2 : 1;
  }

  has = (cut: Cut): boolean => this.cuts.some((each) => written(each) === written(cut));
}

let current: WhatIf;
/** What is switched off on the page. */
export const whatIf = (): WhatIf => current;
export const begin = (graph: Graph): WhatIf => (current = new WhatIf(graph));

/** The switch of a source, a site or a publisher. */
export function cutSwitch(cut: Cut, brief = false): HTMLElement {
  const off = current.has(cut);
  const turn = () => {
    const { path, query } = parsed(location.hash);
    const words = off ? current.words.filter((w) => w !== written(cut)) : [...current.words, written(cut)];
    query.delete("off");
    for (const word of words) query.append("off", word);
    again(path, query);
  };
  return h("button", { type: "button", class: `cut${brief ? " brief" : ""}`, id: `cut-${written(cut)}`, "aria-pressed": String(off), "aria-label": brief ? `What if ${plain(cut.name)} falls?` : null,
    title: brief ? "What if it falls? Switch it off" : null, onclick: turn }, brief ? (off ? "off" : "what if?") : off ? "Switch it on again" : "What if it falls? Switch it off");
}

/** What is switched off and what that does, on top of every view; nothing where all is on. */
export function cutsBar(graph: Graph): HTMLElement | null {
  if (!current.cuts.length) return null;
  let [touched, fallen] = [0, 0];
  for (let claim = 0; claim < graph.backing.length; claim++) {
    const harm = current.harm(claim);
    if (harm) touched++;
    if (harm === 2) fallen++;
  }
  const allOn = () => {
    const { path, query } = parsed(location.hash);
    query.delete("off");
    query.delete("stands");
    again(path, query);
  };
  return h("div", { class: "cuts" }, h("p", null, h("b", null, "Switched off: "),
    current.cuts.map((cut, i) => [i ? ", " : "", go(pageOf(cut), cutName(graph, cut))]), ". ",
    fallen ? [go("/claims?stands=falls", `${count(fallen)} of ${plural(touched, "claim")}`), ` that rest${touched === 1 ? "s" : ""} there stand${fallen === 1 ? "s" : ""} on nothing else.`]
      : touched ? [`None of the `, go("/claims?stands=weakened", plural(touched, "claim")), " that rest there falls: each has another source."] : "No claim rests there."),
    h("button", { type: "button", onclick: allOn }, "Switch all on"));
}

export const pageOf = ({ group, name }: Cut): string => `/${group}/${encodeURIComponent(name)}`;

export function cutName(graph: Graph, { group, name }: Cut): string {
  const row = group === "source" ? graph.sourceRow.get(name) : undefined;
  return plain(row === undefined ? name : nameOf(graph, row));
}
