// Offsets come in code points (kgraph/spans.py) and are turned into JavaScript's code units once; a text is cut into its lines.
import type { Mark } from "./reader-marks";

const same = (offset: number): number => offset;

/** A function from code points to code units of `text`. */
export function units(text: string): (offset: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return same;
  const wide: number[] = [];
  let points = 0;
  for (const character of text) {
    if (character.length === 2) wide.push(points);
    points++;
  }
  return (offset) => {
    let low = 0;
    let high = wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}

/** One line as written, without its end, and the parts of marks that lie on it; `start` counts code points. */
export interface Line { start: number; text: string; marks: Mark[] }

/** The lines of a text; `marks` count code points of all of it, those of a line code units of the line. */
export function lines(text: string, marks: Mark[]): Line[] {
  const unit = units(text);
  const placed = marks.map((m) => ({ ...m, start: unit(m.start), end: unit(m.end) })).sort((a, b) => a.start - b.start);
  const found: Line[] = [];
  let open: Mark[] = [];
  let next = 0;
  let start = 0;
  let points = 0;
  for (const raw of text.split(/(?<=\n)|(?<=\r)(?!\n)/)) {
    const end = start + raw.length;
    const words = raw.replace(/[\r\n]+$/, "");
    while (next < placed.length && placed[next].start < end) open.push(placed[next++]);
    const clipped = open.map((m) => ({ ...m, start: Math.max(0, m.start - start), end: Math.min(words.length, m.end - start) }));
    found.push({ start: points, text: words, marks: clipped.filter((m) => m.end > m.start || m.kind === "problem") });
    open = open.filter((m) => m.end > end);
    start = end;
    points += unit === same ? raw.length : [...raw].length;
  }
  return found;
}
