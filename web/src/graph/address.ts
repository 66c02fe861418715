// What the graph view shows, as its address says it: every choice is in it, so that Back and a bookmark bring it again.
import { BACKINGS, type Backing } from "../data";

const NODE_VIEWS = ["claims-sources", "articles-sources", "sites"] as const;
export const VIEWS = ["bands", "matrix", ...NODE_VIEWS] as const;
export type ViewName = (typeof VIEWS)[number];
export const VIEW_WORDS: Record<ViewName, string> = {
  bands: "Bands", matrix: "Matrix", "claims-sources": "Claims and sources", "articles-sources": "Articles and sources", sites: "Articles and sites",
};
export type By = "site" | "publisher";
export type Colouring = "kind" | "community";

/** How many lines of a kind are shown before the rest is one line, and by how many that grows when it is opened. */
export const LINES = 28;
export const MORE_LINES = 40;
/** How many nodes are drawn at most; what is more is drawn as counted nodes. */
export const MOST = [300, 600, 1500, 5000] as const;
/** Up to so many articles bands can be followed by eye; beyond, a matrix answers better. */
const BANDS_UP_TO = 40;

export interface Address {
  view: ViewName;
  by: By;
  site?: string;
  article?: string;
  support?: Backing;
  near?: string;
  find: string;
  /** Keys of what is chosen: a line, a node, or an article and what it leans on. */
  chosen: string[];
  open: string[];
  articles: number;
  backers: number;
  most: number;
  colour: Colouring;
  /** Where the drawing stands: scrolled to, or the camera's x, y and ratio. */
  at?: number[];
}

const within = <T extends string>(value: string | null, known: readonly T[], otherwise: T): T => (known.includes(value as T) ? (value as T) : otherwise);

export function read(query: URLSearchParams, articles: number): Address {
  const number = (name: string, otherwise: number): number => Math.min(100_000, Math.max(1, Number(query.get(name)) || otherwise));
  const at = (query.get("at") ?? "").split(",").map(Number);
  const support = query.get("support") as Backing;
  return {
    view: within(query.get("view"), VIEWS, query.has("near") ? "claims-sources" : articles <= BANDS_UP_TO ? "bands" : "matrix"),
    by: within(query.get("by"), ["site", "publisher"], "site"),
    site: query.get("site") ?? undefined, article: query.get("article") ?? undefined, near: query.get("near") ?? undefined,
    support: BACKINGS.includes(support) ? support : undefined,
    find: query.get("find") ?? "", chosen: query.getAll("chosen").slice(0, 2), open: query.getAll("open"),
    articles: number("articles", LINES), backers: number("backers", LINES), most: number("most", MOST[1]),
    colour: within(query.get("colour"), ["kind", "community"], "kind"),
    at: at.length > 1 && at.every(Number.isFinite) ? at : undefined,
  };
}

/** The address after `#`; what is as it would be anyway is left out. */
export function written(address: Address): string {
  const query = new URLSearchParams({ view: address.view });
  const usual: Partial<Record<keyof Address, unknown>> = { by: "site", find: "", articles: LINES, backers: LINES, most: MOST[1], colour: "kind" };
  for (const name of ["by", "site", "article", "support", "near", "find", "articles", "backers", "most", "colour"] as const)
    if (address[name] !== undefined && address[name] !== usual[name]) query.set(name, String(address[name]));
  for (const name of ["chosen", "open"] as const) for (const key of address[name]) query.append(name, key);
  if (address.at) query.set("at", address.at.map((n) => Math.round(n * 1000) / 1000).join(","));
  return `/graph?${query}`;
}
