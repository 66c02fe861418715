// The overview's arrangement, the same before all is there and after: six cards below the bar of all claims.
import { go, h, plain, type Child } from "./dom";
import { pageOf } from "./whatif";

/** Rows of each ranking. */
export const TOP = 6;
/** `body` is null while it is still coming: its place is kept, with `few` rows. `all` leads to the whole list. */
export interface Card { title: string; body: Child; all?: Child; few?: number }

export function arranged(lead: Child, hero: Child, cards: Card[]): HTMLElement {
  const made = cards.map(({ title, body, all, few }) => h("section", { class: "card" }, h("h2", null, title), body ?? waiting(few ?? TOP), all !== undefined && h("p", { class: "quiet" }, all)));
  return h("div", { class: "overview" },
    h("header", { class: "view-head" }, h("h1", null, "What backs this?"), h("p", { class: "lead" }, lead)),
    h("section", { class: "card hero", "aria-labelledby": "backing" }, hero),
    h("div", { class: "three" }, made.slice(0, 3)), h("div", { class: "three" }, made.slice(3)));
}

/** The place of what is still coming. */
const waiting = (rows: number): HTMLElement => h("ul", { class: "waiting" }, h("li", { class: "hidden" }, "on its way"), Array.from({ length: rows }, () => h("li", { "aria-hidden": "true" })));

/** The place of a switch that works once the graph is there. */
export const noSwitch = (): HTMLElement => h("button", { type: "button", class: "cut brief kept", disabled: true, tabindex: "-1", "aria-hidden": "true" }, "what if?");

export const publishedBy = (publisher: string | null): Node => (publisher === null ? h("span", null, "publisher not known") : go(pageOf({ group: "publisher", name: publisher }), plain(publisher)));
