"""Bytes → `Document`: one file a format; knows syntax, not meaning."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Protocol

from kgraph import plugins
from kgraph.codes import problem
from kgraph.errors import InputError, PluginError
from kgraph.late import late
from kgraph.model import BibliographyEntry, Document, Problem
from kgraph.read import bibliography
from kgraph.spans import SourceText, Span

__all__ = ["READERS", "SUFFIXES", "Beside", "Reader", "Unread", "looks", "read", "readers", "takes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A bibliography that was not read: the code of the problem, what is wrong, and what to do."""

    code: str
    message: str
    hint: str


class Beside(Protocol):
    """The folder an article lies in, as far as a reader may see it."""

    def project(self) -> Sequence[str]:
        """Names of the bibliographies that the settings of its project name."""

    def names(self) -> Sequence[str] | Unread:
        """Names of the bibliographies that lie beside the article or above it, or why nobody knows."""

    def given(self) -> Sequence[str]:
        """Names of the bibliographies that were given for all articles."""

    def companions(self) -> Sequence[str]:
        """Names of the files in which the tool that wrote the article may keep its sources."""

    def load(self, name: str) -> bytes | Unread:
        """The bytes of the file `name`, a path relative to the article, or why it was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format: its name, suffixes, media type, and the function that reads it.

    `looks` says by its beginning whether a file found in a folder may be one, where most of that suffix are not.
    """

    format: str
    suffixes: tuple[str, ...]
    media_type: str
    read: Callable[[SourceText], Document]
    looks: Callable[[str], bool] | None = None
    also: tuple[str, ...] = ()
    """Suffixes of files that nobody else reads, which are read where they are named and look so."""
    named_only: bool = False
    """Whether files of these suffixes are read where they are named, and passed over where a folder is walked."""


READERS = (
    Reader(
        format="markdown", media_type="text/markdown", read=late("kgraph.read.markdown", "read_markdown"),
        # STORM writes Markdown into files of text that it calls so.
        suffixes=(".md", ".markdown", ".qmd", ".rmd", ".mdx", ".mkd", "storm_gen_article.txt", "storm_gen_article_polished.txt"),
    ),
    Reader(
        format="notebook", media_type="application/x-ipynb+json", read=late("kgraph.read.notebook", "read_notebook"),
        suffixes=(".ipynb",),
    ),
    Reader(
        format="chat", media_type="application/json", read=late("kgraph.read.chat", "read_chat"),
        suffixes=(".json",), looks=late("kgraph.read.chat", "looks_like_a_chat"),
    ),
    Reader(
        format="latex", media_type="text/x-tex", read=late("kgraph.read.latex", "read_latex"),
        suffixes=(".tex", ".latex"), named_only=True,
    ),
    Reader(
        format="wikitext", media_type="text/x-wiki", read=late("kgraph.read.wikitext", "read_wikitext"),
        suffixes=(".wiki", ".wikitext", ".mediawiki"), also=(".txt",), looks=late("kgraph.read.wikitext", "looks_like_wikitext"),
        named_only=True,
    ),
    Reader(format="rst", media_type="text/x-rst", read=late("kgraph.read.rst", "read_rst"), suffixes=(".rst", ".rest"), named_only=True),
    Reader(format="org", media_type="text/org", read=late("kgraph.read.org", "read_org"), suffixes=(".org",), named_only=True),
    Reader(
        format="asciidoc", media_type="text/asciidoc", read=late("kgraph.read.asciidoc", "read_asciidoc"),
        suffixes=(".adoc", ".asciidoc"), named_only=True,
    ),
)  # fmt: skip
"""The formats kgraph reads. To add one: a file, a row, a folder of cases."""

SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)
_NAMED_ONLY = tuple(suffix for reader in READERS if reader.named_only for suffix in reader.suffixes)

_KEYED = re.compile(
    r"\[-?@|<dt?-cite|\\[A-Za-z]{0,8}[Cc]ite|@(?<![\w@]@)[A-Za-z][\w:.-]*\d"
    r"|\{%-?\s{0,9}cite\b|\{\{[<%]\s{0,9}cite\b|[{:](?:foot)?cite"
)
_MAX_BIBLIOGRAPHIES = 20
_OF_THE_MANUSCRIPT = "manual-references"
"""What Manubot calls the works that its manuscript adds by hand: they are the article's own."""
_LIKE_A_KEY = re.compile(r"[^\s@\[\]{}(),;\"<>`~\\^]{1,300}")
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
"""Those that no text needs."""


def readers() -> tuple[Reader, ...]:
    """The table, and behind it the readers of other packages.

    Errors: `PluginError` for one that cannot be used.
    """
    others = plugins.load("kgraph.readers", Reader, [r.format for r in READERS], "format")
    for reader in others:
        for suffix in reader.suffixes:
            if suffix in SUFFIXES or suffix != suffix.lower() or not re.fullmatch(r"\.[^.]+", suffix):
                raise PluginError(
                    f"plug-in for {reader.format!r}: suffix {suffix!r} is kgraph's own, or none (expected one such as '.wiki')."
                )
    return (*READERS, *others)


