"""One reference entry: its label, and whether a line looks like one."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.patterns import AUTHOR_LIST, NO_YEAR, QUOTED, YEAR
from kgraph.extract.lexicon import words_of
from kgraph.extract.text.characters import RAISED, RAISED_DIGITS
from kgraph.extract.text.label_values import CIRCLED
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_LABEL_LEAD = rf"(?:ref\.?\s*|source\s*|#|(?:{words_of('words.label_heads')})\s?[:：]?\s?(?=\d))?"
_BRACKET_LABEL = re.compile(
    rf"\[{{1,2}}\s*{_LABEL_LEAD}\^?([\w.:+-]{{1,40}}|@[^\]\s]{{1,200}})\^?\s*\]{{1,2}}(?::(?!//)|[.)](?=\s))?\s*"
    r"|【(\d{1,4})】\s*|［(\d{1,4})］\s*|〔(\d{1,4})〕\s*",
    re.IGNORECASE,
)
_NUMBER_LABEL = re.compile(r"\(?(\d{1,4})[.)]\s+|\^(\d{1,4})\^?:?\s+|(\d{1,4}):\s+(?=\S)")
_EASTERN_LABEL = re.compile(r"((?:脚注|注|註)\s?\d{1,3})(?:\s?[:：.．)）]\s?|\s)(?=\S)")
"""The word for a note with its number: `注1：潮`."""
_CIRCLED_LABEL = re.compile(rf"([{CIRCLED}])\s*")
_WORD_LABEL = re.compile(
    rf"(?:{words_of('words.source_words')})\s(\d{{1,3}})\s?[:：]\s{{0,3}}(?=\S)", re.IGNORECASE
)
"""A word with a number and a colon: `Source 1: Tides`."""
_WORD_LABEL_CHARS = 24
_ID_LABEL = re.compile(r"([A-Z]{1,3}-?\d{1,3})(?::\s{1,3}|\s[—–-]\s{1,3}|\)\s{1,3})(?=\S)")
"""A short id with a colon or a dash: `S1: Tides`, `R2 — Moons`."""
_UNSPACED_NUMBER = re.compile(r"(\d{1,4})[.、)]")
_SUPERSCRIPT_LABEL = re.compile(rf"([{RAISED_DIGITS}]{{1,4}})\s*")
DOI = re.compile(
    r"\b(?:doi:\s*|doi\.org/)?10\.\d{4,9}/\S+|\barXiv:\s*\d{4}\.\d{4,5}|\bPMID:?\s*\d+|\bISBN", re.IGNORECASE
)


class Label(NamedTuple):
    """A label printed at the head of an entry: its text, and where in the plain text it ends."""

    text: str
    end: int


def read_label(block: Block, start: int, end: int) -> Label | None:
    """The label at `start` of a line, if it has one of the known shapes."""
    text = block.text
    if text[start] in "•‣◦*-–" and text[start + 1 : start + 2] == " ":
        start += 2
    first = text[start] if start < end else ""
    if first and first in "[【［〔":
        match = _BRACKET_LABEL.match(text, start, end)
        if match and match.end() - start > 2:
            return Label(match[1] or match[2] or match[3] or match[4], match.end())
        return None
    if first and first in CIRCLED and (match := _CIRCLED_LABEL.match(text, start, end)):
        return Label(match[1], match.end())
    if first and first in "注註脚" and (match := _EASTERN_LABEL.match(text, start, end)):
        return Label("".join(match[1].split()), match.end())
    if first.isalpha():
        named = _WORD_LABEL.match(text, start, min(end, start + _WORD_LABEL_CHARS)) or _ID_LABEL.match(
            text, start, end
        )
        return Label(named[1], named.end()) if named else None
    if not first.isdigit() and first not in "()^]. ":
        return None  # as most lines of prose begin
    return _marked_number(block, start, end) or _number(block, start, end)


def _marked_number(block: Block, start: int, end: int) -> Label | None:
    """A number that is linked, raised or bold."""
    text = block.text
    for inline in inlines_in(block, start, end, "link", "sup", "strong"):
        if inline.start > start:
            return None
        if inline.end > start:
            digits = text[inline.start : inline.end].strip("[]()^. ")
            if digits.isdigit() and len(digits) <= 4:
                return Label(digits, _skip(text, inline.end, end))
    return None


def _number(block: Block, start: int, end: int) -> Label | None:
    """`1. `, `^1^ `, `1: `, `¹`; `1.` right before a link."""
    text = block.text
    if text[start : start + 1].isdigit() or text[start] in "(^":
        match = _NUMBER_LABEL.match(text, start, end)
        if match:
            return Label(match[1] or match[2] or match[3], match.end())
        match = _UNSPACED_NUMBER.match(text, start, end)
        if match and any(n.start == match.end() for n in inlines_in(block, match.end(), end, "link")):
            return Label(match[1], match.end())
    match = _SUPERSCRIPT_LABEL.match(text, start, end)
    return Label(match[1].translate(RAISED), match.end()) if match else None


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \t.:)]":
        at += 1
    return at


def looks_like_entry(block: Block, start: int, end: int) -> bool:
    """Whether unlabelled text has an author, title markup, a link, an identifier or a year."""
    text = block.text[start:end]
    if find_links(block, start, end) or DOI.search(text) or QUOTED.search(text):
        return True
    if len(text) < 1000 and (YEAR.search(text) or NO_YEAR.search(text)):
        return True
    marks = inlines_in(block, start, end, "emphasis", "strong")
    if any(i.end - i.start < (end - start) - 4 for i in marks) and len(text) < 600:
        return True
    return bool(AUTHOR_LIST.match(text)) and len(text) < 600
