// What an answer needs beside its table: numbers, the server, a CSV file to keep.
import { count, download as give } from "./dom";
import { fetched } from "./data";

export { count, fetched };

/** Values that a spreadsheet would take for a formula are made text by a leading apostrophe. */
const field = (value: string | null): string => {
  const text = value ?? "";
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A line of a CSV file. */
export const line = (values: (string | null)[]): string => values.map(field).join(",") + "\r\n";

export function download(name: string, vars: string[], rows: (string | null)[][]): void {
  give(name, new Blob([vars, ...rows].map(line), { type: "text/csv" }));
}
