"""Whether two files hold the same article: `post.md`, and the page that was made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kgraph import late_re as re
from kgraph.codes import problem
from kgraph.model import Document
from kgraph.spans import Span

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+")
"""A word; each character of scripts that part none. Figures are none: markers are set in many ways."""
_RUN = 4
"""So many words in a row are looked for in the other text."""
_MIN_RUNS = 12
"""A text with fewer is too short to tell whose copy it is."""
_MOST_WORDS = 100_000
_SHARE = 0.8
"""So much of the shorter text stands in the longer one: lists, captions and titles come and go."""
_MIN_LENGTH = 0.5
"""The shorter text is no mere summary: it has so much of the other's length."""


def with_copy(document: Document, other: Document) -> Document:
    """`document`, with the problem `article-copy` where its text is that of `other`, a file of another format."""
    if document.format == other.format or not same_text(document, other):
        return document
    message = f"its text is that of {other.source.name!r}, in another format: its claims count twice"
    flaw = problem("article-copy", message, Span(0, 0))
    return replace(document, problems=(*document.problems, flaw))


def same_text(one: Document, other: Document) -> bool:
    """Whether the words of two documents are the same but for what formats add and leave out.

    Four words in a row of the shorter one stand in the longer one, for four of five such runs.
    """
    shorter, longer = sorted((_runs(one), _runs(other)), key=len)
    if len(shorter) < _MIN_RUNS or len(shorter) < _MIN_LENGTH * len(longer):
        return False
    return len(shorter & longer) >= _SHARE * len(shorter)


def _runs(document: Document) -> set[int]:
    """The hashes of the runs of words of a text."""
    words = list(islice(_words(document), _MOST_WORDS))
    return {_hash(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def _words(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield from _WORD.findall(block.text.casefold())


def _hash(words: Sequence[str]) -> int:
    return hash(tuple(words))
