"""Citations that the syntax of a format tells together with their words: `(see Moss, 2019, p. 4; Reed, 2020)`, `[3]`.

A bracket that cites goes with its signal words and locators, what else stands in it stays. Authors and years that are
words of their sentence stay (`Moss (2019) found`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kgraph.extract.markers.author_year_words import LOCATOR, SIGNAL, TAIL, YEARS, authors_of
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.known import KnownMarker

_CLOSING = {")": "(", "]": "[", "）": "（", "］": "［"}
_OPENING = frozenset(_CLOSING.values())
_BRACKET = re.compile(r"[()\[\]（）［］]")
_NUMBERS = re.compile(r"[\W\d]{0,200}[a-z]?[\W\d]{0,200}")
"""Words that a reader does not say: `[1–3]`, `12a`, `*`."""
_PARTS = " \t\n,;:；，、&"
_SEPARATORS = re.compile(r"[\s,;；，、&]*+(?:(?:and|or)\s++)?[\s,;；，、&]*+")
"""What stands between the citations of a bracket."""
_PARTED = re.compile(r"[,;；，:]")
_NAMED = re.compile(r"(?:^|[\s(\[])(?:refs?\.|references?|citations?|no\.)\s{0,2}$", re.IGNORECASE)
"""What is said before a number that is a word of its sentence: `as in Ref. 4`."""
_NAME_BEFORE = re.compile(
    r"(?:\bal\.?|\bcolleagues|\bco-?workers|\b[^\W\d_a-z][\w’'-]{1,40})(?:[’']s?)?,?\s{0,2}$"
)
_LOOK_BACK_CHARS = 60
_OUTER = 3
"""So many brackets within brackets are looked at."""
_BRACKET_CHARS = 1500
"""No longer bracket is one that only cites, or cites beside a few other words."""


class _Bracket(NamedTuple):
    """A pair of brackets: where the first stands, and where the second."""

    start: int
    end: int


@dataclass(slots=True)
class _Cited:
    """A citation and what goes from the text with it."""

    start: int
    end: int
    marker: KnownMarker
    locator: str | None = None


def known_words(marks: Marks, declared: Declared) -> Iterator[Token]:
    """`(see Moss, 2019; Reed, 2020)` where each work is tagged: one token. Not `Moss (2019) found`, whose words stay."""
    own = [_trimmed(marks.text, m) for m in marks.known if m.kind == "element"]
    own.sort(key=lambda m: m.start)
    yield from (Token(-1, m.start, m.end, m.labels, "note", reason="note") for m in own if not m.cites)
    citing = [m for m in own if m.cites]
    if not citing:
        return
    alone = (marks.block.definition or "").startswith("^") and _leads(_beside(marks.text, citing))
    around = list(_around(_pairs(marks.text), citing))
    at = 0
    while at < len(citing):
        bracket = around[at]
        if bracket is None:
            yield _bare(marks.text, citing[at], stays=not alone)
            at += 1
            continue
        last = at + 1
        while last < len(citing) and around[last] == bracket:
            last += 1
        yield from _in_bracket(marks.text, bracket, citing[at:last])
        at = last


def _pairs(text: str) -> list[_Bracket]:
    """The pairs of brackets, in order of their starts; one without another stands for a pair with itself."""
    pairs: list[_Bracket] = []
    waiting: list[int] = []
    for found in _BRACKET.finditer(text):
        sign, at = found[0], found.start()
        if sign in _OPENING:
            waiting.append(at)
        elif waiting and text[waiting[-1]] == _CLOSING[sign]:
            pairs.append(_Bracket(waiting.pop(), at))
        else:
            pairs.append(_Bracket(at, at))
    pairs += [_Bracket(at, at) for at in waiting]
    return sorted(pairs)


def _around(pairs: Sequence[_Bracket], citing: Sequence[KnownMarker]) -> Iterator[_Bracket | None]:
    """For each citation the nearest bracket that holds it, or that one of its ends cuts in half."""
    opened: list[_Bracket] = []
    at = 0
    for marker in citing:
        while at < len(pairs) and pairs[at].start < marker.end:
            pair = pairs[at]
            at += 1
            while opened and opened[-1].end < pair.start:
                opened.pop()
            opened.append(pair)
        yield next((pair for pair in _nearest(opened, marker) if _holds(pair, marker)), None)


def _nearest(opened: Sequence[_Bracket], marker: KnownMarker) -> Iterator[_Bracket]:
    """The brackets that stand within the words of a citation, then the two nearest around them."""
    outer = 0
    for pair in reversed(opened):
        outer += pair.start < marker.start
        if outer > _OUTER:
            return
        yield pair


def _holds(pair: _Bracket, marker: KnownMarker) -> bool:
    if pair.end - pair.start > _BRACKET_CHARS:
        return False
    if pair.start == pair.end:
        return marker.start <= pair.start < marker.end
    holds = pair.start <= marker.start and pair.end >= marker.end - 1
    cut_behind = pair.start < marker.start <= pair.end < marker.end
    cut_before = marker.start <= pair.start < marker.end <= pair.end
    return holds or cut_behind or cut_before


def _trimmed(text: str, marker: KnownMarker) -> KnownMarker:
    """A marker without the white space at either end of its words."""
    words = text[marker.start : marker.end]
    start = marker.start + len(words) - len(words.lstrip())
    return marker._replace(start=start, end=start + len(words.strip())) if words.strip() else marker


def _beside(text: str, citing: Sequence[KnownMarker]) -> str:
    """What a block says beside its citations."""
    edges = [0, *(edge for m in citing for edge in (m.start, m.end)), len(text)]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)).strip(_PARTS + ".")


def _bare(text: str, marker: KnownMarker, *, stays: bool) -> Token:
    """A citation outside of brackets: a number goes, words stay, if they do not fill a note."""
    words = text[marker.start : marker.end]
    if _NUMBERS.fullmatch(words):
        stays = bool(_NAMED.search(text, max(0, marker.start - _LOOK_BACK_CHARS), marker.start))
    return _token(marker.start, marker.end, [marker], stays=stays)


def _in_bracket(text: str, pair: _Bracket, markers: Sequence[KnownMarker]) -> Iterator[Token]:
    """The citations of one bracket: one token with the bracket, where they fill it."""
    start, end = min(pair.start, markers[0].start), max(pair.end + 1, markers[-1].end)
    inner = (pair.start + 1, pair.end) if pair.end > pair.start else (start, end)
    if _only_years(text, start, inner, markers):
        yield from (_token(m.start, m.end, [m], stays=True) for m in markers)
        return
    cited = [_with_its_words(text, inner, markers, n) for n in range(len(markers))]
    runs = _runs(text, [c for c in cited if c is not None])
    if all(cited) and len(runs) == 1 and _fills(text, inner, runs[0]):
        yield _token(start, end, markers, locator=_locator(runs[0]))
        return
    yield from (
        _token(m.start, m.end, [m], stays=True) for m, c in zip(markers, cited, strict=True) if c is None
    )
    for run in runs:
        yield _token(*_with_separators(text, inner, run), [c.marker for c in run], locator=_locator(run))


def _only_years(text: str, start: int, inner: tuple[int, int], markers: Sequence[KnownMarker]) -> bool:
    """Whether a bracket says only the years of authors who are named before it: `Moss et al. (2019, 2020)`."""
    if not all(YEARS.fullmatch(text[m.start : m.end].strip("()[] ")) for m in markers):
        return False
    if text[inner[0] : markers[0].start].strip(_PARTS):
        return False
    return bool(_NAME_BEFORE.search(text, max(0, start - _LOOK_BACK_CHARS), start))


def _with_its_words(
    text: str, inner: tuple[int, int], markers: Sequence[KnownMarker], n: int
) -> _Cited | None:
    """A citation with signal words, authors and locators around it; None for one that is a word of what stands there."""
    marker = markers[n]
    first = max(inner[0], markers[n - 1].end if n else inner[0])
    last = min(inner[1], markers[n + 1].start if n + 1 < len(markers) else inner[1])
    start = _begin(text, first, marker)
    if start is None:
        return None
    found = _Cited(start, max(min(marker.end, inner[1]), start), marker)
    place = LOCATOR.match(text, found.end, max(last, found.end))
    if place:
        found.end, found.locator = place.end(), place["place"].strip()
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
        bare = before[cut:].strip(_PARTS)
        if not bare or _leads(bare) or bare in ("and", "or") or (is_year and authors_of(bare) is not None):
            return max(first + cut, first)
    return max(marker.start, first) if _NUMBERS.fullmatch(words) else None


def _leads(words: str) -> bool:
    """Whether words say nothing but that a source follows: `see`, `reviewed in`, `for a review see`."""
    opening = TAIL.match(words)
    rest = words[opening.end() if opening else 0 :]
    return not rest or SIGNAL.fullmatch(rest + " ") is not None


def _runs(text: str, cited: Sequence[_Cited]) -> list[list[_Cited]]:
    """The citations, those together between which nothing but separators stands."""
    runs: list[list[_Cited]] = []
    for each in cited:
        if runs and _SEPARATORS.fullmatch(text, runs[-1][-1].end, max(each.start, runs[-1][-1].end)):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _fills(text: str, inner: tuple[int, int], run: Sequence[_Cited]) -> bool:
    before, behind = text[inner[0] : run[0].start], text[run[-1].end : inner[1]]
    return not before.strip(_PARTS) and not behind.strip(_PARTS + ".")


def _with_separators(text: str, inner: tuple[int, int], run: Sequence[_Cited]) -> tuple[int, int]:
    """The place of a run with what parts it from the other words of its bracket: `(Fig. 1; Moss, 2019)`."""
    start, end = run[0].start, run[-1].end
    lead = start
    while lead > inner[0] and text[lead - 1] in _PARTS:
        lead -= 1
    parting = _SEPARATORS.match(text, end, inner[1])
    stop = parting.end() if parting else end
    if stop == inner[1] or (lead > inner[0] and text[lead:start].strip()):
        return lead, end
    if lead == inner[0]:
        return start, stop
    return start, end


def _locator(run: Sequence[_Cited]) -> str | None:
    """The place within the source, where one alone is cited."""
    return run[0].locator if len(run) == 1 else None


def _token(
    start: int, end: int, markers: Sequence[KnownMarker], *, stays: bool = False, locator: str | None = None
) -> Token:
    labels = tuple(dict.fromkeys(label for marker in markers for label in marker.labels))
    return Token(-1, start, end, labels, "bracket", keeps_text=stays, opaque=not labels, locator=locator)
