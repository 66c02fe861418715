"""Sentences of the body → claims, each with the way it is backed (semantics, section 6)."""

import re
from dataclasses import dataclass, field
from hashlib import blake2b

from kgraph.extract._allowance import Allowance, links
from kgraph.extract._breaks import begins_callout
from kgraph.extract._ending_groups import CLOSING_STOP, carrying, cited_below
from kgraph.extract._found import Lists
from kgraph.extract._lifting import Sentence, sentences_of, without_empty
from kgraph.extract._names import attribution, self_citation
from kgraph.extract._plain import Marks, source_span
from kgraph.extract._rows import Rows
from kgraph.extract._scripts import CJK, WORD
from kgraph.extract._tokens import Token
from kgraph.extract.resolve import Resolved
from kgraph.extract.wording import LIFTED, claim_text
from kgraph.model import Block, Claim, Document, NotClaim, Support

_QUESTION = re.compile(r"[?？][\"”“’»)\]）】」』*_]*$")
_LEAD_IN = re.compile(r"[:：][*_]*$")
_INVITATION = re.compile(
    r"(?:let us|let's|let’s|in this (?:post|article|blog post|section|chapter|tutorial|guide|report)[,:]? (?:we|i)\b|in the (?:next|following) (?:section|post)s?,? (?:we|i)\b|"
    r"join (?:us|me)|read on|stay tuned|feel free|thanks for reading|thank you for reading|if you want, i can|would you like|let me (?:know|clarify|explain|show))",
    re.IGNORECASE,
)
_SELF_CITATION_HEADING = frozenset(
    ("citation", "cite this", "how to cite", "cite", "citing this post", "citing this article", "cite this post",
     "cite this article")
)  # fmt: skip
_MAX_TITLE_WORDS = 6
_MIN_WORDS = 3
_LETTER = re.compile(r"[^\W\d_]")
_MEASURE = 40
"""Numbers and signs alone say nothing (`3.4 ± 0.1`), unless they are long enough for an equation."""
_BLANK = " \t\r\n" + LIFTED
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""A character of a script that parts no words; two make a word."""
_SHORT = 200
"""No fragment of fewer words is as long."""


@dataclass(slots=True)
class Outcome:
    """The claims of an article, what was no claim, and which claim each token stands in."""

    claims: list[Claim] = field(default_factory=list)
    not_claims: list[NotClaim] = field(default_factory=list)
    owner: dict[int, int] = field(default_factory=dict)
    """`id()` of a token → index of its claim."""


class ClaimBuilder:
    """Goes through the blocks of one article in order."""

    def __init__(
        self,
        document: Document,
        lists: Lists,
        tokens: dict[int, list[Token]],
        named: dict[int, Resolved],
        sources: dict[int, tuple[str, ...]],
        allowance: Allowance,
    ) -> None:
        self._document, self._lists, self._tokens = document, lists, tokens
        self._named, self._sources, self._allowance = named, sources, allowance
        self._seen: dict[str, int] = {}
        self._lead_in: dict[int, str | None] = {}
        self._parents: dict[tuple[tuple[int, int], ...], str] = {}
        self._table_heads: dict[tuple[int, int], str] = {}
        self._row_heads: dict[tuple[int, int], str] = {}
        self._rows = Rows(document, lists, tokens)
        self._previous: Block | None = None
        self._marks: Marks
        self._surroundings: tuple[tuple[str, ...], str | None, str | None] = (), None, None
        self._has_code = self._has_bold = False
        self._self_citation = False
        self.out = Outcome()

    def build(self) -> Outcome:
        """Every sentence of the body, as a claim or with the reason why it is none."""
        for i, block in enumerate(self._document.blocks):
            if block.definition and not block.definition.startswith("^"):
                continue
            if self._lists.fills(i, block):
                continue
            self._context(block)
            self._block(i, block)
            self._previous = block
        return self.out

    # context

    def _context(self, block: Block) -> None:
        if block.kind == "heading":
            self._self_citation = (
                " ".join(block.text.split()).casefold().strip(" :") in _SELF_CITATION_HEADING
            )
        elif block.kind in ("paragraph", "quote") and self_citation(block.text):
            self._self_citation = True
        if block.lists:
            number = block.lists[-1][0]
            if number not in self._lead_in:
                before = self._previous
                leads = (
                    before is not None
                    and bool(_LEAD_IN.search(before.text.rstrip("\ufffc \n")))
                    and before.kind != "heading"
                )
                self._lead_in[number] = (
                    " ".join(before.text.replace("\ufffc", "").split()) if leads and before else None
                )
            if block.lists not in self._parents:
                self._parents[block.lists] = " ".join(block.text.replace("\ufffc", "").split())[:300]
        if block.kind == "cell":
            text = " ".join(block.text.replace("\ufffc", "").split())
            if block.row == 0:
                self._table_heads[block.table, block.column] = text
            elif block.column == 1:
                self._row_heads[block.table, block.row] = text

    def _around(self, block: Block, claims: int) -> tuple[tuple[str, ...], str | None, str | None]:
        """Section, lead-in and parent item (of a cell its column and row headings); nothing where `claims` times is too much."""
        section, lead_in, parent = block.section, None, None
        if block.kind == "cell":
            lead_in = self._table_heads.get((block.table, block.column))
            if block.column > 1:
                parent = self._row_heads.get((block.table, block.row))
        elif block.lists:
            lead_in = self._lead_in.get(block.lists[-1][0])
            if len(block.lists) > 1:
                parent = self._parents.get(block.lists[:-1])
        length = sum(map(len, section)) + len(lead_in or "") + len(parent or "")
        if length and not self._allowance.take("context", length * claims, block.span):
            return (), None, None
        return section, lead_in, parent

    # one block

    def _block(self, i: int, block: Block) -> None:
        tokens = self._tokens.get(i, [])
        if self._self_citation and block.kind != "heading":
            self._no(block, 0, len(block.text), "self-citation")
            return
        if attribution(block.text) and not any(not t.keeps_text for t in tokens):
            self._no(block, 0, len(block.text), "boilerplate")
            return
        found = sentences_of(block, self._lists.taken.get(i, []), tokens)
        self._surroundings = self._around(block, len(found))
        self._has_code = self._has_bold = False
        if block.inlines:
            self._marks = Marks(block)
            kinds = {n.kind for n in block.inlines}
            self._has_code = "code" in kinds or "math" in kinds
            self._has_bold = "strong" in kinds
        if tokens and self._says_nothing(block, found):
            if block.kind == "cell":
                self._row(block, tokens)
                return
            if block.kind != "item" and self._alone(block, found, tokens):
                return
        carried: list[Token] = []
        if tokens:
            found = without_empty(found)
            carried = self._may_carry(block, found, carrying(block, found, tokens))
        for sentence in found:
            if sentence.tokens:
                lifted = [t for t in sentence.tokens if t.reason is None]
                if lifted:
                    self._claim(block, sentence, lifted, "cited", "marker-in-sentence")
                    continue
            reason = self._exception(block, sentence)
            if reason:
                self._no(block, sentence.start, sentence.end, reason)
            elif carried and sentence is not found[-1]:
                self._claim(block, sentence, carried, "carried", "marker-ends-block")
            else:
                self._claim(block, sentence, [], "none", "no-marker")

    def _exception(self, block: Block, sentence: Sentence) -> str | None:
        """Why a sentence without marker is no claim; None where it is one."""
        text = sentence.text.strip(_BLANK)
        if block.kind == "heading" or (block.kind == "cell" and block.row == 0):
            return "heading"
        if text[:1] in "[!?" and begins_callout(block.kind, text):
            return "title"
        if ("?" in text or "？" in text) and _QUESTION.search(text):
            return "question"
        if (":" in text or "：" in text) and _LEAD_IN.search(text):
            return "lead-in"
        if self._has_bold and self._is_title(block, sentence):
            return "title"
        if (
            len(text) < _SHORT
            and len(text.split(None, _MIN_WORDS - 1)) < _MIN_WORDS
            and len(CJK.findall(text)) < 4
        ):
            return "fragment"
        if len(text) < _MEASURE and not _LETTER.search(text):
            return "fragment"
        if _INVITATION.match(text):
            return "invitation"
        return None

    def _is_title(self, block: Block, sentence: Sentence) -> bool:
        """A bold run-in title: bold from end to end at the head of its line, and short where it has a stop of its own."""
        bold = self._marks.covering("strong", sentence.start, sentence.start + 1)
        if bold is None or bold.start > sentence.start or sentence.end > bold.end + 1:
            return False
        whole = bold.start == 0 and bold.end >= len(block.text.rstrip()) - 1
        if whole and not CLOSING_STOP.search(sentence.text):
            return True
        before = block.text[max(0, bold.start - _SHORT) : bold.start].rstrip(" \t")
        if before and before[-1] != "\n" and self._marks.covering("strong", 0, 1) is None:
            return False  # stressed amid a paragraph without titles
        words = max(len(sentence.text.split()), len(_UNSPACED.findall(sentence.text)) // 2)
        return words <= _MAX_TITLE_WORDS

    # results

    @staticmethod
    def _says_nothing(block: Block, found: list[Sentence]) -> bool:
        """Whether a block is nothing but markers, and signal words in brackets."""
        if found and WORD.search(found[0].text) and (len(block.text) >= _SHORT or found[0].text[0].isalnum()):
            return False
        return not any(WORD.search(claim_text(s.text)) for s in found)

    def _alone(self, block: Block, found: list[Sentence], tokens: list[Token]) -> bool:
        """Whether the tokens, all that the block holds, cite the claim above it."""
        own = [t for t in tokens if t.reason is None]
        if not own or not self.out.claims:
            return False
        span = source_span(block, (found or tokens)[0].start, (found or tokens)[-1].end)
        claim = cited_below(
            self.out.claims[-1], self._document.source.text, *span, self._labels(own), self._cited(own)
        )
        if claim is None:
            return False
        self.out.claims[-1] = claim
        self.out.owner.update((id(t), len(self.out.claims) - 1) for t in own)
        return True

    def _may_carry(self, block: Block, found: list[Sentence], tokens: list[Token]) -> list[Token]:
        """`tokens`, unless all sentences of the block together would name too much."""
        each = links(self._cited(tokens), self._labels(tokens)) if tokens else 0
        return tokens if self._allowance.take("links", each * (len(found) - 1), block.span) else []

    def _labels(self, tokens: list[Token]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x for t in tokens for x in self._named[id(t)].labels))

    def _cited(self, tokens: list[Token]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x for t in tokens for x in self._sources[id(t)]))

    def _row(self, block: Block, tokens: list[Token]) -> None:
        """A cell that holds nothing but markers supports its row."""
        own = [t for t in tokens if t.reason is None]
        if not own:
            return
        if self._allowance.take("context", self._rows.length(block), block.span):
            sentence = Sentence(tokens[0].start, tokens[-1].end, self._rows.beside(block), own)
            self._claim(block, sentence, own, "cited", "marker-in-row", kind="row")

    def _no(self, block: Block, start: int, end: int, reason: str) -> None:
        if block.text[start:end].strip():
            self.out.not_claims.append(NotClaim(source_span(block, start, end), reason))

    def _claim(
        self,
        block: Block,
        sentence: Sentence,
        tokens: list[Token],
        support: Support,
        rule: str,
        kind: str | None = None,
    ) -> None:
        text = claim_text(sentence.text, has_code=self._has_code)
        if not text:
            return
        labels: tuple[str, ...] = ()
        sources: tuple[str, ...] = ()
        if tokens:
            labels, sources = self._labels(tokens), self._cited(tokens)
            if support == "cited":
                self.out.owner.update((id(t), len(self.out.claims)) for t in tokens)
        span = (
            self._marks.written_span(sentence.start, sentence.end)
            if block.inlines
            else source_span(block, sentence.start, sentence.end)
        )
        self.out.claims.append(
            Claim(
                self._id(text), text, span, support, rule, kind or block.kind, labels, sources, *self._surroundings
            )
        )  # fmt: skip

    def _id(self, text: str) -> str:
        key = text.casefold()
        self._seen[key] = times = self._seen.get(key, 0) + 1
        return "c-" + blake2b(f"{key}\0{times}".encode(), digest_size=6).hexdigest()
