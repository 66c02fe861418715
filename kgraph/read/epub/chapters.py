"""The chapters of a book as one page: their texts one after the other, and links between them made links within it."""

import posixpath
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from kgraph import late_re as re
from kgraph.read.epub.book import Chapter
from kgraph.read.html.tokens import attributes_of
from kgraph.read.html.tree import parse
from kgraph.spans import FilePart, line_starts

_ID = re.compile(r"\b(?:id|name)\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,300})[\"']")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}:|//")


class Chapters:
    """`page` is the tree of all chapters; an id that several of them have is told apart by the chapter's number."""

    def __init__(self, path: str, chapters: Sequence[Chapter]) -> None:
        self._chapters = [chapter for chapter in chapters if chapter.text]
        self._by_name = {chapter.name.lower(): chapter for chapter in self._chapters}
        self.replaced = sum(chapter.replaced for chapter in chapters)
        pieces: list[str] = []
        parts: list[FilePart] = []
        at = 0
        for chapter in self._chapters:
            text = f"{chapter.text}\n"
            parts.append(FilePart(at, at + len(text), f"{path}/{chapter.name}", 0, line_starts(text)))
            pieces.append(text)
            at += len(text)
        self.parts = tuple(parts)
        self._starts = [part.start for part in parts]
        self._shared = _shared(self._chapters)
        self.page = parse("".join(pieces), attributes=self._attributes)

    def of(self, at: int) -> Chapter:
        """The chapter that the text has at `at`."""
        return self._chapters[max(bisect_right(self._starts, at) - 1, 0)]

    def end(self, chapter: Chapter) -> int:
        """Where a chapter ends; one that has no text, where the one before it does."""
        before = [i for i, each in enumerate(self._chapters) if each.number <= chapter.number]
        return self.parts[before[-1]].end - 1 if before else 0

    def _attributes(self, text: str, start: int, end: int) -> Mapping[str, str]:
        """The attributes of an element, its ids and the links between chapters as they are in one page."""
        found = attributes_of(text, start, end)
        if found.keys().isdisjoint(("id", "name", "href")):
            return found
        chapter = self.of(start)
        changed = {name: self._id(found[name], chapter) for name in ("id", "name") if name in found}
        if "href" in found:
            changed["href"] = self._href(found["href"], chapter)
        return {**found, **changed}

    def _id(self, name: str, chapter: Chapter) -> str:
        return f"{name}~{chapter.number}" if name in self._shared else name

    def _href(self, href: str, chapter: Chapter) -> str:
        """`notes.xhtml#n1` as `#n1`; a link out of the book as it is."""
        file, mark, name = href.strip().partition("#")
        if _SCHEME.match(file) or not mark or not name:
            return href
        there = chapter
        if file:
            place = posixpath.normpath(posixpath.join("/", posixpath.dirname(chapter.name), unquote(file)))
            other = self._by_name.get(place.lstrip("/").lower())
            if other is None:
                return href
            there = other
        return f"#{self._id(name, there)}"


def _shared(chapters: Sequence[Chapter]) -> frozenset[str]:
    """The ids that more than one chapter has."""
    counts = Counter(name for chapter in chapters for name in set(_ID.findall(chapter.text)))
    return frozenset(name for name, count in counts.items() if count > 1)
