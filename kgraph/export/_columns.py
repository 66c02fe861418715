"""The claims, sources and citations of a page as it keeps them: claims in parts, each read by itself, and what a part before it says left out."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kgraph.export._slim import Known

_CLAIMS = 20_000
"""Of a part: as many as a browser reads without a wait that is felt."""
_ID = re.compile(r"c-[0-9a-f]{12}")
_ID_DIGITS = 12


def slim_columns(columns: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The columns without texts, ids and places of the claims; and these in parts.

    Of a claim stands how far behind the one before in its article it begins, and how much longer it is than its text, in code units of
    UTF-16; ids are their digits, run together.
    """
    claims = columns["claims"]
    kept = {name: claims[name] for name in ("article", "section", "backing")}
    articles, starts, ends = claims["article"], claims["start"], claims["end"]
    after = [
        start - (ends[row - 1] if row and articles[row] == articles[row - 1] else 0)
        for row, start in enumerate(starts)
    ]
    longer = [
        end - start - _units(text) for text, start, end in zip(claims["text"], starts, ends, strict=True)
    ]
    parts = [
        {
            "id": _digits(claims["id"][row : row + _CLAIMS]), "text": claims["text"][row : row + _CLAIMS],
            "after": after[row : row + _CLAIMS], "longer": longer[row : row + _CLAIMS],
        }
        for row in range(0, len(starts), _CLAIMS)
    ]  # fmt: skip
    return {**columns, "claims": kept}, parts


def known(columns: dict[str, Any]) -> Iterator[tuple[str, Known]]:
    """Article → what the page has of it before its details are opened."""
    claims = columns["claims"]
    sources = {iri: row for row, iri in enumerate(columns["sources"]["iri"])}
    of: dict[int, list[tuple[str, str, int, int]]] = defaultdict(list)
    for article, *claim in zip(*(claims[name] for name in ("article", "id", "text", "start", "end")), strict=True):  # fmt: skip
        of[article].append((claim[0], claim[1], claim[2], claim[3]))
    for row, (path, *_) in enumerate(columns["articles"]):
        yield path, Known(sorted(of[row], key=lambda claim: claim[2]), sources)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _digits(ids: list[str]) -> str | list[str]:
    """Ids without what is the same in all, or as they are, where one is not made so."""
    if all(map(_ID.fullmatch, ids)):
        return "".join(each[-_ID_DIGITS:] for each in ids)
    return ids
