"""Families of books and PDFs: chapters, notes across them, tables of contents; pages, lines, raised numbers, links."""

from collections.abc import Callable

from tests.read.books import book, chapter
from tests.read.pdf_files import Set, page, pdf

_NOTE = '<aside epub:type="footnote" id="n{}"><p>Moss, Ann. Elms. Tree Press, 2010.</p></aside>'
_MARK = 'Elms die.<a epub:type="noteref" href="{}#n{}">1</a> '


def _chapters(n: int, body: str) -> bytes:
    return book({f"c{i}.xhtml": chapter(body.format(i, i)) for i in range(n)})


EPUB: dict[str, Callable[[int], bytes]] = {
    "chapters": lambda n: _chapters(n // 4, "<h1>Elms</h1><p>Elms die.</p>"),
    "chapters with notes of their own": lambda n: _chapters(n // 8, f"<p>{_MARK.format('', 1)}</p>{_NOTE.format(1)}"),
    "marks of notes in another chapter": lambda n: book({"a.xhtml": chapter("<p>" + "".join(_MARK.format("b.xhtml", i) for i in range(n // 4)) + "</p>"), "b.xhtml": chapter("".join(_NOTE.format(i) for i in range(n // 4)))}),
    "paragraphs of one chapter": lambda n: book({"a.xhtml": chapter("<p>Elms die.</p>" * n)}),
    "headings in a table of contents": lambda n: book({"a.xhtml": chapter("<p>Elms die.</p>" * n)}, titles={f"a.xhtml#h{i}": "Elms" for i in range(n)}),
    "open elements of a chapter": lambda n: book({"a.xhtml": "<html><body>" + "<p>Elms <b>die " * n}),
}  # fmt: skip
PDF: dict[str, Callable[[int], bytes]] = {
    "pages": lambda n: pdf(*(page("Elms die of a fungus [1].", "It came from Asia.") for _ in range(n // 8))),
    "lines of one page": lambda n: pdf(page(*["Elms die of a fungus [1]."] * n)),
    "paragraphs of one page": lambda n: pdf(page(*["Elms die of a fungus [1].", ""] * n)),
    "words of one line": lambda n: pdf([Set("Elms", 72 + 3 * i, 700) for i in range(n)]),
    "raised numbers": lambda n: pdf([each for i in range(n) for each in (Set("Elms die.", 72, 700 - i), Set("1", 120, 703 - i, 6))]),
    "links": lambda n: pdf([Set("Elms", 72, 700 - i, link="https://example.org/a") for i in range(n)]),
    "entries": lambda n: pdf(page("Elms die [1].", "", "References", "", *(f"[{i + 1}] Moss, A. (2010). Elms. Tree Press." for i in range(n)))),
}  # fmt: skip
