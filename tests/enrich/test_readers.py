"""The processes that read what was fetched: each is stopped when it must be, and none is left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.enrich.wire.readers import Readers, Unread
from tests.shared_corpora import ROOT

URL = {"url": "https://example.org/a"}
PAGE = b"<title>A page of some words</title>"
SLOW = b"<p><b>" * 300_000
"""Takes seconds: elements that do not close are opened anew in each paragraph."""


@pytest.fixture
def readers() -> Iterator[Readers]:
    readers = Readers()
    yield readers
    readers.close()


def _children(parent: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{parent}/task").iterdir():
        found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if "kgraph.enrich.page.child" in Path(f"/proc/{pid}/cmdline").read_text()}


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _gone(pids: set[int], within_s: float = 3.0) -> bool:
    until = time.monotonic() + within_s
    while any(map(_runs, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(_runs, pids))


def test_one_process_reads_many(readers: Readers) -> None:
    for _ in range(30):
        assert readers.read("page", URL, PAGE, 5)["title"] == "A page of some words"
    rules = b"User-agent: *\nDisallow: /private\nCrawl-delay: 2"
    told = [readers.read("robots", {"url": f"https://e.org{p}", "agent": "kgraph/1"}, rules, 5) for p in ("/private/a", "/b")]  # fmt: skip
    assert told == [{"allowed": False, "delay_s": 2.0}, {"allowed": True, "delay_s": 2.0}]
    assert len(_children(os.getpid())) == 1


def test_it_is_kept_from_the_network(readers: Readers) -> None:
    readers.read("page", URL, PAGE, 5)
    [child] = _children(os.getpid())
    assert "Seccomp:\t2" in Path(f"/proc/{child}/status").read_text()
    code = "import socket\nfrom kgraph.confine import refuse_connections\nassert refuse_connections()\nsocket.socket()"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "PermissionError" in run.stderr


def test_what_takes_too_long_is_stopped(readers: Readers) -> None:
    readers.read("page", URL, PAGE, 5)
    before = _children(os.getpid())
    began = time.monotonic()
    with pytest.raises(Unread, match=r"more than 0\.3 s"):
        readers.read("page", URL, SLOW, 0.3)
    assert time.monotonic() - began < 5
    assert _gone(before)
    assert readers.read("page", URL, PAGE, 5)["title"], "the next page has a process of its own"


def test_what_takes_too_much_memory_is_stopped() -> None:
    small = Readers(memory_bytes=24 * 1024 * 1024)
    try:
        with pytest.raises(Unread, match=r"more than 24 MiB of memory|died|MemoryError"):
            small.read("page", URL, b"<title>a</title>" + b"<p>text<b>" * 100_000, 20)
        assert small.read("page", URL, PAGE, 5)["title"]
    finally:
        small.close()


def test_a_reader_that_breaks_says_so(readers: Readers) -> None:
    with pytest.raises(Unread, match="KeyError: 'song'"):
        readers.read("song", URL, PAGE, 5)
    with pytest.raises(Unread, match="TypeError"):
        readers.read("page", {"address": ""}, PAGE, 5)
    assert readers.read("page", URL, PAGE, 5)["title"]


def test_a_reader_that_dies_costs_what_it_read(readers: Readers) -> None:
    readers.read("page", URL, PAGE, 5)
    told: list[str] = []

    def read() -> None:
        try:
            readers.read("page", URL, SLOW, 30)
        except Unread as error:
            told.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    time.sleep(0.2)
    for pid in _children(os.getpid()):
        os.kill(pid, signal.SIGKILL)
    thread.join(5)
    assert told == ["its reader died (-9)"]
    [idle] = _children(os.getpid()) or [0]
    assert idle == 0
    assert readers.read("page", URL, PAGE, 5)["title"]
    [idle] = _children(os.getpid())
    os.kill(idle, signal.SIGKILL)  # while it has nothing to do
    assert _gone({idle})
    assert readers.read("page", URL, PAGE, 5)["title"]


def test_many_at_once_take_turns(readers: Readers) -> None:
    titles: list[str] = []

    def read(number: int) -> None:
        titles.append(readers.read("page", URL, f"<title>Page number {number}</title>".encode(), 5)["title"])

    threads = [threading.Thread(target=read, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(titles) == sorted(f"Page number {n}" for n in range(40))
    assert len(_children(os.getpid())) <= min(4, os.cpu_count() or 1)


def test_leaving_ends_what_is_being_read_and_what_waits(readers: Readers) -> None:
    told: list[str] = []

    def read() -> None:
        try:
            readers.read("page", URL, SLOW, 30)
        except Unread as error:
            told.append(str(error))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    began = time.monotonic()
    readers.leave()
    for thread in threads:
        thread.join(10)
    assert time.monotonic() - began < 10
    assert told == ["given up"] * 8
    assert readers.read("page", URL, PAGE, 5)["title"]


_PARENT = """
import sys, threading
from kgraph.enrich.wire.readers import Readers
readers = Readers()
readers.read("page", {"url": "https://example.org/"}, b"<title>Warm</title>", 20)
busy = threading.Thread(target=readers.read, args=("page", {"url": "https://example.org/"}, b"<p><b>" * 300_000, 60), daemon=True)
if sys.argv[1] == "busy":
    busy.start()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["busy", "idle"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_reader_outlives_its_parent(state: str, number: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, state], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
    with parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        children = _children(parent.pid)
        assert len(children) == 1
        parent.send_signal(number)
        parent.wait(10)
        assert _gone(children)
