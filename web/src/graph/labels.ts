// Where labels stand: the most connected first, none on another, and on as few discs as can be.

export interface Disc { x: number; y: number; size: number }
export interface Wanted extends Disc { label: string; key: string }
/** The left end and the middle height of a label's text. */
export interface Label { key: string; label: string; left: number; middle: number }

type Box = [left: number, top: number, right: number, bottom: number];

const CELL = 48;
/** How much of what stands there a label may cover, in discs as large as the one it names; a smaller one counts less. */
const COVERED = 0.3;
/** The largest so many may cover more: a drawing says at least what its hubs are. */
const HUBS = 15;
const COVERED_BY_HUB = 6;

/** Things with a box, found by where they are. */
class Places<T> {
  private readonly cells = new Map<number, [Box, T][]>();

  add(box: Box, thing: T): void {
    for (const cell of this.over(box)) {
      const here = this.cells.get(cell);
      if (here) here.push([box, thing]);
      else this.cells.set(cell, [[box, thing]]);
    }
  }

  *touching(box: Box): Generator<T> {
    for (const cell of this.over(box))
      for (const [b, thing] of this.cells.get(cell) ?? []) if (box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]) yield thing;
  }

  private *over([left, top, right, bottom]: Box): Generator<number> {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++)
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield x * 65_536 + y;
  }
}

/** Places for as many labels as fit between `0` and `width`; `measure` says how wide a text is, `high` is the size of its type. `first` has its label whatever it covers. */
export function placed(wanted: Wanted[], discs: Iterable<Disc>, measure: (text: string) => number, high: number, width: number, first?: string): Label[] {
  const nodes = new Places<Disc>();
  for (const disc of discs) nodes.add([disc.x - disc.size - 1, disc.y - disc.size - 1, disc.x + disc.size + 1, disc.y + disc.size + 1], disc);
  const labels = new Places<true>();
  const found: Label[] = [];
  for (const { key, label, x, y, size } of [...wanted].sort((a, b) => Number(b.key === first) - Number(a.key === first) || b.size - a.size)) {
    const wide = measure(label);
    const reach = size + 5;
    // beside it, on the right or left, below, above, and aslant: the first of those that cover least
    const [off, down] = [reach * 0.7, reach * 0.7 + high / 2];
    const places: [number, number][] = [
      [x + reach, y], [x - reach - wide, y], [x - wide / 2, y + reach + high / 2], [x - wide / 2, y - reach - high / 2],
      [x + off, y + down], [x + off, y - down], [x - off - wide, y + down], [x - off - wide, y - down],
    ];
    let best: [cost: number, left: number, middle: number, box: Box] | undefined;
    for (const [left, middle] of places) {
      const box: Box = [left - 3, middle - high * 0.65, left + wide + 3, middle + high * 0.65];
      if (box[0] <= 0 || box[2] >= width || !labels.touching(box).next().done) continue;
      let cost = 0;
      for (const disc of new Set(nodes.touching(box))) cost += (disc.size / size) ** 2;
      if (cost <= (key === first ? Infinity : found.length < HUBS ? COVERED_BY_HUB : COVERED) && (!best || cost < best[0])) best = [cost, left, middle, box];
    }
    if (!best) continue;
    labels.add(best[3], true);
    found.push({ key, label, left: best[1], middle: best[2] });
  }
  return found;
}
