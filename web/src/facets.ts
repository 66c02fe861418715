// Facets: what the rows of a list are asked by. Each has a value per row, or per source of a row, and counts per value.
import type { Graph } from "./data";
import type { Work } from "./slices";

/** The value of what is not known, as an address writes it. */
export const UNKNOWN = "-";

/** Values as numbers into `keys`; of rows, or of the sources a row rests on. */
export interface Codes { codes: ArrayLike<number>; keys: string[] }

export interface Facet {
  name: string;
  label: string;
  /** Whether its values are those of the row itself or of what it is related to (its sources, or articles). */
  of: "row" | "related";
  values(graph: Graph): Codes;
  words?(graph: Graph, key: string): string;
  /** The pattern that leaves what has one of `keys`. */
  sparql(keys: string[]): string;
  /** Its values change with what is switched off; shown only `when` something is. */
  moves?: boolean;
  when?: () => boolean;
}

/** What a row must be besides, asked for by a parameter that has no list of values. */
export interface Special {
  name: string;
  label(graph: Graph, value: string): string;
  test(graph: Graph, value: string): (row: number) => boolean;
  sparql(value: string): string;
}

/** Codes out of one text per row; "" and null are not known. */
export function coded(texts: ArrayLike<string | null | undefined>): Codes {
  const rowOf = new Map<string, number>();
  const codes = new Int32Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const key = texts[i] || UNKNOWN;
    let code = rowOf.get(key);
    if (code === undefined) rowOf.set(key, (code = rowOf.size));
    codes[i] = code;
  }
  return { codes, keys: [...rowOf.keys()] };
}

/** Codes out of rows of another column, -1 for none. */
export function placed(rows: ArrayLike<number>, names: readonly string[]): Codes {
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = rows[i] < 0 ? names.length : rows[i];
  return { codes, keys: [...names, UNKNOWN] };
}

export interface Asked { rows: number; related: (row: number) => readonly number[]; relatedRows: number; facets: { of: "row" | "related"; values: Codes; wanted: ReadonlySet<string> }[]; fits: (row: number) => boolean }
export interface Chosen { rows: number[]; counts: Int32Array[] }

const NONE = -1;
const MANY = -2;
const EVERY = 1_000;

/** The rows that fit all facets, and for each value of each facet how many there are if its facet asked for nothing.
 * Facets of related things are asked of the same thing: a paper of 2017, not a paper and something of 2017. */
export function* choose({ rows, related, relatedRows, facets, fits }: Asked): Work<Chosen> {
  const masks = facets.map(({ values, wanted }) => (wanted.size ? Uint8Array.from(values.keys, (key) => Number(wanted.has(key))) : null));
  const counts = facets.map(({ values }) => new Int32Array(values.keys.length));
  const last = facets.map(({ values, of }) => (of === "related" ? new Int32Array(values.keys.length).fill(NONE) : null));
  const ofRow = facets.flatMap(({ of }, i) => (of === "row" ? [i] : []));
  const ofRelated = facets.flatMap(({ of }, i) => (of === "related" ? [i] : []));
  const failing = (row: number, own: number[]): number => {
    let failed = NONE;
    for (const i of own) if (masks[i] && !masks[i]![facets[i].values.codes[row]]) failed = failed === NONE ? i : MANY;
    return failed;
  };
  const count = (row: number, thing: number, i: number): void => {
    const code = facets[i].values.codes[thing];
    if (last[i]) {
      if (last[i]![code] === row) return;
      last[i]![code] = row;
    }
    counts[i][code]++;
  };
  const failed = new Int8Array(relatedRows);
  for (let thing = 0; thing < relatedRows; thing++) {
    failed[thing] = failing(thing, ofRelated);
    if (thing % EVERY === 0) yield;
  }
  const free = ofRelated.every((i) => !masks[i]);
  const found: number[] = [];
  for (let row = 0; row < rows; row++) {
    if (row % EVERY === 0) yield;
    if (!fits(row)) continue;
    const own = failing(row, ofRow);
    if (own === MANY) continue;
    const things = related(row);
    if (own === NONE) for (const thing of things) {
      if (failed[thing] === NONE) for (const i of ofRelated) count(row, thing, i);
      else if (failed[thing] !== MANY) count(row, thing, failed[thing]);
    }
    if (!free && !things.some((thing) => failed[thing] === NONE)) continue;
    if (own === NONE) {
      found.push(row);
      for (const i of ofRow) count(row, row, i);
    } else count(row, row, own);
  }
  return { rows: found, counts };
}
