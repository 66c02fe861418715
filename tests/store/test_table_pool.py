"""The tables that a server keeps open: newer generations, questions that are stopped, too many at once, and an end to it."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kgraph.errors import KgraphError, QueryTimeout, StoreError
from kgraph.store import Busy, Limits, TablePool, parse_query
from tests.serve.conftest import below
from tests.store.test_pool import build

COUNT = parse_query("count", "SELECT count(*) AS n FROM articles", "sql")
ENDLESS = parse_query("endless", "SELECT count(*) AS n FROM range(100000000000) AS a JOIN range(100000) AS b ON a.range % 7 < b.range % 5", "sql")  # fmt: skip


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[TablePool]:
    build(tmp_path, "a", "b")
    with closing(TablePool(tmp_path / "kg", size=1, limits=Limits(timeout_s=1.0), wait_s=0.2)) as pool:
        yield pool


def n(pool: TablePool) -> int:
    return int(pool.ask(COUNT)[0].rows[0].n)


def test_a_build_is_seen_and_a_stopped_question_costs_only_itself(pool: TablePool, tmp_path: Path) -> None:
    assert n(pool) == 2
    with pytest.raises(QueryTimeout):
        pool.ask(ENDLESS)
    assert n(pool) == 2
    build(tmp_path, "c")
    result, generation = pool.ask(COUNT)
    assert (result.rows[0].n, generation) == (3, pool.generation())


def test_so_many_rows_and_how_many_there_are(pool: TablePool) -> None:
    paths = parse_query("paths", "SELECT article FROM articles ORDER BY 1 DESC", "sql")
    result, _ = pool.ask(paths, most=1)
    assert ([row.article.rpartition("/")[2] for row in result.rows], result.total) == (["b.md"], 2)
    assert pool.ask(paths)[0].total is None


def test_too_many_at_once_and_an_end_to_it(pool: TablePool) -> None:
    errors: list[KgraphError] = []

    def ask() -> None:
        try:
            pool.ask(ENDLESS)
        except KgraphError as error:
            errors.append(error)

    assert n(pool) == 2
    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.4)
    with pytest.raises(Busy):
        pool.ask(COUNT)
    pool.close()
    thread.join()
    assert [type(error) for error in errors] == [StoreError]
    with pytest.raises(StoreError, match="stopping"):
        pool.ask(COUNT)


def test_a_process_outlives_the_thread_that_asked_first(pool: TablePool) -> None:
    """It ends with the thread that started it, which is none of those that ask."""
    import os

    before = set(below(os.getpid()))
    thread = threading.Thread(target=lambda: pool.ask(COUNT))
    thread.start()
    thread.join()
    [process] = set(below(os.getpid())) - before
    time.sleep(0.2)
    assert n(pool) == 2
    assert set(below(os.getpid())) - before == {process}
