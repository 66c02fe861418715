"""A list as a bibliography beside the article, and a bibliography as a list."""

import re
from collections.abc import Sequence

from kgraph import identifiers
from kgraph.author.layout import domain_of, line_end_of
from kgraph.edits import Edit
from kgraph.model import ReferenceEntry

_WORDS = re.compile(r"[A-Za-z0-9]+")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"^bibliography:[^\n]*\n(?:[ \t]*-[^\n]*\n)*", re.MULTILINE)
_NAMED_TOML = re.compile(r'^bibliography[ \t]*=[ \t]*"[^"\n]*"[ \t]*\r?\n', re.MULTILINE)
_DOI = re.compile(r"https://doi\.org/(10\..+)")
_ISBN = "urn:isbn:"
_TOML = re.compile(r"\A\+\+\+[ \t]*\r?\n")
_YEAR = re.compile(r"\b[12]\d{3}\b")
_MOST_AUTHORS = 10
_SMALL = frozenset({"a", "an", "the", "how", "what", "why", "on", "of", "in", "and", "to", "for", "is"})


def keys_of(entries: Sequence[ReferenceEntry]) -> list[str]:
    """A key for each entry, no two alike: of its first author and year, else of its site and title.

    >>> from kgraph.spans import Span
    >>> keys_of([ReferenceEntry("1", 1, 1, "", Span(0, 0), title="The cores of storms", url="https://stormlab.org/cores")])
    ['stormlab-cores']
    """
    taken: dict[str, int] = {}
    out = []
    for entry in entries:
        key = _key(entry)
        taken[key] = taken.get(key, 0) + 1
        out.append(key if taken[key] == 1 else f"{key}-{taken[key]}")
    return out


def _key(entry: ReferenceEntry) -> str:
    words = [w.lower() for w in _WORDS.findall(entry.title or "") if w.lower() not in _SMALL]
    if entry.authors and (year := _YEAR.search(entry.date or "")):
        family = _WORDS.findall(entry.authors[0].split(",")[0])
        if family:
            return f"{family[-1].lower()}{year[0]}"
    site = domain_of(entry.url or "").split(".")[0] if entry.url and "doi.org" not in entry.url else "ref"
    site = "".join(_WORDS.findall(site)) or "ref"
    return "-".join([site, *(words[:1] or [str(entry.label)])])


def text_of(rows: Sequence[tuple[str, ReferenceEntry, str]]) -> str:
    """A `.bib` file of entries with their keys and what they say."""
    return "\n".join(_record(*row) for row in rows)


def _record(key: str, entry: ReferenceEntry, rest: str) -> str:
    doi = _DOI.fullmatch(entry.source or "")
    year = _YEAR.search(entry.date or "")
    fields = [
        ("author", " and ".join(entry.authors)),
        ("title", entry.raw_title or entry.title or ""),
        ("year", year[0] if year else ""),
        ("doi", doi[1] if doi else ""),
        ("isbn", _isbn(entry)),
        ("url", "" if doi else entry.url or ""),
        ("urldate", entry.accessed or ""),
        ("note", "" if entry.title or entry.url else rest),
    ]
    lines = [f"  {name} = {{{_braced(value, name)}}}" for name, value in fields if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _isbn(entry: ReferenceEntry) -> str:
    """The ISBN that an entry is known by."""
    source = entry.source or ""
    return source.removeprefix(_ISBN) if source.startswith(_ISBN) else ""


def _braced(value: str, name: str) -> str:
    """A value that TeX reads as it stands; capitals of a title are kept by a second pair of braces."""
    value = " ".join(value.split())
    if name in ("url", "doi"):
        return value.replace("{", "%7B").replace("}", "%7D")
    for sign in "&%$#_":
        value = value.replace(sign, "\\" + sign)
    return value.replace("{", "").replace("}", "")


def named(text: str, name: str) -> list[Edit]:
    """The line of the front matter that names the bibliography."""
    nl = line_end_of(text)
    toml = _TOML.match(text)
    if toml:
        return [Edit(toml.end(), toml.end(), f'bibliography = "{name}"{nl}')]
    front = _FRONT.match(text)
    if front:
        at = front.start(2)
        return [Edit(at, at, f"bibliography: {name}{nl}")]
    return [Edit(0, 0, f"---{nl}bibliography: {name}{nl}---{nl}{nl}")]


def unnamed(text: str) -> list[Edit]:
    """The front matter without the line that names a bibliography."""
    toml = _TOML.match(text)
    if toml:
        line = _NAMED_TOML.search(text, 0, max(text.find("\n+++", toml.end()) + 1, 0))
        return [Edit(line.start(), line.end(), "")] if line else []
    front = _FRONT.match(text)
    match = _NAMED.search(text, 0, front.end()) if front else None
    if front is None or match is None:
        return []
    if text[front.start(1) : front.end(1)].strip() == match[0].strip():
        end = front.end()
        while text[end : end + 1] in ("\r", "\n"):
            end += 1
        return [Edit(0, end, "")]
    return [Edit(match.start(), match.end(), "")]


def _printed(authors: Sequence[str]) -> str:
    """Authors as an entry prints them; of very many the first, and that there are others."""
    return ", ".join(authors) if len(authors) <= _MOST_AUTHORS else f"{authors[0]} et al."


def as_words(entry: ReferenceEntry) -> str:
    """A record as an entry says it: authors, title, year, address."""
    known = entry.source if (entry.source or "").startswith("http") else None
    url = (
        entry.url
        if entry.url and known in (None, identifiers.canonical_url(entry.url))
        else known or entry.url
    )
    if _isbn(entry) and url and identifiers.identify(url).id != identifiers.canonical_url(url):
        url = None  # an entry that prints a DOI is known by it, and no longer by its ISBN
    if url and entry.title and not entry.authors and not _isbn(entry):
        return f"[{domain_of(url)}: {entry.title}]({url})"
    year = _YEAR.search(entry.date or "")
    parts = [
        _printed(entry.authors),
        f'"{entry.title}."' if entry.title else "",
        f"{year[0]}." if year else "",
        f"ISBN {isbn}." if (isbn := _isbn(entry)) else "",
        url or "",
    ]
    if parts[0] and not parts[0].endswith("."):
        parts[0] += "."
    return " ".join(part for part in parts if part) or entry.text
