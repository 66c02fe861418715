"""LaTeX → `Document`: what its commands say of citations, lists and notes; nothing is expanded."""

from kgraph.model import Document, Metadata
from kgraph.read.latex.reader import LatexReader
from kgraph.spans import SourceText


def read_latex(source: SourceText) -> Document:
    """The blocks of a LaTeX article; never raises, whatever the text.

    Spans are code points of `source.text`. What is no body text is named in `Document.dropped`.
    """
    reader = LatexReader(source.text)
    reader.read()
    said = Metadata(
        title=reader.page.title,
        date=reader.page.date,
        authors=reader.page.authors,
        bibliography=tuple(reader.bibliography),
    )
    return reader.page.sheet.document(source, "latex", said)
