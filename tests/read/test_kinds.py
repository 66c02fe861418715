"""Which reader reads a file: by its name, by how it begins, or as a person says."""

import pytest

from kgraph.errors import InputError
from kgraph.read import READERS, read
from tests.read.word_files import paragraph, word

_JATS = b'<?xml version="1.0"?>\n<!-- a -->\n<article article-type="research-article"><front/><body><p>Elms die.</p></body></article>'
_TEI = b"<TEI><teiHeader/><text><body><p>Elms die.</p></body></text></TEI>"
_LATEX = b"% a comment\n\\documentclass{article}\n\\begin{document}Elms die.\\end{document}"
_PAGE = b"\xef\xbb\xbf\n<!-- saved --><!DOCTYPE html><title>Elms</title><p>Elms die."
_NOTEBOOK = b'{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "Elms die."}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
_WIKI = b"'''Elms''' are [[tree]]s of [[genus|the genus]] ''Ulmus''.<ref>Moss</ref>\n== Leaves ==\nThey fall."
_TOLD = {"jats": _JATS, "tei": _TEI, "latex": _LATEX, "html": _PAGE, "notebook": _NOTEBOOK, "docx": word(paragraph("Elms die."))}  # fmt: skip


@pytest.mark.parametrize("name", ["a", "a.txt", "a.download", "a.xml", "a.md", "a.html", "a.json", "a.tex", "a.docx"])  # fmt: skip
@pytest.mark.parametrize("format", list(_TOLD))
def test_the_beginning_tells_more_than_the_name(name: str, format: str) -> None:
    assert read(name, _TOLD[format]).format == format


def test_a_page_in_another_encoding_is_told() -> None:
    assert read("a.txt", "<!doctype html><p>Elms die.".encode("utf-16")).format == "html"


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.md", "<p>Elms die.</p>", "markdown"),
        ("a.md", "Write `<html>` first.\n\n    <!DOCTYPE html>", "markdown"),
        ("a.md", "Write \\documentclass{article}.", "markdown"),
        ("a.md", "About `<TEI>` and <article article-type='x'>.", "markdown"),
        ("a.rst", "\\documentclass is a command.", "rst"),
        ("a.tex", "Elms die.", "latex"),
        ("a.md", "PK of word/document.xml", "markdown"),
        ("a.md", "A PDF begins with %PDF-1.7.", "markdown"),
    ],
)
def test_what_only_speaks_of_a_format_stays(name: str, text: str, format: str) -> None:
    assert read(name, text.encode()).format == format


def test_text_of_a_wiki_is_told_where_the_name_says_nothing() -> None:
    assert read("a.txt", _WIKI).format == "wikitext"
    assert read("a.md", _WIKI).format == "markdown"


@pytest.mark.parametrize("name", ["a", "a.txt", "a.xml"])
def test_what_is_not_understood_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(InputError, match=rf"^{name}: unknown kind of article .*--read-as") as caught:
        read(name, b"Elms die.")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("format", [r.format for r in READERS if r.read is not None and not r.looks])
def test_a_person_says_it(format: str) -> None:
    data = _NOTEBOOK if format == "notebook" else b"Elms die."
    assert read("a.dat", data, format=format).format == format


def test_unknown_formats_are_named() -> None:
    with pytest.raises(InputError, match="unknown format 'runes'"):
        read("a.dat", b"Elms die.", format="runes")
