"""Notes of an author and an emphasised title with a place in its text: `Moss, *Tides*, book II, 211d`."""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.notes.people import PERSON, SHORT_HEAD, only_people
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_PART = rf"(?i:{patterns_of('patterns.parts_of_works')})"
_NUMBER = r"(?:\d{1,4}|[IVXLC]{1,7})(?!\w)"
_ORDINAL = r"\d{1,2}(?:\.|[^\W\d_]{1,3})\s"
_PLACE = re.compile(
    rf"[,.]?\s?(?:{_PART}\.?\s?{_NUMBER}|{_ORDINAL}{_PART}(?!\w)|§{{1,2}}\s?\d|[IVXLC]{{1,7}}(?=[,.;:]|\s\d|\s?$)|\d{{1,4}}\s?[a-e](?=[\d\s,.;-]|$))"
)
"""A place by the parts that all editions of a work share: `, livre V, 462a`, `, § 45`, ` I.`, `, 2. Buch`."""
_SIGNED = re.compile(rf",?\s(?:{patterns_of('patterns.signed_by')})\s{PERSON}(?=[\s,.;:)]|$)")
"""Who wrote the title before it: `*Tides of May* by Ann Moss`."""
_TITLE = re.compile(r"[^\Wa-zß-ÿ]\S*\s")
"""A capital and a word behind it."""
_HEAD_CHARS = 200


def is_placed_title(block: Block, start: int, end: int) -> bool:
    """Whether plain `[start, end)` begins with authors, a comma and an emphasised title, and a place in it follows.

    Matches `Reed, *The Harbour*, book II, ch. 4`, `A. Moss, *Tides* I.`; `See chapter 3 of *Tides of May* by Ann Moss`;
    not `Otters, *Lutra lutra*, live here`, `Moss, *Tides*, is 4 years old`.
    """
    marks = inlines_in(block, start, min(end, start + _HEAD_CHARS), "emphasis")
    title = next(iter(marks), None)
    if title and _SIGNED.match(block.text, title.end, end):
        return _TITLE.match(block.text, title.start, title.end) is not None
    if title is None or title.start <= start or not _PLACE.match(block.text, title.end, end):
        return False
    lead = block.text[start : title.start]
    return bool(SHORT_HEAD.fullmatch(lead)) or (lead.endswith(", ") and only_people(lead[:-2]))
