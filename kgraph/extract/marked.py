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
    text = document.source.text
    at, marks = -1, None
    for mention in mentions:
        token, resolved = mention.token, mention.resolved
        if token.reason is not None:
            continue
        if marks is None or token.block != at:
            at, marks = token.block, Marks(document.blocks[token.block])
        span = _whole(marks, token) or mention.span
        if _escaped(text, span.start):
            span = Span(span.start - 1, span.end)
        # MyST's role ends with the code span that holds its keys.
        if text[span.end : span.end + 1] == "`" and text.startswith("{cite", span.start):
            span = Span(span.start, span.end + 1)
        passage = identifiers.text_passage(token.target) if token.target and ":~:" in token.target else None
        yield (
            mention,
            Marker(
                text[span.start : span.end], span, resolved.labels, resolved.status, resolved.list, resolved.entries,
                mention.sources, owner.get(token.number), passage, token.locator,
            ),
        )  # fmt: skip


def _escaped(text: str, at: int) -> bool:
    """Whether a backslash escapes the character at `at`: two in a row are one that is text."""
    before = at
    while text[before - 1 : before] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _whole(marks: Marks, token: Token) -> Span | None:
    """The construct a token fills, delimiters included: its link, its `<sup>`."""
    for inline in marks.starting(token.start):
        if inline.end == token.end and inline.kind in ("link", "sup") and inline.span.end > inline.span.start:
            return inline.span
    return None
