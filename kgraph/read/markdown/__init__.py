"""Markdown → `Document`: blocks out of the parser's events."""

from collections.abc import Iterable
from typing import NamedTuple

from kgraph.codes import problem
from kgraph.known import Exhibit, KnownEntry, KnownMarker
from kgraph.model import Block, Document, Metadata, Problem
from kgraph.read import front_matter
from kgraph.read.markdown import definitions, masks, plain_text
from kgraph.read.markdown.known import signs
from kgraph.read.markdown.known import take as take_known
from kgraph.read.markdown.linked_notes import as_footnotes
from kgraph.read.markdown.notes_in_place import mask_notes
from kgraph.read.markdown.reader import MarkdownReader, mask_signs
from kgraph.spans import SourceText, Span


class Part(NamedTuple):
    """What stands in one text of an article."""

    blocks: list[Block]
    markers: list[KnownMarker]
    entries: list[KnownEntry]
    dropped: list[tuple[int, int, str]]
    exhibits: list[Exhibit]
    metadata: Metadata
    problems: list[Problem]


def read_markdown(source: SourceText) -> Document:
    """The blocks of a Markdown article; never raises, whatever the text.

    Spans are code points of `source.text`. What is no body text is named in `Document.dropped`.
    """
    part, _ = _read_part(source.text, None)
    return Document(
        source=source,
        format="markdown",
        metadata=part.metadata,
        blocks=tuple(part.blocks),
        markers=tuple(part.markers),
        entries=tuple(part.entries),
        signs=signs(source.text, part.blocks),
        dropped=tuple(sorted(part.dropped)),
        exhibits=tuple(part.exhibits),
        problems=tuple(part.problems),
    )


def read_parts(texts: Iterable[str]) -> list[Part]:
    """Texts that are one article, each read by itself: what one of them leaves open ends with it.

    Spans are code points of the text a part was read from. The section that a text leaves open goes on in the next.
    """
    parts: list[Part] = []
    last: MarkdownReader | None = None
    for text in texts:
        part, last = _read_part(text, last)
        parts.append(part)
    return parts


def _read_part(text: str, before: MarkdownReader | None) -> tuple[Part, MarkdownReader]:
    """What stands in `text`, read as what follows where `before` ended; and the reader that read it."""
    front = 0 if before else front_matter.find(text)
    metadata, flaw = front_matter.parse(text[:front]) if front else (Metadata(), None)
    problems = (
        [problem("front-matter-unread", f"the front matter was not read: {flaw}", Span(0, front))]
        if flaw
        else []
    )
    reader = MarkdownReader(text)
    if before:
        reader.follow(before)
    body = masks.without_signs(text)
    if front:
        reader.dropped.append((0, front, "front-matter"))
        body = masks.blank(body, [(0, front)])
    body, templates = masks.mask_templates(mask_notes(body))
    reader.dropped.extend((start, end, "template") for start, end in templates)
    reader.divs.extend(masks.div_anchors(text, templates))
    if before is None and plain_text.is_pasted(body, front):
        for start, end in plain_text.lines(body, front):
            reader.read_fragment(body[start:end], start, "paragraph")
    else:
        reader.read(mask_signs(masks.lower_raw_tags(body)), 0)
    reader.end()
    section = before.section if before else ()
    blocks, no_text = definitions.inserted(body, reader.blocks, reader.dropped, section)
    reader.dropped += no_text
    blocks = as_footnotes(blocks, text)
    known = take_known(text, blocks)
    return Part(*known, reader.dropped, reader.exhibits, metadata, problems), reader
