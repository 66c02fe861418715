"""Bare digits that cite: glued to the text, standing alone, or in a cell of their own.

A bare digit is the riskiest token there is. It counts only where a numbered list has that label and it
stands where a superscript would (semantics, section 4).
"""

from collections.abc import Container, Iterable, Iterator

from kgraph import late_re as re
from kgraph.extract.lexicon import each, patterns_of, words_of
from kgraph.extract.markers.digit_after_cjk_space import spaced
from kgraph.extract.markers.digit_after_stop import DIGITS, digits_of, glued_to_stop
from kgraph.extract.markers.digit_before_stop import before_stops
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.numbers import expand
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Token

MAX_LEAD = 3
"""By how much the label of a doubtful token may exceed the highest met so far."""
CELL_END_CHARS = 40
_SHORT_WORD = 4
"""A word of fewer letters may be half of a name (`md5`)."""
_PHRASE_WORDS = 2
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
    rf"{words_of('words.before_digits')}|{'|'.join(each('words.months', 'en'))}", re.IGNORECASE
)
_NAMES_NUMBER = re.compile(words_of("words.before_cell_digits"), re.IGNORECASE)
_CONTINUES = re.compile(rf"\s(?:{patterns_of('patterns.continues')})\b")


def glued_to_stops(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`horizon.4`. Not `version 2.4`, nor `Appendix B.2`."""
    text = marks.text
    for match in glued_to_stop(text):
        at = match.end() - len(digits_of(match))
        if text[at - 2 : at - 1] != "$" or marks.covering("math", at - 2, at - 1):
            yield _token(at, match.end(), digits_of(match))


def ending_cells(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """Digits that end a cell: behind a bold term, a bracket or a phrase; or all there is, under `Sources`. Not `Step 3`."""
    if marks.block.kind != "cell" or not marks.block.row:
        return
    text = marks.text.rstrip()
    start = len(text) - len(text.lstrip())
    if _ONLY_DIGITS.fullmatch(text, start):
        if evidence.cites(marks.block):
            yield _token(start, len(text), text[start:])
        return
    match = _IN_CELL.search(text[-CELL_END_CHARS:])
    if match is None:
        return
    end = len(text)
    start = end - len(match[1])
    found = re.search(r"[^\W\d_]{1,40}$", text[: start - 1])
    word = found[0] if found else ""
    if _NAMES_NUMBER.fullmatch(word):
        return
    bold = marks.covering("strong", start - 2, start - 1)
    term = bool(bold and bold.end < start)
    phrase = len(text[:start].split()) > _PHRASE_WORDS and (word == word.lower() or word.endswith("s"))
    if term or (evidence.sure.issuperset(expand(match[1])) and (phrase or not word)):
        yield _token(start, end, match[1])


def glued_to_words(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`guardrails1 hold` where `guardrails` is a word of the article. Not `python3`."""
    # A look for what the pattern ends in is many times cheaper than the pattern.
    if not _LETTER_DIGIT.search(marks.text):
        return
    for match in _GLUED_TO_WORD.finditer(marks.text):
        word = match[1]
        if word == word.lower() and not _VERSION_WORD.fullmatch(word) and word in evidence.words:
            yield _token(match.start(2), match.end(2), match[2], doubtful=True)


def glued_before_stops(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`in still wind1.` Not `OAuth2.`"""
    for match in before_stops(marks.text):
        word = match[1]
        if not (word.isalpha() and (_VERSION_WORD.fullmatch(word) or evidence.is_name(word))):
            yield _token(match.start(2), match.end(2), match[2], doubtful=1 < len(word) < _SHORT_WORD)


def behind_cjk_spaces(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`核心优势 1。` Not `图 2。`"""
    for match in spaced(marks.text):
        word = match[1]
        if not word or (not _VERSION_WORD.fullmatch(word) and evidence.is_unnumbered(word)):
            yield _token(match.start(2), match.end(2), match[2], doubtful=True)


def standing_alone(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`the guardrails 4 hold`, behind a content word. Not `at least 4 hold`."""
    text = marks.text
    if not _SPACE_DIGIT.search(text):
        return
    for match in _ALONE.finditer(text):
        word, digits = match[1], match[2]
        after = text[match.end() : match.end() + 1]
        if _VERSION_WORD.fullmatch(word.rpartition("-")[2]):
            continue
        sure = evidence.sure.issuperset(expand(digits))
        if (after == ")" and not sure) or (
            word != word.lower() and not (sure and evidence.is_unnumbered(word))
        ):
            continue
        if after in ".,;:!?)—" or _CONTINUES.match(text, match.end()):
            yield _token(match.start(2), match.end(2), digits, doubtful=True)


def behind_closers(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`the “kite law” 4 holds`, behind a closing quote or bracket. Not `(see below) 4 kites`."""
    text = marks.text
    if not _SPACE_DIGIT.search(text):
        return
    for match in _AFTER_CLOSER.finditer(text):
        after = text[match.end() : match.end() + 1]
        if after in ".,;:!?—" or _CONTINUES.match(text, match.end()):
            yield _token(match.start(1), match.end(1), match[1], doubtful=True)


def _token(start: int, end: int, digits: str, *, doubtful: bool = False) -> Token:
    return Token(-1, start, end, expand(digits), "superscript-digit", doubtful=doubtful)


def in_order_of_the_list(
    found: Iterable[tuple[Marks, Token]], listed: Container[str]
) -> Iterator[tuple[Marks, Token]]:
    """Those of `found`, in order of the text, whose labels are `listed` and that do not run ahead of the list.

    Lists made by machines number in order of first mention: the label of a doubtful token is at most three more than
    the highest met so far. What stands in code, math or a link is none, nor what overlaps one before.
    """
    highest = 0
    last: tuple[Marks | None, int] = (None, 0)
    for marks, token in found:
        if not token.labels or not all(label in listed for label in token.labels):
            continue
        if (last[0] is marks and token.start < last[1]) or any(
            marks.covering(kind, token.start, token.end) for kind in ("code", "math", "link")
        ):
            continue
        top = max(int(re.sub(r"\D", "", label)) for label in token.labels)
        if token.doubtful and top > highest + MAX_LEAD:
            continue
        highest = max(highest, top)
        last = (marks, token.end)
        yield marks, token
