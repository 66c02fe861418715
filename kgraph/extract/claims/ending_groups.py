"""Groups that end a block, and such as stand alone below it: what they carry and cite (semantics, sections 5 and 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kgraph import late_re as re
from kgraph.extract.sentences.breaks import OPENED
from kgraph.extract.sentences.joined_groups import Sentence
from kgraph.extract.sentences.source_words import is_source_line
from kgraph.extract.sentences.stops import stops
from kgraph.extract.sentences.wording import claim_text
from kgraph.extract.text.characters import SAID, WORD
from kgraph.extract.values import Token
from kgraph.model import Block, Claim
from kgraph.spans import SourceText, Span

CLOSING_STOP = re.compile(r"[.!?。！？…।॥](?:[ \u00a0\u202f]{0,2}»)?[\"”“’»)\]）】」』*_]*$")
"""The stop of a sentence, behind it what closes its quotation; French sets a space before `»`."""
_CARRYING = frozenset({"item", "cell", "paragraph", "quote"})
_PROSE = frozenset({"paragraph", "quote"})
_SEPARATORS = " \t\n,;，、·•|/"
"""What stands between the markers of a group."""
_ABOVE = re.compile(r"[\s>*_+•-]*(?:\d{1,3}[.)])?[\s>*_\[(（]*")
"""What stands between a sentence and the source line below it: line ends, and what marks a quotation or an item."""
_BACKED = frozenset({"item", "paragraph", "quote"})
_SHORT_CHARS = 200
"""A block that says nothing but signal words is no longer."""
_GAP_CHARS = 64
"""How many characters stand at most between a claim and the group below it: line ends and what marks a quotation."""
_TAGS = re.compile(r"</?(?:p|div|span|sup|strong|b|em|i|a|br)\b[^<>]{0,200}>", re.IGNORECASE)
"""Tags that end a paragraph and begin the next, and such as words stand in: `</p><p><span class="citation">`."""
_TAGS_CHARS = 400
_LOOK_BACK_CHARS = 40
"""How many characters before a group tell whether it stands in brackets behind a stop."""


@dataclass(slots=True)
class Backing:
    """The labels and sources of a claim, each once, in order; a claim may have thousands of groups below it."""

    labels: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)

    def add(self, labels: Iterable[str], sources: Iterable[str]) -> None:
        """The claim is backed by these too."""
        self.labels.update(dict.fromkeys(labels))
        self.sources.update(dict.fromkeys(sources))

    def given_to(self, claim: Claim) -> Claim:
        """`claim`, backed so."""
        return claim._replace(labels=tuple(self.labels), sources=tuple(self.sources))


def carrying(block: Block, found: list[Sentence], tokens: Sequence[Token]) -> list[Token]:
    """The tokens of the block's only group, where it stands at the very end, behind the closing stop."""
    own = [t for t in tokens if t.reason is None]
    if len(found) < 2 or not own or block.kind not in _CARRYING or any(t.kind == "source" for t in own):
        return []
    group = tokens[-1]
    first = len(tokens) - 1
    while first and not block.text[tokens[first - 1].end : tokens[first].start].strip(_SEPARATORS):
        first -= 1
    if first:
        return []
    start = tokens[0].start
    before = block.text[max(0, start - _LOOK_BACK_CHARS) : start]
    opened = OPENED.search(before)
    if any(t.keeps_text for t in own) and not opened:
        return []  # its words are words of the sentence
    after = block.text[group.end :].strip(" \t\n*_\ufffc")
    if closing := after.strip(". "):
        return own if closing in ")）]】］" and opened else []
    before = before.rstrip()
    # `Lee et al. [1].` ends behind its group.
    return own if CLOSING_STOP.search(before) and (not after or stops(before)) else []


def cited_below(claim: Claim, source: SourceText, group: Span) -> Claim | None:
    """`claim` as cited by the group that stands alone in `group` of `source`, in a paragraph of its own.

    None where nothing has the labels, anything stands between, or the claim is no sentence of prose with
    a stop: a group below a list, a table or a listing may mean all of it.
    """
    if claim.kind not in _PROSE or claim.span.end > group.start:
        return None
    if not CLOSING_STOP.search(claim.text):
        return None
    between = _between(claim, source, group)
    if between is None or between.lstrip("*_").strip(" \t\r\n>"):
        return None
    return claim._replace(span=Span(claim.span.start, group.end), support="cited", rule="marker-in-sentence")


def names_sources(block: Block, found: Sequence[Sentence], tokens: Sequence[Token]) -> bool:
    """Whether a block is nothing but a line of sources: `**Source**: [A](u) | [B](u)`, `[Source](u)`. No cell is."""
    if block.kind not in _BACKED or not tokens or any(t.keeps_text for t in tokens):
        return False
    words = " ".join(sentence.text for sentence in found)
    only_sources = all(t.kind == "source" for t in tokens)
    if not only_sources and ":" not in words and "：" not in words:
        return False  # as nearly always: a source line has a colon
    said = claim_text(words)
    return is_source_line(said) or (only_sources and not SAID.search(said))


def backed_below(claim: Claim, source: SourceText, line: Span) -> Claim | None:
    """`claim` as cited by the source line `line` of `source` in a block of its own right below it (`Source: [A](u)`).

    None where anything stands between, or the claim is a cell or a heading.
    """
    between = _between(claim, source, line) if claim.kind in _BACKED else None
    if between is None or _ABOVE.fullmatch(between) is None:
        return None
    return claim._replace(span=Span(claim.span.start, line.end), support="cited", rule="marker-in-sentence")


def _between(claim: Claim, source: SourceText, below: Span) -> str | None:
    """What stands between a claim and a group below it, tags of paragraphs and of words apart; None for much."""
    if not 0 <= below.start - claim.span.end <= _GAP_CHARS + _TAGS_CHARS:
        return None
    between = _TAGS.sub("", source.words(Span(claim.span.end, below.start)))
    return between if len(between) <= _GAP_CHARS else None


def says_nothing(block: Block, found: Sequence[Sentence], tokens: Sequence[Token]) -> bool:
    """Whether a block is nothing but markers, and signal words in brackets."""
    if not tokens:
        return False
    if (
        found
        and WORD.search(found[0].text)
        and (len(block.text) >= _SHORT_CHARS or found[0].text[0].isalnum())
    ):
        return False
    return not any(SAID.search(claim_text(s.text)) for s in found)
