// Article: an evidence reader. Its text as read, what backs each claim beside it, and what can be asked of it above.
import { withOff } from "./address";
import { BACKINGS, type Backing, type Detail, type Graph } from "./data";
import { h, plain, plural } from "./dom";
import { backingBar, head } from "./parts";
import { leadsOn } from "./leads";
import { Reading, type Chosen } from "./reader";
import { claimsBacked, filters, keys, problemList, sharing, sharingList } from "./reader-lists";
import { waysBack } from "./reader-marker";
import { backedOf, outline, strip, titled, worst } from "./reader-outline";
import { claimsAlone, rendered, written, type Sheet } from "./reader-sheet";
import { missing } from "./source";
import "./reader.css";

const LISTS = ["problems", "sharing", "sections"] as const;
/** What of an article its address says. */
interface Place { claim?: string; at?: number; written: boolean; backing: Backing | null; show: (typeof LISTS)[number] | null }

export function article(graph: Graph, path: string, query: URLSearchParams): HTMLElement {
  const row = graph.articleRow.get(path);
  if (row === undefined) return missing("article", path);
  return new Article(graph, row, query).view;
}

class Article {
  readonly view: HTMLElement;
  private readonly claims: number[];
  private readonly place: Place;
  private readonly asks = h("div", { class: "asks" });
  private readonly drawer = h("section", { class: "drawer card", "aria-label": "Asked of this article" });
  private readonly tools = h("div", { class: "tools", role: "toolbar", "aria-label": "Reading" });
  private readonly left = h("div", { class: "left" });
  private readonly page = h("div", { class: "reading" }, h("p", { class: "quiet" }, "Opening…"));
  private detail: Detail | null = null;
  private reading: Reading | null = null;
  private readonly shared: Map<number, number[]>;

  constructor(private readonly graph: Graph, private readonly row: number, query: URLSearchParams) {
    const { start } = graph.c.claims;
    const [path, , date, language, generator] = graph.c.articles[row];
    this.shared = sharing(graph, row);
    this.claims = [...graph.claimsOfArticle[row]].sort((a, b) => start[a] - start[b]);
    const [how, show, at] = [query.get("backing"), query.get("show"), query.get("at")];
    this.place = {
      claim: query.get("claim") ?? undefined, at: at && /^\d+$/.test(at) ? Number(at) : undefined, written: query.get("as") === "written",
      backing: BACKINGS.find((b) => b === how) ?? null, show: LISTS.find((l) => l === show) ?? null,
    };
    this.view = h("div", { class: "article" },
      head("Article", graph.articleTitle(row), h("p", { class: "quiet" }, [path, date, language, generator && `made with ${generator}`].filter(Boolean).map((t) => plain(String(t))).join(" · ")),
        h("div", { class: "article-bar" }, backingBar(graph.tally(this.claims))), this.asks, leadsOn(graph, row, this.shared.size)),
      this.drawer, this.tools, this.page);
    this.ask();
    void graph.detail(row).then((detail) => this.open(detail), (error: Error) => this.page.replaceChildren(h("p", { class: "quiet" }, `The text could not be opened: ${error.message}`)));
  }

