"""A forked kgraph says and does what a started one does: most other tests of commands are of forked ones."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kgraph.cli import COMMANDS
from tests import forked
from tests.cli.conftest import clean_environment, write_article

_ARTICLE = b"A fact stands here [1].\n\n[1] https://example.org/a\n"
_LINES = [
    ("", b""),
    ("--version", b""),
    ("--help", b""),
    ("nonsense", b""),
    ("extract post.md nowhere.md", b""),
    ("extract -", _ARTICLE),
    ("extract post.md -o post.parquet", b""),
    ("extract post.md --format nope", b""),
    ("build post.md nowhere.md", b""),
    ("build post.md other.md --workers 2", b""),
    ("build post.md other.md", b""),
    ("query sites-by-claims --format csv", b""),
    ("query - --format json", b"SELECT DISTINCT ?p WHERE { ?s ?p ?o } ORDER BY ?p"),
    ("query --sql - --format json", b"SELECT count(*) AS n FROM claims"),
    ("query nope", b""),
    ("impact example.org", b""),
    ("export - --format nq", b""),
    ("export graph.svg", b""),
    ("export graph.graphml", b""),
    ("export graph.html", b""),
    ("audit post.md", b""),
    ("author renumber other.md", b""),
    ("diff post.md other.md", b""),
    ("fetch http://127.0.0.1:9/page pages --allow-host 127.0.0.1:9 --rate 100", b""),
    ("enrich --offline", b""),
    ("push http://127.0.0.1:9/store", b""),
    ("serve --port nope", b""),
    ("upgrade", b""),
    ("info", b""),
]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two folders alike."""
    places = [tmp_path_factory.mktemp(name) / "place" for name in ("forked", "started")]
    for place in places:
        place.mkdir()
        write_article(place)
        (place / "other.md").write_bytes(_ARTICLE.replace(b"[1]", b"[3]"))
    return places


def test_every_command_is_as_a_started_one(twins: list[Path]) -> None:
    """What it answers, ends with and leaves in the folder, line after line."""
    assert {line.split()[0] for line, _ in _LINES if line} > {
        c.__name__.rpartition("._")[2] for c in COMMANDS
    }
    for line, given in _LINES:
        one, other = (
            run(line.split(), place, clean_environment(place), given)
            for run, place in zip((forked.run, forked.started), twins, strict=True)
        )
        assert _said(one) == _said(other), line
        assert _left(twins[0]) == _left(twins[1]), line


def _said(done: "subprocess.CompletedProcess[bytes]") -> tuple[int, bytes, bytes]:
    return done.returncode, done.stdout, done.stderr


def _left(place: Path) -> dict[str, bytes]:
    """Every file, and its bytes; but those of a store, which tells times: `export` tells what is in it."""
    files = (p for p in place.rglob("*") if p.is_file() and ".kgraph" not in p.parts)
    return {str(p.relative_to(place)): p.read_bytes() for p in files}


def _facts(run: Any, place: Path, *arguments: str, **more: Any) -> tuple[Any, dict[str, Any]]:
    here = clean_environment(place) | {"TZ": "Asia/Tokyo", "TMPDIR": str(place), "ONLY": "here"}
    done = run(arguments, place, here, module="tests.cli.process_facts", **more)
    found = json.loads(done.stdout)
    return (done.returncode, done.stderr.count(b"Traceback"), found["facts"], found["given"]), found


@pytest.mark.parametrize("argument", ["", "ä ö", "\udcff", "raises"])
def test_it_starts_as_a_started_one(tmp_path: Path, argument: str) -> None:
    """Variables, folder, descriptors, signals, limits, threads, streams: and a bug is told and ends with 1."""
    more = {"umask": 0o077, "given": "ü\n".encode()}
    one, found = _facts(forked.run, tmp_path, argument, **more)
    other, _ = _facts(forked.started, tmp_path, argument, **more)
    assert one == other
    assert one[0] == (1 if argument == "raises" else 7)
    again, found_again = _facts(forked.run, tmp_path, argument, **more)
    assert one == again
    assert found["chance"] != found_again["chance"], "no fork repeats what another one drew"


def test_variables_of_the_start_are_heeded(tmp_path: Path) -> None:
    """They make it a started one."""
    here = clean_environment(tmp_path) | {"PYTHONOPTIMIZE": "2"}
    done = forked.run([], tmp_path, here, module="tests.cli.process_facts")
    assert "optimize=2" in json.loads(done.stdout)["facts"]["flags"]


def test_much_is_given_and_said(tmp_path: Path) -> None:
    """More than a pipe holds, on every stream, whether it is read or not."""
    here, much = clean_environment(tmp_path), "x" * 1_000_000
    done = forked.run([], tmp_path, here, much.encode(), module="tests.cli.process_facts")
    assert json.loads(done.stdout)["given"] == much
    assert forked.run(["--version"], tmp_path, here, much.encode()).returncode == 0
    deep = "/".join(["x" * 200] * 10)
    done = forked.run(["extract", *(f"{deep}/{i}.md" for i in range(60))], tmp_path, here)
    assert (done.returncode, done.stdout) == (3, b"")
    assert len(done.stderr) > 1 << 16


def test_what_takes_too_long_is_killed(tmp_path: Path) -> None:
    here = clean_environment(tmp_path)
    with pytest.raises(subprocess.TimeoutExpired):
        forked.run(["sleeps"], tmp_path, here, module="tests.cli.process_facts", timeout=0.5)
    assert forked.run(["--version"], tmp_path, here).returncode == 0, "the next one runs"
