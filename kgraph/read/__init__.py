"""Bytes → `Document`: one file a format; knows syntax, not meaning."""

from collections.abc import Callable
from dataclasses import replace

from kgraph.codes import problem
from kgraph.errors import InputError
from kgraph.model import Document
from kgraph.origin import Origin
from kgraph.read import kind
from kgraph.read.beside import Beside, Unread
from kgraph.read.formats import (
    FORMATS,
    READERS,
    SUFFIXES,
    Reader,
    looks,
    max_bytes,
    named_only,
    readers,
    suffix_of,
    takes,
    written_first,
)
from kgraph.read.shelf import with_bibliography, with_sources
from kgraph.spans import SourceText, Span

__all__ = [
    "FORMATS",
    "READERS",
    "SUFFIXES",
    "Beside",
    "Reader",
    "Unread",
    "looks",
    "max_bytes",
    "named_only",
    "read",
    "readers",
    "suffix_of",
    "takes",
    "text_read",
    "written_first",
]


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
    """The document in `data`, the bytes of the article at `path`, which is read as `format`.

    Without one, its suffix says the format, unless the file begins as another one does.

    Bibliographies the article names, or that lie beside it when it cites by key, are read through
    `beside`. What has an `origin` is a web page, whatever it is called.

    Errors: `InputError` for what is of no known format, for bytes that are no text or not of the format, and where a plug-in fails; `PluginError` where the
    suffix is none of kgraph's own and a plug-in is broken. Nothing else raises.
    """
    if origin:
        document = _page(path, data, origin)
    else:
        document = _document(path, data, kind.reader_of(path, data, format), beside)
    if document.source.replaced:
        message = f"{document.source.replaced} undecodable byte sequences were replaced by U+FFFD"
        flaw = problem("decode-replaced", message, Span(0, 0), "save the file as UTF-8")
        document = replace(document, problems=(*document.problems, flaw))
    return with_sources(with_bibliography(document, beside), beside) if beside else document


def text_read(
    path: str, data: bytes, *, beside: Beside | None = None, format: str = "", origin: Origin | None = None
) -> SourceText:
    """The text that spans of the article in `data` count into, and its places; as `read` has it, which costs more.

    Errors: those of `read`.
    """
    if origin is None and kind.reader_of(path, data, format).format == "markdown":
        return _text(path, data, None)
    return read(path, data, beside=beside, format=format, origin=origin).source


def _page(path: str, data: bytes, origin: Origin) -> Document:
    """The article of a page that was fetched. Errors: `InputError` for one that is none."""
    from kgraph.read.html import encoding_of, read_html

    source = _text(path, data, encoding_of(data, origin.charset))
    row = next(r for r in READERS if r.format == "html")
    return replace(read_html(source, origin.address), media_type=row.media_type)


def _document(path: str, data: bytes, reader: Reader, beside: Beside | None) -> Document:
    """What a file is read as by `reader`."""
    if reader.read_bytes is not None:
        return replace(reader.read_bytes(path, data), media_type=reader.media_type)
    charset = reader.charset
    source = _text(path, data, charset(data) if charset else None)
    if beside is not None and reader.gather is not None:
        source = reader.gather(source, beside)
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


def looks_binary(text: str) -> bool:
    """Whether `text`, decoded, is no text: NULs or many control characters among the first 8,000."""
    head = text[:8000]
    encoded = head.encode("utf-8", "replace")
    controls = len(encoded) - len(encoded.translate(None, _CONTROLS))
    return (head.count("\x00") > 0 and controls > len(head) // 100) or controls > max(8, len(head) // 20)
