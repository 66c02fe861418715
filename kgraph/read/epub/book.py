"""The chapters of an EPUB, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kgraph.errors import InputError
from kgraph.model import Metadata
from kgraph.read.epub.contents import titles_of
from kgraph.read.epub.package import Package, is_contents, place
from kgraph.read.html.charset import charset_of
from kgraph.spans import decode

MAX_CHARS = 8 * 1024 * 1024
"""Of all chapters: no article is longer."""
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "")
_SUFFIXES = (".xhtml", ".html", ".htm")
_MOST_CHAPTERS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One file of the book: its number in the order of reading, its name in the archive, its text, and what is wrong with it."""

    number: int
    name: str
    title: str
    """What the table of contents calls it; "" where it does not."""
    text: str = ""
    replaced: int = 0
    flaw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book: what it says of itself, its chapters, and whether the end of the file is lost."""

    metadata: Metadata
    chapters: tuple[Chapter, ...]
    is_cut: bool


def read_book(path: str, data: bytes) -> Book:
    """The book in an EPUB. Errors: `InputError` for what is no EPUB, is encrypted, or names no chapter that is there."""
    package = Package(path, data)
    is_cut = package.archive.cut
    names = list(_spine(package))
    if not names and is_cut:  # the package is behind the cut: the order in which files are packed
        names = [n for n in package.archive.order if n.lower().endswith(_SUFFIXES)]
    if not names:
        raise InputError(f"{path}: no .epub (found no spine that names its chapters). Leave it out.")
    _refuse_encrypted(package, names)
    chapters = tuple(_chapters(package, names[:_MOST_CHAPTERS]))
    if not any(chapter.text for chapter in chapters):
        raise InputError(f"{path}: no .epub (found no chapter that can be read). Leave it out.")
    return Book(metadata=package.metadata, chapters=chapters, is_cut=is_cut)


def _spine(package: Package) -> Iterator[str]:
    """The names of the chapters in the order of reading, each once; a table of contents is none."""
    seen = {package.item(item).lower() for item in package.manifest.values() if is_contents(item)}
    for ref in package.root.all("itemref"):
        item = package.manifest.get(ref.get("idref"))
        name = package.item(item) if item is not None else ""
        if item is not None and item.get("media-type") in _PAGES and name.lower() not in seen:
            seen.add(name.lower())
            yield name


def _refuse_encrypted(package: Package, names: Sequence[str]) -> None:
    """Errors: `InputError` for a book whose chapters are encrypted; fonts often are, and are no text."""
    locked = {place(ref.get("URI"), "").lower() for ref in package.tree(_ENCRYPTION).all("CipherReference")}
    if not locked.isdisjoint(name.lower() for name in names):
        raise InputError(
            f"{package.path}: its chapters are encrypted (found {_ENCRYPTION}). Take a copy without a lock."
        )


def _chapters(package: Package, names: Sequence[str]) -> Iterator[Chapter]:
    titles, left = titles_of(package), MAX_CHARS
    for number, name in enumerate(names, 1):
        chapter = _chapter(package, number, name, titles.get(name.lower(), ""), left)
        left -= len(chapter.text)
        yield chapter


def _chapter(package: Package, number: int, name: str, title: str, left: int) -> Chapter:
    """A chapter, of which `left` characters are read at most."""
    is_cut = package.archive.cut
    part = package.part(name) if left else None
    if part is None:
        why = f"is left out: the book has more than {MAX_CHARS:,} characters"
        why = why if not left else "" if is_cut else "is not in the file"
        return Chapter(number=number, name=name, title=title, flaw=why)
    text, replaced = decode(part.data, charset_of(part.data))
    flaw = f"breaks ({part.flaw}); what follows there is left out" if part.flaw and not is_cut else ""
    if len(text) > left:
        flaw = f"is cut: the book has more than {MAX_CHARS:,} characters"
    return Chapter(number=number, name=name, title=title, text=text[:left], replaced=replaced, flaw=flaw)
