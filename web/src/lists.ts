// What a list is made of: rows, facets, columns, its file and its query. `list.ts` shows any of them.
import type { Graph } from "./data";
import type { Facet, Special } from "./facets";

export interface Column {
  name: string;
  label: string;
  cell(row: number): Node | string | (Node | string)[];
  /** What the list is sorted by; numbers stand at the right. */
  key(row: number): number | string | null;
  number?: boolean;
  /** Left out where the screen is narrow. */
  wide?: boolean;
}

export interface Shown {
  rows: number;
  related: (row: number) => readonly number[];
  relatedRows: number;
  columns: Column[];
  /** What the words of the filter are looked for in. */
  text(row: number): string;
  /** The name of a column of the file, as the table of that name has it, and its value. */
  file: [name: string, value: (row: number) => string | number | null][];
}

export interface List {
  name: string;
  title: string;
  noun: string;
  facets: Facet[];
  specials: Special[];
  /** The column it is sorted by, after a - from the highest down. */
  sort: string;
  shown(graph: Graph, query: URLSearchParams): Shown;
  query: { select: string; where: string; related?: string; words: string; order: string };
}
