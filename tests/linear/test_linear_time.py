"""Hostile families are read in linear time: twice the text takes at most 2.3 times as long (T1 and T2 of the threat model)."""

import time
from collections.abc import Callable, Sequence

import pytest

from kgraph.extract import extract
from kgraph.read import Unread, bibliography, read
from tests.linear import (
    families_author_years,
    families_bibliographies,
    families_books,
    families_chat,
    families_claims,
    families_entries,
    families_front_matter,
    families_html,
    families_known,
    families_markdown,
    families_notebook,
    families_notes,
    families_pages,
    families_texts,
    families_xml,
)
from tests.linear.judge import judge
from tests.read.word_files import packed

_LONGEST = 100_000
_HEAD = 8_000
"""Eight times as much, where `judge` looks last, is within the longest head that is read at all."""
_TYPED = 24_000
"""What typed text grows to: its families are many."""
_MOST_S = 2
"""No text that takes long enough to be measured takes longer."""

_ARTICLES = {
    **families_markdown.FAMILIES,
    **families_html.FAMILIES,
    **families_entries.FAMILIES,
    **families_claims.FAMILIES,
    **families_author_years.FAMILIES,
    **families_known.FAMILIES,
    **families_notes.FAMILIES,
}


class _Beside:
    """What lies beside an article: one bibliography, or nothing."""

    def __init__(self, name: str = "", text: str = "") -> None:
        self._files = {name: text.encode("utf-8")} if name else {}

    def names(self) -> Sequence[str]:
        return list(self._files)

    def project(self) -> Sequence[str]:
        return ()

    def given(self) -> Sequence[str]:
        return ()

    def companions(self) -> tuple[str, ...]:
        return ()

    def part(self, name: str) -> None:
        return None

    def load(self, name: str) -> bytes | Unread:
        missing = Unread(code="bibliography-missing", message=f"{name} is not there", hint="add it")
        return self._files.get(name, missing)


def _seconds(article: str, beside: _Beside, name: str = "a.md") -> float:
    """CPU seconds that reading and extracting takes once."""
    data = article.encode("utf-8", "replace")
    bibliography.parse.cache_clear()
    began = time.process_time()
    extract(read(name, data, beside=beside))
    return time.process_time() - began


def _check(make: Callable[[int], str], seconds: Callable[[str], float], longest: int = _LONGEST) -> None:
    judge(lambda n: seconds(make(n)), lambda n: len(make(n)), longest, _MOST_S)


_seconds("Warm up: the suffix list is read once [1].\n\n[1] https://example.org/a\n", _Beside())


@pytest.mark.parametrize("name", _ARTICLES)
def test_article(name: str) -> None:
    _check(_ARTICLES[name], lambda text: _seconds(text, _Beside()))


@pytest.mark.parametrize("name", families_notebook.FAMILIES)
def test_notebook(name: str) -> None:
    _check(families_notebook.FAMILIES[name], lambda text: _seconds(text, _Beside(), "a.ipynb"))


@pytest.mark.parametrize("name", families_xml.JATS)
def test_jats(name: str) -> None:
    _check(families_xml.JATS[name], lambda text: _seconds(text, _Beside(), "a.nxml"))


@pytest.mark.parametrize("name", families_xml.TEI)
def test_tei(name: str) -> None:
    _check(families_xml.TEI[name], lambda text: _seconds(text, _Beside(), "a.tei"))


@pytest.mark.parametrize("name", families_xml.WORD)
def test_word(name: str) -> None:
    _check(families_xml.WORD[name], _seconds_of_word)


def _seconds_of_word(text: str) -> float:
    return _seconds_of("a.docx", packed(text))


@pytest.mark.parametrize("name", families_books.EPUB)
def test_epub(name: str) -> None:
    make = families_books.EPUB[name]
    judge(lambda n: _seconds_of("a.epub", make(n)), lambda n: 40 * n, _LONGEST // 4, _MOST_S)


@pytest.mark.parametrize("name", families_books.PDF)
def test_pdf(name: str) -> None:
    pytest.importorskip("pypdf", reason="the extra kgraph[pdf] is not installed")
    make = families_books.PDF[name]
    judge(lambda n: _seconds_of("a.pdf", make(n)), lambda n: 25 * n, _TYPED, _MOST_S)


def _seconds_of(name: str, data: bytes) -> float:
    began = time.process_time()
    extract(read(name, data))
    return time.process_time() - began


@pytest.mark.parametrize("name", families_chat.FAMILIES)
def test_chat(name: str) -> None:
    _check(families_chat.FAMILIES[name], lambda text: _seconds(text, _Beside(), "a.json"))


@pytest.mark.parametrize(("suffix", "piece"), families_texts.FAMILIES)
def test_typed_text(suffix: str, piece: str) -> None:
    _check(lambda n: piece * n, lambda text: _seconds(text, _Beside(), f"a{suffix}"), _TYPED)


@pytest.mark.parametrize("name", families_front_matter.FAMILIES)
def test_front_matter(name: str) -> None:
    _check(families_front_matter.FAMILIES[name], lambda text: _seconds(text, _Beside()), _HEAD)


def _beside(file: str) -> Callable[[str], float]:
    article = f"---\nbibliography: {file}\n---\nA fact stands here [@a]. Another one [@a1].\n"
    return lambda text: _seconds(article, _Beside(file, text))


@pytest.mark.parametrize("name", families_bibliographies.BIBTEX)
def test_bibtex(name: str) -> None:
    _check(families_bibliographies.BIBTEX[name], _beside("r.bib"))


@pytest.mark.parametrize("name", families_bibliographies.CSL)
def test_csl(name: str) -> None:
    _check(families_bibliographies.CSL[name], _beside("r.json"))


def test_there_are_enough() -> None:
    beside = len(families_bibliographies.BIBTEX) + len(families_bibliographies.CSL)
    assert len(_ARTICLES) + len(families_front_matter.FAMILIES) + beside >= 120


@pytest.mark.parametrize("make", families_pages.FAMILIES.values(), ids=families_pages.FAMILIES)
def test_pages(make: Callable[[int], str]) -> None:
    _check(make, lambda article: _seconds(article, _Beside(), "a.html"))
