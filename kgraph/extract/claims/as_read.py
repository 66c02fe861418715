"""The words that a reader of the page sees where a citation is a word of its sentence (semantics, C10)."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from kgraph import late_re as re
from kgraph.extract.lexicon import each, words_of
from kgraph.extract.sentences.joined_groups import Sentence
from kgraph.extract.sentences.wording import MARKER_SLOT, SIGNAL
from kgraph.extract.values import Mention, Token
from kgraph.model import Block

_GOVERNS = re.compile(
    rf"([(（\[【]\s?)?(?:(?<!\w)(?:{words_of('words.governing')})\s{{1,9}}|(?:{words_of('words.governing_unspaced')})\s?)$",
    re.IGNORECASE,
)
"""A word before a marker that says nothing without what follows: `built by [@k].` Not `(see [4])`, which goes whole."""
_GOVERNING_ENDS = frozenset(word[-1] for word in each("words.governing_unspaced"))
"""What it ends in where no space follows."""
_GOVERNED_END = re.compile(
    rf"\s?(?:[.,;:!?)。，；：！？）]|$)|中|的|所|里|\s(?:{words_of('words.governing')}|{words_of('words.behind_governed')})\s",
    re.IGNORECASE,
)
"""What follows a marker that a word before governs: `by [4] in 1990`; `in [4] harbours` goes on with what is governed."""
_LOOK_BACK_CHARS = 24
_SIGNALLED = re.compile(rf"[(（\[【［]\s?{SIGNAL}$", re.IGNORECASE)
"""A citation in brackets behind words that only lead to it, which go with it: `(but see [4])`."""
_OPENS_CLAUSE = re.compile(rf"(?:,|(?<!\w)(?:{words_of('words.before_subjects')}))\s{{1,9}}$", re.IGNORECASE)
"""What a clause begins behind."""
_REPORTS = re.compile(
    rf"\s{{1,9}}(?:(?:also|first|further|then|recently|later|have|has|had)\s)?(?:{words_of('words.reports')})(?!\w|\s(?:by|in)\s)"
)
"""What a work does that is the subject of its clause: `, [4] proposed that`. Not `, [4] used by`."""
_JOINED = re.compile(rf"\s?(?:[,;，；、&和]|{words_of('words.and')})?\s?")
"""What stands between the citations of a group."""
_YEAR_ONLY = re.compile(r"\[?-@")
"""How a citation begins whose authors the sentence names itself: `Reed [-@reed2017]`."""


def blank_and_read(
    block: Block,
    sentence: Sentence,
    mentions: Sequence[Mention],
    names: Mapping[int, tuple[str, str]],
    tidy: Callable[[str], str],
) -> tuple[str, str]:
    """The text of `sentence` without its citations, and as a reader of the page sees it; most often they are the same."""
    blank, read = tidy(sentence.text), as_read(block, sentence, mentions, names)
    return blank, blank if read == sentence.text else tidy(read)


def as_read(
    block: Block, sentence: Sentence, mentions: Sequence[Mention], names: Mapping[int, tuple[str, str]]
) -> str:
    """The text of `sentence` with words in the slots of the citations that it needs, as its page shows them.

    `@reed2017 shows why` reads `Reed (2017) shows why`, `built by [2].` keeps its number; `It is so [@reed2017].` has no
    need of either. `names` are authors and year by the index of an entry; a key without them is shown itself.
    """
    if not sentence.tokens:
        return sentence.text
    slots = [t for t in sentence.tokens if not t.keeps_text and t.reason != "link-bracket"]
    if sentence.text.count(MARKER_SLOT) > len(slots):
        return sentence.text
    joined = [
        False, *(bool(_JOINED.fullmatch(block.text, one.end, other.start)) for one, other in pairwise(slots))
    ]  # fmt: skip
    ends = _group_ends(slots, joined)
    words: list[str] = []
    needed = False
    for i, token in enumerate(slots):
        needed = (needed and joined[i]) or _is_needed(block.text, token, ends[i])
        words.append(_shown(block.text, token, mentions[token.number], names) if needed else MARKER_SLOT)
    if all(word == MARKER_SLOT for word in words):
        return sentence.text
    parts = sentence.text.split(MARKER_SLOT)
    put = [parts[0]]
    for i, (token, word, behind) in enumerate(zip(slots, words, parts[1:], strict=False)):
        if word != MARKER_SLOT and put[-1] == "" and i and words[i - 1] != MARKER_SLOT:
            put.append(", ")  # what stood between two citations went with them
        if word != MARKER_SLOT:
            before = put[-1][-1:].isalnum() and block.text[token.start - 1 : token.start].isspace()
            apart = block.text[token.end : token.end + 1] == " " and behind[:1].isalnum()
            word, behind = f"{' ' * before}{word}", f"{' ' * apart}{behind}"
        put += (word, behind)
    return "".join(put)


def _group_ends(slots: Sequence[Token], joined: Sequence[bool]) -> list[int]:
    """Where the group ends that each citation stands in; `joined` tells which stand right behind the one before."""
    ends = [token.end for token in slots]
    for i in range(len(slots) - 1, 0, -1):
        if joined[i]:
            ends[i - 1] = ends[i]
    return ends


def _is_needed(text: str, token: Token, end: int) -> bool:
    """Whether the sentence needs a citation, whose group ends at `end`, as a word."""
    if token.reason is not None or token.kind not in ("bracket", "key"):
        return False
    if token.narrative:
        return True
    before = text[token.start - 1 : token.start]
    if not before.isspace() and before not in _GOVERNING_ENDS:
        return False
    look_back = max(0, token.start - _LOOK_BACK_CHARS)
    if _SIGNALLED.search(text, look_back, token.start):
        return False
    governs = _GOVERNS.search(text, look_back, token.start)
    opens = _OPENS_CLAUSE.search(text, look_back, token.start)
    if governs is None and opens is None:
        return False
    if governs is not None and not governs[1] and _GOVERNED_END.match(text, end):
        return True
    return opens is not None and _REPORTS.match(text, end) is not None


def _shown(text: str, token: Token, mention: Mention, names: Mapping[int, tuple[str, str]]) -> str:
    written = text[token.start : token.end]
    if token.kind != "key":
        return written
    seen = [names[entry] for entry in mention.resolved.entries if entry in names]
    if not seen:
        return ", ".join(token.labels)
    if _YEAR_ONLY.match(written):
        return f"({', '.join(year for _, year in seen)})"
    return ", ".join(f"{who} ({year})" for who, year in seen)
