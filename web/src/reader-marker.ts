// Markers: a chip with label and site in the text, a card with its source and its note beside it.
import type { Block, Detail, Graph, Marker } from "./data";
import { go, h, outward, plain, plural, safeUrl } from "./dom";
import { passageUrl, said } from "./reader-backing";
import { place } from "./reader-card-place";

const WRONG = ["resolved", "dangling: no entry has this label", "unresolvable: it names nothing", "ambiguous: two entries have its author and year"];
export const rowsOf = (graph: Graph, marker: Marker): number[] => marker[5].map((iri) => graph.sourceRow.get(iri)).filter((row): row is number => row !== undefined);

/** The marker numbered `i` in its article, around `text`. `claim` is what the claim it stands in says; `site` adds where its source is. */
export function markerChip(graph: Graph, marker: Marker, i: number, text: string, claim: string | null, site: boolean): HTMLElement {
  const named = rowsOf(graph, marker).map((row) => ({ to: graph.toSource(row), title: plain(graph.sourceTitle(row)), from: graph.sourceSite(row) ?? graph.sourcePublisher(row) }));
  return chipped(marker, i, text, !!claim?.includes(text), named, site);
}

/** The same out of what is known of its sources. `kept`: its text stands in the claim too. */
export function chipped(marker: Marker, i: number, text: string, kept: boolean, named: { to: string; title: string; from: string | null }[], site: boolean): HTMLElement {
  if (!named.length) return h("span", { class: "marker broken", "data-marker": i, title: WRONG[marker[2]] }, text ? null : plain(marker[6] || marker[4]));
  const [{ to, title, from }] = named;
  const name = plain(marker[6] || text || marker[4]);
  // a marker may print another label than that of the entry it leads to
  const spoken = text && !text.includes(name) ? `${plain(text)} (${name})` : name;
  // words that the claim keeps belong to the sentence, and stay in its line
  const isWords = kept && /\p{L}{2}/u.test(text);
  const link = h("a", { class: isWords ? "marker words" : "marker", "data-marker": i, href: "#" + to, "aria-label": `marker ${spoken}: ${title}` }, text ? null : name);
  if (site && from && !text.includes(from)) link.dataset.site = `${from}${named.length > 1 ? ` +${named.length - 1}` : ""}`;
  return link;
}

/** What the note or entry behind a marker says, and where it stands. */
interface Noted { text: string; start: number | null }

function notes(detail: Detail, marker: Marker): Noted[] {
  const labels = marker[6].split(", ");
  const named = detail.references.filter((r) => r[5] !== null && marker[5].includes(r[5]));
  const entries = named.filter((r) => r[0] !== null && labels.includes(r[0]));
  return (entries.length ? entries : named.slice(0, 1)).map((r) => {
    const block = r[8] === null ? detail.blocks?.find((b) => (b[0] === "footnote" || b[0] === "entry") && b[3] < r[7] && r[6] < b[4]) : undefined;
    return { text: block?.[2] ?? r[3] ?? "", start: block ? block[3] : null };
  });
}

/** The card of a marker; a `pinned` one has links to follow, and stays. */
export function card(graph: Graph, detail: Detail, marker: Marker, pinned: { toNote: ((start: number) => void) | null; close: () => void } | null): HTMLElement {
  const rows = rowsOf(graph, marker);
  const found = notes(detail, marker).filter((n) => n.text.trim());
  const body = [
    rows.map((r) => {
      const title = plain(graph.sourceTitle(r));
      const url = marker[5].length === 1 ? passageUrl(graph, r, marker[7]) : passageUrl(graph, r, null);
      return h("p", null, h("b", null, pinned ? go(graph.toSource(r), title) : title), h("br"),
        h("span", { class: "quiet" }, `${said(graph, r)} · ${plural(graph.claimsOfSource[r].length, "claim")} rest${graph.claimsOfSource[r].length === 1 ? "s" : ""} on it`),
        pinned && safeUrl(url) && [h("br"), outward(url, marker[7] && marker[5].length === 1 ? "Open this passage ↗" : "Open the source ↗")]);
    }),
    marker[7] && h("blockquote", null, plain(marker[7])),
    found.map((n) => h("p", { class: "quiet printed" }, plain(pinned || n.text.length < 300 ? n.text : n.text.slice(0, 299) + "…"),
      pinned?.toNote && n.start !== null && [" ", h("button", { type: "button", class: "link", onclick: () => pinned.toNote!(n.start!) }, "Go to it ↓")])),
  ];
  if (!pinned) return h("div", { class: "hover", role: "tooltip" }, body);
  return h("div", { class: "hover pinned", role: "dialog", "aria-label": `What marker ${plain(marker[6] || marker[4])} names` },
    h("button", { type: "button", class: "close", "aria-label": "Close", onclick: pinned.close }, "×"), body);
}

let shut: (() => void) | null = null;
let returning = false;
/** Whether the focus comes back from a card, which is no wish to see another. */
export const isReturning = (): boolean => returning;
/** Close what card is open. */
export const closeCard = (): void => shut?.();

/** Put `box` beside `link`, and over nothing of `claim`. One that is not pinned is gone when the pointer, the focus or Escape leaves it. */
export function show(link: HTMLElement, box: HTMLElement, pinned: boolean, claim: HTMLElement[] = []): void {
  closeCard();
  document.body.append(box);
  place(link, box, claim);
  const gone = new AbortController();
  const { signal } = gone;
  shut = () => {
    shut = null;
    gone.abort();
    returning = true;
    if (box.contains(document.activeElement)) link.focus({ preventScroll: true });
    returning = false;
    box.remove();
  };
  const close = () => shut?.();
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  }, { signal, capture: true });
  addEventListener("hashchange", close, { signal });
  if (pinned) {
    addEventListener("pointerdown", (event) => box.contains(event.target as Node) || close(), { signal, capture: true });
    addEventListener("scroll", (event) => box.contains(event.target as Node) || close(), { signal, capture: true, passive: true });
    box.querySelector<HTMLElement>("a, button:not(.close)")?.focus({ preventScroll: true });
  } else {
    for (const name of ["mouseleave", "blur"]) link.addEventListener(name, close, { signal });
    addEventListener("scroll", close, { signal, capture: true, passive: true });
  }
}

/** For each note and entry, the markers that name it, as ways back to their sentences. */
export function waysBack(detail: Detail): (block: Block) => Node | null {
  const naming = new Map<string, number[]>();
  detail.markers.forEach((marker, i) => {
    for (const label of marker[6] ? marker[6].split(", ") : [""]) for (const source of marker[5]) naming.set(`${label} ${source}`, [...(naming.get(`${label} ${source}`) ?? []), i]);
  });
  const at = detail.references.filter((r) => r[8] === null && r[5] !== null).map((r) => ({ start: r[6], end: r[7], markers: naming.get(`${r[0] ?? ""} ${r[5]}`) ?? [] }));
  return (block) => {
    if (block[0] !== "footnote" && block[0] !== "entry") return null;
    const markers = [...new Set(at.filter((r) => block[3] < r.end && r.start < block[4]).flatMap((r) => r.markers))];
    if (!markers.length) return null;
    return h("span", { class: "back" }, "↩ ", markers.slice(0, BACK).map((i, n) => h("button", { type: "button", class: "link", "data-back": i, "aria-label": `Back to sentence ${n + 1} that cites it` }, n + 1)), markers.length > BACK && ` and ${markers.length - BACK} more`);
  };
}
const BACK = 12;
