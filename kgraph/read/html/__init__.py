"""Web page → `Document`: its article, by elements that say what they are; places are those of the file as it stands."""

from kgraph.read.html.charset import charset_of, encoding_of
from kgraph.read.html.page import read_html

__all__ = ["charset_of", "encoding_of", "read_html"]
