// Elements out of values. Text only ever becomes text: nothing here, or anywhere in the app, parses markup.

export type Child = Node | string | number | null | undefined | false | Child[];
type Props = Record<string, unknown>;

function fill(element: Element, props: Props | null, children: Child[]): void {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else if (name === "style") for (const [property, is] of Object.entries(value as Record<string, string>)) style(element as HTMLElement, property, is);
    else if (name === "value") (element as HTMLInputElement).value = String(value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
}

function style(element: HTMLElement, property: string, value: string): void {
  if (property.startsWith("--")) element.style.setProperty(property, value);
  else Object.assign(element.style, { [property]: value });
}

function append(element: Node, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** An HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, props ?? null, children);
  return element;
}

/** An SVG element. */
export function s(tag: string, props?: Props | null, ...children: Child[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, props ?? null, children);
  return element;
}

/** `items` with `separator` between them. */
export function join(items: Node[], separator: string): Child[] {
  return items.flatMap((item, i) => (i ? [separator, item] : [item]));
}

const NUMBER = new Intl.NumberFormat("en");
/** 1234 → "1,234". */
export const count = (n: number): string => NUMBER.format(n);

/** "1 claim", "2 claims". */
export const plural = (n: number, word: string): string => `${count(n)} ${word}${n === 1 ? "" : "s"}`;

/** Text without the characters that turn its neighbours around; those are shown as a sign. */
export const plain = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

/** An address a click may follow, or null: http and https only. */
export function safeUrl(text: string | null | undefined): string | null {
  if (!text) return null;
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that leaves the page, or plain text where the address is none. */
export function outward(url: string | null | undefined, text: string): HTMLElement {
  const safe = safeUrl(url);
  if (!safe) return h("span", { class: "inert" }, plain(text));
  return h("a", { href: safe, rel: "noopener noreferrer nofollow", target: "_blank", class: "outward", title: safe }, plain(text));
}

/** A link within the app. */
export const go = (to: string, ...children: Child[]): HTMLAnchorElement => h("a", { href: "#" + to }, ...children);

/** Give the browser a file to keep. */
export function download(name: string, data: Blob): void {
  const url = URL.createObjectURL(data);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Call `f` once `ms` after the last call. */
export function later<A extends unknown[]>(ms: number, f: (...args: A) => void): (...args: A) => void {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => f(...args), ms);
  };
}
