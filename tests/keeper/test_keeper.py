"""The process that holds a graph, its forks, and that nothing of them is left over."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kgraph.keeper import Answer, Ended, IndexMaker, Keeper, Refused, Worker
from tests.serve.conftest import below, environment, lives

MB = 1024**2
QUADS = [f"<urn:s{i}> <urn:p{i % 7}> <urn:o{i}> .\n".encode() for i in range(3000)]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def keeper() -> Iterator[Keeper]:
    with closing(Keeper()) as keeper:
        keeper.load(QUADS)
        yield keeper


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "db"
    with closing(IndexMaker(folder)) as maker:
        maker.make(QUADS)
    return folder


def ask(
    worker: Worker, query: str, timeout_s: float = 20.0
) -> tuple[Answer, list[dict[str, dict[str, str]]]]:
    request = {"query": query, "base": None, "default_graphs": None, "named_graphs": None}
    out = io.BytesIO()
    answer = worker.ask(request, out, timeout_s=timeout_s, max_bytes=100 * MB)
    return answer, json.loads(out.getvalue())["results"]["bindings"] if answer.kind == "solutions" else []


def count(worker: Worker) -> int:
    answer, [row] = ask(worker, COUNT)
    assert answer.kind == "solutions"
    return int(row["n"]["value"])


def test_it_answers_from_memory_and_from_disk(keeper: Keeper, database: Path) -> None:
    with closing(Keeper(database)) as other:
        other.load(())
        for each in (keeper, other):
            worker = each.worker(512 * MB)
            assert count(worker) == count(worker) == 3000
            assert worker.alive
            worker.kill()
            assert not worker.alive


def test_what_a_fork_holds_beside_the_graph_is_its_own(keeper: Keeper) -> None:
    beside = [b"<urn:s> <urn:p> <urn:o> <urn:g> .\n"]
    named = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    mixed, alone, plain = keeper.worker(512 * MB, beside=beside), keeper.worker(512 * MB, beside=beside, alone=True), keeper.worker(512 * MB)  # fmt: skip
    assert [count(each) for each in (mixed, alone, plain)] == [3000, 0, 3000]
    assert [len(ask(each, named)[1]) for each in (mixed, alone, plain)] == [1, 1, 0]
    for each in (mixed, alone, plain):
        each.kill()


def test_a_killed_query_costs_no_load(keeper: Keeper) -> None:
    for _ in range(20):
        assert ask(keeper.worker(512 * MB), ENDLESS, timeout_s=0.2)[0].kind == "timeout"
    began = time.monotonic()
    worker = keeper.worker(512 * MB)
    assert count(worker) == 3000
    worker.kill()
    assert time.monotonic() - began < 1


@linux
def test_one_thread_and_no_descriptors(keeper: Keeper, database: Path) -> None:
    """A fork of a process with threads may hang: a keeper has one. A descriptor in a fork would be a way out of it."""
    with closing(Keeper(database)) as other:
        other.load(())
        before = set(below(os.getpid()))
        workers = [keeper.worker(512 * MB), keeper.worker(512 * MB), other.worker(512 * MB)]
        for worker in workers:
            count(worker)
        forks = set(below(os.getpid())) - before
        assert len(forks) == 3
        for pid in before:
            assert len(list(Path(f"/proc/{pid}/task").iterdir())) == 1
        for pid in forks:
            opened = [str(f.readlink()) for f in Path(f"/proc/{pid}/fd").iterdir()]
            others = [name for name in opened if name != os.devnull and not name.startswith(str(database))]
            assert sorted(name.partition(":")[0] for name in others) == ["pipe", "socket"]
            assert Path(f"/proc/{pid}/oom_score_adj").read_text() == "1000\n"
        for worker in workers:
            worker.kill()
        assert not any(map(lives, forks))


def test_forks_draw_different_numbers(keeper: Keeper) -> None:
    drawn = set()
    for _ in range(3):
        worker = keeper.worker(512 * MB)
        [row] = ask(worker, "SELECT (UUID() AS ?id) (RAND() AS ?n) {}")[1]
        drawn |= {row["id"]["value"], row["n"]["value"]}
        worker.kill()
    assert len(drawn) == 6


def test_more_memory_than_it_may_take(keeper: Keeper) -> None:
    worker = keeper.worker(64 * MB)
    answer, _ = ask(worker, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f")
    assert answer.kind in ("died", "memory")
    assert not worker.alive
    assert keeper.alive


@linux
@pytest.mark.parametrize("which", ["fork", "keeper"])
def test_killed_from_outside(which: str) -> None:
    before = set(below(os.getpid()))
    with closing(Keeper()) as keeper:
        keeper.load(QUADS)
        [process] = set(below(os.getpid())) - before
        worker = keeper.worker(512 * MB)
        assert count(worker) == 3000
        [fork] = below(process)
        os.kill(fork if which == "fork" else process, signal.SIGKILL)
        _until(lambda: not lives(fork))
        answer, _ = ask(worker, COUNT)
        assert (answer.kind, answer.at_once) == ("killed", True)
        if which == "fork":
            assert count(keeper.worker(512 * MB)) == 3000
        else:
            with pytest.raises(Ended):
                keeper.worker(512 * MB)


def _until(gone: Callable[[], bool], within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while not gone():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_is_no_nquads_is_refused(tmp_path: Path) -> None:
    with closing(Keeper()) as keeper, pytest.raises(Refused):
        keeper.load([b"no quads\n"])
    with closing(IndexMaker(tmp_path / "db")) as maker, pytest.raises(Refused):
        maker.make([b"no quads\n"])


_HOLDING = """
import io, sys, time, itertools
from kgraph.keeper import IndexMaker, Keeper
if sys.argv[1] == "asking":
    keeper = Keeper()
    keeper.load([b"<urn:s> <urn:p> <urn:%d> .\\n" % i for i in range(2000)])
    request = {"query": sys.argv[2], "base": None, "default_graphs": None, "named_graphs": None}
    print("now", flush=True)
    keeper.worker(2**29).ask(request, io.BytesIO(), timeout_s=600, max_bytes=2**29)
else:
    def slow():
        for i in itertools.count():
            yield b"<urn:s> <urn:p> <urn:%d> .\\n" % i * 50000
            if i == 1:
                print("now", flush=True)
            time.sleep(0.05)
    (Keeper().load if sys.argv[1] == "loading" else IndexMaker(__import__("pathlib").Path(sys.argv[3])).make)(slow())
"""


@linux
@pytest.mark.parametrize("work", ["asking", "loading", "indexing"])
def test_nothing_outlives_who_is_killed(work: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLDING, work, ENDLESS, str(tmp_path / "db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment())
    assert process.stdout is not None
    assert process.stdout.readline() == b"now\n"
    time.sleep(0.3)
    started = below(process.pid)
    assert len(started) == (2 if work == "asking" else 1)
    process.kill()
    process.wait()
    process.stdout.close()
    _until(lambda: not any(map(lives, started)))