  /** Take what the address is to say; `push` makes it a step of the browser's Back. */
  private address(change: Partial<Place>, push: boolean): void {
    Object.assign(this.place, change);
    const { claim, at, backing, show } = this.place;
    const words = Object.entries({ claim, at: claim === undefined ? at : undefined, as: this.place.written ? "written" : undefined, backing: backing ?? undefined, show: show ?? undefined })
      .filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${encodeURIComponent(value!)}`);
    const to = withOff(`${this.graph.toArticle(this.row)}${words.length ? `?${words.join("&")}` : ""}`);
    if (to === location.hash) return;
    if (push) history.pushState(history.state, "", to);
    else history.replaceState(history.state, "", to);
  }

  private chosen = ({ claim, at }: Chosen, push: boolean): void => {
    this.address({ claim: claim === undefined ? undefined : this.graph.c.claims.id[claim], at }, push);
  };

  private open(detail: Detail): void {
    this.detail = detail;
    this.read();
    const typing = (event: KeyboardEvent) => event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey;
    const pressed = (event: KeyboardEvent) => {
      if (!this.view.isConnected) return document.removeEventListener("keydown", pressed);
      const isOnSomething = event.key === "Enter" && (event.target as Element).closest("a, button, summary");
      if (!typing(event) && !isOnSomething && !document.querySelector("dialog[open]")) this.doing[event.key]?.();
    };
    document.addEventListener("keydown", pressed);
  }

  private readonly doing: Record<string, () => void> = {
    j: () => this.reading?.step(1, this.reading.isClaim, "No claim follows."),
    k: () => this.reading?.step(-1, this.reading.isClaim, "No claim comes before."),
    n: () => this.reading?.step(1, this.reading.isWeak, "No weak claim and no problem follows."),
    p: () => this.reading?.step(-1, this.reading.isWeak, "No weak claim and no problem comes before."),
    w: () => this.turn(),
    "?": () => {
      const dialog = keys();
      this.view.append(dialog);
      dialog.showModal();
    },
    Escape: () => this.reading?.leave(),
    Enter: () => this.reading?.intoBacking(),
  };

  /** The sheet that the address asks for, as far as it can be had. */
  private sheet(detail: Detail): Sheet {
    const { graph, row } = this;
    if (detail.text !== null && (this.place.written || !detail.blocks)) return written(graph, row, detail, detail.text);
    return detail.blocks ? rendered(graph, row, detail, detail.blocks, waysBack(detail)) : claimsAlone(graph, row);
  }

  /** Show the article, at the place that the address names. */
  private read(): void {
    const detail = this.detail!;
    const { graph, row, place } = this;
    const sheet = this.sheet(detail);
    const edge = strip(graph, sheet, (unit) => this.reading?.goToUnit(unit));
    const reading = (this.reading = new Reading(graph, detail, sheet, graph.c.articles[row][3], edge, this.chosen));
    const notice = detail.text === null && (graph.c.textless ? "This page was made without the texts of its articles: their claims are all that it has of them." : "The article's file is gone, or has changed since it was built: it cannot be shown as written. Build again to see it so.");
    this.left.replaceChildren(...(sheet.sections.length ? [outline(graph, sheet.sections, (s) => reading.goToUnit(s.unit))] : []));
    this.page.replaceChildren(this.left, edge, h("div", { class: "middle" }, notice && h("p", { class: "notice" }, notice), reading.text), reading.side, reading.status);
    reading.filter(place.backing);
    this.ask();
    this.toolbar(sheet);
    requestAnimationFrame(() => {
      reading.start();
      const claim = place.claim === undefined ? undefined : this.claims.find((c) => graph.c.claims.id[c] === place.claim);
      reading.choose({ claim, at: place.at }, true);
    });
  }

  private toolbar(sheet: Sheet): void {
    const step = (key: string, sign: string, label: string) => h("button", { type: "button", title: `${label} (${key})`, "aria-label": label, onclick: () => this.doing[key]() }, sign);
    const { only } = this.reading!;
    const weak = sheet.stops.filter((s) => this.reading!.isWeak(s)).length;
    const [words, what] = only ? [plural(weak, "claim"), "of these claims"] : [plural(weak, "weak spot"), "weak claim or problem"];
    const none = this.detail!.text === null ? (this.graph.c.textless ? "Not in this page" : "Its file is gone, or has changed since it was built") : !this.detail!.blocks ? "This store holds no blocks: build again" : null;
    this.tools.replaceChildren(
      h("span", { class: "steps" }, step("p", "‹", `Previous ${what}`), h("span", null, words), step("n", "›", `Next ${what}`)),
      h("span", { class: "as" },
        h("button", { type: "button", "aria-pressed": String(sheet.kind === "written"), disabled: none !== null, title: none ?? "As written, and back (w)", onclick: () => this.turn() }, "As written")),
      none ? h("span", { class: "quiet" }, none) : "",
      h("button", { type: "button", class: "keys-button", onclick: () => this.doing["?"]() }, "Keys ", h("kbd", { "aria-hidden": "true" }, "?")));
  }

  /** As written or in type, the other way round; the claim or the place stays. */
  private turn(): void {
    if (!this.detail?.text || !this.detail.blocks) return;
    this.address({ written: !this.place.written, ...(this.place.claim === undefined ? { at: this.reading!.at() } : {}) }, true);
    this.read();
  }

  /** What can be asked, and the answer that is open. */
  private ask(): void {
    const { graph, place, detail, shared } = this;
    const sections = this.reading?.sheet.sections ?? [];
    const low = worst(graph, sections);
    const opens = (show: Place["show"], some: boolean, words: string) =>
      h("button", { type: "button", "aria-expanded": String(place.show === show), disabled: !some, onclick: () => this.look({ show: place.show === show ? null : show, backing: null }) }, words);
    const problems = graph.c.articles[this.row][6];
    this.asks.replaceChildren(
      filters(graph, this.claims, place.backing, (backing) => this.look({ backing, show: null })),
      h("div", { class: "more-asks" },
        opens("problems", problems > 0, problems ? plural(problems, "problem") : "No problems"),
        opens("sharing", shared.size > 0, shared.size ? `${plural(shared.size, "article")} share${shared.size === 1 ? "s" : ""} sources with this one` : "No article shares its sources"),
        sections.length > 1 && opens("sections", true, low ? `Worst backed section, ${backedOf(low)}: ${titled(low)}` : "Sections")));
    const answer = place.backing ? claimsBacked(graph, this.claims, place.backing)
      : place.show === "sharing" ? sharingList(graph, shared)
      : place.show === "problems" && detail ? problemList(detail.problems, (i) => this.toProblem(i))
      : place.show === "sections" && this.reading ? outline(graph, sections, (s) => this.reading!.goToUnit(s.unit)) : null;
    this.drawer.hidden = !answer;
    if (answer) this.drawer.replaceChildren(h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => this.look({ backing: null, show: null }) }, "×"), h("div", { class: "reader-answer", tabindex: "0", role: "region", "aria-label": "Answer" }, answer));
    this.drawer.onclick = (event) => {
      const id = /[?&]claim=([^&]+)/.exec((event.target as Element).closest("a")?.getAttribute("href") ?? "")?.[1];
      const claim = id === undefined ? undefined : this.claims.find((c) => graph.c.claims.id[c] === id);
      if (claim === undefined || !this.reading || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.reading.choose({ claim }, true);
    };
  }

  private look(change: Partial<Place>): void {
    this.address(change, true);
    this.reading?.filter(this.place.backing);
    this.ask();
    if (this.reading) this.toolbar(this.reading.sheet);
  }

  /** A problem in what is not set in type, such as a comment, stands in the text as written. */
  private toProblem(row: number): void {
    if (this.reading!.goToProblem(row)) return;
    const [, , , start, , , file] = this.detail!.problems[row];
    if (file || this.detail!.text === null || this.place.written) return;
    this.address({ written: true, claim: undefined, at: start }, true);
    this.read();
  }
}

