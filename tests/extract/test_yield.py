"""What an article yields stays in proportion to its size: short words that stand for much are cut, and it is told."""

from collections.abc import Callable
from functools import cache

import pytest

from kgraph import extract_text, jsonl, rdf
from kgraph.model import Extraction

_URL = "https://example.org/" + "u" * 8000
_MOST = 250
"""Bytes of N-Quads a byte of text, above what small articles may have; real ones yield 10 to 30."""
_DENSE = {"markers": 350, "cited words": 450}
"""What multiplies nothing: a marker of three characters is 6 lines, `A[1].` a claim and a marker of 16."""
_FREE = 5_000_000


def _list(n: int = 60) -> str:
    return "\n\n## References\n\n" + "".join(f"[{i}] https://example.org/{i}\n" for i in range(1, n + 1))


FAMILIES: dict[str, Callable[[int], str]] = {
    "ranges": lambda n: "[1-60]" * (n // 6) + _list(),
    "other ranges": lambda n: "".join(f"[{i % 500 + 1}-{i % 500 + 60}]" for i in range(n // 9)) + _list(),
    "ranges in sentences": lambda n: "A fact is [1-60]. " * (n // 18) + _list(),
    "raised ranges": lambda n: "It is so<sup>1-60</sup>. " * (n // 24) + _list(),
    "ranges of nothing": lambda n: "[1-60]" * (n // 6),
    "markers": lambda n: "[1]" * (n // 3) + _list(),
    "cited words": lambda n: "A[1]. " * (n // 6) + _list(),
    "a group carried": lambda n: "It is so. " * (n // 20) + "It is. " + "".join(f"[{i}]" for i in range(1, n // 60)) + _list(n // 60),
    "a range carried": lambda n: "It is so. " * (n // 10) + "It is. [1-60]" + _list(),
    "ranges carried": lambda n: ("It is so. " * 50 + "It is. [1-60]\n\n") * (n // 520) + _list(),
    "keys carried": lambda n: "It is so. " * (n // 20) + 'It is. <d-cite key="' + ",".join(f"k{i}" for i in range(n // 16)) + '"></d-cite>\n',
    "a long address": lambda n: "Fact it is [1]. " * (n // 16) + f"\n\n## References\n\n[1] {_URL}\n",
    "long addresses carried": lambda n: ("It is so. " * 20 + "Yes. [1][2]\n\n") * (n // 220) + f"\n\n## References\n\n[1] {_URL}\n[2] {_URL}x\n",
    "a long definition": lambda n: "It is so, says [Lee, 2020][a]. " * (n // 31) + f"\n\n[a]: {_URL}\n",
    "a longer definition": lambda n: "It is so, says [Lee, 2020][a]. " * (n // 60) + "\n\n[a]: https://example.org/" + "u" * (n // 2) + "\n",
    "a long label": lambda n: f"It is [^{'k' * (n // 4)}]. " + "It is so [^a]. " * (n // 30) + f"\n\n[^{'k' * (n // 4)}]: https://a.org\n[^a]: https://b.org\n",
    "a long anchor": lambda n: "It is so [1](#ref-a). " * (n // 40) + '\n\n## References\n\n- <a id="ref-a"></a>Title ' + "k" * (n // 4) + " https://a.org\n",
    "a long heading": lambda n: "# " + "word " * (n // 10) + "\n\n" + "It is so. " * (n // 20),
    "deep headings": lambda n: "".join("#" * k + " " + "word " * (n // 80) + "\n\n" for k in range(1, 7)) + "It is so. " * (n // 20),
    "a long lead-in": lambda n: "word " * (n // 10) + "here:\n\n" + "- It is so here\n" * (n // 32),
    "a long item": lambda n: "- " + "word " * 60 + "\n" + "  - It is so\n" * (n // 13),
    "a long table head": lambda n: "| " + "word " * (n // 10) + "|\n|---|\n" + "| It is so |\n" * (n // 26),
    "a long row head": lambda n: "|" + "a|" * (n // 20) + "\n|" + "-|" * (n // 20) + "\n|" + "word " * (n // 20) + "|" + "It is so|" * (n // 20 - 1),
    "rows of markers": lambda n: "|" + "a|" * 40 + "\n|" + "-|" * 40 + ("\n|" + "word " * 1000 + "|" + "[1]|" * 39) * (n // 5200) + "\n" + _list(1),
    "claims": lambda n: "A b c. " * (n // 7),
    "items": lambda n: "- a b c\n" * (n // 8),
    "entries": lambda n: "A fact [1].\n\n## References\n\n" + "".join(f"[{i}] a\n" for i in range(1, n // 8)),
    "entries of one source": lambda n: "A fact [1].\n\n## References\n\n" + "".join(f"[{i}] https://a.org\n" for i in range(1, n // 20)),
    "ids of one entry": lambda n: "A fact \ue200cite\ue202t1\ue201.\n\n## References\n\n- Title here https://a.org \ue200cite" + "".join(f"\ue202t{i}" for i in range(n // 8)) + "\ue201\n",
    "dangling": lambda n: "It is so [1, 2, 3]. " * (n // 20),
    "many keys": lambda n: "It is so [@a1;@a2;@a3]. " * (n // 24),
    "lasting keys": lambda n: "It is so [@doi:10.1000/ab]. " * (n // 28),
    "passages": lambda n: "It is so [1](https://example.org/a#:~:text=abc). " * (n // 49),
    "authors": lambda n: "---\nauthor: [" + ",".join(f"a{i}" for i in range(8000)) + "]\n---\n" + "It is so. " * (n // 10),
    "a title": lambda n: "# " + "T " * (n // 4) + "\n\n" + "A fact [1]. " * (n // 24) + _list(),
}  # fmt: skip


@cache
def _extraction(name: str) -> tuple[str, Extraction]:
    text = FAMILIES[name](200_000)
    return text, extract_text(text)


@pytest.mark.parametrize("name", FAMILIES)
def test_in_proportion(name: str) -> None:
    text, found = _extraction(name)
    size = len(text.encode())
    for made in (rdf.nquads(found), jsonl.dumps(found).encode()):
        assert len(made) <= _DENSE.get(name, _MOST) * size + _FREE, f"{len(made) / size:.0f} bytes a byte"
    assert max((len(p.message) for p in found.problems), default=0) <= 500


_TOLD = {
    "ranges": "ranges are read as their two ends",
    "raised ranges": "ranges are read as their two ends",
    "a range carried": "name no sources",
    "ranges carried": "name no sources",
    "a long address": "name no sources",
    "a long heading": "what stands around them",
    "dangling": "problems are not told",
}


@pytest.mark.parametrize(("name", "words"), _TOLD.items())
def test_what_is_cut_is_told_once_and_where(name: str, words: str) -> None:
    text, found = _extraction(name)
    [told] = [p for p in found.problems if p.code == "too-dense" and words in p.message]
    assert 0 <= told.span.start < told.span.end <= len(text)


def test_ranges_are_read_whole_until_then() -> None:
    _, found = _extraction("ranges")
    assert {len(m.labels) for m in found.markers[:100]} == {60}
    assert {m.labels for m in found.markers[-100:]} == {("1", "60")}
    assert {m.status for m in found.markers} == {"resolved"}


def test_a_small_article_may_be_as_dense_as_it_likes() -> None:
    found = extract_text("It is so. " * 30 + "It is. [1-60]\n\n" + "A fact [1-60]. " * 20 + _list())
    assert {p.code for p in found.problems} == set()
    assert {len(c.sources) for c in found.claims} == {60}
