"""Mentions → markers, with what each covers in the source."""

from collections.abc import Iterator, Mapping, Sequence

from kgraph import identifiers
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Mention, Token
from kgraph.model import Document, Marker
from kgraph.spans import Span


def markers_of(
    document: Document, mentions: Sequence[Mention], owner: Mapping[int, int]
) -> tuple[tuple[Mention, Marker], ...]:
    """Each mention that cites, and its marker, in order of the text; `owner` says in which claim a token stands."""
    pairs = _pairs(document, mentions, owner)
    return tuple(sorted(pairs, key=lambda pair: pair[1].span))


def _pairs(
    document: Document, mentions: Sequence[Mention], owner: Mapping[int, int]
) -> Iterator[tuple[Mention, Marker]]:
    written = {(m.block, m.start, m.end): m.span for m in document.markers}
    escapes = {character: sign for sign, character in document.signs.escapes}
    at, marks = -1, None
    for mention in mentions:
        token, resolved = mention.token, mention.resolved
        if token.reason is not None:
            continue
        if marks is None or token.block != at:
            at, marks = token.block, Marks(document.blocks[token.block])
        known = written.get((token.block, token.start, token.end))
        span = _whole(marks, token) or known or mention.span
        span = Span(escapes.get(span.start, span.start), span.end)
        passage = identifiers.text_passage(token.target) if token.target and ":~:" in token.target else None
        yield (
            mention,
            Marker(
                document.source.words(span), span, resolved.labels, resolved.status, resolved.list, resolved.entries,
                mention.sources, owner.get(token.number), passage, _in_one_line(token.locator),
            ),
        )  # fmt: skip


def _in_one_line(locator: str | None) -> str | None:
    """`p. 4`, whatever white space stands in it."""
    return " ".join(locator.split()) or None if locator else None


def _whole(marks: Marks, token: Token) -> Span | None:
    """The construct a token fills, delimiters included: its link, its superscript."""
    for inline in marks.starting(token.start):
        if inline.end == token.end and inline.kind in ("link", "sup") and inline.span.end > inline.span.start:
            return inline.span
    return None
