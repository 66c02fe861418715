"""Title and authors in a PDF's own metadata. The only file that knows pypdf."""

import io
import re
from typing import TYPE_CHECKING

from kgraph.enrich.fields.clean import clean
from kgraph.enrich.fields.names import authors_of, unique
from kgraph.enrich.page.quiet import silence
from kgraph.observation import Description

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PDF_BYTES = 16_000_000

_FILE_NAME = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\s*-\s*)?[^\s/\\]+"
    r"\.(?:docx?|dvi|tex|pdf|pptx?|xlsx?|indd|qxd|rtf|odt|ps|eps|fm|wpd)$",
    re.IGNORECASE,
)
_PRODUCED = re.compile(
    r"^microsoft (?:word|powerpoint)\s*-\s*(.+?)(?:\.(?:docx?|pptx?|rtf))?$", re.IGNORECASE
)
_EMPTY = frozenset(
    {"untitled", "title", "document", "slide 1", "powerpoint presentation", "none", "null", "pdf", "no title"}
)


def read_pdf(content: bytes) -> Description:
    """The document information of a PDF (XMP first, then the Info dictionary); never raises.

    A file name or the name of a program is no title. The date in a PDF is that of the file, not of the
    work, and is left. A PDF that cannot be read says so in a note.

    >>> read_pdf(b"%PDF-1.7 nothing").notes
    ('pdf-unreadable',)
    """
    # Imported here: it costs 0.1 s, and few sources are PDFs.
    try:
        import pypdf
    except ImportError:
        return Description(notes=("not-installed: pypdf",))

    silence("pypdf")
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Description(notes=("pdf-encrypted",))
        info = dict(reader.metadata or {})
        titles, creators = _xmp(reader)
    except MemoryError:
        raise
    except Exception:  # a foreign parser on hostile bytes: any failure of its is the same answer
        return Description(notes=("pdf-unreadable",))
    title = next(filter(None, map(_title, [*titles, info.get("/Title")])), None)
    names = [name for creator in creators for name in authors_of(creator)]
    authors = unique(names) or authors_of(_plain(info.get("/Author")))
    return Description(title=title, authors=authors, notes=() if title else ("pdf-without-title",))


def _xmp(reader: "PdfReader") -> tuple[list[str], list[str]]:
    """The titles and creators of the XMP packet; empty where there is none or it is broken."""
    try:
        packet = reader.xmp_metadata
        if packet is None:
            return [], []
        titles, creators = packet.dc_title, packet.dc_creator
    except MemoryError:
        raise
    except Exception:  # broken XMP beside a readable Info dictionary is common
        return [], []
    return list((titles or {}).values()), list(creators or [])


def _plain(value: object) -> str | None:
    return str(value) if value is not None else None


def _title(value: object) -> str | None:
    title = clean(_plain(value))
    if title is None or _FILE_NAME.match(title):
        return None
    if produced := _PRODUCED.match(title):
        title = produced.group(1).strip()
    if title.casefold() in _EMPTY or not any(character.isalpha() for character in title):
        return None
    return title
