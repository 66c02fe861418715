// Until the graph is there: the frame at once, how far it is in words and a bar, and the first view as soon as it can be had.
import { fetched, Graph, type Columns, type Question } from "./data";
import { go, h } from "./dom";
import { firstView, type Overview } from "./first";
import { columnsOf, unpack } from "./packed";
import "./opening.css";

type Home = "file" | "server";
/** What the server says of its work: the size of each part that is there, and what is being done for the next. */
interface State { parts: Record<string, number>; done?: number; of?: number; words?: string; error?: string }
/** Told how far it is, from 0 to 1, or null where nobody can say. */
type Said = (words: string, share: number | null) => void;

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The graph; meanwhile `root` shows what there is of it. */
export async function opening(home: Home, root: HTMLElement, nav: [string, string][]): Promise<Graph> {
  const { said, first } = frame(root, nav);
  if (home === "file") {
    if (atStart()) first(await unpack<Overview>("overview"));
    said("opening the graph…", null);
    await wait(0); // the browser paints
    const columns = await columnsOf((share) => said("opening the graph…", share));
    const [answers, chunks] = [await unpack<Question[]>("answers"), await unpack<Record<string, number>>("chunks")];
    return new Graph({ ...columns, answers, chunks }, home);
  }
  const questions = fetched<{ questions: Question[] }>("/api/questions");
  questions.catch(() => undefined); // said below
  if (atStart()) {
    await made("overview", said);
    first(await fetched<Overview>("/api/overview"));
  }
  return served(said, questions);
}

/** The newest graph of the server. */
export async function served(said: Said = () => undefined, questions = fetched<{ questions: Question[] }>("/api/questions")): Promise<Graph> {
  const size = await made("columns", said);
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

const atStart = (): boolean => ["", "#", "#/"].includes(location.hash);

function frame(root: HTMLElement, nav: [string, string][]): { said: Said; first: (overview: Overview) => void } {
  const words = h("span", null, "opening the graph…");
  const bar = h("progress", { max: "1", "aria-label": "How far it is" });
  const place = h("div");
  root.replaceChildren(
    h("header", { class: "top" }, h("div", { class: "top-in" }, h("a", { href: "#/", class: "brand", "aria-label": "kgraph: overview" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), "kgraph"),
      h("nav", { "aria-label": "Views" }, h("ul", null, nav.map(([to, name]) => h("li", null, go(to, name))))))),
    h("div", { class: "opening", role: "main" }, h("div", { class: "far", role: "status" }, bar, words), place));
  return {
    said: (text, share) => {
      words.textContent = text;
      if (share === null) bar.removeAttribute("value");
      else bar.value = share;
    },
    first: (overview) => place.replaceChildren(firstView(overview)),
  };
}
