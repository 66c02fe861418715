"""Sentences without a marker that are no claims: one row a reason (semantics, section 6)."""

from collections.abc import Callable, Set
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.claims.context import LEAD_IN
from kgraph.extract.claims.ending_groups import CLOSING_STOP
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.lists.link_items import is_link_item
from kgraph.extract.sentences.joined_groups import Sentence
from kgraph.extract.sentences.title_lines import title_line
from kgraph.extract.sentences.wording import MARKER_SLOT
from kgraph.extract.text.characters import CJK, YEAR_DIGITS
from kgraph.extract.text.places import Marks, inlines_in
from kgraph.model import Block
from kgraph.spans import made

_QUESTION = re.compile(r"[?？][\"”“’»)\]）】」』*_]*$")
_INVITATION = re.compile(f"(?:{patterns_of('patterns.invitations')})", re.IGNORECASE)
_BYLINE = re.compile(
    rf"(?:{patterns_of('patterns.bylines')})(?:[^.!?]|(?<=\d)\.){{0,40}}?\b{YEAR_DIGITS}\b(?P<rest>[^.!?]{{0,40}})\.?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"^,(?:\s(?i:{words_of('words.articles')})\s|.{{0,40}}?\b[^\W\d_A-ZÀ-Þ]{{1,20}}\s[^\W\d_A-ZÀ-Þ])"
    r"|(?:\b[^\W\d_A-ZÀ-Þ]{1,20}\s){3}[^\W\d_A-ZÀ-Þ]"
)
"""What makes a sentence of a line with a date: `, the report warns`, `as the first table of tides`. Not `, by Ann Moss`."""
_BYLINE_CHARS = 100
_TITLE_WORDS = 6
"""How many words a bold title with a stop of its own has at most."""
_CLAIM_WORDS = 3
"""How many words a claim has at least, where spaces part them."""
_CLAIM_CHARACTERS = 4
"""How many characters a claim has at least in a script that parts no words."""
_LETTER = re.compile(r"[^\W\d_]")
_MEASURE_CHARS = 40
"""Numbers and signs alone say nothing (`3.4 ± 0.1`), unless they are long enough for an equation."""
_WORD = re.compile(r"\w")
_BLANK = " \t\r\n" + MARKER_SLOT
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""A character of a script that parts no words; two make a word."""
FRAGMENT_CHARS = 200
"""No fragment of fewer words is as long."""


class Unmarked(NamedTuple):
    """A sentence of a block that no marker backs."""

    block: Block
    sentence: Sentence
    text: str
    """What it says."""
    bold: Marks | None
    """The marks of the block, if some of it is bold."""
    kinds: Set[str]
    """The kinds of inlines in the block."""


def unmarked(block: Block, sentence: Sentence, bold: Marks | None, kinds: Set[str]) -> Unmarked:
    """A sentence as `NOT_CLAIMS` look at it."""
    return made(Unmarked, (block, sentence, sentence.text.strip(_BLANK), bold, kinds))


def why_no_claim(found: Unmarked) -> str | None:
    """Why a sentence without marker is no claim, by the first row of `NOT_CLAIMS` that fits; None where it is one."""
    for fits, reason in NOT_CLAIMS:
        if fits(found):
            return reason
    return None


def _is_heading(found: Unmarked) -> bool:
    """`# Rain`, the head of a column."""
    return found.block.kind == "heading" or (found.block.kind == "cell" and found.block.row == 0)


def _is_callout(found: Unmarked) -> bool:
    """`[!note] Rain`, `!!! note "Rain"`."""
    return not found.sentence.start and "callout" in found.kinds


def _is_question(found: Unmarked) -> bool:
    """`Why does it rain?` Not `He asked why?, and left.`"""
    text = found.text
    return ("?" in text or "？" in text) and _QUESTION.search(text) is not None


def _leads_in(found: Unmarked) -> bool:
    """`Three things matter:`. Not `One thing: rain.`"""
    text = found.text
    return (":" in text or "：" in text) and LEAD_IN.search(text) is not None


def _is_title(found: Unmarked) -> bool:
    """`**Rain.** It falls.`: bold from end to end at the head of its line, and short where it has a stop of its own."""
    block, sentence, marks = found.block, found.sentence, found.bold
    bold = marks.covering("strong", sentence.start, sentence.start + 1) if marks else None
    if marks is None or bold is None or bold.start > sentence.start or sentence.end > bold.end + 1:
        return False
    whole = bold.start == 0 and bold.end >= len(block.text.rstrip()) - 1
    if whole and not CLOSING_STOP.search(sentence.text):
        return True
    before = block.text[max(0, bold.start - FRAGMENT_CHARS) : bold.start].rstrip(" \t")
    if before and before[-1] != "\n" and marks.covering("strong", 0, 1) is None:
        return False  # stressed amid a paragraph without titles
    words = max(len(sentence.text.split()), len(_UNSPACED.findall(sentence.text)) // 2)
    return words <= _TITLE_WORDS


def _is_title_line(found: Unmarked) -> bool:
    """`Short answer⏎Kites rise where …`: the first line of a block, no sentence, above one."""
    sentence = found.sentence
    return not sentence.start and not sentence.tokens and title_line(found.block.text) == sentence.end


def _has_few_words(found: Unmarked) -> bool:
    """`Rain again.` Not `Rain fell again.`, `雨が降る`."""
    text = found.text
    return (
        len(text) < FRAGMENT_CHARS
        and len(text.split(None, _CLAIM_WORDS - 1)) < _CLAIM_WORDS
        and len(CJK.findall(text)) < _CLAIM_CHARACTERS
    )


def _is_formula(found: Unmarked) -> bool:
    """`$a = b$.` Not `So $a = b$.`"""
    if "math" not in found.kinds:
        return False
    block, (at, end) = found.block, (found.sentence.start, found.sentence.end)
    for formula in inlines_in(block, at, end, "math"):
        if _WORD.search(block.text, at, max(at, formula.start)):
            return False
        at = formula.end
    return not _WORD.search(block.text, at, end)


def _is_link_item(found: Unmarked) -> bool:
    """`- [Rain](https://example.org/rain), Ann Moss, 2020`. Not `- [Rain](https://example.org/rain) falls again.`"""
    return "link" in found.kinds and is_link_item(found.block)


def _is_measure(found: Unmarked) -> bool:
    """`3.4 ± 0.1 – 5`. Not a long equation."""
    return len(found.text) < _MEASURE_CHARS and not _LETTER.search(found.text)


def _invites(found: Unmarked) -> bool:
    """`Let us look at rain.` Not `They let us look.`"""
    return _INVITATION.match(found.text) is not None


def _is_byline(found: Unmarked) -> bool:
    """`Posted on April 6, 2014`, all of a block. Not `Published in 2014, the report warns of rain.`, nor more sentences."""
    text = found.block.text.strip()
    byline = _BYLINE.fullmatch(text) if len(text) <= _BYLINE_CHARS else None
    return byline is not None and not _GOES_ON.search(byline["rest"])


NOT_CLAIMS: tuple[tuple[Callable[[Unmarked], bool], str], ...] = (
    (_is_heading, "heading"),
    (_is_callout, "title"),
    (_is_question, "question"),
    (_leads_in, "lead-in"),
    (_is_title, "title"),
    (_is_title_line, "title"),
    (_has_few_words, "fragment"),
    (_is_measure, "fragment"),
    (_is_formula, "fragment"),
    (_is_link_item, "link-item"),
    (_invites, "invitation"),
    (_is_byline, "boilerplate"),
)
"""What fits → the reason why it is no claim; the first row that fits says it."""
