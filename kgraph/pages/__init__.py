"""Pages as they were fetched, in a folder: which file holds what which address answered.

DIR/kgraph-pages.json     the manifest: a row for each address that was asked
DIR/HOST-PATH.html        a page, byte for byte as it was answered
"""

from kgraph.pages.manifest import LONGEST_ADDRESS, NAME, Row, article_of, dumped, load
from kgraph.pages.names import names_of

__all__ = ["LONGEST_ADDRESS", "NAME", "Row", "article_of", "dumped", "load", "names_of"]
