"""What lies beside an article and may tell its sources: bibliographies, and the lists that tools keep."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from kgraph.codes import problem
from kgraph.model import BibliographyEntry, Document, Problem
from kgraph.read import bibliography
from kgraph.read.beside import Beside, Unread
from kgraph.read.keyed import cites_by_key, words_like_keys
from kgraph.spans import Span

_MAX_BIBLIOGRAPHIES = 20
_OF_THE_MANUSCRIPT = "manual-references"
"""What Manubot calls the works that its manuscript adds by hand: they are the article's own."""


def with_bibliography(document: Document, beside: Beside) -> Document:
    """The document with its list of works: all of what the article names, and what it cites of any other."""
    named = document.metadata.bibliography
    source = document.source
    cites = cites_by_key("\n".join(cell.text for cell in source.cells) if source.cells else source.text)
    if not named and not cites:
        return document
    shelf = _Shelf(beside, words_like_keys(document.source.text) if cites else frozenset())
    if len(named) > _MAX_BIBLIOGRAPHIES:
        shelf.problems.append(_problem(_too_many(len(named))))
    shelf.add(named[:_MAX_BIBLIOGRAPHIES], whole=True)
    if cites:
        shelf.add(beside.project(), whole=False)
        if not named and not shelf.entries:
            around = beside.names()
            if isinstance(around, Unread):
                shelf.problems.append(_problem(around))
            else:
                shelf.add(around, whole=False, found=True)
        shelf.add(beside.given(), whole=False)
    if document.format == "latex" and not shelf.entries and not document.entries:
        shelf.add_compiled(PurePosixPath(source.name.replace("\\", "/")).stem)
    return replace(
        document,
        bibliography=(*document.bibliography, *shelf.entries),
        searched=tuple(shelf.names),
        problems=(*document.problems, *shelf.problems),
    )


def with_sources(document: Document, beside: Beside) -> Document:
    """The document with the sources that its tool keeps beside it; what is no list of sources is passed over."""
    from kgraph.read import companions

    if document.format != "markdown" or not companions.asks_for_sources(document):
        return document
    for name in beside.companions():
        data = beside.load(name)
        entries = () if isinstance(data, Unread) else companions.sources_beside(document, name, data)
        if entries:
            return replace(document, bibliography=(*document.bibliography, *entries))
    return document


class _Shelf:
    """The bibliographies of one article, read one after the other; of two entries of one key the first counts."""

    def __init__(self, beside: Beside, cited: frozenset[str]) -> None:
        self._beside, self._cited = beside, cited
        self._keys: set[str] = set()
        self.names: dict[str, None] = {}
        self.entries: list[BibliographyEntry] = []
        self.problems: list[Problem] = []

    def add(self, names: Sequence[str], *, whole: bool, found: bool = False) -> None:
        """Take in all entries of these files, or those that the article cites; of `found` ones that hold none, say nothing."""
        for name in names[:_MAX_BIBLIOGRAPHIES]:
            if name in self.names:
                continue
            self.names[name] = None
            data = self._beside.load(name)
            if isinstance(data, Unread):
                self.problems.append(_problem(data))
                continue
            entries, flaws = bibliography.parse(name, data)
            if not whole and PurePosixPath(name).stem != _OF_THE_MANUSCRIPT:
                known = bibliography.by_key(name, data)
                cited = [known[key] for key in known.keys() & self._cited if key not in self._keys]
                entries = tuple(sorted(cited, key=lambda entry: (entry.span.start, entry.key)))
            self.entries.extend(entries)
            self._keys.update(entry.key for entry in entries)
            self.problems.extend(flaws if entries or not found else ())

    def add_compiled(self, stem: str) -> None:
        """Take in the list that LaTeX made of bibliographies that are not there, and say nothing of these."""
        name = f"{stem}.bbl"
        data = self._beside.part(name)
        entries = bibliography.parse(name, data)[0] if data is not None else ()
        if entries:
            self.names[name] = None
            self.entries.extend(entries)
            self.problems = [p for p in self.problems if p.code != "bibliography-missing"]


def _too_many(found: int) -> Unread:
    return Unread(
        code="bibliography-missing",
        message=f"only the first {_MAX_BIBLIOGRAPHIES} of {found} bibliographies were read",
        hint="join them in fewer files",
    )


def _problem(unread: Unread) -> Problem:
    return problem(unread.code, unread.message, Span(0, 0), unread.hint)
