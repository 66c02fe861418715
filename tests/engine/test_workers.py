"""Articles that hang, eat, crash or are killed: each costs one line, in every way in, and leaves no process behind."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import kgraph
from kgraph import engine
from kgraph.engine import ArticleFile, Job, Limits, Task, in_process
from kgraph.errors import UsageError
from tests.engine.odd_articles import plant, write

pytestmark = pytest.mark.skipif(not engine.can_have_workers(), reason="no worker processes on this system")

_SAID = {
    # On a machine that is busy enough ten times as long by the wall may pass first.
    "loop": r"took longer than (?:0\.5|5) s to read\. Split it, or allow more by --article-deadline\.",
    "pattern": r"took longer than (?:0\.5|5) s to read\. .*",
    "library": r"took longer than (?:0\.5|5) s to read\. .*",
    "sleep": r"took longer than 5 s to read\. .*",
    "eat": r"needed more memory than it may take \(at most 300 MB\)\. Split it, or allow more by --article-memory\.",
    "crash": r"the process that read it died \(SIGSEGV\)\. Leave it out and report it\.",
    "abort": r"the process that read it died \(SIGABRT\)\. .*",
    "killed": r"the process that read it was killed, by hand or for want of memory\. Run again\.",
    "leave": r"the process that read it died \(exit code 5\)\. .*",
    "bug": r"a bug of kgraph's own \(KeyError: 'a key\\nthat is not there', sitecustomize\.py:\d+\)\. Leave it out and report it\.",
}
_GOOD = ("anna", "mara", "zoe")
_LIMITS = ("--article-deadline", "0.5", "--article-memory", "300")


@pytest.fixture
def odd(tmp_path: Path) -> dict[str, str]:
    return plant(tmp_path / "planted", tmp_path)


def _run(
    place: Path, environment: dict[str, str], *arguments: str, stdin: bytes = b""
) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments], cwd=place, env=environment, input=stdin, capture_output=True,
        timeout=240, check=False, start_new_session=True,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(("command", "workers"), [("build", "2"), ("extract", "1")])
def test_each_costs_one_line(tmp_path: Path, odd: dict[str, str], command: str, workers: str) -> None:
    write(tmp_path / "posts", *_GOOD, *_SAID)
    done = _run(tmp_path, odd, command, "posts", "--workers", workers, *_LIMITS)
    assert done.returncode == 1, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == len(_SAID), done.stderr
    for line, (name, said) in zip(lines, sorted(_SAID.items()), strict=True):
        assert re.fullmatch(rf"skipped posts/{name}\.md: {said}", line), line
    if command == "build":
        assert "3 articles in .kgraph: 3 new, 10 skipped" in done.stdout
        done = _run(tmp_path, odd, "query", "coverage-by-article", "--format", "csv")
        found = [line.partition(",")[0] for line in done.stdout.splitlines()[1:]]
        assert sorted(found) == [f"posts/{name}.md" for name in _GOOD]
    else:
        found = [json.loads(line)["article"]["path"] for line in done.stdout.splitlines()]
        assert found == [f"posts/{name}.md" for name in _GOOD], "in order"


@pytest.mark.parametrize("name", ["loop", "pattern", "eat", "crash"])
def test_one_article_alone(tmp_path: Path, odd: dict[str, str], name: str) -> None:
    write(tmp_path, name)
    given = (tmp_path / f"{name}.md").read_bytes()
    for arguments, stdin in (
        (("extract", f"{name}.md"), b""),
        (("extract", "-", "--name", f"{name}.md"), given),
        (("build", f"{name}.md"), b""),
        (("build", "-", "--name", f"{name}.md"), given),
    ):
        done = _run(tmp_path, odd, *arguments, *_LIMITS, stdin=stdin)
        assert done.returncode == 3, arguments
        assert re.fullmatch(rf"skipped {name}\.md: {_SAID[name]}\n", done.stderr), done.stderr


def test_from_python_with_threads(tmp_path: Path, odd: dict[str, str]) -> None:
    """As in a notebook: other threads run, and the script has no guard against being imported again."""
    write(tmp_path / "posts", "loop", "zoe")
    (tmp_path / "script.py").write_text(
        "import threading, kgraph\n"
        "stop = threading.Event(); other = threading.Thread(target=stop.wait); other.start()\n"
        "graph = kgraph.build('posts', article_deadline=0.5, workers=2)\n"
        "stop.set(); print(graph, [s.reason for s in graph.summary.skipped])\n"
    )
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env=odd, capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip
    assert done.stdout.startswith("Graph('.kgraph', 1 article) ['posts/loop.md: took longer than 0.5 s"), done  # fmt: skip


def test_an_article_of_the_store_that_hangs_later_stays(tmp_path: Path, odd: dict[str, str]) -> None:
    write(tmp_path / "posts", "loop", "zoe")
    plain = odd | {"PYTHONPATH": odd["PYTHONPATH"].partition(os.pathsep)[2]}
    assert _run(tmp_path, plain, "build", "posts").returncode == 0
    (tmp_path / "posts/loop.md").write_text("Another fact stands here.")
    done = _run(tmp_path, odd, "build", "posts", "--article-deadline", "0.3")
    assert done.returncode == 1
    assert "2 articles in .kgraph: 1 unchanged, 1 skipped" in done.stdout


def test_a_real_article_within_and_beyond_its_time(tmp_path: Path) -> None:
    """No deed planted: a long article, and so little time that it does not suffice."""
    text = "".join(f"The fact number {i} stands here [{i % 50}]. " for i in range(40_000))
    (tmp_path / "long.md").write_text(text)
    write(tmp_path, "zoe")
    jobs = [Job(ArticleFile(name, str(tmp_path / name))) for name in ("long.md", "zoe.md")]
    task = Task(format="nq", base="https://example.org/")
    statuses = [o.status for o in engine.run(jobs, task, limits=Limits(deadline_s=0.6))]
    assert statuses == ["skipped", "done"]
    assert [o.status for o in engine.run(jobs, task)] == ["done", "done"]


def test_what_was_read_before_has_no_part_in_it(tmp_path: Path, odd: dict[str, str]) -> None:
    """One worker, many articles: those behind and before one that dies are all read."""
    names = [f"{letter}{n}" for letter in "aby" for n in range(9)]
    write(tmp_path / "posts", *names, "crash", "killed")
    done = _run(tmp_path, odd, "build", "posts", "--workers", "1")
    assert f"{len(names)} new, 2 skipped" in done.stdout


def test_no_worker_can_start(tmp_path: Path, odd: dict[str, str]) -> None:
    write(tmp_path / "posts", *_GOOD)
    done = _run(tmp_path, odd | {"ODD": "no start"}, "build", "posts")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "kgraph: the process that reads articles does not start (it ended with exit code 9). Install kgraph again.\n"  # fmt: skip


@pytest.mark.parametrize("name", ["loop", "pattern", "library", "sleep"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_parent(
    tmp_path: Path, odd: dict[str, str], name: str, end: signal.Signals
) -> None:
    write(tmp_path / "posts", name, "zoe")
    with subprocess.Popen(
        [sys.executable, "-m", "kgraph", "build", "posts", "--workers", "2"], cwd=tmp_path, env=odd,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as run:  # fmt: skip
        deadline = time.monotonic() + 60
        while not (workers := _busy(run.pid)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert workers
        time.sleep(0.3)
        os.kill(run.pid, end)  # to the parent alone
        began = time.monotonic()
        _, err = run.communicate(timeout=20)
        assert time.monotonic() - began < 15, "what they read never ends"
    assert run.returncode == (130 if end == signal.SIGINT else -end)
    assert err.count("\n") == (end == signal.SIGINT)
    for _ in range(100):
        if not _alive(run.pid):
            return
        time.sleep(0.05)
    pytest.fail(f"{_alive(run.pid)} are still there")


def _alive(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = place.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(its_session) == session and state not in "ZX":
            found.append(int(place.parent.name))
    return found


def _busy(parent: int) -> list[int]:
    """Its workers that have loaded what they need."""
    found = []
    for pid in _alive(parent):
        try:
            if pid != parent and "pyromark" in Path(f"/proc/{pid}/maps").read_text():
                found.append(pid)
        except OSError:
            continue
    return found


def test_who_stops_listening_leaves_no_worker(tmp_path: Path) -> None:
    write(tmp_path, *_GOOD)
    jobs = [Job(ArticleFile(f"{name}.md", str(tmp_path / f"{name}.md"))) for name in _GOOD] * 20
    before = _children()
    outcomes = engine.run(jobs, Task(format="nq", base="https://example.org/"), workers=2)
    assert next(outcomes).status == "done"
    assert len(_children() - before) == 2
    outcomes.close()  # type: ignore[attr-defined]
    assert _children() - before == set()


def _children() -> set[str]:
    """Also those that other tests of the same process keep, such as a browser."""
    return set(Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children").read_text().split())


def test_the_same_whatever_the_number_of_workers(tmp_path: Path) -> None:
    for i in range(150):
        (tmp_path / f"{i}.md").write_text(f"The fact {i} stands here [{i}]. " * (1 + 977 * i % 301))
    jobs = [Job(ArticleFile(f"{i}.md", str(tmp_path / f"{i}.md"))) for i in range(150)]
    jobs += [Job(ArticleFile("held.md", "held.md"), data=b"A fact stands here. " * 30_000)]
    task = Task(format="jsonl", base="https://example.org/")
    alone = list(in_process.run(jobs, task))
    for workers in (1, 3):
        assert list(engine.run(jobs, task, workers=workers)) == alone


def test_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no worker can be, articles are read all the same; limits that nothing could hold are refused."""
    write(tmp_path, "zoe")
    jobs = [Job(ArticleFile("zoe.md", str(tmp_path / "zoe.md")))]
    task = Task(format="nq", base="https://example.org/")
    there = list(engine.run(jobs, task))
    monkeypatch.setattr(sys, "executable", None)
    assert list(engine.run(jobs, task)) == there
    with pytest.raises(UsageError, match="cannot be limited on this system"):
        list(engine.run(jobs, task, limits=Limits(deadline_s=1)))
    with pytest.raises(UsageError, match="cannot be limited on this system"):
        kgraph.build(tmp_path / "zoe.md", store=tmp_path / "kg", article_memory=100)


def test_an_article_that_yields_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "zoe")
    monkeypatch.setattr(in_process, "MAX_PAYLOAD", 100)
    job = Job(ArticleFile("zoe.md", str(tmp_path / "zoe.md")))
    outcome = in_process.process(job, Task(format="nq", base="https://example.org/"))
    assert (outcome.status, outcome.payload) == ("skipped", b"")
    assert re.fullmatch(r"zoe\.md: yields more than \d+ MB\. Split it\.", outcome.reason)
