"""The pages of a PDF as pypdf reads them: pieces of text with where and how they are set, and links. The only file of reading that knows pypdf."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.errors import InputError
from kgraph.read.pdf.about import about_of
from kgraph.read.pdf.links import links_of, placed
from kgraph.read.pdf.pieces import Piece, pieces_of

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 3_000
MAX_CHARS = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The pieces of a page in the order in which they are set."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its text, with the ends of lines."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """What could be had of a PDF; `unplaced` counts links whose words are not known, `flaw` says what was not read, or ""."""

    pages: tuple[PdfPage, ...]
    title: str | None
    authors: tuple[str, ...]
    unplaced: int
    flaw: str


def open_pages(path: str, data: bytes) -> Pdf:
    """The pages of a PDF. Errors: `InputError` for one that is broken or encrypted, and where pypdf is not installed."""
    try:  # here, since it takes 0.1 s, and few articles are PDFs
        import pypdf
    except ImportError:
        raise InputError(
            f"{path}: a PDF, for which pypdf is not installed. Install it (pip install 'kgraph[pdf]'), or give a GROBID server with --grobid."
        ) from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would write to the terminal
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except MemoryError:
        raise
    except Exception as error:  # a foreign parser on hostile bytes: any failure of its is the same answer
        raise InputError(f"{path}: no PDF that can be read ({_said(error)}). Save it again.") from error
    if locked:
        raise InputError(f"{path}: it is encrypted. Save it without a password.")
    return read_pages(reader, count)


def read_pages(reader: "PdfReader", count: int) -> Pdf:
    """The first pages of a PDF, as many as are read, of `count` that it has; one that is broken costs itself alone."""
    pages: list[PdfPage] = []
    unplaced = chars = 0
    flaw = f"only the first {MAX_PAGES:,} of {count:,} pages are read" if count > MAX_PAGES else ""
    for number in range(min(count, MAX_PAGES)):
        try:
            page = reader.pages[number]
            pieces = list(pieces_of(page))
            links = list(links_of(page))
        except MemoryError:
            raise
        except Exception as error:  # as above: this page costs itself alone
            flaw = flaw or f"page {number + 1} cannot be read ({_said(error)}); it is left out"
            pieces, links = [], []
        found, missed = placed(pieces, links)
        unplaced += missed
        chars += sum(len(piece.text) for piece in found)
        if chars > MAX_CHARS:
            flaw = f"only the first {number:,} of {count:,} pages are read: it has more than {MAX_CHARS:,} characters"
            break
        pages.append(PdfPage(tuple(found)))
    title, authors = about_of(reader)
    return Pdf(pages=tuple(pages), title=title, authors=authors, unplaced=unplaced, flaw=flaw)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
