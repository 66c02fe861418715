"""Whether an article cites by author and year: what it proves by the entries that it names (semantics-human, A1, A10)."""

from collections.abc import Iterable, Mapping, Sequence

from kgraph import late_re as re
from kgraph.extract.entries.surnames import folded
from kgraph.extract.lexicon import each
from kgraph.extract.markers.author_year_names import authors_before
from kgraph.extract.markers.author_year_words import PLACES
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.taken import Taken
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Token

PROVEN = 3
"""Where so many tokens name entries, one author's name and a year cite too where no entry has them."""
WITHOUT_LIST = 3
"""So many brackets of authors and year cite in an article without a list."""
UNPROVEN = "no entry has an author and a year of the text"
_PRESSES = frozenset(folded(word) for word in each("author_years.presses"))
"""The last word of a publisher's name: `Tidal UP`, `Harbour Press`."""
_HOUSES = frozenset(folded(word) for word in each("author_years.houses"))
"""Publishers that are called as people may be: behind a title in emphasis they are none."""
_TITLE_WORDS = 2
_CAPITALS = 3
"""So many capital letters abbreviate: `ICLR`, `NeurIPS`. Not `McCoy`."""
_LOOK_BACK, _SHORT_CHARS = 160, 24
"""How many characters before a bracket may hold authors, or what it spells out."""
_LAST_WORD = re.compile(r"\w{3,20}(?=\s?$)")
_PARTS = re.compile(r"[\s‐-]")
Placed = tuple[Marks, Token]


def proven(placed: Sequence[Placed], evidence: Evidence) -> list[Placed]:
    """Those of `placed` that cite: what an entry has, and what looks like it in an article that cites so."""
    listed = sum(1 for _, token in placed if _is_listed(token) and not token.doubtful)
    if listed:
        likely = [(m, t) for m, t in placed if not _is_listed(t) and _is_likely(m, t, evidence, listed)]
        bracketed = {label for _, t in likely if not t.narrative for label in t.labels}
        sure = [(m, t) for m, t in placed if _is_listed(t)]
        return sure + [
            (m, t) for m, t in likely if not t.narrative or _is_sure(t) or bracketed.issuperset(t.labels)
        ]
    if evidence.declared.entries:
        return []
    brackets = [(m, t) for m, t in placed if not t.narrative and _is_likely(m, t, evidence, PROVEN)]
    joint = any(_is_joint(t) for _, t in brackets)
    if len(brackets) < WITHOUT_LIST or not joint:
        return []
    named = {label for _, t in brackets for label in t.labels}
    narrative = [
        (m, t)
        for m, t in placed
        if t.narrative and (_is_joint(t) or named.issuperset(t.labels)) and not _is_imprint(m, t)
    ]
    return brackets + narrative


def _is_listed(token: Token) -> bool:
    return any(work.entries for work in token.works)


def _is_likely(marks: Marks, token: Token, evidence: Evidence, listed: int) -> bool:
    """Whether what no entry has cites nevertheless: it nearly names one, has several authors, or is no name of anything else."""
    work = token.works[0]
    if work.near is not None:
        return True
    if folded(work.name) in PLACES or _is_imprint(marks, token):
        return False
    if evidence.declared.entries and _is_apposition(marks, token):
        return False
    if _is_joint(token):
        return True
    if marks.covering("emphasis", token.start, token.end):
        return False  # `(*Vertigo*, 1958)`
    return listed >= PROVEN and not evidence.is_said(work.name)


def _is_imprint(marks: Marks, token: Token) -> bool:
    """Whether a bracket says when a title before it came out, or at which house: `Moss, *The Tide* (2019)`, `*The Tide* (Norton, 2019)`."""
    words = token.works[0].name.split()
    if len(words) > 1 and folded(words[-1]) in _PRESSES:
        return True
    before = marks.text[: max(marks.text.rfind(mark, token.start, token.end) for mark in "([（")].rstrip()
    title = next((n for n in marks.inlines if n.kind == "emphasis" and n.end == len(before)), None)
    if title is None or len(marks.text[title.start : title.end].split()) < _TITLE_WORDS:
        return False
    return token.narrative or folded(words[0]) in _HOUSES or folded(words[-1]) in _HOUSES


def _is_apposition(marks: Marks, token: Token) -> bool:
    """Whether a year belongs to the words of a heading, to a venue behind its authors, or to what an abbreviation stands for.

    `## Boats and the Tide (2017)`, `Moss and Reed (ICLR 2023) show`, `MTF (Masked Tidal Flow, 2017)`.
    """
    if token.narrative:
        return marks.block.kind == "heading"
    name = token.works[0].name
    capitals = "".join(filter(str.isupper, name))
    if len(capitals) >= _CAPITALS and name.isalpha():
        before = authors_before(marks.text, max(0, token.start - _LOOK_BACK), token.start)
        return any(one.others or len(one.names) > 1 for one in before)
    short = _LAST_WORD.search(marks.text, max(0, token.start - _SHORT_CHARS), token.start)
    letters = "".join(filter(str.isupper, short[0])) if short else ""
    initials = [part[0] for part in _PARTS.split(name) if part]
    return len(letters) >= _CAPITALS and letters in (
        "".join(initials).upper(),
        "".join(filter(str.isupper, initials)),
    )


def _is_sure(token: Token) -> bool:
    """Whether a name in a sentence, which no entry has, is an author's: it nearly is one of the list, or one of several."""
    return _is_joint(token) or any(work.near is not None for work in token.works)


def _is_joint(token: Token) -> bool:
    return any(work.joint for work in token.works)


def apart(placed: Iterable[Placed], found: Mapping[int, Sequence[Token]]) -> list[Placed]:
    """Those of `placed` that stand in no code and beside no token that cites: `Moss (2019)[1]` is cited by its number."""
    out: list[Placed] = []
    beside: dict[int, Taken] = {}
    for marks, token in placed:
        citing = beside.get(token.block)
        if citing is None:
            here = found.get(token.block, ())
            citing = beside[token.block] = Taken(t for t in here if t.reason is None)
        if token.reason is None and not citing.overlaps(token.start - 1, token.end + 1):
            out.append((marks, token))
    return out
