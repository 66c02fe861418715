"""Hostile pages are read in linear time: twice the page takes at most 2.3 times as long (T2)."""

import time
from collections.abc import Callable

import pytest

from bench.page_families import ENCODED, FAMILIES, page, seconds
from kgraph.enrich.agreement import agreement
from kgraph.enrich.services import arxiv, crossref, pubmed
from kgraph.enrich.services.oembed import read_oembed
from tests.linear.judge import judge

_LONGEST = 160_000
_MOST_S = 5


@pytest.mark.parametrize("name", [*FAMILIES, *ENCODED])
def test_pages(name: str) -> None:
    seconds(page(name, 10))  # imports
    judge(lambda n: seconds(page(name, n)), lambda n: len(page(name, n)), _LONGEST, _MOST_S)


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


_FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
_ENTRY = "<entry><id>{}</id><title>{}</title></entry>"

# name → what is done with about `n` repetitions
ANSWERS: dict[str, Callable[[int], object]] = {
    "arxiv long ids": lambda n: arxiv.read_feed(_FEED.format(_ENTRY.format("arxiv.org/abs/" * n, "a")).encode()),
    "arxiv entries": lambda n: arxiv.read_feed(_FEED.format(_ENTRY.format("arxiv.org/abs/1", "a") * n).encode()),
    "arxiv nested": lambda n: arxiv.read_feed(_FEED.format("<entry>" * 500 + "<a/>" * n + "</entry>" * 500).encode()),
    "pubmed names": lambda n: pubmed.read_summaries(('{"result":{"uids":["1"],"1":{"title":"a","authors":[' + ('{"name":"' + "a " * 90 + 'b"},') * n + "{}]}}}").encode()),
    "pubmed uids": lambda n: pubmed.read_summaries(('{"result":{"uids":[' + '"1",' * n + '"1"],"1":{"title":"a"}}}').encode()),
    "crossref authors": lambda n: crossref.read_work(('{"message":{"title":"a","author":[' + '{"family":"a","given":"b"},' * n + "{}]}}").encode()),
    "crossref markup": lambda n: crossref.read_work(('{"message":{"title":["' + "<i>a" * n + '"]}}').encode()),
    "crossref open tags": lambda n: crossref.read_work(('{"message":{"title":["' + "<i" * n + '"]}}').encode()),
    "oembed blanks": lambda n: read_oembed(b'{"title":"' + b" " * n + b'x"}'),
    "oembed nested": lambda n: read_oembed(b'{"title":' + b"[" * n),
    "titles of one word": lambda n: agreement("a " * n + "b", "a " * 499),
    "titles of blanks": lambda n: agreement("a" + " " * n + "b", "a b"),
    "titles alike": lambda n: agreement("word " * n + "- site", "word " * 99),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_of_services_and_titles(name: str) -> None:
    judge(lambda n: _timed(lambda: ANSWERS[name](n)), lambda n: 100 * n, _LONGEST, _MOST_S)


def test_there_are_many() -> None:
    assert len(FAMILIES) + len(ENCODED) + len(ANSWERS) >= 90
