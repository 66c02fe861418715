// Where the card of a marker stands: near to it, and never over the sentence that it belongs to.

const GAP = 8;
/** A card of which less than this could be seen is of no use. */
const LEAST = 120;

/** A card with no room that is free stands where it is, as high as it is. */
interface Place { left: number; top: number; high: number }
interface Box { left: number; top: number; right: number; bottom: number }

/** Set `box`, which is fixed in the window, below or above the lines of `claim`, or at their side: where it is nearest to `link`. */
export function place(link: HTMLElement, box: HTMLElement, claim: HTMLElement[]): void {
  const own = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const lines = claim.flatMap((span) => [...span.getClientRects()]).filter((r) => r.bottom > 0 && r.top < innerHeight);
  const top = document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0;
  const { left, top: at, high } = beside(own, all([own, ...lines]), { width, height }, { left: GAP, top: top + GAP, right: innerWidth - GAP, bottom: innerHeight - GAP });
  box.style.left = `${left}px`;
  box.style.top = `${at}px`;
  if (high < height) box.style.maxHeight = `${high}px`;
}

const all = (boxes: Box[]): Box => ({
  left: Math.min(...boxes.map((b) => b.left)), right: Math.max(...boxes.map((b) => b.right)), top: Math.min(...boxes.map((b) => b.top)), bottom: Math.max(...boxes.map((b) => b.bottom)),
});

function beside(link: Box, kept: Box, { width, height }: { width: number; height: number }, room: Box): Place {
  const within = (from: number, size: number, low: number, high: number): number => Math.max(low, Math.min(high - size, from));
  const left = within(link.left - 12, width, room.left, room.right);
  const top = within(link.top - 12, height, room.top, room.bottom);
  const below = { left, top: kept.bottom + GAP, high: room.bottom - kept.bottom - GAP };
  const above = (high: number): Place => ({ left, top: kept.top - GAP - Math.min(high, height), high });
  const places: Place[] = [];
  if (below.high >= height) places.push(below);
  if (kept.top - GAP - room.top >= height) places.push(above(height));
  if (kept.right + GAP + width <= room.right) places.push({ left: kept.right + GAP, top, high: height });
  if (kept.left - GAP - width >= room.left) places.push({ left: kept.left - GAP - width, top, high: height });
  const far = (p: Place): number => Math.hypot(Math.max(0, p.left - link.right, link.left - p.left - width), Math.max(0, p.top - link.bottom, link.top - p.top - height));
  const [best] = places.sort((a, b) => far(a) - far(b));
  if (best) return best;
  // no room for all of it: as much of it as there is room above or below, where that is enough to read
  const rest = [below, above(kept.top - GAP - room.top)].sort((a, b) => b.high - a.high)[0];
  if (rest.high >= LEAST) return rest;
  // the sentence fills the window: below the marker's own line, or above it
  return link.bottom + GAP + height <= room.bottom ? { left, top: link.bottom + GAP, high: height } : { left, top: Math.max(room.top, link.top - GAP - height), high: height };
}
