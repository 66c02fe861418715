"""Where a sentence ends whatever its words say: at lines, at subjects, at stops behind markers (semantics, section 5)."""

from collections.abc import Sequence

from kgraph import late_re as re
from kgraph.extract.lexicon import words_of
from kgraph.extract.sentences.source_words import head_before
from kgraph.extract.sentences.stops import stopped_before, stops
from kgraph.extract.sentences.title_lines import title_line
from kgraph.extract.sentences.wording import SIGNAL
from kgraph.extract.values import Token
from kgraph.model import Block

_NOT_SPACE = re.compile(r"\S")
_GOES_ON = re.compile(rf"\s(?!(?:{words_of('words.no_subjects')})\b)[a-z]{{2,20}}(?=[\s,])")
"""A word that can only follow its subject: `[7] shows …`."""
_JOINED = re.compile(r"[\s,]{0,4}(?:(?:and|or|&)\s{1,2})?")
_POINT = re.compile(r"[a-z][.)]\s")
"""The letter of an item: `b. Long term`."""
OPENED = re.compile(
    rf"[.!?。！？][\"”“’»*_]{{0,3}}(?P<opening>\s{{0,3}}[(（\[【［]\s{{0,2}}{SIGNAL})$", re.IGNORECASE
)
"""How a group begins that stands in brackets behind a stop: `. (Source: [1])`."""
_BRACKETS = frozenset(")]）】］")
_CLOSED = re.compile(r"\s?[)）\]】］](?=\s{1,3}[^\Wa-zß-ÿ]|\s{0,3}$|\s{1,3}[^\w\s]|[\u2e80-\uffff])")
_PARENTHESIS_CHARS = 300
"""How many characters before a token tell whether a parenthesis is open."""
_LOOK_BACK_CHARS = 40
"""How many characters before a token tell whether a bracket opened behind a stop."""


def find_breaks(
    block: Block, tokens: Sequence[Token], pieces: list[tuple[int, int]], slots: list[int], unmarked: str
) -> list[int]:
    """Offsets into `unmarked`, the `pieces` of the block put together; each token stood at its `slots`."""
    return [
        *_at_lines(block, pieces, slots, unmarked),
        *_subjects(block, tokens, slots),
        *_stops_behind(block.text, tokens, slots),
        *_brackets_behind(block.text, tokens, slots),
        *_source_lines(block.text, tokens, slots),
    ]


def _at_lines(block: Block, pieces: list[tuple[int, int]], slots: list[int], unmarked: str) -> list[int]:
    """Line breaks that end a sentence: after a marker group, before a run-in bold term, behind the title of a callout."""
    if "\n" not in unmarked:
        return []
    breaks = _behind_title(block, slots, unmarked)
    bold = {n.start: n.end for n in block.inlines if n.kind == "strong"}
    ends = set(slots)
    at = seen = 0
    grouped = False
    following: re.Match[str] | None = None
    for a, b in pieces:
        for match in re.finditer(r"\n", block.text[a:b]):
            offset = at + match.start()
            if following is None or following.start() <= offset:
                following = _NOT_SPACE.search(unmarked, offset + 1)
            if not following:
                return breaks
            # What was looked at for the line before is not looked at again: lists leave many empty lines.
            words = unmarked[seen:offset].rstrip(" \t\n")
            grouped = (grouped and not words) or any(p in ends for p in range(seen + len(words), offset + 1))
            seen = offset
            plain = a + match.end()
            while plain < len(block.text) and block.text[plain] in " \t":
                plain += 1
            term = plain in bold and (
                block.text[bold[plain] - 1] in ":："
                or block.text[bold[plain] : bold[plain] + 1] in (":", "：")
            )
            goes_on = following[0].islower() and not _POINT.match(unmarked, following.start())
            if (grouped and not goes_on) or term:
                breaks.append(offset)
        at += max(b - a, 1)
    return breaks


