"""The parts of a Word file: XML in a ZIP archive, each read by its own name and none larger than is read."""

import posixpath
from collections.abc import Mapping

from kgraph.errors import InputError
from kgraph.read.xml.placeless import parse_placeless
from kgraph.read.xml.tree import Element, Tree
from kgraph.read.zipped import Zipped
from kgraph.spans import SourceText

MAX_PART_BYTES = 48 * 1024 * 1024
"""Bytes of one part once it is unpacked; the text of a book has 5,000,000."""
MAX_BYTES = 96 * 1024 * 1024
"""Bytes of all parts that are read, unpacked."""
_OLE = b"\xd0\xcf\x11\xe0"
_DOCUMENT = "word/document.xml"
_LAYOUT = frozenset({
    "rFonts", "sz", "szCs", "lang", "color", "kern", "spacing", "ind", "jc", "bCs", "iCs", "proofErr", "noProof", "tabs", "shd",
    "pBdr", "tblBorders", "tcBorders", "tblCellMar", "tblW", "tcW", "tblGrid", "tblInd", "widowControl", "keepNext", "keepLines",
    "highlight", "lastRenderedPageBreak", "theme", "latentStyles", "rsids", "snapToGrid", "effectExtent", "docGrid",
    "ctrlPr", "prstGeom", "blip", "spPr", "bodyPr", "commentRangeStart", "commentRangeEnd",
})  # fmt: skip
"""Elements that only say how text is laid out, which are most of a part."""


class Package:
    """The archive that a Word file is. `read` gives a part as a tree, or None where there is none of that name."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        if data.startswith(_OLE):
            raise InputError(
                f"{path}: no .docx (found a .doc, or one with a password). Save it as .docx without one."
            )
        self._archive = Zipped(path, data, ".docx")
        self.flaws: dict[str, str] = {}
        """What is wrong with parts that were read, by their names."""
        self._left = MAX_BYTES
        self.main = self._main()
        if self.main.lower() not in self._archive.names:
            what = f"found no {_DOCUMENT} in it{', and its end is lost' if self.is_cut else ''}"
            raise InputError(
                f"{path}: no .docx ({what}). {'Save it again' if self.is_cut else 'Leave it out'}."
            )

    @property
    def is_cut(self) -> bool:
        """Whether the end of the file is lost, and parts of it may be."""
        return self._archive.cut

    def _main(self) -> str:
        """The name of the part that holds the text."""
        for target in self.related("", "officeDocument").values():
            return target
        return _DOCUMENT

    def names(self, folder: str) -> list[str]:
        """The names of the parts in a folder of the archive, in order."""
        return [name for name in self._archive.names if name.startswith(folder)]

    def read(self, name: str) -> Tree | None:
        """The tree of a part; None where the archive has none.

        One that is broken is read up to there, and noted in `flaws`. Errors: `InputError` for a part that is encrypted or too large.
        """
        part = self._archive.read(name, min(MAX_PART_BYTES, self._left))
        if part is None:
            return None
        if part.flaw:
            self.flaws[name] = part.flaw
        self._left -= len(part.data)
        return parse_placeless(SourceText.from_bytes(f"{self._path}/{name}", part.data), without=_LAYOUT)

    def related(self, part: str, kind: str = "", *, outside: bool = False) -> Mapping[str, str]:
        """Id → what a part refers to: other parts whose type ends in `kind`, or addresses `outside`; parts in the archive alone."""
        folder, name = posixpath.split(part)
        tree = self.read(f"{folder}/_rels/{name}.rels".lstrip("/")) if part else self.read("_rels/.rels")
        found: dict[str, str] = {}
        for relation in (
            tree.root.elements("Relationship") if tree is not None and tree.root is not None else []
        ):
            target, is_outside = relation.get("Target"), relation.get("TargetMode") == "External"
            if is_outside is not outside or not relation.get("Type").endswith(kind):
                continue
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id")] = target
        return found


def root_of(tree: Tree | None) -> Element:
    """The outermost element of a part; an empty one where there is none."""
    return tree.root if tree is not None and tree.root is not None else Element("none", {}, 0)
