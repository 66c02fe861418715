"""A graph too large for memory is asked through an index on disk: made once, whole or not there, and never in the way."""

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import OutputError, StoreError
from kgraph.keeper import Ended, IndexMaker
from kgraph.store import Limits, Pool, Reader, _graph, _index, run_query
from tests.serve.conftest import below, environment, lives

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
OF_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


@pytest.fixture(autouse=True)
def every_graph_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_graph, "IN_MEMORY_BYTES", 0)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    for number in range(4):
        _article(tmp_path / "posts", number)
    kgraph.build(tmp_path / "posts", store=tmp_path / "kg", workers=1)
    return tmp_path / "kg"


def _article(folder: Path, number: int) -> None:
    (folder / f"{number}.md").write_text(
        f"# Number {number}\n\nIt is so [1]. And so it is [{number}].\n\n[1] https://example.org/shared\n[{number}] https://example.org/{number}\n"
    )


def indexes(store: Path) -> list[str]:
    return sorted(path.name for path in store.glob("index-*"))


def test_it_answers_as_memory_does(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader(store) as reader:
        graphs = [iri for iri, _ in reader.graphs()]
    queries = [
        COUNT, OF_GRAPHS, f"SELECT * {{ GRAPH <{graphs[0]}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o",
        f"SELECT (COUNT(*) AS ?n) FROM <{graphs[1]}> {{ ?s ?p ?o }}",
        f"SELECT (COUNT(*) AS ?n) FROM NAMED <{graphs[1]}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graphs[2]}> {{ ?s ?p ?o }} ?s ?p ?other }}",
        f"BASE <{graphs[1]}> SELECT (COUNT(*) AS ?n) FROM <> {{ ?s ?p ?o }}",
        "SELECT (COUNT(*) AS ?n) FROM <urn:none> { ?s ?p ?o }",
    ]  # fmt: skip
    on_disk = [run_query(store, query).rows for query in queries]
    monkeypatch.setattr(_graph, "IN_MEMORY_BYTES", 10**9)
    monkeypatch.setattr(_graph, "is_there", lambda reader: False)
    assert [run_query(store, query).rows for query in queries] == on_disk
    assert {type(rows[0].n) for rows in on_disk if rows and hasattr(rows[0], "n")} == {int}
    assert on_disk[-1][0].n == 0


def test_it_is_made_once_a_generation(store: Path) -> None:
    said: list[str] = []
    for _ in range(3):
        run_query(store, COUNT, note=said.append)
    assert len(said) == 1
    assert "indexed on disk" in said[0]
    [first] = indexes(store)
    _article(store.parent / "posts", 5)
    kgraph.build(store.parent / "posts", store=store, workers=1)
    assert indexes(store) == [], "what is of no use is cleared away by the build"
    run_query(store, COUNT)
    assert indexes(store) != [first]


def test_one_that_is_read_stays(store: Path) -> None:
    limits = Limits(timeout_s=20)
    pool = Pool(store, size=1, limits=limits)
    try:
        before = pool.rows(COUNT).rows
        [first] = indexes(store)
        _article(store.parent / "posts", 5)
        kgraph.build(store.parent / "posts", store=store, workers=1)
        assert indexes(store) == [first]
        assert pool.rows(COUNT).rows > before
        assert len(indexes(store)) == 1, "the server lets go of the old one"
    finally:
        pool.close()


@pytest.mark.parametrize("how", ["cut", "flip", "remove", "journal"])
def test_a_damaged_one_is_made_anew(store: Path, how: str) -> None:
    right = run_query(store, COUNT).rows
    for victim in [*store.glob("index-*/db/MANIFEST-*")] if how == "journal" else [*store.glob("index-*/db/*.sst")]:  # fmt: skip
        data = bytearray(victim.read_bytes())
        if how == "remove":
            victim.unlink()
        elif how in ("cut", "journal"):
            victim.write_bytes(data[: len(data) // 2])
        else:
            for place in range(60, len(data) - 60, 97):
                data[place] ^= 0xFF
            victim.write_bytes(data)
    for _ in range(2):
        try:
            assert run_query(store, COUNT, timeout_s=5).rows == right
        except StoreError as error:
            assert how == "flip", "what a glance does not show"
            assert re.search(r"index .* was damaged, and was removed\. Ask again", str(error))
    assert run_query(store, COUNT, timeout_s=5).rows == right


_ASKING = f"""
import sys
from kgraph.store import _graph, run_query
_graph.IN_MEMORY_BYTES = 0
run_query("kg", {COUNT!r})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_whole_or_not_there_at_any_kill(store: Path) -> None:
    right = run_query(store, COUNT).rows
    for number in range(8):
        _article(store.parent / "posts", 10 + number)
        kgraph.build(store.parent / "posts", store=store, workers=1)
        process = subprocess.Popen([sys.executable, "-c", _ASKING], cwd=store.parent, env=environment())
        started: set[int] = set()
        until = time.monotonic() + 20
        while not any(".new-" in name for name in indexes(store)) and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(0.02 * number)
        started = {*below(process.pid)}
        process.kill()
        process.wait()
        while any(map(lives, started)):
            assert time.monotonic() < until
            time.sleep(0.01)
        got = run_query(store, COUNT).rows
        assert got > right
        right = got
        assert len(indexes(store)) == 1, "what the killed run left is cleared away"


def test_several_at_once_make_one(store: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", _ASKING], cwd=store.parent, env=environment()) for _ in range(6)]  # fmt: skip
    assert [run.wait(timeout=60) for run in runs] == [0] * 6
    assert len(indexes(store)) == 1


def test_a_store_that_takes_no_index(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (store / "index.lock").mkdir()
    with pytest.raises(OutputError, match=r"index of its graph cannot be written .* make room"):
        run_query(store, COUNT)


def test_one_question_after_the_other(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph that fits into memory, and is slow to load, is indexed for processes that ask it once."""
    monkeypatch.setattr(_graph, "IN_MEMORY_BYTES", 10**9)
    right = run_query(store, COUNT).rows
    assert indexes(store) == []
    monkeypatch.setattr(_graph, "SLOW_BYTES", 0)
    said: list[str] = []
    by_graph = run_query(store, OF_GRAPHS, note=said.append).rows
    assert indexes(store) == [], "graphs by themselves are loaded"
    assert "asks for all graphs" in said[0]
    said.clear()
    for _ in range(2):
        assert run_query(store, COUNT, note=said.append).rows == right
    assert len(said) == 1
    [made] = indexes(store)
    assert not made.endswith("-graphs")
    assert run_query(store, OF_GRAPHS).rows == by_graph
    monkeypatch.setattr(Reader, "rows", lambda *_, **__: pytest.fail("the tables are read"))
    assert run_query(store, COUNT).rows == right


def test_a_server_does_without_the_index_of_a_command(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = run_query(store, COUNT).rows
    monkeypatch.setattr(_graph, "IN_MEMORY_BYTES", 10**9)
    monkeypatch.setattr(_graph, "Index", lambda *_, **__: pytest.fail("memory is quicker"))
    pool = Pool(store, size=1, limits=Limits(timeout_s=20))
    try:
        assert pool.rows(COUNT).rows == right
    finally:
        pool.close()


def test_what_takes_no_index_is_loaded(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = run_query(store, COUNT).rows
    monkeypatch.setattr(_graph, "IN_MEMORY_BYTES", 10**9)
    monkeypatch.setattr(_graph, "SLOW_BYTES", 0)
    _article(store.parent / "posts", 5)
    kgraph.build(store.parent / "posts", store=store, workers=1)
    (store / "index.lock").unlink(missing_ok=True)
    (store / "index.lock").mkdir()
    said: list[str] = []
    assert run_query(store, COUNT, note=said.append).rows > right
    assert re.search(r"index of its graph cannot be written .* loaded for this question", said[0])
    assert indexes(store) == []


def test_what_is_not_ours_stays(store: Path) -> None:
    foreign = store / "index-0123456789abcdef"
    foreign.mkdir()
    (foreign / "db").mkdir()
    (foreign / "db/000001.sst").write_text("mine")
    (store / "index-fedcba9876543210").symlink_to(foreign)
    run_query(store, COUNT)
    _article(store.parent / "posts", 5)
    kgraph.build(store.parent / "posts", store=store, workers=1)
    assert (foreign / "db/000001.sst").read_text() == "mine"
    assert [path.name for path in foreign.iterdir()] == ["db"]


def test_closed_while_it_is_made(store: Path) -> None:
    """A server that stops waits for no index."""

    def going(maker: IndexMaker | None) -> None:
        if maker:
            threading.Timer(0.0, maker.close).start()
            time.sleep(0.2)

    with Reader(store) as reader, pytest.raises(Ended):
        _index.Index(reader, graphs=False, going=going)
    assert indexes(store) == []
    assert run_query(store, COUNT).rows
