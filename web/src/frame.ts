// The frame around every view: its name, the ways to the views, the search, and the place that a view stands in.
import { go, h } from "./dom";

const NAV: [string, string][] = [["/", "Overview"], ["/articles", "Articles"], ["/claims", "Claims"], ["/sources", "Sources"], ["/graph", "Graph"], ["/ask", "Ask"]];
/** The part of the navigation that a view belongs to. */
const HOMES: Record<string, string> = { article: "/articles", problems: "/articles", source: "/sources", site: "/sources", publisher: "/sources", sites: "/sources", publishers: "/sources" };

export interface Frame {
  search: HTMLInputElement;
  /** Above the views: what is switched off, and what is new on a server. */
  bar: HTMLElement;
  news: HTMLElement;
  /** Put `element` in the place where views stand. */
  hold(element: HTMLElement): void;
  /** Mark the part that `view` belongs to. */
  at(view: string): void;
}

export function framed(root: HTMLElement): Frame {
  let place = h("div");
  const search = h("input", { type: "search", id: "search", placeholder: "Search claims, titles, sites", "aria-label": "Search claims, titles and sites", autocomplete: "off" });
  const nav = h("nav", { "aria-label": "Views" }, h("ul", null, NAV.map(([to, name]) => h("li", null, go(to, name)))));
  const bar = h("div", { class: "switched", role: "status" });
  const news = h("div", { class: "news", role: "status" });
  root.replaceChildren(
    h("a", { class: "skip", href: "#main", onclick: (e: Event) => { e.preventDefault(); place.focus(); } }, "Skip to the content"),
    h("header", { class: "top" }, h("div", { class: "top-in" }, h("a", { href: "#/", class: "brand", "aria-label": "kgraph: overview" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), "kgraph"), nav,
      h("form", { class: "search", role: "search", onsubmit: (e: Event) => e.preventDefault() }, search, h("kbd", { "aria-hidden": "true" }, "/")), themeButton())),
    news, bar, place);
  return {
    search, bar, news,
    hold: (element) => {
      place.replaceWith(element);
      place = element as HTMLDivElement;
    },
    at: (view) => {
      const current = HOMES[view] ?? `/${view}`;
      for (const link of nav.querySelectorAll("a")) if (link.getAttribute("href") === `#${current}`) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    },
  };
}

/** Light, dark, or as the system has it. */
function themeButton(): HTMLElement {
  const set = (theme: string) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    dispatchEvent(new Event("kgraph-theme"));
  };
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event("kgraph-theme")));
  return h("button", { type: "button", class: "theme", "aria-label": "Switch between light and dark", onclick: () => set(dark() ? "light" : "dark") }, h("span", { "aria-hidden": "true" }, "◐"));
}
