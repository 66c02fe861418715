"""Org → `Document`, by its lines; nothing is run, and no file is taken in."""

from kgraph.model import Document, Metadata
from kgraph.read.org.reader import OrgReader
from kgraph.spans import SourceText


def read_org(source: SourceText) -> Document:
    """The blocks of an Org article; never raises, whatever the text.

    Spans are code points of `source.text`. What is no body text is named in `Document.dropped`.
    """
    reader = OrgReader(source.text)
    reader.read()
    said = reader.said
    authors = tuple(name for part in said.get("author", "").split(" and ") if (name := part.strip()))
    metadata = Metadata(
        title=said.get("title") or None, authors=authors, date=said.get("date") or None, language=said.get("language") or None,
        bibliography=tuple(reader.bibliography),
    )  # fmt: skip
    return reader.sheet.document(source, "org", metadata)
