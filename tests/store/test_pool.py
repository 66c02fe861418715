"""The graph that a server keeps warm: newer generations, many threads, bombs, and an end to it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import QueryTimeout, StoreError
from kgraph.store import Busy, Limits, Pool

COUNT = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?a <https://w3id.org/kgraph/ns#path> ?path } }"
PATHS = "SELECT (COUNT(*) AS ?n) { ?a <https://w3id.org/kgraph/ns#path> ?path }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def build(folder: Path, *names: str) -> None:
    for name in names:
        (folder / f"{name}.md").write_text(
            f"# {name}\n\nIt is {name} [1].\n\n[1] https://example.org/{name}\n"
        )
    kgraph.build(sorted(folder.glob("*.md")), store=folder / "kg", workers=1)


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    build(tmp_path, "a", "b")
    with closing(Pool(tmp_path / "kg", size=2, limits=Limits(timeout_s=0.5))) as pool:
        yield pool


def n(pool: Pool, query: str = PATHS) -> int:
    return int(pool.rows(query).rows[0].n)


def test_a_build_is_seen_by_the_next_question(pool: Pool, tmp_path: Path) -> None:
    assert (n(pool), n(pool, COUNT)) == (2, 2)
    first = pool.generation()
    build(tmp_path, "c")
    assert (n(pool), n(pool, COUNT)) == (3, 3)
    assert pool.generation() > first


def test_the_graph_before_answers_while_one_is_loaded(tmp_path: Path) -> None:
    """Nobody waits here: what is not loaded at once is loaded meanwhile."""
    build(tmp_path, "a", "b")
    with closing(Pool(tmp_path / "kg", size=2, limits=Limits(timeout_s=5), wait_s=0.0)) as pool:
        with pytest.raises(Busy, match="still being loaded"):
            n(pool)
        assert _until(lambda: n(pool)) == 2
        before = pool.generation()
        build(tmp_path, "c")
        assert n(pool) == 2
        assert pool.generation() == before
        assert _until(lambda: n(pool) if n(pool) != 2 else None) == 3
        assert pool.generation() > before


def _until(ask: Callable[[], int | None], within_s: float = 20.0) -> int:
    """What is answered, once there is an answer."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            if (answer := ask()) is not None:
                return answer
        except Busy:
            pass
        time.sleep(0.02)
    raise AssertionError("never")


def test_after_twenty_bombs_a_question_takes_no_second(pool: Pool) -> None:
    assert n(pool) == 2
    for _ in range(20):
        with pytest.raises(QueryTimeout):
            pool.rows(ENDLESS)
    began = time.monotonic()
    assert n(pool) == 2
    assert time.monotonic() - began < 1


def test_many_threads_while_builds_go_on(pool: Pool, tmp_path: Path) -> None:
    found: list[int] = []
    faults: list[str] = []
    end = threading.Event()

    def ask() -> None:
        while not end.is_set():
            try:
                found.append(n(pool, PATHS if len(found) % 5 else COUNT))
            except Busy:
                time.sleep(0.05)  # else four threads that ask at once leave no other a turn
            except Exception as error:
                faults.append(repr(error))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for name in "cdef":
            build(tmp_path, name)
    finally:
        end.set()
        for thread in threads:
            thread.join()
    assert _until(lambda: n(pool)) == 6
    assert faults == []
    assert set(found) <= {2, 3, 4, 5, 6}


def test_closed_while_it_is_asked_and_while_it_loads(tmp_path: Path) -> None:
    build(tmp_path, "a", "b")
    for warm in (True, False):
        pool = Pool(tmp_path / "kg", size=2, limits=Limits(timeout_s=60))
        faults: list[Exception] = []

        def ask(pool: Pool = pool, faults: list[Exception] = faults) -> None:
            try:
                pool.rows(ENDLESS)
            except Exception as error:
                faults.append(error)

        if warm:
            assert n(pool) == 2
        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.3 if warm else 0.02)
        began = time.monotonic()
        pool.close()
        thread.join()
        assert time.monotonic() - began < 5
        assert [type(each) for each in faults] == [StoreError]
        assert "the server is stopping" in str(faults[0])
