// The details of an article as a page keeps them (kgraph/export/_slim.py), put together again from what the page has anyway.
import type { Block, Detail, Graph, Mark, Marker, Problem, Reference } from "./data";
import { units } from "./text";

/** Different values, then for each row which it is. */
type Coded<T> = [values: T[], rows: number[]];
/** Of each text: copy, pass by, add; again and again; and what is added. */
interface Told { steps: number[][]; added: string[] }
interface Marks { count: number[]; kind: Coded<[kind: string, how: number]>; start: number[]; length: number[]; value: (null | number | string | [number, number])[] }
interface Spans { start: number[]; length: number[] }
interface Blocks extends Told, Spans { kind: Coded<string>; level: Coded<number | null>; rest: [Coded<string | null>, Coded<string | null>, Coded<number | null>, Coded<number | null>, Coded<number | null>]; marks: Marks }
interface Markers extends Spans { status: number[]; label: string[]; passage: Coded<string | null>; claim: number[]; written: Coded<string | 0>; sources: (number | string)[][] }
interface References extends Spans {
  label: (string | null)[]; list: Coded<number>; position: number[]; printed: Coded<string | null | 0>; title: (string | null | [number, number])[]; source: (number | string | null)[];
  file: Coded<string | null>;
}
export interface Slim { text: (Told & { between: string[] }) | null; blocks: Blocks | null; markers: Partial<Markers>; references: Partial<References> }

type Cut = (start: number, end: number) => string;

/** Pieces of a text by code points. */
function cutter(text: string): Cut {
  const unit = units(text);
  return (start, end) => text.slice(unit(start), unit(end));
}

const values = <T>([found, rows]: Coded<T>): T[] => rows.map((row) => found[row]);

const summed = (steps: number[]): number[] => {
  let sum = 0;
  return steps.map((step) => (sum += step));
};

function edited(base: string, steps: number[], added: string): string {
  if (!steps.length) return base;
  const [old, more] = [cutter(base), cutter(added)];
  let out = "";
  for (let i = 0, at = 0, taken = 0; i < steps.length; i += 3) {
    const [copied, passed, add] = [steps[i], steps[i + 1], steps[i + 2]];
    out += old(at, at + copied) + more(taken, taken + add);
    at += copied + passed;
    taken += add;
  }
  return out;
}

/** The detail of the article in that row. */
export function whole(slim: Slim, graph: Graph, row: number): Detail {
  const { c } = graph;
  const claims = [...graph.claimsOfArticle[row]].sort((a, b) => c.claims.start[a] - c.claims.start[b]);
  const text = slim.text && written(slim.text, graph, claims);
  const cut = cutter(text ?? "");
  const source = <T>(found: number | T): string | T => (typeof found === "number" ? c.sources.iri[found] : found);
  const markers = slim.markers.start ? markersOf(slim.markers as Markers, cut, (place) => (place < 0 ? null : c.claims.id[claims[place]]), source) : [];
  const references = slim.references.start ? referencesOf(slim.references as References, cut, source) : [];
  const blocks = slim.blocks && blocksOf(slim.blocks, cut, (place) => c.claims.id[claims[place]], markers);
  const problems = c.problems.filter(([article]) => article === row).map(([, ...problem]): Problem => problem);
  return { text, blocks, markers, references, problems };
}

function written({ between, steps, added }: Told & { between: string[] }, { c }: Graph, claims: number[]): string {
  const { start, end, text } = c.claims;
  let out = "";
  let done = 0;
  let place = 0;
  for (const claim of claims) {
    if (start[claim] < done) continue;
    out += between[place] + edited(text[claim], steps[place], added[place]);
    done = end[claim];
    place++;
  }
  return out + between[place];
}

function markersOf(m: Markers, cut: Cut, id: (place: number) => string | null, source: <T>(found: number | T) => string | T): Marker[] {
  const [starts, asWritten, passages] = [summed(m.start), values(m.written), values(m.passage)];
  return starts.map((start, i) => {
    const end = start + m.length[i];
    const said = asWritten[i];
    return [start, end, m.status[i], id(m.claim[i]), said === 0 ? cut(start, end) : said, m.sources[i].map((each) => source(each)), m.label[i], passages[i]];
  });
}

function referencesOf(r: References, cut: Cut, source: <T>(found: number | T) => string | T): Reference[] {
  const [starts, lists, all, files] = [summed(r.start), values(r.list), values(r.printed), values(r.file)];
  return starts.map((start, i) => {
    const end = start + r.length[i];
    const printed = all[i] === 0 ? cut(start, end) : (all[i] as string | null);
    const title = r.title[i];
    return [r.label[i], lists[i], r.position[i], printed, Array.isArray(title) ? cutter(printed!)(title[0], title[0] + title[1]) : title, source(r.source[i]), start, end, files[i]];
  });
}

function blocksOf(b: Blocks, cut: Cut, id: (place: number) => string, markers: Marker[]): Block[] {
  const [starts, kinds, levels, rest] = [summed(b.start), values(b.kind), values(b.level), b.rest.map((column) => values<string | number | null>(column))];
  const { count, start, length, value } = b.marks;
  const marked = values(b.marks.kind);
  let [at, claim, marker] = [0, 0, 0];
  return starts.map((from, i) => {
    const source = cut(from, from + b.length[i]);
    const marks: Mark[] = [];
    let before = 0;
    for (const stop = at + count[i]; at < stop; at++) {
      const [kind, how] = marked[at];
      before += start[at];
      let said = value[at];
      if (how === 1) said = id((claim += said as number));
      else if (how === 2) said = markers[(marker += said as number)][0];
      else if (how === 3) said = cutter(source)((said as number[])[0], (said as number[])[0] + (said as number[])[1]);
      marks.push([kind, before, before + length[at], said as Mark[3]]);
    }
    return [kinds[i], levels[i], edited(source, b.steps[i], b.added[i]), from, from + b.length[i], ...rest.map((column) => column[i]), marks] as unknown as Block;
  });
}
