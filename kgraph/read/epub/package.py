"""The package of an EPUB: its parts by their names in the archive, and what it says of the book.

Source: https://www.w3.org/TR/epub-33/#sec-package-doc
"""

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from kgraph.model import Metadata
from kgraph.read.xml.records import iso_day
from kgraph.read.xml.tree import Element, parse
from kgraph.read.zipped import Part, Zipped
from kgraph.spans import SourceText

MAX_PART_BYTES = 32 * 1024 * 1024
_CONTAINER = "META-INF/container.xml"
_NOTHING = Element("none", {}, 0)


class Package:
    """`root` is the outermost element of the package's own file, `manifest` has its items by their ids.

    Errors: `InputError` for what is no archive, and for a part that is too large or made to grow.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.archive = Zipped(path, data, ".epub")
        self.name = self._own_name()
        self.root = self.tree(self.name)
        self.manifest: Mapping[str, Element] = {item.get("id"): item for item in self.root.all("item")}

    def _own_name(self) -> str:
        """The name of the package's file: as the container says, else the first that is called so."""
        rootfile = next(iter(self.tree(_CONTAINER).all("rootfile")), _NOTHING)
        name = rootfile.get("full-path")
        if name.lower() in self.archive.names:
            return name
        return next((n for n in self.archive.names.values() if n.lower().endswith(".opf")), "")

    def part(self, name: str) -> Part | None:
        """What could be had of a part; None where there is none of that name."""
        return self.archive.read(name, MAX_PART_BYTES) if name else None

    def tree(self, name: str) -> Element:
        """The outermost element of a part of XML; an empty one where there is none."""
        part = self.part(name)
        root = parse(SourceText.from_bytes(f"{self.path}/{name}", part.data)).root if part else None
        return root if root is not None else _NOTHING

    def item(self, item: Element) -> str:
        """The name in the archive of an item of the manifest."""
        return place(item.get("href"), self.name)

    @property
    def metadata(self) -> Metadata:
        """What the package says of the book."""
        said = self.root.by_name()
        words = {
            name: [text for element in said.get(name, ()) if (text := element.words())]
            for name in ("title", "language", "date", "creator")
        }
        title, language, date = (next(iter(words[name]), None) for name in ("title", "language", "date"))
        return Metadata(
            title=title, date=iso_day(date) if date else None, language=language, authors=tuple(words["creator"])
        )  # fmt: skip


def place(href: str, base: str) -> str:
    """The name in the archive that an address means which stands in the part `base`; never one outside of it.

    >>> place("../text/one.xhtml#a", "OEBPS/nav/toc.xhtml"), place("../../../etc/passwd", "OEBPS/book.opf")
    ('OEBPS/text/one.xhtml', 'etc/passwd')
    """
    path = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")


def is_contents(item: Element) -> bool:
    """Whether an item of the manifest is the table of contents."""
    return "nav" in item.get("properties").split()
