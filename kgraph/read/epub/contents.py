"""The tables of contents of an EPUB: the page that it has since version 3, and the NCX file before."""

from collections.abc import Iterator, Mapping

from kgraph.read.epub.package import Package, is_contents, place
from kgraph.read.html.tree import parse
from kgraph.spans import decode

_NCX = "application/x-dtbncx+xml"


def titles_of(package: Package) -> Mapping[str, str]:
    """Name of a chapter in lower case → what the tables of contents call it, the first entry of each."""
    found: dict[str, str] = {}
    for item in package.manifest.values():
        name = package.item(item)
        reading = _of_page if is_contents(item) else _of_ncx if item.get("media-type") == _NCX else None
        for target, title in reading(package, name) if reading is not None else ():
            found.setdefault(place(target, name).lower(), title)
    return found


def _of_page(package: Package, name: str) -> Iterator[tuple[str, str]]:
    part = package.part(name)
    page = parse(decode(part.data)[0] if part is not None else "")
    for node in page.nodes:
        if node.name == "a" and node.get("href") and (title := page.words(node)):
            yield node.get("href"), title


def _of_ncx(package: Package, name: str) -> Iterator[tuple[str, str]]:
    for point in package.tree(name).by_name().get("navPoint", ()):
        label, content = point.first("navLabel"), point.first("content")
        if label is not None and content is not None and (title := label.words()):
            yield content.get("src"), title
