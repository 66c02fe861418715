"""Bare digits that cite: glued to the text, standing alone, or in a cell of their own.

A bare digit is the riskiest token there is. It counts only where a numbered list has that label and it
stands where a superscript would (semantics, section 4).
"""

import re
from collections.abc import Iterator

from kgraph.extract.markers.digit_after_cjk_space import spaced
from kgraph.extract.markers.digit_after_stop import DIGITS, digits_of, glued_to_stop
from kgraph.extract.markers.digit_before_stop import before_stops
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.text.places import Marks
from kgraph.extract.tokens import Taken, Token, Vocabulary, expand

_MAX_LEAD = 3
_SHORT_WORD = 4
"""A word of fewer letters may be half of a name (`md5`)."""
_PHRASE = 2
"""A cell of more words is a phrase, and a number at its end seldom part of a name."""
_GLUED_TO_WORD = re.compile(r"(?<![\w.-])([^\W\d_]{4,})" + DIGITS + r"(?=[\s.,;:!?)]|$)")
_ALONE = re.compile(
    r"(?<![\w.-])((?:[^\W\d_]{2,40}-){0,3}[^\W\d_]{3,}) "
    + DIGITS
    + r"(?=\s[a-zß-ÿ]|[.,;:!?](?:\s|$)|\)|—|\s?$)"
)
_AFTER_CLOSER = re.compile(r"(?<=[^\W\d_][)”\"’»]) " + DIGITS + r"(?=\s[a-zß-ÿ]|[.,;:!?](?:\s|$)|—|\s?$)")
_IN_CELL = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=\))) " + DIGITS + r"$")
_ONLY_DIGITS = re.compile(r"\d{1,3}(?:\s{0,2}[,;–-]\s{0,2}\d{1,3}){0,20}")
_LETTER_DIGIT = re.compile(r"\d(?<=[^\W\d_]\d)")
_SPACE_DIGIT = re.compile(r" \d")
_VERSION_WORD = re.compile(
    r"v|ver|vol|no|nr|fig|figs|figure|figures|eq|eqs|sec|ch|pp?|art|tab|table|tables|section|sections|chapter|chapters|step|steps|phase|phases|part|parts|page|pages|level|levels|"
    r"layer|tier|type|version|versions|option|stage|item|line|lines|day|days|week|year|years|month|round|point|question|appendix|equation|top|about|over|under|than|nearly|almost|"
    r"least|most|only|around|approximately|roughly|between|within|after|before|from|until|since|into|with|through|across|per|every|each|another|first|last|next|past|these|those|"
    r"some|another|the|and|for|are|was|were|has|have|had|uses|use|used|using|takes|take|took|requires|require|required|needs|need|contains|contain|includes|include|including|"
    r"window|windows|python|llama|gemma|qwen|claude|gemini|sonnet|opus|haiku|mistral|base|utf|sha|area|grade|class|room|route|highway|article|rule|scenario|case|example|experiment|"
    r"task|method|model|group|category|size|factor|power|exceeds|equals|reached|reaches|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"percent|million|billion|thousand|hundred|dozen|zwei|drei|bis|vor|seit|nach",
    re.IGNORECASE,
)  # fmt: skip
_NAMES_NUMBER = re.compile(
    r"v|ver|version|versions|fig|figs|figure|figures|table|tables|step|steps|phase|phases|part|parts|level|levels|tier|type|stage|layer|section|sections|chapter|chapters|"
    r"page|pages|option|top|no|nr|about|over|under|than|nearly|almost|least|most|only|around|approximately|roughly|between|within|after|before|from|until|since|into|with|through|"
    r"across|per|every|each|and|or|of|to|in|on|at|by|for|is|are|was|were|has|have|had|requires|require|includes|contains|uses|equals|reaches|windows|percent|million|billion",
    re.IGNORECASE,
)  # fmt: skip
_CONTINUES = re.compile(
    r"\s(?:and|or|but|nor|which|that|who|whose|where|when|while|whereas|because|since|although|though|if|as|is|are|was|were|be|been|has|have|had|can|could|may|might|must|will|"
    r"would|should|does|do|did|to|in|of|for|with|by|on|at|from|into|onto|over|under|through|via|between|among|across|against|during|without|within|than|then|so|yet|also|further|"
    r"furthermore|however|therefore|thus|hence|not|the|a|an|this|these|its|their|such|it|they|we|you|allows?|enables?|provides?|shows?|demonstrates?|uses?|offers?|makes?|"
    r"suggests?|indicates?|leads?|requires?|supports?|remains?|becomes?|using|including|rather|instead|even|often|\w{3,}ly)\b"
)


