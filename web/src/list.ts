// One view for every list: facets with their counts, columns to sort by, words to filter by, a file and a query to keep.
import { stay, to } from "./address";
import { line } from "./ask-parts";
import type { Graph } from "./data";
import { count, download, h, later, plain, plural } from "./dom";
import { choose, type Chosen, type Codes, type Facet } from "./facets";
import type { Column, List, Shown } from "./lists";
import { grow } from "./parts";
import { sparqlOf, wordsOf } from "./query";
import { inSlices, sorted, type Work } from "./slices";

const STEP = 60;
const VALUES = 7;
const LINES = 500;

/** The values of the facets of a graph, kept unless they change with what is switched off. */
const kept = new WeakMap<Graph, Map<Facet, Codes>>();

function codesOf(graph: Graph, facet: Facet): Codes {
  const held = kept.get(graph) ?? new Map<Facet, Codes>();
  kept.set(graph, held);
  let found = facet.moves ? undefined : held.get(facet);
  if (!found) held.set(facet, (found = facet.values(graph)));
  return found;
}

/** What was found, and the values of each facet in the order they are shown in. */
interface Result extends Chosen { codes: Codes[]; orders: number[][] }

class ListView {
  private readonly facets: Facet[];
  private readonly shown: Shown;
  private rows: number[] = [];
  private stop = () => {};
  private readonly heading = h("h1");
  private readonly chips = h("ul", { class: "choices chosen-facets", "aria-label": "Filters" });
  private readonly panel = h("div", { class: "facet-groups" });
  private readonly body = h("div", { class: "list-body" });
  private readonly code = h("pre", { tabindex: "0" });
  private readonly editor = h("a", null, "Open in the editor");

  constructor(private readonly graph: Graph, private readonly list: List, private readonly query: URLSearchParams) {
    this.facets = list.facets.filter((facet) => facet.when?.() !== false);
    this.shown = list.shown(graph, query);
  }

  show(): HTMLElement {
    const { list, query } = this;
    const words = h("input", { type: "search", id: "words", placeholder: "filter by words", autocomplete: "off", value: query.get("q") ?? "", oninput: later(150, () => {
      query.set("q", words.value.trim());
      stay(this.to());
      this.run();
    }) });
    const narrow = matchMedia("(max-width: 62rem)").matches;
    const view = h("div", { class: "list-view" },
      h("header", { class: "view-head" }, h("p", { class: "kind" }, list.title), this.heading, this.chips),
      h("div", { class: "table-tools" }, h("label", null, h("span", { class: "hidden" }, "Filter by words"), words),
        h("button", { type: "button", onclick: () => this.keep() }, "CSV"), ...this.sparql()),
      h("div", { class: this.facets.length ? "listing" : "" },
        this.facets.length > 0 && h("details", { class: "facets", open: !narrow }, h("summary", null, "Narrow down"), this.panel), this.body));
    this.run();
    return view;
  }

