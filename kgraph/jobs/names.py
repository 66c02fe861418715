"""What people call a source: its title, else the entry as printed, else its address as one writes it."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from kgraph.store import Reader, Tables, parse_query

_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)
_ISBN = re.compile(r"urn:isbn:(.+)", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W\d_]{3}")
_SHOWN = 160
_ASKED = """
-- param sources: IRIs with a space between
WITH asked AS (
  SELECT unnest(string_split($sources, ' ')) AS source
), printed AS (
  SELECT source, arg_min("text", entry) AS printed FROM "references" SEMI JOIN asked USING (source) GROUP BY source
), cited AS (
  SELECT source, min(list_min(urls)) AS url FROM sources SEMI JOIN asked USING (source) GROUP BY source
)
SELECT source, t.title, p.printed, c.url
FROM asked
LEFT JOIN titles AS t USING (source)
LEFT JOIN printed AS p USING (source)
LEFT JOIN cited AS c USING (source)
"""


def called(store: str | Path, sources: Iterable[str]) -> dict[str, str]:
    """IRI → name, of each of these sources. Errors: those of `Tables.ask`."""
    words = " ".join(sorted(set(sources)))
    if not words:
        return {}
    with Reader(store) as reader, Tables(reader.tables()) as tables:
        rows = tables.ask(parse_query("names", _ASKED, "sql"), {"sources": words}).rows
    return {
        source: title or _said(printed or "") or address(url or source)
        for source, title, printed, url in rows
    }


def address(url: str) -> str:
    """An address as people write it: without scheme, `www.` and the last slash, its letters readable.

    >>> address("https://www.example.org/%C3%84/"), address("https://doi.org/10.1000/x"), address("urn:isbn:9780306406157")
    ('example.org/Ä', 'doi:10.1000/x', 'ISBN 9780306406157')
    """
    if isbn := _ISBN.fullmatch(url):
        return f"ISBN {isbn[1]}"
    if url.lower().startswith("urn:"):
        return "a source without a title"
    doi = _DOI.fullmatch(url)
    return unquote(f"doi:{doi[1]}" if doi else _SCHEME.sub("", url, count=1).rstrip("/"))


def _said(printed: str) -> str:
    """An entry as printed, where it says more than an address."""
    words = " ".join(_ADDRESS.sub(" ", printed).split())
    if not _WORD.search(words):
        return ""
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
