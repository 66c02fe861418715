"""Numbers of notes that stand in circles, or behind the word for a note: `风很大①。`, `（注1）`."""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.markers.convention import token_of
from kgraph.extract.markers.numbers import NUMBERS, expand
from kgraph.extract.notes.wording import LEAD
from kgraph.extract.text.label_values import CIRCLED, NOTE_WORD
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token

CIRCLES = re.compile(rf"(?<=\S)[{CIRCLED}]{{1,20}}")
NOTES = re.compile(rf"[(（\[［]({NOTE_WORD}\s?\d{{1,4}})[)）\]］]")
_LEADS_IN = rf"(?:{LEAD})?(?i:{patterns_of('patterns.reference_words')})[.:：#]?\s?"
REFERENCES = re.compile(rf"[(（]{_LEADS_IN}(?P<numbers>\d[\d\s,;、，–-]{{0,40}})[)）]")
_COUNTED = re.compile(r"[:：、;；,，(（]$")
"""What stands before a number that counts a point: `三点：①风`."""


def in_circles(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`风很大①。` where a list has that label. Not `三点：①风，②雨`, nor a number that begins a line."""
    labels = tuple(match[0])
    if not known.labels.issuperset(labels) or _COUNTED.search(block.text, match.start() - 1, match.start()):
        return None
    return token_of(match, "superscript", labels)


def behind_note_word(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`[注1]`, `（注1）` where a list has that label. Not `（注意）`."""
    label = match[1]
    number = label.lstrip("注註 ")
    if label not in known.labels and number not in known.labels:
        return None
    return token_of(match, "bracket", [label if label in known.labels else number])


def behind_reference_word(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`（参考文献2）`, `(see ref. 1, 3)` where a list has those labels. Not `(source 9)` of a list with three."""
    if not NUMBERS.fullmatch(match["numbers"].strip()):
        return None
    labels = expand(match["numbers"])
    if not labels or not known.labels.issuperset(labels) or block.shown_as(match.start(), match.end()):
        return None
    return token_of(match, "bracket", labels)
