"""The only place that decides between conventions: which tokens of an article cite, and by which row of the table."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.markers.bare_digits import in_order_of_the_list
from kgraph.extract.markers.convention import Convention, Tally
from kgraph.extract.markers.conventions import BRACKETS_SETTLE, CONVENTIONS
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.taken import Taken
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.model import Document

IN_BLOCKS = tuple(row for row in CONVENTIONS if row.scope == "block")
IN_ARTICLES = tuple(row for row in CONVENTIONS if row.scope == "article")

REMOVED = frozenset({"note", "generator-tag", "maintenance-tag", "link-bracket"})
"""Reasons of tokens that cite nothing and yet are no words of the text."""

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
    """The tokens of an article that go from its text or cite, by block; those that are ignored; and the verdicts."""

    by_block: Tokens
    ignored: tuple[Token, ...]
    verdicts: tuple[Verdict, ...]


def settle(document: Document, lists: ReferenceLists, declared: Declared) -> Settled:
    """Every token of the body blocks of `document`; those with a reason cite nothing."""
    body = [(i, Marks(b)) for i, b in enumerate(document.blocks) if b.text and not lists.fills(i, b)]
    # One look at all of the text says what no block need be searched for.
    everything = "\n".join([marks.text for _, marks in body])
    kinds = {n.kind for _, marks in body for n in marks.inlines}
    likely = _likely(IN_BLOCKS, everything, kinds)
    found: Tokens = {i: _in_block(i, marks, declared, likely) for i, marks in body}
    found = _without_exponents(body, _outside_lists(found, lists))
    article = _Article(
        body,
        Evidence([marks.block for _, marks in body], declared),
        lists,
        len(lists.lists) + len(document.bibliography),
    )
    digits, on_digits = article.candidates("bare digits", found)
    found = _with(found, in_order_of_the_list(_free(digits, found), declared.labels))
    points, on_points = article.candidates("parentheses", found)
    found = _in_order(_with(found, points))
    links, on_links = article.candidates("links", found)
    found = _with_links(found, links)
    pages, on_pages = article.candidates("pages", found)
    found = _with_links(found, pages)
    kept = ((i, [t for t in found[i] if t.reason is None or t.reason in REMOVED]) for i, _ in body)
    return Settled(
        by_block=_numbered((i, tokens) for i, tokens in kept if tokens),
        ignored=tuple(t for tokens in found.values() for t in tokens if t.reason is not None),
        verdicts=(*on_digits, *on_points, *on_links, *on_pages),
    )


def _likely(rows: Iterable[Convention], text: str, kinds: Container[str]) -> list[Convention]:
    """Those of `rows` that may be found in `text`, which holds inlines of `kinds`: quick looks that most blocks fail."""
    return [
        row
        for row in rows
        if (
            row.inline in kinds
            if row.inline
            else row.needle in text and (row.sign is None or row.sign.search(text))
        )
    ]


def _in_block(i: int, marks: Marks, declared: Declared, rows: Sequence[Convention]) -> list[Token]:
    """The tokens of one block by the conventions that need no more than it, row after row."""
    likely = _likely(rows, marks.text, {n.kind for n in marks.inlines} if marks.inlines else ())
    tokens: list[Token] = []
    if not likely:
        return tokens
    taken = Taken()
    for row in likely:
        for token in row.find(marks, declared) if row.find else ():
            if taken.overlaps(token.start, token.end) or _cut(token, marks):
                continue
            reason = token.reason or marks.shown_as(token.start, token.end)
            tokens.append(token._replace(block=i, convention=row.name, reason=reason))
            taken.add(token.start, token.end)
    return tokens


def _cut(token: Token, marks: Marks) -> bool:
    """Whether the token begins outside of code and ends within it, or the other way round: two things, no token."""
    code = marks.covering("code", token.start, token.end)
    return code is not None and (
        token.start < code.start < token.end < code.end or code.start <= token.start < code.end < token.end
    )


def _without_exponents(body: Sequence[tuple[int, Marks]], found: Tokens) -> Tokens:
    """`found`, where a superscript glued to a word or a symbol is an exponent if brackets are the convention."""
    cited = [(i, marks.text, t) for i, marks in body for t in found[i] if t.reason is None]
    raised = [
        (i, text, t)
        for i, text, t in cited
        if t.kind == "superscript" and t.target is None and text[t.start] not in "[("
    ]
    bracketed = sum(t.kind in ("bracket", "numbered-link") for _, _, t in cited)
    if bracketed < BRACKETS_SETTLE or bracketed <= len(raised):
        return found
    exponents = {(i, t.start) for i, text, t in raised if text[t.start - 1 : t.start].isalnum()}
    return {
        i: [t._replace(reason="exponent") if (i, t.start) in exponents else t for t in tokens]
        for i, tokens in found.items()
    }


Placed = tuple[Marks, Token]


@dataclass(frozen=True, slots=True)
class _Article:
    """What the conventions are asked of that one block does not prove."""

    body: Sequence[tuple[int, Marks]]
    evidence: Evidence
    lists: ReferenceLists
    sources: int
    """How many lists and bibliographies it has."""

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
            state: State = (
                "excluded" if excluded else "unproven" if missing else "taken" if own else "not seen"
            )
            verdicts.append(Verdict(convention=row.name, state=state, why=excluded or missing or ""))
            out += [] if missing else own
        return out, verdicts

    def _tokens(self, row: Convention) -> Iterator[Placed]:
        find = row.find_by_article
        if find is None:
            return
        for i, marks in self.linked if row.inline == "link" else self.body:
            for token in find(marks, self.evidence):
                if not self.lists.takes(i, token.start):
                    yield marks, token._replace(block=i, convention=row.name)

    @property
    def linked(self) -> Iterator[tuple[int, Marks]]:
        """The blocks that hold links."""
        return ((i, m) for i, m in self.body if m.inlines and any(n.kind == "link" for n in m.inlines))


def _tally(found: Tokens, declared: Declared, lists: int) -> Tally:
    tokens = [t for block in found.values() for t in block]
    citing = [t for t in tokens if t.reason is None]
    listed = sum(1 for t in citing if t.labels and t.labels[0] in declared.labels)
    removed = len(citing) + sum(t.reason in REMOVED for t in tokens)
    return Tally(citing=len(citing), removed=removed, listed=listed, lists=lists)


def _free(placed: Iterable[Placed], found: Tokens) -> list[Placed]:
    """Those that overlap nothing found, in order of the text."""
    placed = list(placed)
    occupied = {i: Taken(found[i]) for i in {t.block for _, t in placed}}
    free = [(m, t) for m, t in placed if not occupied[t.block].overlaps(t.start, t.end)]
    return sorted(free, key=lambda p: (p[1].block, p[1].start, p[1].end, p[1].doubtful))


def _with(found: Tokens, placed: Iterable[Placed]) -> Tokens:
    """`found` and the tokens of `placed`."""
    added = _by_block(placed)
    return {**found, **{i: [*found[i], *tokens] for i, tokens in added.items()}} if added else found


def _by_block(placed: Iterable[Placed]) -> dict[int, list[Token]]:
    out: dict[int, list[Token]] = {}
    for _, token in placed:
        out.setdefault(token.block, []).append(token)
    return out


def _in_order(found: Tokens) -> Tokens:
    return {i: sorted(tokens, key=_start) if tokens else tokens for i, tokens in found.items()}


def _outside_lists(found: Tokens, lists: ReferenceLists) -> Tokens:
    """`found` in order of the text, without what stands in a reference list."""
    return {
        i: tokens
        if not tokens
        else sorted((t for t in tokens if i not in lists.taken or not lists.takes(i, t.start)), key=_start)
        for i, tokens in found.items()
    }


def _with_links(found: Tokens, links: Iterable[Placed]) -> Tokens:
    """`found` and those links that overlap no token that cites; tokens that are none give way to them."""
    out: dict[int, Sequence[Token]] = dict(found)
    for i, candidates in _by_block(links).items():
        taken = Taken(t for t in out[i] if t.reason is None or t.reason in REMOVED)
        chosen: list[Token] = []
        for token in candidates:  # in order of the table: of two readings of a link, the first
            if not taken.overlaps(token.start, token.end):
                chosen.append(token)
                taken.add(token.start, token.end)
        filled = Taken(chosen)
        standing = [t for t in out[i] if t.reason is None or not filled.overlaps(t.start, t.end)]
        out[i] = sorted((*standing, *chosen), key=_start)
    return out


def _start(token: Token) -> int:
    return token.start


def _numbered(kept: Iterable[tuple[int, Sequence[Token]]]) -> Tokens:
    """The tokens of each block, numbered through the article."""
    out: dict[int, tuple[Token, ...]] = {}
    number = 0
    for i, tokens in kept:
        out[i] = tuple(t._replace(number=n) for n, t in enumerate(tokens, number))
        number += len(tokens)
    return out