def _by_plugin(reader: Reader, source: SourceText, path: str) -> Document:
    """What a reader of another package makes of an article; its bugs are not kgraph's, and cost this article alone."""
    try:
        document = reader.read(source)
    except Exception as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise InputError(
            f"{path}: the plug-in that reads {reader.format!r} failed ({reason}). Tell its authors."
        ) from error
    if not isinstance(document, Document):
        raise InputError(
            f"{path}: the plug-in that reads {reader.format!r} gave no document. Tell its authors."
        )
    return document


def takes(name: str) -> bool:
    """Whether a file of this name that is met in a folder is an article, by its suffix.

    Errors: `PluginError`, where no suffix of kgraph's own says so.
    """
    lower = name.lower()
    if lower.endswith(_NAMED_ONLY):
        return False
    return lower.endswith(SUFFIXES) or lower.endswith(
        tuple(s for r in readers()[len(READERS) :] for s in r.suffixes)
    )


def looks(name: str) -> Callable[[str], bool] | None:
    """What says of the beginning of a file in a folder whether it is an article; None where its suffix says enough."""
    return next((r.looks for r in READERS if name.lower().endswith(r.suffixes)), None)


def read(path: str, data: bytes, *, beside: Beside | None = None) -> Document:
    """The document in `data`, the bytes of the article at `path`; the suffix says the format.

    Bibliographies the article names, or that lie beside it when it cites by key, are read through
    `beside`.

    Errors: `InputError` for an unknown suffix, for bytes that are no text or not of the format, and where a plug-in fails; `PluginError` where the suffix is none
    of kgraph's own and a plug-in is broken. Nothing else raises.
    """
    name = PurePosixPath(path.replace("\\", "/")).name.lower()
    suffix = PurePosixPath(name).suffix
    reader = next((r for r in READERS if name.endswith(r.suffixes)), None) or next(
        (r for r in readers() if suffix in r.suffixes), None
    )
    source = SourceText.from_bytes(path, data)
    if reader is None:
        also = (r for r in READERS if suffix in r.also and r.looks is not None and r.looks(source.text))
        reader = next(also, None)
    if reader is None:
        known = " ".join(suffix for r in readers() for suffix in r.suffixes)
        raise InputError(
            f"{path}: unknown kind of article (found {suffix or 'no suffix'!r}, expected one of {known}). Rename it or leave it out."
        )
    if looks_binary(source.text):
        raise InputError(f"{path}: no text (found binary bytes). Leave it out.")
    document = reader.read(source) if reader in READERS else _by_plugin(reader, source, path)
    document = replace(document, media_type=reader.media_type)
    if source.replaced:
        message = f"{source.replaced} undecodable byte sequences were replaced by U+FFFD"
        flaw = problem("decode-replaced", message, Span(0, 0), "save the file as UTF-8")
        document = replace(document, problems=(*document.problems, flaw))
    return _with_sources(_with_bibliography(document, beside), beside) if beside else document


def looks_binary(text: str) -> bool:
    """Whether `text`, decoded, is no text: NULs or many control characters among the first 8,000."""
    head = text[:8000]
    encoded = head.encode("utf-8", "replace")
    controls = len(encoded) - len(encoded.translate(None, _CONTROLS))
    return (head.count("\x00") > 0 and controls > len(head) // 100) or controls > max(8, len(head) // 20)


def _with_bibliography(document: Document, beside: Beside) -> Document:
    """The document with its list of works: all of what the article names, and what it cites of any other."""
    named = document.metadata.bibliography
    source = document.source
    cites = _cites_by_key("\n".join(cell.text for cell in source.cells) if source.cells else source.text)
    if not named and not cites:
        return document
    shelf = _Shelf(beside, _words_like_keys(document.source.text) if cites else frozenset())
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
    return replace(
        document,
        bibliography=(*document.bibliography, *shelf.entries),
        searched=tuple(shelf.names),
        problems=(*document.problems, *shelf.problems),
    )


def _with_sources(document: Document, beside: Beside) -> Document:
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


def _too_many(found: int) -> Unread:
    return Unread(
        code="bibliography-missing",
        message=f"only the first {_MAX_BIBLIOGRAPHIES} of {found} bibliographies were read",
        hint="join them in fewer files",
    )


def _problem(unread: Unread) -> Problem:
    return problem(unread.code, unread.message, Span(0, 0), unread.hint)


def _cites_by_key(text: str) -> bool:
    # A word is sought many times sooner than a pattern.
    cites = "@" in text or "cite" in text or "Cite" in text
    return cites and bool(_KEYED.search(text))


def _words_like_keys(text: str) -> frozenset[str]:
    """Every word of `text` that may be a key, with and without the stops and quotes around it: more than are cited."""
    words = {word.strip("'") for word in _LIKE_A_KEY.findall(text)}
    return frozenset(
        words | {word.rstrip(".,:;!?*_\u2019") for word in words} | {word.partition("'")[0] for word in words}
    )
