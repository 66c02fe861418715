// On a server: a build that ends is noticed; where the server watches the articles, the page follows by itself.
import { fetched, type Graph } from "./data";
import { h, plain } from "./dom";
import { served } from "./opening";

const OFTEN_MS = 1_000;
const SELDOM_MS = 15_000;

/** Look again and again until `over`; `renew` is given the graph that is new. */
export function watch(graph: Graph, news: HTMLElement, over: AbortSignal, renew: (graph: Graph) => void): void {
  let told = "";
  const say = (text: string, ...more: HTMLElement[]) => {
    if (text !== told) news.replaceChildren(...(text ? [h("p", null, plain(text), " ", ...more)] : []));
    told = text;
  };
  const read = async () => {
    say("The graph has changed; reading it anew…");
    const next = await served();
    if (!over.aborted) renew(next);
  };
  const look = async () => {
    if (over.aborted) return;
    let pause = SELDOM_MS;
    if (!document.hidden) {
      try {
        const { generation, watching, trouble } = await fetched<{ generation: string; watching?: boolean; trouble?: string }>("/api/status");
        if (watching) pause = OFTEN_MS;
        if (graph.c.generation && generation !== graph.c.generation) {
          if (watching && !isWriting()) return void (await read());
          say("The graph has changed.", h("button", { type: "button", onclick: () => void read() }, "Show the new one"));
          if (!watching) return;
        } else say(trouble ?? "");
      } catch {
        say("The server does not answer; what is on the page still works.");
      }
    }
    setTimeout(() => void look(), pause);
  };
  void look();
}

/** Whether someone is in the middle of writing something, which another view would take away. */
const isWriting = (): boolean => {
  const at = document.activeElement;
  return at instanceof HTMLElement && (at.matches("input, textarea, select") || at.isContentEditable);
};

const HELD_MS = 10_000;

/** Stay `y` pixels down the page while its parts arrive, until the reader moves; the page keeps its height so long. */
export function stayAt(y: number): void {
  const main = document.getElementById("main")!;
  main.style.minHeight = `${y + innerHeight}px`;
  setTimeout(() => (main.style.minHeight = ""), HELD_MS);
  const moved = new AbortController();
  for (const name of ["wheel", "pointerdown", "keydown", "touchstart"]) addEventListener(name, () => moved.abort(), { once: true, passive: true, signal: moved.signal });
  const until = performance.now() + HELD_MS;
  const stay = () => {
    if (moved.signal.aborted || performance.now() > until) return moved.abort();
    if (scrollY !== y) scrollTo(0, y);
    requestAnimationFrame(stay);
  };
  stay();
}
