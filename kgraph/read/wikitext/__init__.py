"""Wikitext → `Document`: references, notes and short forms by its markup; templates as a reader of the page sees them."""

from kgraph import late_re as re
from kgraph.model import Document, Metadata
from kgraph.read.wikitext.reader import WikitextReader
from kgraph.spans import SourceText

_SIGNS = re.compile(
    r"^={2,6}[^=\n]{1,200}={2,6}[ \t]*+$|\[\[[^\[\]\n|]{1,200}(?:\|[^\[\]\n]{0,200})?\]\]|^\{\{[^{}\n]{1,100}|<ref[ >/]|'''[^'\\n]{1,200}'''|^\\{\\|",
    re.MULTILINE,
)
_MIN_SIGNS = 4
_HEAD_CHARS = 20_000


def looks_like_wikitext(text: str) -> bool:
    """Whether a text begins as an article of a wiki does: with links, headings, templates or references of its markup.

    >>> looks_like_wikitext("\'\'\'Elms\'\'\' are [[tree]]s of [[genus|the genus]] ''Ulmus''.<ref>Moss</ref>")
    True
    >>> looks_like_wikitext("Elms are trees. See [1].")
    False
    """
    found = {match[0] for match in _SIGNS.finditer(text[:_HEAD_CHARS])}
    return len(found) >= _MIN_SIGNS


def read_wikitext(source: SourceText) -> Document:
    """The blocks of an article of a wiki; never raises, whatever the text.

    Spans are code points of `source.text`. What is no body text is named in `Document.dropped`.
    """
    reader = WikitextReader(source.text)
    reader.read()
    return reader.sheet.document(source, "wikitext", Metadata())
