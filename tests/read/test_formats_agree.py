"""One article in many formats: the same claims, backed by the same sources, through the same links.

Each folder of `agree` is an article. `article.md` says what it holds; `article.*` are written by hand as people write in
that format, `pandoc.*` are what Pandoc 2.17 makes of it (`pandoc -s article.md -o pandoc.rst`), straight quotation marks set
curved. A Word file written by hand is the XML of its parts, as in the cases. Formulas are compared without their `$`: Word
and MathML have no TeX. Pages are compared without the `p.` that some formats do not write.
"""

from pathlib import Path

import pytest

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import FORMATS, Unread, read
from tests.read.word_files import packed

_FOLDER = Path(__file__).parent / "agree"
_WORD = ".docx.xml"
_ARTICLES = sorted(folder.name for folder in _FOLDER.iterdir())
_OTHERS = sorted(
    path.relative_to(_FOLDER).as_posix()
    for path in _FOLDER.glob("*/*.*")
    if path.name != "article.md" and path.suffix != ".bib"
)
_FORMATS = {"markdown", "html", "docx", "latex", "rst", "org", "asciidoc", "wikitext", "jats", "notebook"}


class _Beside:
    """The bibliography that lies in the folder of an article."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.name: path.read_bytes() for path in folder.glob("*.bib")}

    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def project(self) -> tuple[str, ...]:
        return ()

    def given(self) -> tuple[str, ...]:
        return ()

    def companions(self) -> tuple[str, ...]:
        return ()

    def part(self, name: str) -> None:
        return None

    def load(self, name: str) -> bytes | Unread:
        return self._files[name]


def _extracted(path: Path) -> Extraction:
    name, data = path.name, path.read_bytes()
    if name.endswith(_WORD):
        name, data = name.removesuffix(".xml"), packed(data.decode("utf-8"))
    beside = None if path.suffix == ".md" else _Beside(path.parent)
    return extract(read(name, data, beside=beside))


def _said(found: Extraction) -> dict[str, list[object]]:
    """What an article holds that no format may change: labels are the format's own, and so is how often a note is printed."""
    works = {r.source: (r.title, r.authors, r.date) for r in reversed(found.references)}
    return {
        "claims": [
            (c.text.replace("$", ""), c.support, c.sources, c.kind, c.section, c.lead_in, c.parent)
            for c in found.claims
        ],
        "links": [(m.claim, source, m.status) for m in found.markers for source in m.sources or (None,)],
        "locators": [m.locator.removeprefix("p. ") for m in found.markers if m.locator],
        "works": [*sorted(map(repr, works.items()))],
    }


@pytest.mark.parametrize("name", _OTHERS)
def test_what_is_said_is_the_same(name: str) -> None:
    path = _FOLDER / name
    assert _said(_extracted(path)) == _said(_extracted(path.parent / "article.md"))


@pytest.mark.parametrize("article", _ARTICLES)
def test_ten_formats_are_compared(article: str) -> None:
    found = {
        _extracted(path).document.format for path in (_FOLDER / article).glob("*.*") if path.suffix != ".bib"
    }
    assert found == _FORMATS <= set(FORMATS)


@pytest.mark.parametrize("article", _ARTICLES)
def test_the_articles_cite(article: str) -> None:
    found = _extracted(_FOLDER / article / "article.md")
    assert len([c for c in found.claims if c.support == "cited"]) >= 5
    assert all(m.status == "resolved" for m in found.markers)
