"""Sentences of the body → claims, each with the way it is backed (semantics, section 6)."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

from kgraph.extract.allowance import Allowance, Left, links
from kgraph.extract.claims.as_read import blank_and_read
from kgraph.extract.claims.block_words import BlockWords
from kgraph.extract.claims.context import Context, Surroundings, length_of
from kgraph.extract.claims.ending_groups import (
    Backing,
    backed_below,
    carrying,
    cited_below,
    names_sources,
    says_nothing,
)
from kgraph.extract.claims.not_claims import unmarked, why_no_claim
from kgraph.extract.claims.rows import Rows
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.lists.names import attribution
from kgraph.extract.markers.settle import Settled
from kgraph.extract.sentences.joined_groups import Sentence, without_empty
from kgraph.extract.sentences.without_markers import sentences_of
from kgraph.extract.sentences.wording import claim_text
from kgraph.extract.text.places import Marks, source_span
from kgraph.extract.values import Mention, Token
from kgraph.model import Block, Claim, Document, NotClaim, Problem, Support
from kgraph.spans import SourceText, Span

_NO_KINDS: Set[str] = frozenset()
"""Those of the inlines of a block without any, as most are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The claims of an article, what was no claim, and which claim each token stands in."""

    claims: tuple[Claim, ...] = ()
    not_claims: tuple[NotClaim, ...] = ()
    owner: Mapping[int, int] = field(default_factory=dict)
    """Number of a token → index of its claim."""
    problems: tuple[Problem, ...] = ()
    """What was left out, since it was too much."""


def claims_of(
    document: Document,
    lists: ReferenceLists,
    settled: Settled,
    mentions: Sequence[Mention],
    left: Left,
    names: Mapping[int, tuple[str, str]],
) -> Outcome:
    """Every sentence of the body, as a claim or with the reason why it is none.

    `names` are authors and year of entries, for citations that are words of their sentence.
    """
    return _ClaimBuilder(document, lists, settled, mentions, Allowance(left), names).build()


class _ClaimBuilder:
    """Goes through the blocks of one article in order."""

    def __init__(
        self,
        document: Document,
        lists: ReferenceLists,
        settled: Settled,
        mentions: Sequence[Mention],
        allowance: Allowance,
        names: Mapping[int, tuple[str, str]],
    ) -> None:
        self._document, self._lists, self._of_keys = document, lists, settled.of_keys
        self._tokens = tokens = settled.by_block
        self._mentions, self._allowance, self._names = mentions, allowance, names
        self._seen: dict[str, int] = {}
        self._context = Context(BlockWords(document, lists, tokens, mentions, names))
        self._rows = Rows(document.blocks, lists, tokens, document.signs.leftover)
        self._below: dict[int, Backing] = {}
        """What claims are cited by that stand above groups alone, by index."""
        self._marks: Marks | None = None
        """The marks of the block at hand, if it has any."""
        self._surroundings: Surroundings = (), None, None
        self._has_code = False
        self._claims: list[Claim] = []
        self._not_claims: list[NotClaim] = []
        self._owner: dict[int, int] = {}

    def build(self) -> Outcome:
        """Goes through the blocks."""
        for i, block in enumerate(self._document.blocks):
            if block.definition and not block.definition.startswith("^"):
                continue
            if self._lists.fills(i, block):
                continue
            if i in self._of_keys:
                self._no(block, 0, len(block.text), "note-of-keys")
                continue
            self._context.see(i, block)
            self._block(i, block)
        for i, backing in self._below.items():
            self._claims[i] = backing.given_to(self._claims[i])
        return Outcome(
            claims=tuple(self._claims),
            not_claims=tuple(self._not_claims),
            owner=self._owner,
            problems=self._allowance.problems,
        )

    # one block

    def _block(self, i: int, block: Block) -> None:
        tokens = self._tokens.get(i, ())
        if self._context.self_citation and block.kind != "heading":
            self._no(block, 0, len(block.text), "self-citation")
            return
        if attribution(block.text) and not any(not t.keeps_text for t in tokens):
            self._no(block, 0, len(block.text), "boilerplate")
            return
        found = sentences_of(block, self._lists.taken.get(i, ()), tokens)
        self._surroundings = self._around(block, len(found))
        kinds = {n.kind for n in block.inlines} if block.inlines else _NO_KINDS
        self._has_code = "code" in kinds or "math" in kinds
        self._marks = Marks(block) if block.inlines else None
        bold = self._marks if "strong" in kinds else None
        if names_sources(block, found, tokens):
            if not self._alone(block, found, tokens, backed_below):
                self._no(block, 0, len(block.text), "source-line")
            return
        alone = _MARKERS_ALONE.get(block.kind, _ClaimBuilder._alone)
        if says_nothing(block, found, tokens) and alone(self, block, found, tokens):
            return
        carried: list[Token] = []
        shared: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        if tokens:
            found = without_empty(found)
            carried = carrying(block, found, tokens)
            shared = self._labels(carried), self._cited(carried)
            each = links(shared[1], shared[0]) * (len(found) - 1)
            if carried and not self._allowance.take("links", each, block.span):
                carried = []
        for sentence in found:
            citing = [t for t in sentence.tokens if t.reason is None]
            if citing:
                self._claim(block, sentence, citing, "cited", "marker-in-sentence")
                continue
            reason = why_no_claim(unmarked(block, sentence, bold, kinds))
            if reason:
                self._no(block, sentence.start, sentence.end, reason)
            elif carried and sentence is not found[-1]:
                self._claim(block, sentence, carried, "carried", "marker-ends-block", backing=shared)
            else:
                self._claim(block, sentence, [], "none", "no-marker")

    def _around(self, block: Block, claims: int) -> Surroundings:
        """What stands around the block; nothing where telling it `claims` times is too much."""
        around = (block.section, *self._context.around(block))
        length = length_of(around)
        if length and not self._allowance.take("context", length * claims, block.span):
            return (), None, None
        return around

    def _alone(
        self,
        block: Block,
        found: list[Sentence],
        tokens: Sequence[Token],
        backed: Callable[[Claim, SourceText, Span], Claim | None] = cited_below,
    ) -> bool:
        """Whether the tokens, all that the block holds, cite the claim above it."""
        own = [t for t in tokens if t.reason is None]
        if not self._claims:
            return False
        sources = self._cited(own)
        span = source_span(block, (found or tokens)[0].start, (found or tokens)[-1].end)
        claim = backed(self._claims[-1], self._document.source, span) if sources else None
        if claim is None:
            return False
        number = len(self._claims) - 1
        self._claims[number] = claim
        self._owner.update((t.number, number) for t in own)
        backing = self._below.setdefault(number, Backing())
        backing.add(claim.labels, claim.sources)
        backing.add(self._labels(own), sources)
        return True

    def _labels(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x for t in tokens for x in self._mentions[t.number].resolved.labels))

    def _cited(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x for t in tokens for x in self._mentions[t.number].sources))

    def _row(self, block: Block, found: list[Sentence], tokens: Sequence[Token]) -> bool:
        """A cell that holds nothing but markers supports its row."""
        own = [t for t in tokens if t.reason is None]
        text = self._rows.text(block.table, block.row) if own else ""
        if not own or not self._allowance.take("context", len(text), block.span):
            return True
        sentence = Sentence(tokens[0].start, tokens[-1].end, text, tuple(own))
        self._claim(block, sentence, own, "cited", "marker-in-row", kind="row")
        return True

    def _no(self, block: Block, start: int, end: int, reason: str) -> None:
        if block.text[start:end].strip():
            self._not_claims.append(NotClaim(source_span(block, start, end), reason))

    def _claim(
        self,
        block: Block,
        sentence: Sentence,
        tokens: Sequence[Token],
        support: Support,
        rule: str,
        kind: str | None = None,
        backing: tuple[tuple[str, ...], tuple[str, ...]] | None = None,
    ) -> None:
        leftover = self._document.signs.leftover
        if sentence.tokens:
            tidy = partial(claim_text, has_code=self._has_code, leftover=leftover)
            blank, text = blank_and_read(block, sentence, self._mentions, self._names, tidy)
        else:
            blank = text = claim_text(sentence.text, has_code=self._has_code, leftover=leftover)
        if not blank:
            return
        labels: tuple[str, ...] = ()
        sources: tuple[str, ...] = ()
        if tokens:
            labels, sources = backing or (self._labels(tokens), self._cited(tokens))
            if support == "cited":
                self._owner.update((t.number, len(self._claims)) for t in tokens)
        span = (
            self._marks.written_span(sentence.start, sentence.end)
            if self._marks
            else source_span(block, sentence.start, sentence.end)
        )
        self._claims.append(
            Claim(
                self._id(blank), text, span, support, rule, kind or block.kind, labels, sources, *self._surroundings
            )
        )  # fmt: skip

    def _id(self, text: str) -> str:
        """The id of a claim, by its text with empty slots: another number or a corrected record changes none."""
        key = text.casefold()
        self._seen[key] = times = self._seen.get(key, 0) + 1
        return "c-" + blake2b(f"{key}\0{times}".encode(), digest_size=6).hexdigest()


def _as_others(builder: _ClaimBuilder, block: Block, found: list[Sentence], tokens: Sequence[Token]) -> bool:
    """An item of a list that holds nothing but markers is read as others are."""
    return False


_MARKERS_ALONE = {"cell": _ClaimBuilder._row, "item": _as_others}
"""Kind of block → what markers back that are all it holds, and whether that is all there is to it; others the claim above."""
