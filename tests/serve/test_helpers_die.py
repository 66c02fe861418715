"""Whatever process beside the server is killed: the next question is answered; and none outlives the server."""

import os
import shutil
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import requests

from tests.serve.conftest import Server, below, serving
from tests.serve.crowds import ENDLESS


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def helper(server: Server, name: str, within_s: float = 20.0) -> int:
    """The child whose command names this file, as soon as there is one."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        for pid in below(server.process.pid):
            if name in command(pid):
                return pid
        time.sleep(0.01)
    raise AssertionError(f"no {name}: {[command(pid) for pid in below(server.process.pid)]}")


def ask(server: Server, query: str = "ASK {}") -> requests.Response:
    return requests.get(server.url + "sparql", params={"query": query}, timeout=40)


def background(asked: list[requests.Response], url: str, **params: str) -> threading.Thread:
    thread = threading.Thread(target=lambda: asked.append(requests.get(url, params=params, timeout=40)))
    thread.start()
    return thread


def test_every_helper_killed_while_idle(store: Path) -> None:
    with serving(store) as server:
        assert requests.get(server.url + "api/columns", timeout=60).status_code == 200
        assert ask(server).status_code == 200
        for _ in range(3):
            helpers = below(server.process.pid)
            assert helpers
            others = [command(pid) for pid in helpers if "kgraph.keeper" not in command(pid)]
            assert [each for each in others if each] == [], "no helpers but those that are killed here"
            for pid in helpers:
                _kill(pid)
            assert ask(server).status_code == 200
        assert requests.get(server.url + "api/columns", timeout=60).status_code == 200
        assert requests.get(server.url + "api/claims", timeout=60).status_code == 200
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # a fork ends with the keeper
        os.kill(pid, signal.SIGKILL)


def test_a_fork_killed_at_work(store: Path) -> None:
    """The keeper goes on, with the graph that it holds."""
    with serving(store) as server:
        assert ask(server).status_code == 200
        keeper, *_ = below(server.process.pid)
        answers: list[requests.Response] = []
        thread = background(answers, server.url + "sparql", query=ENDLESS)
        time.sleep(1.5)
        for pid in below(keeper):
            _kill(pid)
        thread.join()
        assert answers[0].status_code == 503
        assert "killed from outside" in answers[0].text
        assert ask(server).status_code == 200
        assert below(server.process.pid)[0] == keeper


def test_a_worker_killed_at_work(store: Path) -> None:
    """That says nothing about the query, and is not told as if it did."""
    with serving(store) as server:
        answers: list[requests.Response] = []
        thread = background(answers, server.url + "sparql", query=ENDLESS)
        time.sleep(1.5)
        for pid in below(server.process.pid):
            _kill(pid)
        thread.join()
        assert answers[0].status_code == 503
        assert "killed from outside" in answers[0].text
        assert ask(server).status_code == 200


def forget(store: Path) -> None:
    """Have the next server work out anew what the page shows."""
    shutil.rmtree(store / "explorer", ignore_errors=True)


def test_the_packer_killed_at_work(store: Path) -> None:
    forget(store)
    with serving(store) as server:
        answers: list[requests.Response] = []
        thread = background(answers, server.url + "api/columns")
        os.kill(helper(server, "_pack"), signal.SIGKILL)
        thread.join()
        assert answers[0].status_code == 503
        assert "Ask again" in answers[0].json()["error"]
        again = requests.get(server.url + "api/columns", timeout=60)
        assert len(again.json()["articles"]) == 2


def test_nothing_outlives_a_server_that_is_killed(store: Path) -> None:
    forget(store)
    try:
        with serving(store) as server:
            answers: list[requests.Response] = []
            thread = threading.Thread(target=_ignore, args=(server.url + "api/columns", answers))
            thread.start()
            helper(server, "_pack")
            assert ask(server).status_code == 200
            started = below(server.process.pid)
            assert len(started) >= 2, "the keeper, one that it forked, and for a moment the packer"
            server.process.kill()
            deadline = time.monotonic() + 10
            while any(command(pid) for pid in started):
                assert time.monotonic() < deadline, [command(pid) for pid in started]
                time.sleep(0.05)
            thread.join()
    except AssertionError:
        assert server.process.returncode == -signal.SIGKILL
        assert not any(command(pid) for pid in started)


def _ignore(url: str, answers: list[requests.Response]) -> None:
    try:
        answers.append(requests.get(url, timeout=40))
    except requests.ConnectionError:
        return
