"""What the explorer shows, worked out in SQL: the same as the tables of Python say; and a page that lacks an answer says so."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.backing import BACKINGS
from kgraph.cli import run
from kgraph.jobs import packed
from kgraph.store import NamedQuery, Reader, list_queries
from tests.shared_corpora import ROOT


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("packed") / "kg"
    kgraph.build(ROOT / "data" / "articles", store=store, workers=1)
    return store


@pytest.fixture(scope="module")
def parts(store: Path) -> Iterator[dict[str, Any]]:
    with Reader(store) as reader, packed.Explorer(reader) as explorer:
        yield {name: json.loads(gzip.decompress(explorer.part(name))) for name in ("overview", "columns", "answers")}  # fmt: skip
        assert explorer.failed == []


def test_columns_are_those_of_the_tables(store: Path, parts: dict[str, Any]) -> None:
    held, columns = kgraph.open_graph(store).tables(), parts["columns"]
    claims, sources, citations = columns["claims"], columns["sources"], columns["citations"]
    assert [row[:2] for row in columns["articles"]] == [[a.article, a.title] for a in held.articles]
    assert claims["id"] == [c.claim.rpartition("#")[2] for c in held.claims]
    assert claims["text"] == [c.text for c in held.claims]
    assert [columns["articles"][a][0] for a in claims["article"]] == [c.article for c in held.claims]
    assert [columns["sections"][s] for s in claims["section"]] == [c.section or "" for c in held.claims]
    assert [list(BACKINGS)[b] for b in claims["backing"]] == [c.backing for c in held.claims]
    assert list(zip(claims["start"], claims["end"], strict=True)) == [(c.start, c.end) for c in held.claims]
    assert sources["iri"] == [s.source for s in held.sources]
    assert sources["title"] == [s.title for s in held.sources]
    for name, place in (("sites", "site"), ("publishers", "publisher")):
        assert [columns[name][i] if i >= 0 else None for i in sources[place]] == [getattr(s, place) for s in held.sources]  # fmt: skip
    assert [tuple(more.get("authors", ())) for more in sources["more"]] == [s.authors for s in held.sources]
    assert [(claims["id"][c], sources["iri"][s]) for c, s in zip(citations["claim"], citations["source"], strict=True)] == [
        (c.claim.rpartition("#")[2], c.source) for c in held.citations
    ]  # fmt: skip
    assert citations["passages"] == {str(i): c.passage for i, c in enumerate(held.citations) if c.passage}


def test_answers_are_those_of_the_shell_as_far_as_they_go(store: Path, parts: dict[str, Any]) -> None:
    graph = kgraph.open_graph(store)
    assert [answer["name"] for answer in parts["answers"]] == list(graph.queries())
    for answer in parts["answers"]:
        rows = graph.query(answer["name"])
        assert answer["total"] == len(rows)
        shown = [[None if v is None else str(v) for v in row] for row in rows[: packed.ANSWER_ROWS]]
        assert answer["rows"] == shown or any(isinstance(v, bool | float) for row in rows for v in row)


@pytest.mark.parametrize(
    ("rows", "characters", "wanted"), [(4_000, 400_000, 100), (50, 400_000, 3), (4_000, 50, 3)]
)
def test_an_answer_is_whole_or_says_its_first_rows(store: Path, monkeypatch: pytest.MonkeyPatch, rows: int, characters: int, wanted: int) -> None:  # fmt: skip
    monkeypatch.setattr(packed, "ANSWER_ROWS", 3)
    monkeypatch.setattr(packed, "ALL_ROWS", rows)
    monkeypatch.setattr(packed, "ALL_CHARACTERS", characters)
    monkeypatch.setattr(packed, "made_by", lambda: f"{rows} {characters}")
    with Reader(store) as reader, packed.Explorer(reader) as explorer:
        answers = json.loads(gzip.decompress(explorer.part("answers")))
    [answer] = [a for a in answers if a["name"] == "provenance-of-claim"]
    assert answer["total"] > 50
    assert len(answer["rows"]) == min(wanted, answer["total"])


def test_the_same_page_whether_kept_or_not(store: Path, tmp_path: Path) -> None:
    graph = kgraph.open_graph(store)
    graph.export(tmp_path / "a.html")
    for path in (store / "explorer").glob("*.gz"):
        path.unlink()
    graph.export(tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_question_that_fails_is_told_and_changes_the_exit_code(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(language: Any = "sparql") -> list[NamedQuery]:
        return [replace(q, text="SELECT nothing") if q.name == "problems" and language == "sql" else q for q in list_queries(language)]  # fmt: skip

    monkeypatch.setattr(packed, "list_queries", broken)
    packed.made_by.cache_clear()
    for _ in range(2):  # what is not whole is not kept
        assert run(["export", str(tmp_path / "graph.html"), "--store", str(store)]) == 1
        assert "a ready question has no answer in it: problems:1:8:" in capsys.readouterr().err
    packed.made_by.cache_clear()
