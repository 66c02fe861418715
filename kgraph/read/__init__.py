"""Bytes → `Document`: one file a format; knows syntax, not meaning."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from kgraph.codes import problem
from kgraph.errors import InputError
from kgraph.model import Document
from kgraph.origin import Origin
from kgraph.read.formats import FORMATS, READERS, SUFFIXES, Reader, looks, named_only, readers, takes
from kgraph.read.shelf import Beside, Unread, with_bibliography, with_sources
from kgraph.spans import SourceText, Span, decode

__all__ = [
    "FORMATS",
    "READERS",
    "SUFFIXES",
    "Beside",
    "Reader",
    "Unread",
    "encoding_of",
    "looks",
    "named_only",
    "read",
    "readers",
    "takes",
]


_HEAD_CHARS = 65_536
"""So much of a file says what it is."""
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
"""Those that no text needs."""


def _by_plugin(
    read_text: Callable[[SourceText], Document], format: str, source: SourceText, path: str
) -> Document:
    """What a reader of another package makes of an article; its bugs are not kgraph's, and cost this article alone."""
    try:
        document = read_text(source)
    except Exception as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise InputError(
            f"{path}: the plug-in that reads {format!r} failed ({reason}). Tell its authors."
        ) from error
    if not isinstance(document, Document):
        raise InputError(f"{path}: the plug-in that reads {format!r} gave no document. Tell its authors.")
    return document


def read(
    path: str, data: bytes, *, beside: Beside | None = None, format: str = "", origin: Origin | None = None
) -> Document:
    """The document in `data`, the bytes of the article at `path`; the suffix says the format, where `format` does not.

    Bibliographies the article names, or that lie beside it when it cites by key, are read through
    `beside`. What has an `origin` is a web page, whatever it is called.

    Errors: `InputError` for an unknown suffix, for bytes that are no text or not of the format, and where a plug-in fails; `PluginError` where the suffix is none
    of kgraph's own and a plug-in is broken. Nothing else raises.
    """
    document = _page(path, data, origin) if origin else _document(_rows(path, data, format), path, data)
    if document.source.replaced:
        message = f"{document.source.replaced} undecodable byte sequences were replaced by U+FFFD"
        flaw = problem("decode-replaced", message, Span(0, 0), "save the file as UTF-8")
        document = replace(document, problems=(*document.problems, flaw))
    return with_sources(with_bibliography(document, beside), beside) if beside else document


def encoding_of(path: str, data: bytes, origin: Origin | None = None) -> str | None:
    """What a file is decoded with that has no byte order mark: by what is known of its origin, else by its own head.

    None where neither says it; that is UTF-8.
    """
    if origin is not None:
        from kgraph.read.html import charset_of, codec_of

        return (codec_of(origin.charset) if origin.charset else None) or charset_of(data)
    charset = next((r.charset for r in READERS if path.lower().endswith(r.suffixes)), None)
    return charset(data) if charset else None


def _rows(path: str, data: bytes, format: str) -> Sequence[Reader]:
    """The formats that a file may be of, by its name, where no `format` is told.

    Errors: `InputError` where no format is called so; `PluginError`.
    """
    name = PurePosixPath(path.replace("\\", "/")).name.lower()
    suffix = PurePosixPath(name).suffix
    rows = [r for r in READERS if r.format == format or (not format and name.endswith(r.suffixes))]
    rows = rows or [r for r in readers() if suffix in r.suffixes]
    rows = rows or [r for r in READERS if suffix and suffix in r.also and _may_be(r, data)]
    if not rows:
        known = " ".join(dict.fromkeys(suffix for r in readers() for suffix in r.suffixes))
        raise InputError(
            f"{path}: unknown kind of article (found {suffix or 'no suffix'!r}, expected one of {known}). Rename it or leave it out."
        )
    return rows


def _page(path: str, data: bytes, origin: Origin) -> Document:
    """The article of a page that was fetched. Errors: `InputError` for one that is none."""
    from kgraph.read.html import read_html

    source = _text(path, data, encoding_of(path, data, origin))
    row = next(r for r in READERS if r.format == "html")
    return replace(read_html(source, origin.address), media_type=row.media_type)


def _document(rows: Sequence[Reader], path: str, data: bytes) -> Document:
    """What a file is read as, by one of `rows`."""
    if rows[0].read_bytes is not None:
        return replace(rows[0].read_bytes(path, data), media_type=rows[0].media_type)
    charset = rows[0].charset
    source = _text(path, data, charset(data) if charset else None)
    reader = rows[0] if len(rows) == 1 else _by_content(rows, source)
    read_text = reader.read
    if read_text is None:
        raise InputError(f"{path}: the reader of {reader.format!r} reads nothing. Tell its authors.")
    document = read_text(source) if reader in READERS else _by_plugin(read_text, reader.format, source, path)
    return replace(document, media_type=reader.media_type)


def _text(path: str, data: bytes, encoding: str | None) -> SourceText:
    """The text of a file. Errors: `InputError` for one that is none."""
    source = SourceText.from_bytes(path, data, encoding=encoding)
    if looks_binary(source.text):
        raise InputError(f"{path}: no text (found binary bytes). Leave it out.")
    return source


def _may_be(reader: Reader, data: bytes) -> bool:
    """Whether a file of a suffix that says nothing is of a format, by its beginning."""
    return reader.looks is not None and reader.looks(decode(data[:_HEAD_CHARS])[0])


def _by_content(rows: Sequence[Reader], source: SourceText) -> Reader:
    """Which of the formats that have one suffix a file is, by its beginning.

    Errors: `InputError` for one that is none of them.
    """
    reader = next((r for r in rows if r.looks is not None and r.looks(source.text[:_HEAD_CHARS])), None)
    if reader is None:
        known = ", ".join(r.format for r in rows)
        raise InputError(f"{source.name}: unknown kind of article (expected one of {known}). Leave it out.")
    return reader


def looks_binary(text: str) -> bool:
    """Whether `text`, decoded, is no text: NULs or many control characters among the first 8,000."""
    head = text[:8000]
    encoded = head.encode("utf-8", "replace")
    controls = len(encoded) - len(encoded.translate(None, _CONTROLS))
    return (head.count("\x00") > 0 and controls > len(head) // 100) or controls > max(8, len(head) // 20)
