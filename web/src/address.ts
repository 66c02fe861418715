// The address after the #: a path, what is asked of it, and what is switched off, which goes along from view to view.

export interface Place { path: string; query: URLSearchParams }

/** An address in its parts. */
export function parsed(hash: string): Place {
  const [path, text] = hash.replace(/^#/, "").split("?", 2);
  return { path: path || "/", query: new URLSearchParams(text ?? "") };
}

/** A path with what is asked of it, without what is empty. */
export function to(path: string, asked: Record<string, string | string[] | null | undefined> | URLSearchParams): string {
  const pairs = asked instanceof URLSearchParams ? [...asked] : Object.entries(asked).flatMap(([name, value]) => [value ?? []].flat().map((v): [string, string] => [name, v]));
  const text = pairs.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return text ? `${path}?${text}` : path;
}

const SEEN = { seen: true };

/** An address with what is switched off on the page. */
export function withOff(address: string): string {
  const off = parsed(location.hash).query.getAll("off").map((word) => `off=${encodeURIComponent(word)}`).join("&");
  return `#${address}${off && !parsed(address).query.has("off") ? `${address.includes("?") ? "&" : "?"}${off}` : ""}`;
}

/** Change the address of the view that is shown, without a step for the browser's Back. */
export const stay = (address: string): void => history.replaceState(SEEN, "", withOff(address));

/** Show the same view switched otherwise: a step for Back. */
export function again(path: string, query: URLSearchParams): void {
  history.pushState(SEEN, "", `#${to(path, query)}`);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The address shown. A link that was just followed brings along what was switched off before. */
export function arrived(off: string[]): Place {
  const place = parsed(location.hash);
  if (history.state !== null) return place;
  if (place.query.has("off") || !off.length) history.replaceState(SEEN, "");
  else {
    for (const word of off) place.query.append("off", word);
    history.replaceState(SEEN, "", `#${to(place.path, place.query)}`);
  }
  return place;
}
