// Colours out of the style sheet, which is their only home.
import { PAINT, type Mark } from "./marks";

export interface Palette { ink: string; quiet: string; paper: string; edge: string; faint: string; accent: string; of: Record<Mark, string>; communities: string[] }

/** The colours of the current theme. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => {
    // one property may name another
    const value = style.getPropertyValue(`--${name}`).trim();
    const other = /^var\(--([\w-]+)\)$/.exec(value);
    return other ? colour(other[1]) : value;
  };
  return {
    ink: colour("ink"), quiet: colour("quiet"), paper: colour("card"), edge: colour("edge"), faint: colour("faint"), accent: colour("accent"),
    of: Object.fromEntries(Object.entries(PAINT).map(([mark, name]) => [mark, colour(name)])) as Record<Mark, string>,
    communities: Array.from({ length: 10 }, (_, i) => colour(`group-${i}`)),
  };
}
