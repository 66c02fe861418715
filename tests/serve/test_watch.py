"""`kgraph serve --watch`: changed articles are read again, bad ones are named once, and nothing is left behind."""

import signal
import time
from pathlib import Path

import pytest
import requests

import kgraph as library
from kgraph.errors import KgraphError
from kgraph.jobs import watch as watching
from kgraph.jobs.summary import Summary
from tests.serve.conftest import ARTICLES, Server, below, lives, serving


def until(server: Server, articles: int, within_s: float = 60.0) -> None:
    """Wait until the server has so many."""
    deadline = time.monotonic() + within_s
    while True:
        reply = requests.get(server.url + "api/articles", timeout=30)
        if reply.status_code == 200 and len(reply.json()["articles"]) == articles:
            return
        assert time.monotonic() < deadline, reply.text
        time.sleep(0.2)


def test_what_changes_is_read_again(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "ice.md").write_text(ARTICLES["ice.md"])
    with serving(tmp_path / "kg", "--watch", "posts") as server:
        until(server, 1)
        (posts / "lakes.md").write_text(ARTICLES["lakes.md"])
        (posts / "bad.ipynb").write_text("[]")
        until(server, 2)
        status = requests.get(server.url + "api/status", timeout=10).json()
        assert (status["watching"], "bad.ipynb" in status["trouble"]) == (True, True)
        (posts / "ice.md").unlink()
        until(server, 1)
        posts.rename(tmp_path / "elsewhere")
        deadline = time.monotonic() + 60
        while "posts: not found" not in requests.get(server.url + "api/status", timeout=10).json()["trouble"]:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    assert server.process.stderr is not None
    said = server.process.stderr.read().splitlines()
    assert said[0] == "read again: 1 new"
    assert said.count("read again: 1 gone") == 1
    assert said.count("posts: not found. Check the path") == 1
    known = ("read again: ", "posts/bad.ipynb:1:1: no notebook", "posts: not found")
    assert all(line.startswith(known) for line in said)


def test_a_file_that_cannot_be_read_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.ipynb").write_text("[]")
    Path("ice.md").write_text(ARTICLES["ice.md"])
    watch = watching.Watch(["."], Path("kg"))
    assert isinstance(watch.turn(), Summary)
    assert watch.turn() is None
    Path("bad.ipynb").write_text("{}")
    assert isinstance(watch.turn(), Summary)
    assert watch.turn() is None
    library.build(["ice.md"], store="kg", base="https://other.example/", workers=1)
    assert watch.turn() is None, "what another build has read is not read again"


def test_a_folder_that_goes_away_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    watch = watching.Watch(["posts"], Path("kg"))
    summary = watch.turn()
    assert summary is not None
    assert [skip.path for skip in summary.skipped] == ["posts"]
    assert not Path("kg").exists()
    Path("posts").mkdir()
    Path("posts/ice.md").write_text(ARTICLES["ice.md"])
    assert watch.turn() is not None
    Path("posts").rename("elsewhere")
    summary = watch.turn()
    assert summary is not None
    assert ([skip.path for skip in summary.skipped], summary.articles) == (["posts"], 1)
    assert watch.turn() is None
    Path("elsewhere").rename("posts")
    summary = watch.turn()
    assert summary is not None, "that it is back ends the trouble"
    assert (summary.skipped, summary.articles) == ([], 1)
    assert watch.turn() is None


def test_an_error_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kg").mkdir()
    (tmp_path / "kg" / "mine.txt").write_text("no store")
    (tmp_path / "ice.md").write_text(ARTICLES["ice.md"])
    told: list[Summary | KgraphError] = []
    turns = iter([None, None])
    monkeypatch.setattr("time.sleep", lambda _: next(turns))
    with pytest.raises(StopIteration):
        watching.watch([str(tmp_path / "ice.md")], tmp_path / "kg", told.append)
    assert [type(each).__name__ for each in told] == ["StoreError"]


def test_nothing_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "ice.md").write_text(ARTICLES["ice.md"])
    try:
        with serving(tmp_path / "kg", "--watch", "ice.md") as server:
            started = below(server.process.pid)
            assert started
            server.process.kill()
            deadline = time.monotonic() + 15
            while any(lives(pid) for pid in started):
                assert time.monotonic() < deadline
                time.sleep(0.05)
    except AssertionError:
        assert server.process.returncode == -signal.SIGKILL
        assert not any(lives(pid) for pid in started)
