// What backs one claim: its sources with their kind, date and state, the words they are quoted with, and the way to those words.
import { BACKING_HELP, type Detail, type Graph } from "./data";
import { go, h, outward, plain, plural, safeUrl } from "./dom";
import { chip } from "./parts";
import { KIND_WORDS } from "./names";

/** The address that opens `passage` at a source: its own, without the place that another citation asked for. */
export function passageUrl(graph: Graph, source: number, passage: string | null | undefined): string {
  const url = graph.address(source);
  const hash = url.indexOf("#");
  const iri = graph.c.sources.iri[source];
  // a fragment that is part of what names the source stays, but never the words that someone quoted
  const kept = hash < 0 || iri.includes(url.slice(hash)) ? url : url.slice(0, hash);
  const bare = kept.replace(/(#[^:]*)?:~:.*$/s, "$1");
  if (!passage) return bare;
  const words = passage.split(" … ").map((part) => encodeURIComponent(part).replaceAll("-", "%2D"));
  const directive = words.length === 2 ? `text=${words.join()}` : words.map((w) => `text=${w}`).join("&");
  return `${bare}${bare.includes("#") ? "" : "#"}:~:${directive}`;
}

/** "paper · nature.com · 2016 · alive, seen 2025-01-02". */
export function said(graph: Graph, source: number): string {
  const { c } = graph;
  const more = graph.more(source);
  const seen = more.seen?.at(-1)?.time?.slice(0, 10);
  const [site, publisher] = [graph.sourceSite(source), graph.sourcePublisher(source)];
  return [
    KIND_WORDS[c.sources.kind[source]] ?? "source", site, publisher === site ? null : publisher, more.date,
    more.status ? `${more.status}${seen ? `, seen ${seen}` : ""}` : "not asked yet",
  ].filter(Boolean).map((word) => plain(String(word))).join(" · ");
}

/** The words of `source` that the markers of `claim` quote; of a carried one, those of the marker taken for it. */
function passages(graph: Graph, detail: Detail, claim: number, source: number): string[] {
  const [id, iri] = [graph.c.claims.id[claim], graph.c.sources.iri[source]];
  const own = detail.markers.filter((m) => m[3] === id && m[7] && m[5].length === 1 && m[5][0] === iri).map((m) => m[7]!);
  const known = graph.passage.get(`${claim} ${source}`);
  return [...new Set(own.length ? own : known ? [known] : [])];
}

const FEW = 3;

/** The card of a claim in the column; more of it shows once it is chosen. */
export function backing(graph: Graph, detail: Detail, claim: number, leave: () => void): HTMLElement {
  const how = graph.backing[claim];
  const sources = graph.sourcesOfClaim[claim];
  const section = graph.c.sections[graph.c.claims.section[claim]];
  return h("div", { role: "group", class: `backing ${how}`, "data-of": graph.c.claims.id[claim], "aria-label": `What backs: ${plain(graph.c.claims.text[claim]).slice(0, 80)}` },
    h("button", { type: "button", class: "close", "aria-label": "Choose none", onclick: leave }, "×"),
    h("p", { class: "how" }, chip(how), sources.length > 1 && h("span", { class: "quiet" }, ` ${plural(sources.length, "source")}`)),
    h("p", { class: "claim-text" }, plain(graph.c.claims.text[claim])),
    h("p", { class: "quiet why" }, section ? `${plain(section)} · ` : "", `${BACKING_HELP[how].replace(/^./, (c) => c.toUpperCase())}.`),
    h("ul", { class: "bare" }, sources.map((s) => {
      const quoted = passages(graph, detail, claim, s);
      const url = passageUrl(graph, s, null);
      return h("li", { class: graph.more(s).status === "gone" ? "gone" : null },
        h("span", { class: "source-line" }, go(graph.toSource(s), plain(graph.sourceTitle(s)))),
        h("span", { class: "quiet told" }, h("span", null, said(graph, s)), !quoted.length && safeUrl(url) && outward(url, "Open ↗")),
        quoted.map((p) => [h("blockquote", null, plain(p)), outward(passageUrl(graph, s, p), "Open this passage ↗")]));
    })),
    sources.length > FEW && h("p", { class: "quiet others" }, `and ${sources.length - FEW} more`));
}