def scan_digits(
    number: int,
    block: Marks,
    known: Vocabulary,
    taken: list[Token],
    *,
    evidence: Evidence,
    highest: int,
) -> tuple[list[Token], int]:
    """Bare digits that stand where superscripts would, and the highest label met so far.

    Lists made by machines number in order of first mention, so that a doubtful digit must not run ahead
    of `highest` by more than `_MAX_LEAD`.
    """
    text = block.text
    found: list[Token] = []
    candidates: list[tuple[int, int, str, bool]] = []
    for match in glued_to_stop(text):
        digits = digits_of(match)
        at = match.end() - len(digits)
        if text[at - 2 : at - 1] != "$" or block.covering("math", at - 2, at - 1):
            candidates.append((at, match.end(), digits, False))
    if block.block.kind == "cell" and block.block.row:
        candidates += _in_cell(block, evidence)
    # A look for what the patterns end in is many times cheaper than any of them.
    if _LETTER_DIGIT.search(text):
        candidates += [
            (m.start(2), m.end(2), m[2], True)
            for m in _GLUED_TO_WORD.finditer(text)
            if m[1] == m[1].lower() and not _VERSION_WORD.fullmatch(m[1]) and m[1] in evidence.words
        ]
    if evidence.before_stops:
        candidates += [
            (m.start(2), m.end(2), m[2], 1 < len(m[1]) < _SHORT_WORD)
            for m in before_stops(text)
            if not (m[1].isalpha() and (_VERSION_WORD.fullmatch(m[1]) or evidence.is_name(m[1])))
        ]
    if evidence.spaced:
        candidates += [
            (m.start(2), m.end(2), m[2], True)
            for m in spaced(text)
            if not m[1] or (not _VERSION_WORD.fullmatch(m[1]) and evidence.is_unnumbered(m[1]))
        ]
    if _SPACE_DIGIT.search(text):
        candidates += _standing_alone(text, evidence)
    occupied = Taken(taken)
    for start, end, digits, doubtful in sorted(candidates):
        labels = expand(digits)
        if not labels or not set(labels) <= known.labels or occupied.overlaps(start, end):
            continue
        if any(block.covering(kind, start, end) for kind in ("code", "math", "link")):
            continue
        top = max(int(re.sub(r"\D", "", x)) for x in labels)
        if doubtful and top > highest + _MAX_LEAD:
            continue
        highest = max(highest, top)
        occupied.add(start, end)
        found.append(Token(block=number, start=start, end=end, labels=labels, convention="superscript-digit"))
    return found, highest


def _standing_alone(text: str, evidence: Evidence) -> Iterator[tuple[int, int, str, bool]]:
    """Digits between two words, behind a content word, a closing quote or a closing bracket."""
    for match in _ALONE.finditer(text):
        word, digits = match[1], match[2]
        after = text[match.end() : match.end() + 1]
        if _VERSION_WORD.fullmatch(word.rpartition("-")[2]):
            continue
        if after == ")" and not set(expand(digits)) <= evidence.sure:
            continue
        if word != word.lower() and not (
            set(expand(digits)) <= evidence.sure and evidence.is_unnumbered(word)
        ):
            continue
        if after in ".,;:!?)—" or _CONTINUES.match(text, match.end()):
            yield match.start(2), match.end(2), digits, True
    for match in _AFTER_CLOSER.finditer(text):
        after = text[match.end() : match.end() + 1]
        if after in ".,;:!?—" or _CONTINUES.match(text, match.end()):
            yield match.start(1), match.end(1), match[1], True


def _in_cell(block: Marks, evidence: Evidence) -> Iterator[tuple[int, int, str, bool]]:
    """Digits that end a cell: behind a bold term, a bracket or a phrase; or all there is, under `Sources`."""
    text = block.text.rstrip()
    start = len(text) - len(text.lstrip())
    if _ONLY_DIGITS.fullmatch(text, start):
        if evidence.cites(block.block):
            yield start, len(text), text[start:], False
        return
    match = _IN_CELL.search(text[-40:])
    if match is None:
        return
    end = len(text)
    start = end - len(match[1])
    found = re.search(r"[^\W\d_]{1,40}$", text[: start - 1])
    word = found[0] if found else ""
    if _NAMES_NUMBER.fullmatch(word):
        return
    bold = block.covering("strong", start - 2, start - 1)
    term = bool(bold and bold.end < start)
    phrase = len(text[:start].split()) > _PHRASE and (word == word.lower() or word.endswith("s"))
    if term or (set(expand(match[1])) <= evidence.sure and (phrase or not word)):
        yield start, end, match[1], False
