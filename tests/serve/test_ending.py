"""SIGINT and SIGTERM end it within a moment, whatever it is at; in order, and without a word."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import requests

from tests.serve.conftest import Server, below, lives, serving
from tests.serve.crowds import ENDLESS, LARGE, connections, sparql
from tests.serve.test_helpers_die import forget, helper

WITHIN_S = 2.5
"""A second or two; the rest is for other work on the machine."""


@contextmanager
def idle(server: Server) -> Iterator[None]:
    yield


@contextmanager
def queries(server: Server) -> Iterator[None]:
    """More than there are workers."""
    with connections(server, 30, sparql(server, ENDLESS)):
        time.sleep(1)
        yield


@contextmanager
def slow_readers(server: Server) -> Iterator[None]:
    with connections(server, 3, sparql(server, LARGE)) as held:
        for raw in held:
            assert raw.recv(12) == b"HTTP/1.1 200"
        yield


@contextmanager
def answers_being_written(server: Server) -> Iterator[None]:
    with connections(server, 4, sparql(server, LARGE, "application/xml")):
        time.sleep(1)
        yield


@contextmanager
def page_being_packed(server: Server) -> Iterator[None]:
    request = f"GET /api/columns HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    with connections(server, 5, request):
        helper(server, "_pack")
        yield


@contextmanager
def half_sent_requests(server: Server) -> Iterator[None]:
    with connections(server, 50, b"POST /sparql HTTP/1.1\r\nHost: "):
        yield


@contextmanager
def kept_alive(server: Server) -> Iterator[None]:
    with requests.Session() as session:
        session.get(server.url, timeout=10)
        yield


AT_WORK = [idle, queries, slow_readers, answers_being_written, page_being_packed, half_sent_requests, kept_alive]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("work", AT_WORK)
def test_it_ends(
    store: Path, work: Callable[[Server], AbstractContextManager[object]], number: signal.Signals
) -> None:
    if work is page_being_packed:
        forget(store)
    with serving(store, "--timeout", "60") as server, work(server):
        started = below(server.process.pid)
        server.process.send_signal(number)
        start = time.monotonic()
        assert server.process.wait(timeout=30) == 0
        assert time.monotonic() - start < WITHIN_S
        assert [pid for pid in started if lives(pid)] == []
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""


@pytest.mark.parametrize("pause_s", [0.0, 0.05, 0.3, 0.7])
@pytest.mark.parametrize("work", [queries, slow_readers])
def test_pressed_again_and_again(
    store: Path, work: Callable[[Server], AbstractContextManager[object]], pause_s: float
) -> None:
    with serving(store, "--timeout", "60") as server, work(server):
        start = time.monotonic()
        while server.process.poll() is None:
            assert time.monotonic() - start < WITHIN_S
            server.process.send_signal(signal.SIGINT)
            time.sleep(pause_s)
        assert server.process.returncode == 0
    assert server.process.stderr is not None
    assert server.process.stderr.read() == ""


def test_a_query_that_is_nearly_done_is_answered(store: Path) -> None:
    with serving(store) as server:
        answers: list[requests.Response] = []
        query = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f) }"}
        thread = threading.Thread(
            target=lambda: answers.append(requests.get(server.url + "sparql", params=query, timeout=30))
        )
        thread.start()
        time.sleep(0.1)
        server.process.send_signal(signal.SIGINT)
        thread.join()
        assert answers[0].status_code in (200, 503)
        assert server.process.wait(timeout=10) == 0
