// The drawing as a file, as it stands on the screen: SVG, and PNG of the same SVG.
import { download, h, s } from "../dom";
import { palette, type Palette } from "./palette";
import type { Disc, Label } from "./labels";
import { COUNTED, SHAPES } from "./marks";

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export interface Shown extends Disc { label: string; colour: string; shape: number }
interface Drawn { width: number; height: number; edges: { from: Disc; to: Disc; size: number; colour: string }[]; nodes: Shown[]; labels: Label[]; high: number }

/** The nodes and edges that stand on the screen, as SVG. */
export function nodesAsSvg({ width, height, edges, nodes, labels, high }: Drawn, colours: Palette): string {
  const r = (n: number): string => n.toFixed(1);
  const lines = edges.map(({ from, to, size, colour }) => `<path d="M${r(from.x)} ${r(from.y)}L${r(to.x)} ${r(to.y)}" stroke="${colour}" stroke-width="${r(size)}"/>`);
  const marks = nodes.map(({ x, y, size, shape, colour, label }) => {
    const counted = shape >= COUNTED;
    return `<g class="node" transform="translate(${r(x)} ${r(y)}) scale(${r(size)})" fill="${colour}"><title>${escape(label)}</title>${counted ? `<circle r=".92" fill="none" stroke="${colour}" stroke-width=".16"/>` : ""}<path d="${SHAPES[shape % COUNTED]}"${counted ? ' transform="scale(.68)"' : ""}/></g>`;
  });
  const leads = labels.map(({ line }) => (line ? `<path class="lead" d="M${r(line[0])} ${r(line[1])}L${r(line[2])} ${r(line[3])}" stroke="${colours.quiet}"/>` : ""));
  const words = labels.map(({ label, left, middle }) => `<text x="${r(left)}" y="${r(middle + high / 3)}">${escape(label)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colours.paper}"/><g fill="none">${lines.join("")}</g>${marks.join("")}${leads.join("")}<g font-family="system-ui, sans-serif" font-size="${high}" fill="${colours.ink}" stroke="${colours.paper}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${words.join("")}</g></svg>`;
}

const STYLES = ["fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "opacity", "font-size", "font-family", "font-weight"] as const;

/** A drawing of the page as a file of its own, of one SVG element or of the parts of a whole: what the style sheet says of it is written into it. */
export function elementAsSvg(drawn: Element): string {
  if (drawn instanceof SVGElement) return written(styled(drawn));
  const whole = s("svg");
  const [width, height] = (drawn as HTMLElement).dataset.size!.split(" ");
  for (const [name, value] of [["viewBox", `0 0 ${width} ${height}`], ["width", width], ["height", height]]) whole.setAttribute(name, value);
  for (const part of drawn.querySelectorAll<SVGElement>("svg")) whole.append(...styled(part).childNodes);
  return written(whole);
}

function styled(drawn: SVGElement): SVGElement {
  const copy = drawn.cloneNode(true) as SVGElement;
  const [own, copies] = [drawn.querySelectorAll<SVGElement>("*"), [...copy.querySelectorAll<SVGElement>("*")]];
  own.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) copies[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "aria-pressed", "aria-expanded", "aria-label", "aria-hidden"]) copies[i].removeAttribute(name);
  });
  return copy;
}

function written(copy: SVGElement): string {
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", palette().paper]]) ground.setAttribute(name, value);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

export const keepSvg = (name: string, svg: string): void => download(name, new Blob([svg], { type: "image/svg+xml" }));

/** The picture, at twice the size of the screen. */
export function keepPng(name: string, svg: string): void {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  void image.decode().then(() => {
    const canvas = h("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && download(name, blob));
  });
}
