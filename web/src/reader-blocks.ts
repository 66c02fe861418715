// Blocks of an article as elements. They come from the table of blocks: nothing here knows the format that the article is in.
import type { Block } from "./data";
import { h, outward, plain, safeUrl } from "./dom";
import { inked, type Made, type Mark } from "./reader-marks";
import { units } from "./text";

/** Neighbouring blocks that are one thing to the eye: a list or a part of it, a table, else a single block. */
export interface Group { first: number; blocks: Block[] }
/** Items of one list that are shown in one go, at least. */
const TOGETHER = 24;

/** `1.2/3.1:7`: item 2 of list 1, and there item 1 of list 3, printed as 7. */
const path = (lists: string | null): [list: number, item: number, printed?: number][] =>
  (lists ?? "").split("/").filter(Boolean).map((step) => step.split(/[.:]/).map(Number) as [number, number, number?]);

export function groups(blocks: Block[]): Group[] {
  const found: Group[] = [];
  blocks.forEach((block, i) => {
    const last = found.at(-1);
    const before = last?.blocks.at(-1);
    if (last && before && (inOneTable(before, block) || (inOneList(before, block) && !(last.blocks.length >= TOGETHER && path(before[6])[0][1] !== path(block[6])[0][1])))) last.blocks.push(block);
    else found.push({ first: i, blocks: [block] });
  });
  return found;
}

const inOneTable = (a: Block, b: Block): boolean => a[0] === "cell" && b[0] === "cell" && a[7] === b[7];
const inOneList = (a: Block, b: Block): boolean => !!a[6] && !!b[6] && path(a[6])[0][0] === path(b[6])[0][0];

/** The marks of a block, counted in code units of its text. */
function marksOf(block: Block): Mark[] {
  const unit = units(block[2]);
  return block[10].map(([kind, start, end, value]) => ({ kind, start: unit(start), end: unit(end), value }));
}

/** What gives marks that are no more than type or links; `made` is asked for all others. */
const typeset = (made: Made): Made => (mark, text) => {
  const [tag, klass] = TAGS[mark.kind] ?? [];
  if (tag) return h(tag, klass ? { class: klass } : null);
  if (mark.kind === "link") return safeUrl(String(mark.value)) ? emptied(outward(String(mark.value), "")) : null;
  return made(mark, text);
};
const TAGS: Record<string, [keyof HTMLElementTagNameMap, string?]> = { strong: ["strong"], emphasis: ["em"], code: ["code"], math: ["code", "math"], sup: ["sup"], title: ["cite"] };

function emptied<E extends HTMLElement>(element: E): E {
  element.replaceChildren();
  return element;
}

/** The element of a group; `tail` is what follows the words of one block of it. */
export function element(group: Group, made: Made, tail: (block: Block, place: number) => Node | null): HTMLElement {
  const one = (block: Block): HTMLElement => {
    const words = set(block, made);
    const after = tail(block, group.first + group.blocks.indexOf(block));
    if (after) words.append(" ", after);
    return words;
  };
  const [first] = group.blocks;
  if (first[0] === "cell") return table(group.blocks, one);
  return first[6] ? list(group.blocks, one) : one(first);
}

function set(block: Block, made: Made): HTMLElement {
  const [kind, level, text, , , label] = block;
  const host = (WAYS[kind] ?? WAYS.paragraph)(level ?? 1);
  if (kind === "image") {
    host.append(h("span", { class: "kind" }, "Image"), " ");
    if (!text.trim()) host.append("without a description");
  }
  // an entry often has its label in its words already: `[1] Title`
  if (label && (kind === "footnote" || kind === "entry") && !text.replace(/^[^\p{L}\p{N}]+/u, "").startsWith(label)) host.append(h("span", { class: "key" }, plain(label)), " ");
  inked(host.querySelector("code") ?? host, text, marksOf(block), typeset(made));
  return host;
}
const WAYS: Record<string, (level: number) => HTMLElement> = {
  paragraph: () => h("p"),
  item: () => h("p"),
  cell: () => h("div"),
  quote: () => h("blockquote"),
  caption: () => h("p", { class: "caption" }),
  heading: (level) => h(HEADINGS[Math.min(6, Math.max(1, level)) - 1]),
  footnote: () => h("p", { class: "footnote" }),
  entry: () => h("p", { class: "entry" }),
  code: () => h("pre", { tabindex: "0", "aria-label": "Code" }, h("code")),
  math: () => h("pre", { class: "math", tabindex: "0", "aria-label": "Formula, as TeX" }, h("code")),
  image: () => h("p", { class: "image" }),
};
/** The page's own heading is the first; the article's stand below it. */
const HEADINGS = ["h2", "h3", "h4", "h5", "h6", "h6"] as const;

/** A table; row 0 is its head. */
function table(blocks: Block[], one: (block: Block) => HTMLElement): HTMLElement {
  const rows = new Map<number, Block[]>();
  for (const block of blocks) rows.set(block[8] ?? 0, [...(rows.get(block[8] ?? 0) ?? []), block]);
  const wide = Math.max(...blocks.map((b) => b[9] ?? 0));
  const low = Math.min(...blocks.map((b) => b[9] ?? 0));
  const body = [...rows].sort(([a], [b]) => a - b).map(([row, cells]) => {
    const line = h("tr");
    for (let column = low; column <= wide; column++) {
      const cell = h(row === 0 && rows.size > 1 ? "th" : "td");
      for (const block of cells) if ((block[9] ?? 0) === column) cell.append(...one(block).childNodes);
      line.append(cell);
    }
    return line;
  });
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", null, body));
}

/** Lists in lists, out of the path of each block. */
function list(blocks: Block[], one: (block: Block) => HTMLElement): HTMLElement {
  interface Open { number: number; item: number; list: HTMLElement; inside: HTMLElement }
  const root = h("div");
  let open: Open[] = [];
  for (const block of blocks) {
    const steps = path(block[6]);
    let same = 0;
    while (same < open.length && same < steps.length && open[same].number === steps[same][0] && open[same].item === steps[same][1]) same++;
    const next = open[same];
    open = open.slice(0, same);
    for (const [depth, [number, item, printed]] of steps.entries()) {
      if (depth < same) continue;
      const within = depth === same && next?.number === number ? next.list : h(printed === undefined ? "ul" : "ol");
      if (!within.parentElement) (open.at(-1)?.inside ?? root).append(within);
      const inside = h("li");
      if (printed !== undefined) inside.value = printed;
      within.append(inside);
      open.push({ number, item, list: within, inside });
    }
    open.at(-1)!.inside.append(one(block));
  }
  return root;
}
