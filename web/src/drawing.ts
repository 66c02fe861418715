// Colours out of the style sheet, and labels that keep out of each other's way.
import type { Settings } from "sigma/settings";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import { BACKINGS, type Backing } from "./data";

export interface Palette { ink: string; quiet: string; paper: string; edge: string; faint: string; backing: Record<Backing, string>; kinds: Record<string, string>; communities: string[] }

/** The colours of the current theme; style.css is their only home. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"), quiet: colour("quiet"), paper: colour("card"), edge: colour("edge"), faint: colour("faint"),
    backing: Object.fromEntries(BACKINGS.map((b) => [b, colour(b)])) as Record<Backing, string>,
    kinds: { source: colour("source"), article: colour("article"), site: colour("site") },
    communities: Array.from({ length: 10 }, (_, i) => colour(`group-${i}`)),
  };
}

let taken: [number, number, number, number][] = [];

/** Called before each frame: no label stands anywhere yet, but the nodes do. */
export function forgetLabels(nodes: Iterable<{ x: number; y: number; size: number }>): void {
  taken = [];
  for (const { x, y, size } of nodes) taken.push([x - size - 1, y - size - 1, x + size + 1, y + size + 1]);
}

/** Draw a label beside its node, unless another stands there already; `always` for what is pointed at. */
export function drawLabel(context: CanvasRenderingContext2D, node: PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">, settings: Settings, always = false): void {
  if (!node.label) return;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(node.label).width;
  const high = settings.labelSize;
  const edge = context.canvas.width / devicePixelRatio;
  const reach = node.size + 5;
  // beside it on the right, on the left, below, above: the first place that is free
  const places: [number, number][] = [[node.x + reach, node.y], [node.x - reach - width, node.y], [node.x - width / 2, node.y + reach + high / 2], [node.x - width / 2, node.y - reach - high / 2]];
  const boxOf = ([x, y]: [number, number]): [number, number, number, number] => [x - 3, y - high * 0.65, x + width + 3, y + high * 0.65];
  const free = places.find((place) => {
    const box = boxOf(place);
    return box[0] > 0 && box[2] < edge && !taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
  });
  if (!free && !always) return;
  const [left, middle] = free ?? places[0];
  if (!always) taken.push(boxOf([left, middle]));
  const colours = palette();
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  context.strokeText(node.label, left, middle + high / 3);
  context.fillStyle = colours.ink;
  context.fillText(node.label, left, middle + high / 3);
  if (always) {
    context.beginPath();
    context.arc(node.x, node.y, node.size + 2, 0, Math.PI * 2);
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }
}
