"""PDF → `Document`, in the honest form: its text, line by line, and its links; what a PDF does not tell is not guessed.

A place is the page and the line. Better is a server of GROBID's (`kgraph.remote.grobid`), whose TEI is read in its place.
"""

import hashlib

from kgraph.codes import problem
from kgraph.errors import InputError
from kgraph.model import Document, Metadata
from kgraph.read.pdf.layout import lines_of
from kgraph.read.pdf.pages import open_pages
from kgraph.read.pdf.paragraphs import lay_down
from kgraph.read.sheet import Sheet
from kgraph.spans import FilePart, SourceText, Span, line_starts

_LOST = "only its text is read: columns, tables, formulas and notes may stand out of their order"


def read_pdf(path: str, data: bytes) -> Document:
    """The text of a PDF in paragraphs, with its headings, raised numbers and links, and a problem that says what is lost.

    Errors: `InputError` for what is no PDF, is encrypted, or has no text, and where pypdf is not installed.
    """
    pdf = open_pages(path, data)
    texts: list[str] = []
    parts: list[FilePart] = []
    at = 0
    for number, page in enumerate(pdf.pages, 1):
        text = f"{page.text}\n"
        parts.append(FilePart(at, at + len(text), f"{path}/page-{number}", 0, line_starts(text)))
        texts.append(text)
        at += len(text)
    text = "".join(texts)
    if not text.strip():
        raise InputError(
            f"{path}: no text (found {len(pdf.pages)} pages of pictures). Have its characters recognised first (OCR)."
        )
    source = SourceText(name=path, text=text, sha256=hashlib.sha256(data).hexdigest(), parts=tuple(parts))
    lines = [line for page, part in zip(pdf.pages, parts, strict=True) for line in lines_of(page, part.start)]
    sheet = Sheet()
    title = lay_down(lines, sheet, text)
    lost = f"{_LOST}{f'; {pdf.unplaced} links lead from words that are not known' if pdf.unplaced else ''}"
    sheet.problems.append(problem("layout-unread", lost, Span(0, 0)))
    if pdf.flaw:
        sheet.problems.append(problem("markup-broken", pdf.flaw, Span(at, at)))
    said = Metadata(title=pdf.title or title, authors=pdf.authors)
    return sheet.document(source, "pdf", said)
