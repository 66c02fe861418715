"""reStructuredText → `Document`, by its lines: no directive is run, no file is taken in."""

from kgraph.model import Document, Metadata
from kgraph.read.rst.reader import RstReader
from kgraph.spans import SourceText


def read_rst(source: SourceText) -> Document:
    """The blocks of an article of reStructuredText; never raises, whatever the text.

    Spans are code points of `source.text`. What is no body text is named in `Document.dropped`.
    """
    reader = RstReader(source.text)
    reader.read()
    metadata = Metadata(
        title=reader.title, authors=reader.authors, bibliography=tuple(dict.fromkeys(reader.bibliography))
    )
    return reader.sheet.document(source, "rst", metadata)
