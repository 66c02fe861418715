// Colours out of the style sheet, and how a label is written.
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

/** Write a label; `colours` are those of the theme. */
export function write(context: CanvasRenderingContext2D, settings: Settings, colours: Palette, label: string, left: number, middle: number): void {
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  context.strokeText(label, left, middle + settings.labelSize / 3);
  context.fillStyle = colours.ink;
  context.fillText(label, left, middle + settings.labelSize / 3);
}

/** The label of what is pointed at, over all else, and a ring around it. */
export function point(context: CanvasRenderingContext2D, node: PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">, settings: Settings): void {
  if (!node.label) return;
  const colours = palette();
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const wide = context.measureText(node.label).width;
  const right = node.x + node.size + 5;
  write(context, settings, colours, node.label, right + wide < context.canvas.width / devicePixelRatio ? right : node.x - node.size - 5 - wide, node.y);
  context.beginPath();
  context.arc(node.x, node.y, node.size + 2, 0, Math.PI * 2);
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.stroke();
}
