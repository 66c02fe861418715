// A text cut into lines, and lines into pieces that are each inside or outside of a claim, a marker, a problem.
// Offsets come in code points (kgraph/spans.py) and are turned into JavaScript's code units once.

export interface Layer { start: number; end: number; kind: "claim" | "marker" | "problem"; value: number }
export interface Piece { text: string; claim?: number; marker?: number; problem?: number; quiet?: boolean }
export interface Line { kind: string; start: number; end: number; pieces: Piece[] }

/** A function from code points to code units of `text`. */
export function units(text: string): (offset: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
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

const MARKUP = /(^#{1,6}\s+|^\s*>\s?|\*\*|__|`+|<!--.*?-->|(?<=\])\([^)\s]*\)|<\/?[a-zA-Z][^>]*>)/g;

const WHOLE = new RegExp(`^(?:${MARKUP.source})$`);

/** The kind of each line, by the Markdown on it: enough to set it in type, not to parse it. */
function kindOf(line: string, state: { fence: boolean; front: boolean; comment: boolean; first: boolean }): string {
  const bare = line.trim();
  if (state.first && bare === "---") state.front = true;
  else if (state.front && bare === "---") {
    state.front = false;
    return "code";
  }
  state.first = false;
  if (state.front) return "code";
  if (/^(```|~~~)/.test(bare)) {
    state.fence = !state.fence;
    return "code";
  }
  if (state.fence) return "code";
  if (bare.startsWith("<!--") && !state.comment) state.comment = true;
  if (state.comment) {
    if (bare.includes("-->")) state.comment = false;
    return "comment";
  }
  const heading = /^(#{1,6})\s/.exec(line);
  if (heading) return `h${heading[1].length}`;
  if (/^\s*([-*+]|\d+[.)])\s/.test(line)) return "item";
  if (bare.startsWith(">")) return "quoted";
  if (bare.startsWith("|")) return "code";
  return bare ? "" : "empty";
}

export function pieces(text: string, layers: Layer[]): Line[] {
  const unit = units(text);
  const cuts = new Set<number>();
  const placed = layers.map((layer) => ({ ...layer, start: unit(layer.start), end: unit(layer.end) })).sort((a, b) => a.start - b.start);
  for (const layer of placed) {
    cuts.add(layer.start);
    cuts.add(layer.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const lines: Line[] = [];
  const state = { fence: false, front: false, comment: false, first: true };
  let cut = 0;
  let next = 0;
  let open: typeof placed = [];
  let start = 0;
  for (const raw of text.split(/(?<=\n)|(?<=\r)(?!\n)/)) {
    const end = start + raw.length;
    const kind = kindOf(raw, state);
    const line: Line = { kind, start, end, pieces: [] };
    let at = start;
    while (at < end) {
      while (cut < sorted.length && sorted[cut] <= at) cut++;
      const until = Math.min(end, sorted[cut] ?? end);
      while (next < placed.length && placed[next].start <= at) open.push(placed[next++]);
      open = open.filter((layer) => layer.end > at);
      const piece: Piece = { text: text.slice(at, until).replace(/[\r\n]+$/, "") };
      for (const layer of open) piece[layer.kind] ??= layer.value;
      if (piece.marker !== undefined || kind === "code") line.pieces.push(piece);
      else for (const part of piece.text.split(MARKUP)) if (part) line.pieces.push({ ...piece, text: part, quiet: WHOLE.test(part) });
      at = until;
    }
    if (kind === "empty" && lines.at(-1)?.kind === "empty") lines.at(-1)!.end = end;
    else lines.push(line);
    start = end;
  }
  return lines;
}
