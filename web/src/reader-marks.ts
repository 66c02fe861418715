// Text with marks that nest and overlap, as elements: where one mark ends inside of another, the inner is closed and opened anew.
import { plain } from "./dom";

/** `kind` is a kind of the table of blocks; `value` what it names; places count code units of the text they stand in. */
export interface Mark { kind: string; start: number; end: number; value: string | number | null }
/** The element of a mark, null where it shows as nothing of its own. */
export type Made = (mark: Mark, text: string) => HTMLElement | null;

/** Of marks over the same words, which is outermost; all others are inside. */
const OUTER: Record<string, number> = { claim: 0, problem: 1, link: 2, marker: 3 };
const rank = (mark: Mark): number => OUTER[mark.kind] ?? 4;

/** Fill `host` with `text`, each mark an element around its words. */
export function inked(host: HTMLElement, text: string, marks: Mark[], made: Made): void {
  const markers = marks.filter((m) => m.kind === "marker");
  const shown = marks
    // a marker is a link already: none around it, none within it
    .filter((m) => m.kind !== "link" || !markers.some((k) => k.start <= m.end && m.start <= k.end && (k.end > k.start ? k.start < m.end && m.start < k.end : k.start > m.start && k.start < m.end)))
    .sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b));
  let open: { mark: Mark; element: HTMLElement }[] = [];
  let at = 0;
  const inner = (): HTMLElement => open.at(-1)?.element ?? host;
  const write = (until: number) => {
    if (until > at) inner().append(plain(text.slice(at, until)));
    at = Math.max(at, until);
  };
  const begin = (mark: Mark) => {
    const element = made(mark, text.slice(mark.start, mark.end));
    if (!element) return;
    inner().append(element);
    if (mark.end > at) open.push({ mark, element });
  };
  const end = (until: number) => {
    for (;;) {
      const first = Math.min(...open.map((o) => o.mark.end));
      if (first > until) return;
      write(first);
      const from = open.findIndex((o) => o.mark.end <= first);
      const still = open.slice(from).filter((o) => o.mark.end > first);
      open = open.slice(0, from);
      for (const each of still) begin(each.mark);
    }
  };
  for (const mark of shown) {
    end(mark.start);
    write(mark.start);
    begin(mark);
  }
  end(text.length);
  write(text.length);
}
