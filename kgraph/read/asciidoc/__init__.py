"""AsciiDoc → `Document`, by its lines; no file is taken in."""

from kgraph.model import Document, Metadata
from kgraph.read.asciidoc.reader import AsciidocReader
from kgraph.spans import SourceText


def read_asciidoc(source: SourceText) -> Document:
    """The blocks of an AsciiDoc article; never raises, whatever the text.

    Spans are code points of `source.text`. What is no body text is named in `Document.dropped`.
    """
    reader = AsciidocReader(source.text)
    reader.read()
    named = reader.attributes.get("bibtex-file") or reader.attributes.get("bibliography-database") or ""
    metadata = Metadata(title=reader.title, authors=reader.authors, bibliography=(named,) if named else ())
    return reader.sheet.document(source, "asciidoc", metadata)
