"""EPUB → `Document`: the chapters of a book in the order of its spine, as one article; places name the chapter's file."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kgraph.codes import problem
from kgraph.known import Signs
from kgraph.model import Document, Problem
from kgraph.read.epub.book import Book, Chapter, read_book
from kgraph.read.epub.chapters import Chapters
from kgraph.read.html.entries import entries_of
from kgraph.read.html.entry import Entries
from kgraph.read.html.labels import ordinals_of
from kgraph.read.html.links import Links
from kgraph.read.html.marks import marks_of
from kgraph.read.html.reads import READS
from kgraph.read.html.tree import HEADINGS, Node, Page
from kgraph.read.html.walk import Walk
from kgraph.spans import SourceText, Span

_NO_TEXT = frozenset(
    f"[epub:type={name}]"
    for name in ("cover", "titlepage", "halftitlepage", "copyright-page", "imprint", "colophon", "toc", "loi", "lot", "index", "landmarks", "page-list")
)  # fmt: skip
"""What the body of a chapter is called that is no text of the book."""


def _is_no_text(body: Node) -> bool:
    """Whether a chapter, or the one section that is all of it, is called a part that is no text of the book."""
    within = list(body.elements())
    only = within[0] if len(within) == 1 and within[0].name in ("section", "div", "nav") else body
    return not _NO_TEXT.isdisjoint(body.signs | only.signs)


def read_epub(path: str, data: bytes) -> Document:
    """The text of a book, chapter by chapter; notes that stand in a chapter of their own are those of all.

    Errors: `InputError` for what is no EPUB, is encrypted, or names no chapters.
    """
    book = read_book(path, data)
    chapters = Chapters(path, book.chapters)
    page = chapters.page
    links = Links(page, None)
    ordinals = ordinals_of(page)
    entries = _apart(entries_of(page, links, ordinals), chapters)
    walk = Walk(page, links, entries, list(marks_of(page, links, entries)), ordinals, READS)
    dropped: list[tuple[int, int, str]] = []
    at = 0
    for chapter, body in _bodies(page, chapters):
        dropped.append((at, body.start, "chrome"))
        at = body.start
        if not _is_no_text(body):
            walk.out.section = _section(page, chapter, body)
            walk.children(body)
            walk.flush(body.end)
            at = body.end
    dropped.append((at, len(page.text), "chrome"))
    read = walk.out.body
    source = SourceText(
        name=path, text=page.text, sha256=hashlib.sha256(data).hexdigest(), replaced=chapters.replaced, parts=chapters.parts
    )  # fmt: skip
    dropped += ((start, end, "comment") for start, end in page.comments)
    around = {(start, end, why) for start, end, why in dropped if page.text[start:end].strip()}
    return Document(
        source=source, format="epub", metadata=book.metadata, blocks=tuple(read.blocks),
        markers=tuple(sorted(read.markers, key=lambda m: (m.block, m.start))), entries=tuple(read.entries),
        dropped=tuple(sorted({*read.dropped, *around})), exhibits=tuple(read.exhibits), signs=Signs(), problems=tuple(_problems(book, chapters, page)),
    )  # fmt: skip


def _bodies(page: Page, chapters: Chapters) -> Iterator[tuple[Chapter, Node]]:
    """The body of each chapter; of one without, all of it."""
    for node in page.root.elements():
        body = next((n for n in node.elements() if n.name == "body"), node if node.name == "body" else None)
        if body is not None or node.name not in ("html", "head"):
            yield chapters.of(node.start), body or node


def _section(page: Page, chapter: Chapter, body: Node) -> list[tuple[int, str]]:
    """The headings above a chapter that begins: what the table of contents calls one that has none of its own."""
    headed = any(n.name in HEADINGS for n in page.nodes[body.number : body.last + 1])
    return [(1, chapter.title)] if chapter.title and not headed else []


def _apart(entries: Entries, chapters: Chapters) -> Entries:
    """`entries`, those of chapters that number their notes anew called by chapter and number: `2:1`."""
    named = Counter(entry.label for entry in entries.found)
    made = Entries()
    for entry in entries.found:
        label = entry.label
        if label is not None and named[label] > 1:
            label = f"{chapters.of(entry.node.start).number}:{label}"
        made.add(replace(entry, label=label, is_printed=entry.is_printed and label == entry.label))
    return made


def _problems(book: Book, chapters: Chapters, page: Page) -> Iterator[Problem]:
    end = len(page.text)
    if book.is_cut:
        yield problem("markup-broken", "the file is cut; what follows is left out", Span(end, end))
    for chapter in book.chapters:
        if chapter.flaw:
            at = chapters.end(chapter)
            what = f"the chapter {chapter.name!r} {chapter.flaw}"
            yield problem("markup-broken", what, Span(at, at))
    if page.cut is not None:
        many = f"only the first {len(page.nodes):,} elements were read"
        yield problem("page-cut", many, Span(page.cut, page.cut))
