// Where labels stand: the most connected first, none on another and none on a node. What has no room beside it has no label, but
// the most connected find one farther off, at the end of a line.

export interface Disc { x: number; y: number; size: number }
/** `rank` says how much a label matters: how connected its node is. */
export interface Wanted extends Disc { label: string; key: string; rank: number }
/** The left end and the middle height of a label's text; `line` leads to it where it does not stand beside its node. */
export interface Label { key: string; label: string; left: number; middle: number; line?: [x1: number, y1: number, x2: number, y2: number] }

type Box = [left: number, top: number, right: number, bottom: number];
type Place = [left: number, middle: number];

const CELL = 48;
/** The most connected so many look farther for a place: a drawing says at least what its hubs are. */
const HUBS = 15;
const [FARTHEST, STEP, ROUND] = [240, 16, 16];
/** A label for which there is no room may be cut to so many letters. */
const CUT = [26, 14];

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

/** What stands on a drawing so far, and whether there is room for a label. */
class Ground {
  private readonly nodes = new Places<Disc>();
  private readonly labels = new Places<true>();

  constructor(discs: Iterable<Disc>, private readonly high: number, private readonly width: number, private readonly height: number) {
    for (const disc of discs) this.nodes.add(square(disc), disc);
  }

  box = (wide: number, [left, middle]: Place): Box => [left - 3, middle - this.high * 0.65, left + wide + 3, middle + this.high * 0.65];
  isInside = ([left, top, right, bottom]: Box): boolean => left > 0 && right < this.width && top > 0 && bottom < this.height;
  isFree = (box: Box): boolean => this.labels.touching(box).next().done === true;
  take = (box: Box): void => this.labels.add(box, true);

  /** How many nodes a label there would lie on. */
  covered(box: Box, most: number): number {
    const seen = new Set<Disc>();
    for (const disc of this.nodes.touching(box)) if (meets(box, disc)) {
      seen.add(disc);
      if (seen.size > most) break;
    }
    return seen.size;
  }
}

// a square reaches a little out of its circle
const around = (disc: Disc): number => disc.size * 1.08 + 1;
const square = (disc: Disc): Box => [disc.x - around(disc), disc.y - around(disc), disc.x + around(disc), disc.y + around(disc)];
const nearest = ([left, top, right, bottom]: Box, { x, y }: { x: number; y: number }): [number, number] => [Math.max(left, Math.min(x, right)), Math.max(top, Math.min(y, bottom))];

function meets(box: Box, disc: Disc): boolean {
  const [x, y] = nearest(box, disc);
  return Math.hypot(x - disc.x, y - disc.y) < around(disc);
}

/** On the right or left of a node, below, above, and aslant. */
function beside({ x, y, size }: Disc, wide: number, high: number): Place[] {
  const reach = size * 1.08 + 5;
  const [off, down] = [reach * 0.75, reach * 0.75 + high * 0.65];
  return [
    [x + reach, y], [x - reach - wide, y], [x - wide / 2, y + reach + high / 2], [x - wide / 2, y - reach - high / 2],
    [x + off, y + down], [x + off, y - down], [x - off - wide, y + down], [x - off - wide, y - down],
  ];
}

/** Farther and farther off, all around. */
function* off({ x, y, size }: Disc, wide: number, farthest: number): Generator<Place> {
  for (let far = size + STEP; far <= farthest; far += STEP) for (let i = 0; i < ROUND; i++) {
    const angle = (2 * Math.PI * i) / ROUND;
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    yield [x + dx * far - (Math.abs(dx) < 0.3 ? wide / 2 : dx < 0 ? wide : 0), y + dy * far];
  }
}

/** Places for as many labels as fit in a drawing; `measure` says how wide a text is, `high` is the size of its type. `first` has its label whatever it covers. */
export function placed(wanted: Wanted[], discs: Iterable<Disc>, measure: (text: string) => number, high: number, [width, height]: [number, number], first?: string): Label[] {
  const ground = new Ground(discs, high, width, height);
  const found: Label[] = [];
  let hubs = 0;
  const farthest = Math.min(FARTHEST, width / 6);
  for (const { key, label: whole, ...disc } of [...wanted].sort((a, b) => Number(b.key === first) - Number(a.key === first) || b.rank - a.rank || b.size - a.size)) {
    const isFree = (wide: number) => (place: Place): boolean => {
      const box = ground.box(wide, place);
      return ground.isInside(box) && ground.isFree(box) && !ground.covered(box, 0);
    };
    let [label, wide] = [whole, measure(whole)];
    let place = beside(disc, wide, high).find(isFree(wide));
    let line: Label["line"];
    if (!place && key === first) place = least(ground, wide, beside(disc, wide, high));
    for (const most of place ? [] : CUT) {
      if (place || whole.length <= most) continue;
      label = `${whole.slice(0, most - 1).trimEnd()}…`;
      wide = measure(label);
      place = beside(disc, wide, high).find(isFree(wide));
    }
    if (!place && hubs < HUBS) {
      const free = isFree(wide);
      for (const far of off(disc, wide, farthest)) if (free(far)) {
        place = far;
        break;
      }
      if (place) line = led(disc, nearest(ground.box(wide, place), disc));
    }
    hubs++;
    if (!place) continue;
    ground.take(ground.box(wide, place));
    found.push({ key, label, left: place[0], middle: place[1], line });
  }
  return found;
}

/** From the edge of a node to its label. */
function led({ x, y, size }: Disc, [x2, y2]: [number, number]): Label["line"] {
  const far = Math.hypot(x2 - x, y2 - y) || 1;
  return [x + ((x2 - x) * size) / far, y + ((y2 - y) * size) / far, x2, y2];
}

/** Where a label that must be seen covers least. */
function least(ground: Ground, wide: number, places: Place[]): Place | undefined {
  const cost = (place: Place): number => ground.covered(ground.box(wide, place), Infinity);
  return places.filter((place) => ground.isInside(ground.box(wide, place))).sort((a, b) => cost(a) - cost(b))[0];
}
