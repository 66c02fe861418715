"""What the formats of bibliographies share: flaws with their place, kinds of works, the text of a record."""

from collections.abc import Iterable

from kgraph.codes import problem
from kgraph.model import Problem
from kgraph.spans import Span

_KINDS = {
    "book": "book", "inbook": "book", "incollection": "book", "chapter": "book", "booksection": "book", "edbook": "book", "chap": "book",
    "article": "paper", "inproceedings": "paper", "article-journal": "paper", "paper-conference": "paper",
    "journalarticle": "paper", "conferencepaper": "paper", "jour": "paper", "cpaper": "paper", "conf": "paper",
}  # fmt: skip
"""Types of BibTeX, CSL, Zotero and RIS → what kgraph calls the work."""


def flaw(name: str, line: int, column: int, message: str) -> Problem:
    """The problem that something in the bibliography `name` cannot be read; lines and columns from 1."""
    return problem("bibliography-unread", f"{name}:{line}:{column}: {message}", Span(0, 0), "correct it")


def kind_of(written: str, otherwise: str) -> str:
    """The kind of work that a type of a bibliography means; `otherwise` for one that is not in the table."""
    return _KINDS.get(written.lower(), otherwise)


def text_of(parts: Iterable[str | None]) -> str:
    """A record as one line: what it has of authors, title, venue and date."""
    return ". ".join(part for part in parts if part)