  /** The address of this list with parameters changed: null takes one away. */
  private to(changed: Record<string, string | null> = {}): string {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changed)) if (value === null) query.delete(name);
      else query.set(name, value);
    query.delete("off");
    return to(`/${this.list.name}`, query);
  }

  private toggled(name: string, value: string): string {
    const query = new URLSearchParams(this.query);
    const values = query.getAll(name);
    query.delete(name);
    for (const each of values.includes(value) ? values.filter((v) => v !== value) : [...values, value]) query.append(name, each);
    query.delete("off");
    return to(`/${this.list.name}`, query);
  }

  private run(): void {
    this.stop();
    this.heading.textContent ||= this.list.title;
    this.chips.replaceChildren(...this.filters());
    const text = sparqlOf(this.list, this.query);
    this.code.textContent = text;
    this.editor.href = `#/ask/sparql?query=${encodeURIComponent(text)}`;
    this.stop = inSlices(this.find(), (result) => {
      this.rows = result.rows;
      this.heading.textContent = plural(result.rows.length, this.list.noun);
      if (this.heading.isConnected) document.title = `${this.heading.textContent} · kgraph`;
      this.panel.replaceChildren(...this.facets.flatMap((facet, i) => this.values(facet, result.codes[i], result.counts[i], result.orders[i]) ?? []));
      this.body.replaceChildren(result.rows.length ? this.table() : h("p", { class: "quiet" }, "None."));
    });
  }

  private *find(): Work<Result> {
    const { graph, list, shown, query } = this;
    const codes: Codes[] = [];
    for (const facet of this.facets) {
      codes.push(codesOf(graph, facet));
      yield;
    }
    const words = wordsOf(query);
    const tests = list.specials.flatMap((special) => query.getAll(special.name).map((value) => special.test(graph, value)));
    const fits = (row: number): boolean => {
      if (!tests.every((test) => test(row))) return false;
      const text = words.length ? shown.text(row).toLowerCase() : "";
      return words.every((word) => text.includes(word));
    };
    const chosen = yield* choose({ ...shown, fits, facets: this.facets.map((facet, i) => ({ of: facet.of, values: codes[i], wanted: new Set(query.getAll(facet.name)) })) });
    const orders: number[][] = [];
    for (const [i, { keys }] of codes.entries()) {
      const counts = chosen.counts[i];
      const wanted = new Set(query.getAll(this.facets[i].name));
      const rows: number[] = [];
      for (let code = 0; code < keys.length; code++) if (counts[code] || wanted.size && wanted.has(keys[code])) rows.push(code);
      const ordered = yield* sorted(rows, (code) => counts[code], true);
      orders.push(wanted.size ? [...ordered.filter((code) => wanted.has(keys[code])), ...ordered.filter((code) => !wanted.has(keys[code]))] : ordered);
    }
    const { column, down } = this.order();
    return { codes, orders, counts: chosen.counts, rows: column ? yield* sorted(chosen.rows, column.key, down) : chosen.rows };
  }

  private order(): { column: Column | undefined; down: boolean } {
    const word = this.query.get("sort") ?? this.list.sort;
    return { column: this.shown.columns.find((c) => c.name === word.replace(/^-/, "")), down: word.startsWith("-") };
  }

  /** What the list is narrowed down to, each a link that widens it again. */
  private filters(): HTMLElement[] {
    const off = (words: string, address: string) => h("li", null, h("a", { href: `#${address}`, "aria-current": "true", title: "Leave this filter out" }, words, h("span", { "aria-hidden": "true" }, " ×")));
    return [
      ...this.facets.flatMap((facet) => this.query.getAll(facet.name).map((key) => off(`${facet.label}: ${this.words(facet, key)}`, this.toggled(facet.name, key)))),
      ...this.list.specials.flatMap((special) => this.query.getAll(special.name).map((value) => off(special.label(this.graph, value), this.toggled(special.name, value)))),
    ];
  }

  /** A value in words; one that the graph does not have, as it stands. */
  private words(facet: Facet, key: string): string {
    const known = codesOf(this.graph, facet).keys.includes(key);
    return plain(known && facet.words ? facet.words(this.graph, key) : key);
  }

  /** A facet's values with how many rows each would leave; none where all rows have the same. */
  private values(facet: Facet, { keys }: Codes, counts: Int32Array, rows: number[]): HTMLElement | null {
    const wanted = new Set(this.query.getAll(facet.name));
    if (rows.length < 2 && !wanted.size && facet.name !== "status") return null;
    const list = h("ul");
    const more = grow(list, rows, VALUES, (code) => h("li", null, h("a", { href: `#${this.toggled(facet.name, keys[code])}`, id: `${facet.name}-${keys[code]}`, "aria-current": wanted.has(keys[code]) ? "true" : null },
      h("span", { class: "facet-value" }, plain(facet.words ? facet.words(this.graph, keys[code]) : keys[code])), " ", h("span", { class: "quiet" }, count(counts[code])))), "more");
    return h("section", { class: "facet" }, h("h2", null, facet.label), list, more);
  }

  private table(): HTMLElement {
    const { column, down } = this.order();
    const head = this.shown.columns.map((c) => {
      const here = c === column;
      const next = here ? (down ? c.name : `-${c.name}`) : c.number ? `-${c.name}` : c.name;
      return h("th", { scope: "col", class: klass(c), "aria-sort": here ? (down ? "descending" : "ascending") : null },
        h("a", { href: `#${this.to({ sort: next })}`, id: `sort-${c.name}` }, c.label, here ? h("span", { "aria-hidden": "true" }, down ? " ↓" : " ↑") : ""));
    });
    const body = h("tbody");
    const more = grow(body, this.rows, STEP, (row) => h("tr", null, this.shown.columns.map((c) => h("td", { class: klass(c), "data-label": c.label }, c.cell(row)))));
    return h("div", null, h("div", { class: "list-table" }, h("table", null, h("thead", null, h("tr", null, head)), body)), more);
  }

  /** The button that shows the query, and what it shows. */
  private sparql(): HTMLElement[] {
    const copy = h("button", { type: "button", onclick: () => void this.copied().then((done) => (copy.textContent = done ? "Copied" : "Copy what is marked")) }, "Copy");
    const box = h("div", { class: "sparql-box card", hidden: true }, this.code, h("p", null, copy, " ", this.graph.home === "server" && this.editor));
    const shows = h("button", { type: "button", "aria-expanded": "false", onclick: () => {
      box.hidden = !box.hidden;
      shows.setAttribute("aria-expanded", String(!box.hidden));
    } }, "SPARQL");
    return [shows, box];
  }

  /** Put the query on the clipboard; where the browser does not allow that it is marked, to be copied by hand. */
  private async copied(): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(this.code.textContent ?? "");
      return true;
    } catch {
      getSelection()?.selectAllChildren(this.code);
      return false;
    }
  }

  /** Give the rows as a file, with the columns that the tables have. */
  private keep(): void {
    const { list, rows, shown } = this;
    function* lines(): Work<Blob> {
      const parts = [new Blob([line(shown.file.map(([name]) => name))])];
      for (let start = 0; start < rows.length; start += LINES) {
        parts.push(new Blob([rows.slice(start, start + LINES).map((row) => line(shown.file.map(([, value]) => value(row)).map((v) => (v === null ? null : String(v))))).join("")]));
        yield;
      }
      return new Blob(parts, { type: "text/csv" });
    }
    inSlices(lines(), (blob) => download(`${list.name}.csv`, blob));
  }
}

const klass = (column: Column): string => `col-${column.name}${column.number ? " number" : ""}${column.wide ? " wide-only" : ""}`;

export const listView = (list: List) => (graph: Graph, query: URLSearchParams): HTMLElement => new ListView(graph, list, query).show();
