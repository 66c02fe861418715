"""The parts of a Word file: XML in a ZIP archive, each read by its own name and none larger than is read."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from kgraph.errors import InputError
from kgraph.read.xml.tree import Element, Tree, parse
from kgraph.spans import SourceText

MAX_PART_BYTES = 48 * 1024 * 1024
"""Bytes of one part once it is unpacked; the text of a book has 5,000,000."""
MAX_BYTES = 96 * 1024 * 1024
"""Bytes of all parts that are read, unpacked."""
_MOST_PARTS = 10_000
_OLE = b"\xd0\xcf\x11\xe0"
_DOCUMENT = "word/document.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
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
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            names = self._archive.namelist()
        except _BROKEN as error:
            raise InputError(
                f"{path}: no .docx (found no ZIP archive: {_said(error)}). Save it again."
            ) from error
        if len(names) > _MOST_PARTS:
            raise InputError(f"{path}: no .docx (found {len(names):,} parts). Leave it out.")
        self._names = {name.lstrip("/").lower(): name for name in reversed(names)}
        self._left = MAX_BYTES
        self.main = self._main()
        if self.main.lower() not in self._names:
            raise InputError(f"{path}: no .docx (found no {_DOCUMENT} in it). Leave it out.")

    def _main(self) -> str:
        """The name of the part that holds the text."""
        for target in self.related("", "officeDocument").values():
            return target
        return _DOCUMENT

    def names(self, folder: str) -> list[str]:
        """The names of the parts in a folder of the archive, in order."""
        return sorted(name for name in self._names if name.startswith(folder))

    def read(self, name: str) -> Tree | None:
        """The tree of a part; None where the archive has none.

        Errors: `InputError` for a part that is broken or too large.
        """
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        most = min(MAX_PART_BYTES, self._left)
        try:
            with self._archive.open(stored) as part:
                data = part.read(most + 1)
        except _BROKEN as error:
            raise InputError(
                f"{self._path}: {name} in it is broken ({_said(error)}). Save it again."
            ) from error
        if len(data) > most:
            raise InputError(
                f"{self._path}: {name} in it is too large (more than {most:,} bytes). Split the file."
            )
        self._left -= len(data)
        return parse(SourceText.from_bytes(f"{self._path}/{name}", data), without=_LAYOUT)

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


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
