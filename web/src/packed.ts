// What a page carries: gzipped JSON in elements of its own, each by its name; and the columns put together from their parts.
import type { Columns } from "./data";

/** What stands for the four characters that HTML does not keep (kgraph/export/_characters.py). */
const UNKEPT = [0, 10, 13, 60];
const FIRST = 0xb0;

const CHANGED = "The file is not as it was made: it was cut short, or read in another encoding than UTF-8. Ask for it once more, packed as .zip.";

/** The bytes that `characters` hold, seven bits in each. Errors: where they are not those that were written. */
function bytesOf(characters: string, length: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length + 1);
  let [bits, have, at] = [0, 0, 0];
  for (let i = 0; i < characters.length; i++) {
    let code = characters.charCodeAt(i);
    if (code > 127) {
      code = UNKEPT[code - FIRST];
      if (code === undefined) throw new Error("another encoding");
    }
    bits = (bits << 7) | code;
    have += 7;
    if (have >= 8) {
      have -= 8;
      out[at++] = bits >> have;
      bits &= (1 << have) - 1;
    }
  }
  return out.subarray(0, length);
}

/** JSON out of an element of the page. Errors: where that is damaged. */
export async function unpack<T>(id: string): Promise<T> {
  const element = document.getElementById(id);
  try {
    const bytes = bytesOf(element!.textContent!, Number(element!.dataset.bytes));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return (await new Response(stream).json()) as T;
  } catch (cause) {
    throw new Error(CHANGED, { cause });
  }
}

interface Part { id: string | string[]; text: string[]; after: number[]; longer: number[] }
type SlimColumns = Omit<Columns, "claims"> & { claims: Pick<Columns["claims"], "article" | "section" | "backing">; parts: number };

const ID_DIGITS = 12;
const idsOf = (ids: string | string[]): string[] => (typeof ids === "string" ? (ids.match(new RegExp(`.{${ID_DIGITS}}`, "g")) ?? []).map((digits) => `c-${digits}`) : ids);

/** The columns of kgraph/export/_columns.py; `at` is told how far that is. */
export async function columnsOf(at: (share: number) => void): Promise<Columns> {
  const { parts, ...columns } = await unpack<SlimColumns>("columns");
  const claims: Columns["claims"] = { ...columns.claims, id: [], text: [], start: [], end: [] };
  const { article, id, text, start, end } = claims;
  for (let n = 0; n < parts; n++) {
    at(n / parts);
    const part = await unpack<Part>(`claims-${n}`);
    for (const each of idsOf(part.id)) id.push(each);
    part.text.forEach((said, i) => {
      const row = text.length;
      text.push(said);
      start.push(part.after[i] + (row && article[row] === article[row - 1] ? end[row - 1] : 0));
      end.push(start[row] + said.length + part.longer[i]);
    });
  }
  return { ...columns, claims };
}