def _behind_title(block: Block, slots: list[int], unmarked: str) -> list[int]:
    """Behind the first line, where that is the title of a callout or, without a marker or a link, of what stands below."""
    if any(n.kind == "callout" for n in block.inlines):
        return [unmarked.index("\n")]
    end = title_line(unmarked)
    if end is None or any(0 <= place <= end for place in slots):
        return []
    return [] if any(n.kind in ("link", "code") and n.start < end for n in block.inlines) else [end]


def with_subjects(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`tokens`, those narrative that a verb in lower case makes the subject of their sentence: `It is hot. [7] shows why.`"""
    out = list(tokens)
    heads = [i for i, token in enumerate(tokens) if _heads_a_sentence(text, token)]
    if not heads:
        return out
    lasts = _group_ends(text, tokens)
    for i in heads:
        if not out[i].narrative and _GOES_ON.match(text, out[lasts[i]].end):
            for member in range(i, lasts[i] + 1):
                out[member] = out[member]._replace(narrative=True)
    return out


def _heads_a_sentence(text: str, token: Token) -> bool:
    """Whether a token in brackets stands behind a stop and a space."""
    if token.keeps_text or token.narrative or token.kind not in ("bracket", "key"):
        return False
    return text[token.start - 1 : token.start].isspace() and stopped_before(text, token.start)


def _group_ends(text: str, tokens: Sequence[Token]) -> list[int]:
    """For each token, which is the last of its group."""
    lasts = list(range(len(tokens)))
    for i in range(len(tokens) - 2, -1, -1):
        if _JOINED.fullmatch(text, tokens[i].end, tokens[i + 1].start):
            lasts[i] = lasts[i + 1]
    return lasts


def _subjects(block: Block, tokens: Sequence[Token], slots: list[int]) -> list[int]:
    """Where a narrative token begins a sentence, behind the stop of another: `It is hot. @lee2010 says so.`"""
    text = block.text
    return [
        place
        for token, place in zip(tokens, slots, strict=True)
        if place >= 0
        and token.narrative
        and text[token.start - 1 : token.start].isspace()
        and stopped_before(text, token.start)
    ]


def _stops_behind(text: str, tokens: Sequence[Token], slots: list[int]) -> list[int]:
    """Where a stop behind a token ends a sentence, though the word before would make it an abbreviation.

    `It exceeds 10 K[4]. Then …`: the stop of an abbreviation would stand before the token.
    """
    breaks = []
    for token, place in zip(tokens, slots, strict=True):
        end = token.end
        if place < 0 or not text.startswith(". ", end) or not text[end + 2 : end + 3].isupper():
            continue
        before = text[max(0, token.start - _PARENTHESIS_CHARS) : token.start]
        if before[-1:].isalnum() and not stops(before[-16:] + ".") and before.rfind("(") <= before.rfind(")"):
            breaks.append(place + 1)
    return breaks


def _brackets_behind(text: str, tokens: Sequence[Token], slots: list[int]) -> list[int]:
    """Both ends of groups that stand in brackets behind a stop, and so go with the sentence that stopped there.

    `It rained. (Source: [1], [2]) It dried.`
    """
    breaks = []
    for i, (token, place) in enumerate(zip(tokens, slots, strict=True)):
        after = text[token.end : token.end + 2]
        if place < 0 or (after[:1] not in _BRACKETS and after[1:] not in _BRACKETS):
            continue
        closing = _CLOSED.match(text, token.end)
        if not closing:
            continue
        first = i
        while (
            first
            and slots[first - 1] >= 0
            and _JOINED.fullmatch(text, tokens[first - 1].end, tokens[first].start)
        ):
            first -= 1
        start = tokens[first].start
        opened = OPENED.search(text[max(0, start - _LOOK_BACK_CHARS) : start])
        if opened and stops(opened.string[: opened.start("opening")]):
            breaks += [slots[first] - len(opened["opening"]), place + closing.end() - token.end]
    return breaks


def _source_lines(text: str, tokens: Sequence[Token], slots: list[int]) -> list[int]:
    """Where source lines begin: `It rained⏎Source: [A](u)`."""
    return [
        max(0, place - (token.start - head))
        for token, place in zip(tokens, slots, strict=True)
        if token.kind == "source" and place >= 0 and (head := head_before(text, token.start)) < token.start
    ]
