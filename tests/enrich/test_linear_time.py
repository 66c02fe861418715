"""Hostile pages are read in linear time: twice the page takes at most 2.3 times as long (T2)."""

import statistics
import time
from collections.abc import Callable

import pytest

from bench.page_families import ENCODED, FAMILIES, page, seconds
from kgraph.enrich.agreement import agreement
from kgraph.enrich.services import arxiv, crossref, pubmed
from kgraph.enrich.services.oembed import read_oembed

_BOUND = 2.3
_FLOOR_S = 0.03
_LONGEST = 160_000


def _judge(time_of: Callable[[int], float], length_of: Callable[[int], int]) -> None:
    n = 500
    while (once := time_of(n)) < _FLOOR_S and length_of(n) < _LONGEST:
        n *= 2
    assert once < 5
    ratios = []
    for times in (1, 3, 5):  # noise on a busy machine is only ever upwards: look closer before judging
        short, long = (statistics.median(time_of(size) for _ in range(times)) for size in (n, 2 * n))
        ratios.append(long / short)
        # What never takes long enough to be measured is noise, and as fast as anybody could wish.
        if ratios[-1] <= _BOUND or long <= _BOUND * _FLOOR_S:
            return
    pytest.fail(f"time(2n)/time(n) was {ratios} at n = {n}")


@pytest.mark.parametrize("name", [*FAMILIES, *ENCODED])
def test_pages(name: str) -> None:
    seconds(page(name, 10))  # imports
    _judge(lambda n: seconds(page(name, n)), lambda n: len(page(name, n)))


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
    _judge(lambda n: _timed(lambda: ANSWERS[name](n)), lambda n: 100 * n)


def test_there_are_many() -> None:
    assert len(FAMILIES) + len(ENCODED) + len(ANSWERS) >= 90
