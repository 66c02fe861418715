"""Bytes → `Document`: one file a format; knows syntax, not meaning."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Protocol

from kgraph import plugins
from kgraph.codes import problem
from kgraph.errors import InputError, PluginError
from kgraph.model import BibliographyEntry, Document, Problem
from kgraph.read import bibliography, markdown, notebook
from kgraph.spans import SourceText, Span

__all__ = ["READERS", "SUFFIXES", "Beside", "Reader", "Unread", "read", "readers", "takes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A bibliography that was not read: the code of the problem, what is wrong, and what to do."""

    code: str
    message: str
    hint: str


class Beside(Protocol):
    """The folder an article lies in, as far as a reader may see it."""

    def names(self) -> Sequence[str] | Unread:
        """Names of the files beside the article, or why nobody knows."""

    def given(self) -> Sequence[str]:
        """Names of the bibliographies that were given for all articles."""

    def load(self, name: str) -> bytes | Unread:
        """The bytes of the file `name`, a path relative to the article, or why it was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format: its name, suffixes, media type, and the function that reads it."""

    format: str
    suffixes: tuple[str, ...]
    media_type: str
    read: Callable[[SourceText], Document]


READERS = (
    Reader(
        format="markdown", suffixes=markdown.SUFFIXES, media_type="text/markdown", read=markdown.read_markdown
    ),
    Reader(
        format="notebook",
        suffixes=notebook.SUFFIXES,
        media_type="application/x-ipynb+json",
        read=notebook.read_notebook,
    ),
)
"""The formats kgraph reads. To add one: a file, a row, a folder of cases."""

SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)

_KEYED = re.compile(r"\[-?@|<dt?-cite|\\cite|@(?<![\w@]@)[A-Za-z][\w:.-]*\d|\{%-?\s*cite\b|\{cite")
_MAX_BIBLIOGRAPHIES = 20
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
    """Whether a file of this name is an article, by its suffix.

    Errors: `PluginError`, where no suffix of kgraph's own says so.
    """
    lower = name.lower()
    return lower.endswith(SUFFIXES) or lower.endswith(
        tuple(s for r in readers()[len(READERS) :] for s in r.suffixes)
    )


def read(path: str, data: bytes, *, beside: Beside | None = None) -> Document:
    """The document in `data`, the bytes of the article at `path`; the suffix says the format.

    Bibliographies the article names, or that lie beside it when it cites by key, are read through
    `beside`.

    Errors: `InputError` for an unknown suffix, for bytes that are no text or not of the format, and where a plug-in fails; `PluginError` where the suffix is none
    of kgraph's own and a plug-in is broken. Nothing else raises.
    """
    suffix = PurePosixPath(path.replace("\\", "/")).suffix.lower()
    reader = next((r for r in READERS if suffix in r.suffixes), None) or next(
        (r for r in readers() if suffix in r.suffixes), None
    )
    if reader is None:
        known = " ".join(suffix for r in readers() for suffix in r.suffixes)
        raise InputError(
            f"{path}: unknown kind of article (found {suffix or 'no suffix'!r}, expected one of {known}). Rename it or leave it out."
        )
    source = SourceText.from_bytes(path, data)
    if looks_binary(source.text):
        raise InputError(f"{path}: no text (found binary bytes). Leave it out.")
    document = reader.read(source) if reader in READERS else _by_plugin(reader, source, path)
    document = replace(document, media_type=reader.media_type)
    if source.replaced:
        message = f"{source.replaced} undecodable byte sequences were replaced by U+FFFD"
        flaw = problem("decode-replaced", message, Span(0, 0), "save the file as UTF-8")
        document = replace(document, problems=(*document.problems, flaw))
    return _with_bibliography(document, beside) if beside else document


def looks_binary(text: str) -> bool:
    """Whether `text`, decoded, is no text: NULs or many control characters among the first 8,000."""
    head = text[:8000]
    encoded = head.encode("utf-8", "replace")
    controls = len(encoded) - len(encoded.translate(None, _CONTROLS))
    return (head.count("\x00") > 0 and controls > len(head) // 100) or controls > max(8, len(head) // 20)


def _with_bibliography(document: Document, beside: Beside) -> Document:
    named = document.metadata.bibliography
    source = document.source
    cites = _cites_by_key("\n".join(cell.text for cell in source.cells) if source.cells else source.text)
    if not named and not cites:
        return document
    entries: list[BibliographyEntry] = []
    problems: list[Problem] = []
    candidates = () if named else _candidates(beside)
    if isinstance(candidates, Unread):
        problems.append(_problem(candidates))
        candidates = ()
    if len(named) > _MAX_BIBLIOGRAPHIES:
        problems.append(_problem(_too_many(len(named))))
    names = dict.fromkeys([*named, *candidates][:_MAX_BIBLIOGRAPHIES])
    for name in names | dict.fromkeys(beside.given() if cites else ()):
        data = beside.load(name)
        if isinstance(data, Unread):
            problems.append(_problem(data))
            continue
        found, flaws = bibliography.parse(name, data)
        entries.extend(found)
        problems.extend(flaws if named or found else ())
    return replace(document, bibliography=tuple(entries), problems=(*document.problems, *problems))


def _too_many(found: int) -> Unread:
    return Unread(
        code="bibliography-missing",
        message=f"only the first {_MAX_BIBLIOGRAPHIES} of {found} bibliographies were read",
        hint="join them in fewer files",
    )


def _problem(unread: Unread) -> Problem:
    return problem(unread.code, unread.message, Span(0, 0), unread.hint)


def _cites_by_key(text: str) -> bool:
    # Single characters are sought many times sooner than words.
    cites = "@" in text or (any(sign in text for sign in "<\\{") and "cite" in text)
    return cites and bool(_KEYED.search(text))


def _candidates(beside: Beside) -> tuple[str, ...] | Unread:
    names = beside.names()
    if isinstance(names, Unread):
        return names
    bibtex = [n for n in sorted(names) if n.lower().endswith(".bib")]
    csl = [
        n
        for n in sorted(names)
        if n.lower().endswith(".json") and re.search(r"bib|ref|csl|cit", n, re.IGNORECASE)
    ]
    return (*bibtex, *csl)
