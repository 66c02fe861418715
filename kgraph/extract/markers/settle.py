"""The only place that decides between conventions: which tokens of an article cite, and by which row of the table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Literal

from kgraph import late_re as re
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.markers import author_year_proof
from kgraph.extract.markers.bare_digits import in_order_of_the_list
from kgraph.extract.markers.convention import Convention, Tally
from kgraph.extract.markers.conventions import BRACKETS_SETTLE, CONVENTIONS
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.looks import Looks
from kgraph.extract.markers.superscripts import proven_by_siblings
from kgraph.extract.markers.taken import Taken
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.known import KnownMarker
from kgraph.model import Block, Document

IN_BLOCKS = tuple(row for row in CONVENTIONS if row.scope == "block")
IN_ARTICLES = tuple(row for row in CONVENTIONS if row.scope == "article")

_LOOKS = Looks(IN_BLOCKS)

REMOVED = frozenset({"note", "generator-tag", "maintenance-tag", "link-bracket"})
"""Reasons of tokens that cite nothing and yet are no words of the text."""


def _goes(token: Token) -> bool:
    """Whether a token goes from the text: it cites, or is no words of it. The number of `Figure [1](#fig)` stays."""
    return (
        token.reason is None
        or token.reason in REMOVED
        or (token.reason == "cross-reference" and token.kind in ("place", "key"))
    )


Tokens = Mapping[int, Sequence[Token]]
"""Block → its tokens, in order."""
State = Literal["taken", "excluded", "unproven", "not seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why a convention that an article must prove was or was not taken, in words for people."""

    convention: str
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The tokens of an article that go from its text or cite, by block; those that are ignored; the verdicts; notes of keys."""

    by_block: Tokens
    ignored: tuple[Token, ...]
    verdicts: tuple[Verdict, ...]
    of_keys: frozenset[int] = frozenset()


def settle(document: Document, lists: ReferenceLists, declared: Declared) -> Settled:
    """Every token of the body blocks of `document`; those with a reason cite nothing."""
    body = [(i, b) for i, b in enumerate(document.blocks) if b.text and not lists.fills(i, b)]
    article = _Article(document, lists, declared, body)
    found = proven_by_siblings(document.blocks, _outside_lists(article.by_blocks(), lists))
    found = _without_exponents(document.blocks, found)
    digits, on_digits = article.candidates("bare digits", found)
    found = _with(found, in_order_of_the_list(_free(digits, found), declared.labels))
    points, on_points = article.candidates("parentheses", found)
    found = _in_order(_with(found, points))
    named, on_names = article.candidates("authors and years", found)
    named = author_year_proof.proven(author_year_proof.apart(named, found), article.evidence)
    on_names = _left_unproven(on_names, named, author_year_proof.UNPROVEN)
    found = _with_links(found, named)
    links, on_links = article.candidates("links", found)
    found = _with_links(found, links)
    pages, on_pages = article.candidates("pages", found)
    found = _with_links(found, pages)
    return Settled(
        by_block=_numbered(found),
        ignored=tuple(t for i in sorted(found) for t in found[i] if t.reason is not None),
        verdicts=(*on_digits, *on_points, *on_names, *on_links, *on_pages),
    )


def _in_block(i: int, marks: Marks, declared: Declared, rows: Sequence[Convention]) -> list[Token]:
    """The tokens of one block by `rows`, one row after the other."""
    tokens: list[Token] = []
    taken = Taken()
    for row in rows:
        for token in row.find(marks, declared) if row.find else ():
            if taken.overlaps(token.start, token.end) or _cut(token, marks):
                continue
            # A role's target stands in the code span of its words.
            shown = None if token.kind == "place" else marks.shown_as(token.start, token.end)
            reason = shown or token.reason
            tokens.append(token._replace(block=i, convention=row.name, reason=reason))
            taken.add(token.start, token.end)
    return tokens


def _cut(token: Token, marks: Marks) -> bool:
    """Whether the token begins outside of code and ends within it, or the other way round: two things, no token."""
    code = marks.covering("code", token.start, token.end)
    return code is not None and (
        token.start < code.start < token.end < code.end or code.start <= token.start < code.end < token.end
    )


def _without_exponents(blocks: Sequence[Block], found: Tokens) -> Tokens:
    """`found`, where a superscript glued to a word or a symbol is an exponent if brackets are the convention."""
    citing = [t for tokens in found.values() for t in tokens if t.reason is None]
    raised = [
        t
        for t in citing
        if t.kind == "superscript" and t.target is None and blocks[t.block].text[t.start] not in "[("
    ]
    bracketed = sum(t.kind in ("bracket", "numbered-link") for t in citing)
    if bracketed < BRACKETS_SETTLE or bracketed <= len(raised):
        return found
    exponents = {t for t in raised if blocks[t.block].text[t.start - 1 : t.start].isalnum()}
    return {
        i: [t._replace(reason="exponent") if t in exponents else t for t in ts] for i, ts in found.items()
    }


Placed = tuple[Marks, Token]


class _Article:
    """The body of an article, asked for tokens by block and by what only the whole of it proves."""

    def __init__(
        self, document: Document, lists: ReferenceLists, declared: Declared, body: Sequence[tuple[int, Block]]
    ) -> None:
        self.body, self.lists, self.declared = body, lists, declared
        self.known: dict[int, list[KnownMarker]] = {}
        """Block → its markers that the reader knows by syntax."""
        for marker in document.markers:
            self.known.setdefault(marker.block, []).append(marker)
        self.evidence = Evidence([block for _, block in body], declared)
        self.sources = len(lists.lists) + len(document.bibliography)
        """How many lists and bibliographies it has."""
        self._marks: dict[int, Marks] = {}
        self._holding: dict[str, list[tuple[int, Block]]] = {}
        """Kind of inline or marker → the blocks with one; `address` → those with any markup, or an address."""
        self._signed: dict[re.Pattern[str], list[tuple[int, Block]]] = {}

    def by_blocks(self) -> Tokens:
        """Block → the tokens of those conventions that need no more than it; blocks without any are left out."""
        # One look at all of the text says what no block need be searched for.
        everything = "\n".join([block.text for _, block in self.body])
        kinds = {n.kind for _, block in self.body for n in block.inlines}
        kinds.update(m.kind for i, _ in self.body if i in self.known for m in self.known[i])
        looks = Looks(_LOOKS.likely(everything, kinds))
        found: dict[int, list[Token]] = {}
        for i, block in self.body:
            known = self.known.get(i, ())
            own = (
                {*(n.kind for n in block.inlines), *(m.kind for m in known)} if block.inlines or known else ()
            )
            for kind in own:
                self._holding.setdefault(kind, []).append((i, block))
            if block.inlines or "://" in block.text:
                self._holding.setdefault("address", []).append((i, block))
            likely = looks.likely(block.text, own)
            tokens = _in_block(i, self._marks_of(i, block), self.declared, likely) if likely else None
            if tokens:
                found[i] = tokens
        return found

    def _marks_of(self, i: int, block: Block) -> Marks:
        marks = self._marks.get(i)
        if marks is None:
            marks = self._marks[i] = Marks(block, self.known.get(i, ()))
        return marks

    def candidates(self, group: str, found: Tokens) -> tuple[list[Placed], list[Verdict]]:
        """The tokens of those conventions of a group that nothing excludes and the article proves, and the verdict on each."""
        tally = _tally(found, self.evidence.declared, self.sources)
        verdicts: list[Verdict] = []
        out: list[Placed] = []
        for row in IN_ARTICLES:
            if row.group != group:
                continue
            excluded = row.excluded(tally)
            missing = row.unproven(self.evidence) if row.unproven and not excluded else None
            own = [] if excluded or missing else list(self._tokens(row))
            if own and row.unproven_by_tokens:
                missing = row.unproven_by_tokens(self.evidence, own)
            seen: State = "taken" if own else "not seen"
            state: State = "excluded" if excluded else "unproven" if missing else seen
            verdicts.append(Verdict(convention=row.name, state=state, why=excluded or missing or ""))
            out += [] if missing else own
        return out, verdicts

    def _tokens(self, row: Convention) -> Iterator[Placed]:
        find = row.find_by_article
        if find is None:
            return
        for i, block in self._likely(row):
            marks = self._marks_of(i, block)
            for token in find(marks, self.evidence):
                if not self.lists.takes(i, token.start):
                    yield marks, token._replace(block=i, convention=row.name)

    def _likely(self, row: Convention) -> Sequence[tuple[int, Block]]:
        """The blocks that a row may find something in; rows with one sign share the look at all of them."""
        if row.inline:
            return self._holding.get(row.inline, ())
        if row.sign and row.sign not in self._signed:
            self._signed[row.sign] = [(i, block) for i, block in self.body if row.sign.search(block.text)]
        return self._signed[row.sign] if row.sign else self.body


def _left_unproven(verdicts: Iterable[Verdict], kept: Iterable[Placed], why: str) -> list[Verdict]:
    """The verdicts on conventions that are judged together, where those without a token in `kept` prove nothing."""
    by = {token.convention for _, token in kept}
    return [
        replace(v, state="unproven", why=why) if v.state == "taken" and v.convention not in by else v
        for v in verdicts
    ]


def _tally(found: Tokens, declared: Declared, lists: int) -> Tally:
    tokens = [t for block in found.values() for t in block]
    citing = [t for t in tokens if t.reason is None and t.kind != "source"]
    listed = sum(1 for t in citing if t.labels and t.labels[0] in declared.labels)
    removed = sum(_goes(t) and t.kind != "source" for t in tokens)
    noted = sum(1 for t in citing if t.kind == "footnote" and t.labels and t.labels[0] in declared.labels)
    unlabelled = sum(entry.label is None for entry in declared.entries)
    return Tally(
        citing=len(citing), removed=removed, listed=listed, noted=noted, lists=lists, unlabelled=unlabelled
    )


def _free(placed: Iterable[Placed], found: Tokens) -> list[Placed]:
    """Those that overlap nothing found, in order of the text."""
    placed = list(placed)
    occupied = {i: Taken(found.get(i, ())) for i in {t.block for _, t in placed}}
    free = [(m, t) for m, t in placed if not occupied[t.block].overlaps(t.start, t.end)]
    return sorted(free, key=lambda p: (p[1].block, p[1].start, p[1].end, p[1].doubtful))


def _with(found: Tokens, placed: Iterable[Placed]) -> Tokens:
    """`found` and the tokens of `placed`."""
    added = _by_block(placed)
    return {**found, **{i: [*found.get(i, ()), *tokens] for i, tokens in added.items()}} if added else found


def _by_block(placed: Iterable[Placed]) -> dict[int, list[Token]]:
    out: dict[int, list[Token]] = {}
    for _, token in placed:
        out.setdefault(token.block, []).append(token)
    return out


def _in_order(found: Tokens) -> Tokens:
    return {i: sorted(tokens, key=attrgetter("start")) for i, tokens in found.items()}


def _outside_lists(found: Tokens, lists: ReferenceLists) -> Tokens:
    """`found` without what stands in a reference list."""
    return {
        i: [t for t in tokens if not lists.takes(i, t.start)] if i in lists.taken else tokens
        for i, tokens in found.items()
    }


def _with_links(found: Tokens, links: Iterable[Placed]) -> Tokens:
    """`found` and those links that overlap no token that cites; tokens that are none give way to them."""
    out: dict[int, Sequence[Token]] = dict(found)
    for i, candidates in _by_block(links).items():
        here = out.get(i, ())
        taken = Taken(t for t in here if _goes(t))
        chosen: list[Token] = []
        for token in candidates:  # in order of the table: of two readings of a link, the first
            if not taken.overlaps(token.start, token.end):
                chosen.append(token)
                taken.add(token.start, token.end)
        filled = Taken(chosen)
        standing = [t for t in here if t.reason is None or not filled.overlaps(t.start, t.end)]
        out[i] = sorted((*standing, *chosen), key=attrgetter("start"))
    return out


def _numbered(found: Tokens) -> Tokens:
    """The tokens that cite or go from the text, by block, numbered through the article."""
    out: dict[int, tuple[Token, ...]] = {}
    number = 0
    for i in sorted(found):
        kept = [t for t in found[i] if _goes(t)]
        if kept:
            out[i] = tuple(t._replace(number=n) for n, t in enumerate(kept, number))
            number += len(kept)
    return out
