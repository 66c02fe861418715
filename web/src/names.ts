// What sources are called before readers: a title where one is known, else the entry as printed, never a bare IRI.
import type { Graph } from "./data";
import { plain } from "./dom";

/** Kind of source → its words, for one and for several. */
export const KIND_WORDS: Record<string, string> = { webpage: "web page", paper: "paper", video: "video", book: "book", other: "other source" };
/** What became of a source when it was last asked; "" where nobody has asked. */
export const STATUS_WORDS: Record<string, string> = { "": "not asked yet", alive: "alive", moved: "moved", gone: "gone", blocked: "blocked", refused: "refused", unreachable: "unreachable", unknown: "unknown to those asked" };

const SHOWN = 160;

/** An address as people write it: without scheme, `www.` and the last slash, its letters readable. */
export function address(url: string): string {
  const doi = /^https?:\/\/(?:dx\.)?doi\.org\/(10\..+)$/i.exec(url);
  const isbn = /^urn:isbn:(.+)$/i.exec(url);
  if (isbn) return `ISBN ${isbn[1]}`;
  if (/^urn:/i.test(url)) return "a source without a title";
  const bare = doi ? `doi:${doi[1]}` : url.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
  try {
    return decodeURI(bare);
  } catch {
    return bare; // a bare % in it: as it stands
  }
}

/** An entry as printed, if it says more than an address. */
function printed(text: string | undefined): string | null {
  const words = text?.replace(/\bhttps?:\/\/\S+/g, " ").replace(/\s+/g, " ").trim() ?? "";
  if (!/\p{L}{3}/u.test(words)) return null;
  return words.length > SHOWN ? words.slice(0, SHOWN - 1) + "…" : words;
}

/** The name of a source, plain. */
export const nameOf = (graph: Graph, row: number): string =>
  plain(graph.c.sources.title[row] ?? printed(graph.more(row).printed) ?? address(graph.address(row)));
