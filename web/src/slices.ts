// Long work in pieces, so that the page answers between them: filters and sorts of many thousand rows.

/** Work that can stop between any two of its yields. */
export type Work<T> = Generator<void, T>;

const PIECE_MS = 30;

/** Do `work`, no piece of it longer than some 30 ms, the first one at once; `done` gets what it returns. The answer stops it. */
export function inSlices<T>(work: Work<T>, done: (value: T) => void): () => void {
  let timer = 0;
  const piece = () => {
    const until = performance.now() + PIECE_MS;
    for (;;) {
      const step = work.next();
      if (step.done) return done(step.value);
      if (performance.now() > until) break;
    }
    timer = window.setTimeout(piece);
  };
  piece();
  return () => clearTimeout(timer);
}

const EVERY = 2_000;

/** Do `work` with each of `items`, which can stop after so many of them. */
export function* each<T>(items: Iterable<T>, work: (item: T) => void, every = EVERY): Work<void> {
  let n = 0;
  for (const item of items) {
    work(item);
    if (++n % every === 0) yield;
  }
}

/** `rows` by their keys: numbers by size, texts by their letters, equal ones as they stood. Nothing comes last. */
export function* sorted(rows: number[], key: (row: number) => number | string | null, down: boolean): Work<number[]> {
  const keys = new Map<number, number | string | null>();
  let n = 0;
  for (const row of rows) {
    const value = key(row);
    keys.set(row, typeof value === "string" ? value.toLowerCase() : value);
    if (++n % EVERY === 0) yield;
  }
  const before = (a: number, b: number): boolean => {
    const [x, y] = [keys.get(a)!, keys.get(b)!];
    if (x === y || y === null) return true;
    if (x === null) return false;
    return down ? x >= y : x <= y;
  };
  let from = [...rows];
  let to = new Array<number>(rows.length);
  for (let width = 1; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      const [middle, end] = [Math.min(start + width, from.length), Math.min(start + 2 * width, from.length)];
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        to[at] = left < middle && (right >= end || before(from[left], from[right])) ? from[left++] : from[right++];
        if (++n % EVERY === 0) yield;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
