// Until the graph is there: the frame at once, how far it is in words and a bar, and what can be had already: the first view, or
// the text of the article that is asked for.
import { parsed } from "./address";
import { fetched, fetchedDetail, Graph, type Columns, type Detail, type Question } from "./data";
import { h } from "./dom";
import { Early } from "./early";
import { firstView, type Overview } from "./first";
import type { Frame } from "./frame";
import { columnsOf, unpack } from "./packed";
import "./opening.css";

type Home = "file" | "server";
/** What the server says of its work: the size of each part that is there, and what is being done for the next. */
interface State { parts: Record<string, number>; done?: number; of?: number; words?: string; error?: string }
/** Told how far it is, from 0 to 1, or null where nobody can say. */
type Said = (words: string, share: number | null) => void;
/** The graph, and what holds the reader where he was once it is shown. */
export interface Opened { graph: Graph; stay: () => void }

/** How long the overview is waited for before an article is asked for, and what is looked at first before all columns are. */
const [KNOWN_MS, SEEN_MS] = [300, 600];

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The graph; meanwhile `frame` holds what there is of it. */
export async function opening(home: Home, frame: Frame): Promise<Opened> {
  const view = new Meanwhile(frame, home === "file" ? null : fetchedDetail); // in a file the texts are put together from the claims
  try {
    const graph = await (home === "file" ? packed(view) : served(view.said, view));
    for (const [path, detail] of view.details) graph.hold(path, detail);
    return { graph, stay: view.stay() };
  } finally {
    view.end();
  }
}

async function packed(view: Meanwhile): Promise<Graph> {
  view.first(unpack<Overview>("overview"));
  view.said("opening the graph…", null);
  await view.ready();
  await wait(0); // the browser paints
  const columns = await columnsOf((share) => view.said("opening the graph…", share));
  const [answers, chunks] = [await unpack<Question[]>("answers"), await unpack<Record<string, number>>("chunks")];
  return new Graph({ ...columns, answers, chunks }, "file");
}

/** The newest graph of the server. */
export async function served(said: Said = () => undefined, view?: Meanwhile): Promise<Graph> {
  const questions = fetched<{ questions: Question[] }>("/api/questions");
  questions.catch(() => undefined); // said below
  if (view) {
    await made("overview", said);
    view.first(fetched<Overview>("/api/overview"));
  }
  const size = await made("columns", said);
  if (view) await Promise.race([view.ready(), wait(SEEN_MS)]);
  const columns = await counted<Columns>("/api/columns", size, (share) => said("fetching claims and sources…", share));
  return new Graph({ ...columns, answers: (await questions).questions }, "server");
}

/** Wait until a part can be had: its size. */
async function made(part: string, said: Said): Promise<number> {
  for (let pause = 60; ; pause = Math.min(400, pause * 1.5)) {
    const state = await fetched<State>("/api/explorer");
    if (part in state.parts) return state.parts[part];
    if (state.error) throw new Error(state.error);
    said(`${state.words ?? "opening the tables"}…`, state.of ? state.done! / state.of : null);
    await wait(pause);
  }
}

/** JSON from the server, with its bytes counted as they come. */
async function counted<T>(url: string, size: number, at: (share: number) => void): Promise<T> {
  const reply = await fetch(url);
  if (!reply.ok || !reply.body) throw new Error(((await reply.json()) as { error?: string }).error ?? `${reply.status}`);
  let come = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, out) {
      at(Math.min(1, (come += piece.length) / size));
      out.enqueue(piece);
    },
  });
  return (await new Response(reply.body.pipeThrough(counting)).json()) as T;
}

/** What stands there meanwhile: it follows the address, as the views do. */
class Meanwhile {
  readonly details = new Map<string, Promise<Detail>>();
  private readonly words = h("span", null, "opening the graph…");
  private readonly bar = h("progress", { max: "1", "aria-label": "How far it is" });
  private readonly place = h("div");
  private readonly over = new AbortController();
  private overview: Overview | undefined;
  private early: Early | undefined;
  private coming: Promise<unknown> = Promise.resolve();
  private tell = (): void => undefined;
  private readonly told = new Promise<void>((tell) => (this.tell = tell));

  constructor(private readonly frame: Frame, private readonly detail: ((path: string) => Promise<Detail>) | null) {
    frame.hold(h("div", { class: "opening", role: "main", tabindex: "-1" }, this.place, h("div", { class: "far", role: "status" }, this.bar, this.words)));
    addEventListener("hashchange", () => {
      this.show();
      scrollTo(0, 0);
    }, { signal: this.over.signal });
    this.show();
  }

  said = (text: string, share: number | null): void => {
    this.words.textContent = text;
    if (share === null) this.bar.removeAttribute("value");
    else this.bar.value = share;
  };

  first(overview: Promise<Overview>): void {
    const shown = overview.then((come) => {
      this.overview = come;
      this.tell();
      if (!this.early) this.show();
      else this.early.titled(this.titleOf(this.early.path));
    }, () => undefined); // without it, all else still comes
    this.coming = Promise.all([this.coming, shown]);
  }

  /** Resolved once what can be had is shown. */
  ready = (): Promise<unknown> => this.coming;

  private titleOf = (path: string): string | null => this.overview?.coverage.find(([own]) => own === path)?.[1] ?? null;

  private show(): void {
    if (this.over.signal.aborted) return;
    const { path, query } = parsed(location.hash);
    const [, view = "", ...rest] = path.split("/");
    this.frame.at(view);
    this.early = undefined;
    if (this.detail && view === "article" && query.get("as") !== "written") this.article(this.detail, rest.join("/"), query);
    else this.place.replaceChildren(view === "" && this.overview ? firstView(this.overview) : h("p", { class: "quiet" }, "Opening…"));
  }

  private article(open: (path: string) => Promise<Detail>, name: string, query: URLSearchParams): void {
    let path = name;
    try {
      path = decodeURIComponent(name);
    } catch {
      // as the views have it: an address written by hand
    }
    const early = (this.early = new Early(path, this.titleOf(path), query.get("claim")));
    const detail = this.details.get(path) ?? this.asked(path, open);
    this.details.set(path, detail);
    this.place.replaceChildren(early.view);
    const shown = detail.then((come) => this.early === early && early.open(come), () => this.details.delete(path)); // the view that follows says what is wrong
    this.coming = Promise.all([this.coming, shown]);
  }

  /** What brings the reader back to where he is now. */
  stay = (): (() => void) => this.early?.stay() ?? (() => undefined);

  /** The article's text, where there is such an article: the overview knows them all, and is not waited for long. */
  private async asked(path: string, open: (path: string) => Promise<Detail>): Promise<Detail> {
    await Promise.race([this.told, wait(KNOWN_MS)]);
    if (this.overview && !this.overview.coverage.some(([own]) => own === path)) throw new Error(`no article ${path}`);
    return open(path);
  }

  /** Leave the place to the views. */
  end = (): void => this.over.abort();
}
