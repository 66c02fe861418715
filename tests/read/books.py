"""Books for tests: EPUB files made of chapters."""

import io
import re
import zipfile
from collections.abc import Mapping

_CONTAINER = '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
_PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>Ann Moss</dc:creator><dc:creator>Bo Reed</dc:creator>
<dc:language>en</dc:language><dc:date>2010-04-03T00:00:00Z</dc:date></metadata>
<manifest>{items}</manifest><spine>{refs}</spine></package>"""
_NAV = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol>{}</ol></nav></body></html>'


def chapter(body: str, title: str = "") -> str:
    """A chapter with this body."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">\n<head><title>{title}</title></head>\n<body>\n{body}\n</body>\n</html>'


def book(chapters: Mapping[str, str], *, spine: tuple[str, ...] | None = None, titles: Mapping[str, str] | None = None, parts: Mapping[str, str] | None = None) -> bytes:  # fmt: skip
    """An EPUB with these chapters by their names; `parts` are further members, or others in place of those of the book."""
    ids = {name: f"c{n}" for n, name in enumerate(chapters)}
    items = "".join(
        f'<item id="{i}" href="{name}" media-type="application/xhtml+xml"/>' for name, i in ids.items()
    )
    items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="p" href="map.png" media-type="image/png"/>'
    refs = "".join(
        f'<itemref idref="{ids.get(name, name)}"/>' for name in (spine if spine is not None else chapters)
    )
    nav = "".join(f'<li><a href="{name}">{title}</a></li>' for name, title in (titles or {}).items())
    members = {
        "META-INF/container.xml": _CONTAINER,
        "OEBPS/book.opf": _PACKAGE.format(title="The book of trees", items=items, refs=refs),
        "OEBPS/nav.xhtml": _NAV.format(nav),
        **{f"OEBPS/{name}": text for name, text in chapters.items()},
        **(parts or {}),
    }
    return packed(members)


def packed(members: Mapping[str, str]) -> bytes:
    """An archive of these members, behind the one that says that it is an EPUB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


_CHAPTER = re.compile(r"^--- (\S+)$", re.MULTILINE)


def bound(text: str) -> bytes:
    """An EPUB out of one text: entries of its table of contents, and the bodies of its chapters below lines `--- NAME`."""
    contents, *others = _CHAPTER.split(text)
    titles = dict(line.split(": ", 1) for line in contents.strip().splitlines())
    return book(
        {name: chapter(body.strip()) for name, body in zip(others[::2], others[1::2], strict=True)},
        titles=titles,
    )
