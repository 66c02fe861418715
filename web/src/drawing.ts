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

/** Called before each frame: no label stands anywhere yet. */
export function forgetLabels(): void {
  taken = [];
}

/** Draw a label beside its node, unless another stands there already; `always` for what is pointed at. */
export function drawLabel(context: CanvasRenderingContext2D, node: PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">, settings: Settings, always = false): void {
  if (!node.label) return;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(node.label).width;
  const left = node.x + node.size + 4;
  const box: [number, number, number, number] = [left - 2, node.y - settings.labelSize * 0.75, left + width + 2, node.y + settings.labelSize * 0.6];
  if (!always && taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) return;
  if (!always) taken.push(box);
  const colours = palette();
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  context.strokeText(node.label, left, node.y + settings.labelSize / 3);
  context.fillStyle = colours.ink;
  context.fillText(node.label, left, node.y + settings.labelSize / 3);
  if (always) {
    context.beginPath();
    context.arc(node.x, node.y, node.size + 2, 0, Math.PI * 2);
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }
}
