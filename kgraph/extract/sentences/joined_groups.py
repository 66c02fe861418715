"""Sentences, and the groups of markers behind their stops that go with them (semantics, section 5)."""

from collections.abc import Sequence
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.sentences.source_words import is_source_line
from kgraph.extract.sentences.wording import MARKER_SLOT, claim_text
from kgraph.extract.text.characters import NEXT_SENTENCE, SAID
from kgraph.extract.values import Token
from kgraph.model import Block

_NOT_SPACE = re.compile(r"\S")
_LINKS_JOINED = re.compile(r"[\s,;·•|/]{0,5}(?:(?:and|see|see also|via)\s)?")
"""What stands between the links of a group."""
_VERDICT = re.compile(
    rf"[(\[](?:[^\W\d_][\w-]{{0,20}})(?: [\w-]{{1,20}}){{0,2}}[)\]]:?\s?{MARKER_SLOT}[\s,{MARKER_SLOT}]{{0,60}}\.?"
)
"""A tag of at most three words between a stop and a marker: `It froze. [VERIFIED] [1]`."""
_PARTED = re.compile(r"[\s,;·•|/.]{0,5}")
"""What stands between and behind the links that end a block."""
_ENDING_IN_LINKS = frozenset({"item", "paragraph", "quote"})
_GROUP = re.compile(r"\((?:[^()]|\([^()]{0,60}\)){1,600}+\)\.?")
_GROUP_ENDS = re.compile(rf"\)\.?{NEXT_SENTENCE}")


class Sentence(NamedTuple):
    """A sentence of a block: its plain span, its tokens, and its text with `MARKER_SLOT` where they stood."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...] = ()


class _Joined:
    """A sentence to which others are joined: its words and tokens are put together once, however many they are."""

    __slots__ = ("_tokens", "_words", "end", "start")

    def __init__(self, sentence: Sentence) -> None:
        self.start, self.end = sentence.start, sentence.end
        self._words = [sentence.text]
        self._tokens = list(sentence.tokens)

    def add(self, words: str, end: int, tokens: Sequence[Token]) -> None:
        self._words.append(words)
        self._tokens += tokens
        self.end = end

    def last_sign(self) -> str:
        return self._words[-1].rstrip()[-1:]

    def sentence(self) -> Sentence:
        return Sentence(self.start, self.end, "".join(self._words), tuple(self._tokens))


def with_sites(block: Block, found: list[Sentence], starts: set[int]) -> list[Sentence]:
    """`found`, where links that name their site behind a stop go with the sentence that stopped there."""
    out: list[_Joined] = []
    for sentence in found:
        if out and sentence.start in starts:
            glued = out[-1].last_sign() in "。！？" and not _parted(block, out[-1].end, sentence.start)
            out[-1].add(("" if glued else " ") + sentence.text, sentence.end, sentence.tokens)
        else:
            out.append(_Joined(sentence))
    return [joined.sentence() for joined in out]


def with_stops(text: str, found: list[Sentence]) -> list[Sentence]:
    """`found`, each with the stop of the group behind its own (`It rained. [1].`), which was removed with it."""
    out: list[Sentence] = []
    for i, sentence in enumerate(found):
        end = sentence.end
        if text[end : end + 1] == "." and (i + 1 == len(found) or found[i + 1].start > end):
            sentence = sentence._replace(end=end + 1)
        out.append(sentence)
    return out


def without_empty(found: list[Sentence]) -> list[Sentence]:
    """The sentences, those that are nothing but markers and signal words (`(See [4].)`) joined to the one before."""
    if not any(
        sentence.tokens and (not sentence.text[:1].isalpha() or _names_sources(sentence))
        for sentence in found
    ):
        return found  # as most are: nothing is put together
    kept: list[_Joined] = []
    for sentence in found:
        # A letter at the head stays: signal words go only with the brackets they stand in.
        if kept and sentence.tokens and _says_nothing(sentence):
            kept[-1].add("", sentence.end, sentence.tokens)
        elif kept and sentence.tokens and _VERDICT.fullmatch(sentence.text):
            kept[-1].add(" " + sentence.text, sentence.end, sentence.tokens)
        else:
            kept.append(_Joined(sentence))
    return found if len(kept) == len(found) else [joined.sentence() for joined in kept]


def with_links_at_end(block: Block, found: list[Sentence]) -> list[Sentence]:
    """`found`, where links that alone end a block behind a stop go with the sentence that stopped there.

    `It rained. [Port News](…) | [Road News](…)`. Not `It rained. See [Port News](…).`, nor a line of links alone.
    """
    if len(found) < 2 or block.kind not in _ENDING_IN_LINKS:
        return found
    first = len(found)
    while first > 1 and _is_links(block, found[first - 1]):
        first -= 1
    if first == len(found):
        return found
    joined = _Joined(found[first - 1])
    for sentence in found[first:]:
        joined.add(" " + sentence.text, sentence.end, sentence.tokens)
    return [*found[: first - 1], joined.sentence()]


def _is_links(block: Block, sentence: Sentence) -> bool:
    """Whether a sentence is nothing but links that cite, and what parts them."""
    at = sentence.start
    for token in sentence.tokens:
        if (
            not token.keeps_text
            or token.reason is not None
            or not _PARTED.fullmatch(block.text, at, token.start)
        ):
            return False
        at = token.end
    return bool(sentence.tokens) and _PARTED.fullmatch(block.text, at, sentence.end) is not None


def _says_nothing(sentence: Sentence) -> bool:
    """Whether a sentence with markers is nothing but they, signal words in brackets, or a source line (`Source: [4].`)."""
    if _names_sources(sentence):
        return True
    return not sentence.text[:1].isalpha() and not SAID.search(claim_text(sentence.text))


def _names_sources(sentence: Sentence) -> bool:
    return any(sign in sentence.text for sign in ":：") and is_source_line(claim_text(sentence.text))


def _parted(block: Block, end: int, start: int) -> bool:
    """Whether white space stands between two sentences, the first of which ends at `end`."""
    return block.text[end:start].isspace()


def with_links_behind(block: Block, found: list[Sentence]) -> list[Sentence]:
    """`found`, where a group of links in parentheses behind a stop goes with the sentence that stopped there.

    `It rained. ([site.org](…), [other.org](…)) It was cold.`: a lower-case letter behind the group makes it a subject.
    """
    if not any(sentence.text.startswith("(") for sentence in found[1:]):
        return found
    out = [_Joined(sentence) for sentence in found[:1]]
    for sentence in found[1:]:
        links = 0
        end = sentence.start + 1
        if sentence.text.startswith("("):
            for token in sentence.tokens:
                if not _LINKS_JOINED.fullmatch(block.text, end, token.start):
                    break
                end = token.end
                links += 1
        own = sentence.tokens[:links]
        closing = _GROUP_ENDS.match(block.text, end) if any(t.keeps_text for t in own) else None
        in_text = _GROUP.match(sentence.text) if closing else None
        rest = sentence.text[in_text.end() :].lstrip() if in_text else ""
        following = _NOT_SPACE.search(block.text, closing.end(), sentence.end) if closing and rest else None
        if not closing or not in_text or (rest and not following):
            out.append(_Joined(sentence))
            continue
        space = " " if _parted(block, out[-1].end, sentence.start) else ""
        out[-1].add(space + in_text[0], closing.end(), own)
        if following:
            out.append(_Joined(Sentence(following.start(), sentence.end, rest, sentence.tokens[links:])))
    return [joined.sentence() for joined in out]
