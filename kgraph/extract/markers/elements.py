"""Citations that the syntax of a format tells together with their words: `(see Moss, 2019, p. 4; Reed, 2020)`, `[3]`.

A bracket that cites goes with its signal words and locators, what else stands in it stays. Authors and years that are
words of their sentence stay (`Moss (2019) found`).
"""

from collections.abc import Iterator, Sequence

from kgraph import late_re as re
from kgraph.extract.markers.author_year_words import YEARS
from kgraph.extract.markers.tagged_brackets import Bracket, brackets_around, pairs_of
from kgraph.extract.markers.tagged_words import NUMBERS, PARTS, Cited, leads, with_its_words
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.known import KnownMarker

_SEPARATORS = re.compile(r"[\s,;；，、&]*+(?:(?:and|or)\s++)?[\s,;；，、&]*+")
"""What stands between the citations of a bracket."""
_NAMED = re.compile(r"(?:^|[\s(\[])(?:refs?\.|references?|citations?|no\.)\s{0,2}$", re.IGNORECASE)
"""What is said before a number that is a word of its sentence: `as in Ref. 4`."""
_NAME_BEFORE = re.compile(
    r"(?:\bal\.?|\bcolleagues|\bco-?workers|\b[^\W\d_a-z][\w’'-]{1,40})(?:[’']s?)?,?\s{0,2}$"
)
_LOOK_BACK_CHARS = 60


def known_words(marks: Marks, declared: Declared) -> Iterator[Token]:
    """`(see Moss, 2019; Reed, 2020)` where each work is tagged: one token. Not `Moss (2019) found`, whose words stay."""
    own = [_trimmed(marks.text, m) for m in marks.known if m.kind == "element"]
    own.sort(key=lambda m: m.start)
    yield from (Token(-1, m.start, m.end, m.labels, "note", reason="note") for m in own if not m.cites)
    citing = [m for m in own if m.cites]
    if not citing:
        return
    alone = (marks.block.definition or "").startswith("^") and leads(_beside(marks.text, citing))
    around = list(brackets_around(pairs_of(marks.text), citing))
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


def _trimmed(text: str, marker: KnownMarker) -> KnownMarker:
    """A marker without the white space at either end of its words."""
    words = text[marker.start : marker.end]
    start = marker.start + len(words) - len(words.lstrip())
    return marker._replace(start=start, end=start + len(words.strip())) if words.strip() else marker


def _beside(text: str, citing: Sequence[KnownMarker]) -> str:
    """What a block says beside its citations."""
    edges = [0, *(edge for m in citing for edge in (m.start, m.end)), len(text)]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)).strip(PARTS + ".")


def _bare(text: str, marker: KnownMarker, *, stays: bool) -> Token:
    """A citation outside of brackets: a number goes, words stay, if they do not fill a note."""
    words = text[marker.start : marker.end]
    if NUMBERS.fullmatch(words):
        stays = bool(_NAMED.search(text, max(0, marker.start - _LOOK_BACK_CHARS), marker.start))
    return _token(marker.start, marker.end, [marker], stays=stays)


def _in_bracket(text: str, pair: Bracket, markers: Sequence[KnownMarker]) -> Iterator[Token]:
    """The citations of one bracket: one token with the bracket, where they fill it."""
    start, end = min(pair.start, markers[0].start), max(pair.end + 1, markers[-1].end)
    inner = (pair.start + 1, pair.end) if pair.end > pair.start else (start, end)
    if _only_years(text, start, inner, markers):
        yield from (_token(m.start, m.end, [m], stays=True) for m in markers)
        return
    cited = [with_its_words(text, inner, markers, n) for n in range(len(markers))]
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
    if text[inner[0] : markers[0].start].strip(PARTS):
        return False
    return bool(_NAME_BEFORE.search(text, max(0, start - _LOOK_BACK_CHARS), start))


def _runs(text: str, cited: Sequence[Cited]) -> list[list[Cited]]:
    """The citations, those together between which nothing but separators stands."""
    runs: list[list[Cited]] = []
    for each in cited:
        if runs and _SEPARATORS.fullmatch(text, runs[-1][-1].end, max(each.start, runs[-1][-1].end)):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _fills(text: str, inner: tuple[int, int], run: Sequence[Cited]) -> bool:
    before, behind = text[inner[0] : run[0].start], text[run[-1].end : inner[1]]
    return not before.strip(PARTS) and not behind.strip(PARTS + ".")


def _with_separators(text: str, inner: tuple[int, int], run: Sequence[Cited]) -> tuple[int, int]:
    """The place of a run with what parts it from the other words of its bracket: `(Fig. 1; Moss, 2019)`."""
    start, end = run[0].start, run[-1].end
    lead = start
    while lead > inner[0] and text[lead - 1] in PARTS:
        lead -= 1
    parting = _SEPARATORS.match(text, end, inner[1])
    stop = parting.end() if parting else end
    if stop == inner[1] or (lead > inner[0] and text[lead:start].strip()):
        return lead, end
    if lead == inner[0]:
        return start, stop
    return start, end


def _locator(run: Sequence[Cited]) -> str | None:
    """The place within the source, where one alone is cited."""
    return run[0].locator if len(run) == 1 else None


def _token(
    start: int, end: int, markers: Sequence[KnownMarker], *, stays: bool = False, locator: str | None = None
) -> Token:
    labels = tuple(dict.fromkeys(label for marker in markers for label in marker.labels))
    return Token(-1, start, end, labels, "bracket", keeps_text=stays, opaque=not labels, locator=locator)
