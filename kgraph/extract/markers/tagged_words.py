"""The words that go from the text with a citation in brackets: what leads to it, authors before a year, a place behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kgraph import late_re as re
from kgraph.extract.markers.author_year_words import SIGNAL, TAIL, YEARS, authors_of, items_of
from kgraph.extract.markers.locators import LOCATOR
from kgraph.known import KnownMarker

NUMBERS = re.compile(r"[\W\d]{0,200}+[a-z]?[\W\d]{0,200}+")
"""Words that a reader does not say: `[1–3]`, `12a`, `*`."""
PARTS = " \t\n,;:；，、&"
_PARTED = re.compile(r"[,;；，:]")
_LOOK_BACK_CHARS = 60


@dataclass(slots=True)
class Cited:
    """A citation and what goes from the text with it."""

    start: int
    end: int
    marker: KnownMarker
    locator: str | None = None


def with_its_words(text: str, inner: tuple[int, int], markers: Sequence[KnownMarker], n: int) -> Cited | None:
    """A citation with signal words, authors and locators around it; None for one that is a word of what stands there."""
    marker = markers[n]
    first = max(inner[0], markers[n - 1].end if n else inner[0])
    last = min(inner[1], markers[n + 1].start if n + 1 < len(markers) else inner[1])
    start = _begin(text, first, marker)
    if start is None:
        return None
    found = Cited(start, max(min(marker.end, inner[1]), start), marker)
    place = LOCATOR.match(text, found.end, max(last, found.end))
    if place:
        found.end, found.locator = place.end(), place["place"].strip()
    elif not NUMBERS.fullmatch(text, marker.start, marker.end):
        named = items_of(text, found.start, found.end)
        found.locator = named[0].locator if named and len(named) == 1 else None
    tail = TAIL.match(text, found.end, max(last, found.end))
    if tail and tail[0].strip(" .,;；，\n\t"):
        found.end = tail.end()
    return found


def _begin(text: str, first: int, marker: KnownMarker) -> int | None:
    """Where what goes with a citation begins, at `first` or at a separator; None where other words lead into it."""
    words = text[marker.start : marker.end]
    before = text[first : marker.start]
    is_year = YEARS.fullmatch(words.strip("()[] ")) is not None
    for cut in (0, *(m.start() for m in _PARTED.finditer(before, max(0, len(before) - _LOOK_BACK_CHARS)))):
        bare = before[cut:].strip(PARTS)
        if not bare or leads(bare) or bare in ("and", "or") or (is_year and authors_of(bare) is not None):
            return max(first + cut, first)
    return max(marker.start, first) if NUMBERS.fullmatch(words) else None


def leads(words: str) -> bool:
    """Whether words say nothing but that a source follows: `see`, `reviewed in`, `for a review see`."""
    opening = TAIL.match(words)
    rest = words[opening.end() if opening else 0 :]
    return not rest or SIGNAL.fullmatch(rest + " ") is not None
