"""What a file is by its beginning, whatever it is called: only signs that no other format begins with."""

from collections.abc import Callable

from kgraph import late_re as re
from kgraph.spans import decode

HEAD_BYTES = 65_536
"""So much of a file says what it is."""
_FIRST_CHARS = 4096
_PROLOG = r"(?:\s|<\?(?s:.){0,2000}?\?>|<!--(?s:.){0,2000}?-->)*+"
"""What may stand before the first element: white space, instructions, comments."""
_MARKUP = re.compile(rf"{_PROLOG}<[!A-Za-z]")
_PAGE = re.compile(rf"{_PROLOG}<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_LATEX = re.compile(r"(?:\s|%[^\n]*+\n)*+\\[A-Za-z]")
_CLASS = re.compile(r"^[ \t]{0,8}\\(?:document(?:class|style)\s{0,9}[\[{]|begin\{document\})", re.MULTILINE)
_NOTEBOOK = re.compile(r"\s*+\{")
_ZIP = b"PK\x03\x04"
_WORD = b"word/document.xml"
_BOOK = b"application/epub+zip"
_BOOK_BYTES = 200
_PDF = b"%PDF-"
_PDF_BYTES = 1024
"""Readers of PDF look for its sign so far; some servers put a few bytes before it."""


def _first(data: bytes) -> str:
    return decode(data[: 4 * _FIRST_CHARS])[0][:_FIRST_CHARS]


def is_markup(head: str) -> bool:
    """Whether a text begins with an element or a declaration, as XML and HTML do.

    >>> is_markup('<?xml version="1.0"?><!-- a --><TEI>'), is_markup("An article about <TEI>.")
    (True, False)
    """
    return _MARKUP.match(head) is not None


def is_markup_that(looks: Callable[[str], bool]) -> Callable[[bytes], bool]:
    """What says of a file whether it begins with markup, and `looks` so."""

    def begins(data: bytes) -> bool:
        return is_markup(_first(data)) and not is_page(data) and looks(decode(data[:HEAD_BYTES])[0])

    return begins


def is_page(data: bytes) -> bool:
    """Whether a file begins as a web page does.

    >>> is_page(b"<!DOCTYPE html>"), is_page(b'<?xml version="1.0"?><html lang="en">'), is_page(b"<p>Tides.</p>")
    (True, True, False)
    """
    return _PAGE.match(_first(data)) is not None


def is_latex(data: bytes) -> bool:
    r"""Whether a file begins as an article of LaTeX does, not one that only speaks of LaTeX.

    >>> is_latex(b"% a\n\\documentclass{article}"), is_latex(b"Write \\documentclass{article} first.")
    (True, False)
    """
    head = _first(data)
    return _LATEX.match(head) is not None and _CLASS.search(head) is not None


def is_notebook(data: bytes) -> bool:
    """Whether a file begins as a Jupyter notebook does.

    >>> is_notebook(b'{"cells": [{"cell_type": "markdown"'), is_notebook(b'{"a": 1}')
    (True, False)
    """
    head = _first(data)
    return _NOTEBOOK.match(head) is not None and '"cells"' in head and '"cell_type"' in head


def is_word(data: bytes) -> bool:
    """Whether a file is a ZIP archive with the text of a Word file in it.

    >>> is_word(b"PK\\x03\\x04...word/document.xml"), is_word(b"PK\\x03\\x04...")
    (True, False)
    """
    return data.startswith(_ZIP) and _WORD in data


def is_book(data: bytes) -> bool:
    """Whether a file begins as an EPUB does: a ZIP archive whose first member says so.

    >>> is_book(b"PK\\x03\\x04" + 26 * b"." + b"mimetypeapplication/epub+zip")
    True
    """
    return data.startswith(_ZIP) and _BOOK in data[:_BOOK_BYTES]


def is_pdf(data: bytes) -> bool:
    """Whether a file begins as a PDF does.

    >>> is_pdf(b"%PDF-1.7"), is_pdf(b"About %PDF-1.7")
    (True, False)
    """
    return data.startswith(_PDF) or (b"\x00" in data[:_PDF_BYTES] and _PDF in data[:_PDF_BYTES])
