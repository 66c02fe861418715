"""Notes of an article in XML: what names them, and where their text goes."""

from collections.abc import Mapping
from itertools import count

from kgraph.read.xml.prose import Mark
from kgraph.read.xml.ranges import Listed
from kgraph.read.xml.tree import Element
from kgraph.read.xml.walk import Walk
from kgraph.spans import Span


class Noted(Walk):
    """Goes through an article with notes. `notes` says what the note of an id is called."""

    def __init__(self, listed: Listed, notes: Mapping[str, str]) -> None:
        super().__init__(listed)
        self.note_names = notes
        self._counted = count(1)
        self._named: set[str] = set()

    def defined(self, key: str) -> str | None:
        """What a note defines: its key, where the text names it and no list tells the sources."""
        return f"^{key}" if key in self._named else None

    def note_sign(self, element: Element, key: str | None) -> None:
        """The sign of the note `key`: where the article has no list of references, what a note says tells whether it cites."""
        if key and not self.listed.ids:
            self._name(element.span, key)
        else:
            self.mark(element, "element", (), cites=False)

    def note_here(self, element: Element) -> None:
        """A note: its text stands behind all other; one amid words is its own sign."""
        key = self.note_names.get(element.get("id")) or str(next(self._counted))
        if self.prose is not None and self.listed.ids:
            self.prose.marks.append(Mark(*self.prose.sign(element.tag), "element", (), element.tag, False))
        elif self.prose is not None:
            self._name(element.tag, key)
        self.note(element, key)

    def _name(self, span: Span, key: str) -> None:
        self._named.add(key)
        prose = self.prose or self.open()
        prose.marks.append(Mark(*prose.sign(span), "footnote", (key,), span))
