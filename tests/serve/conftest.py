"""A real server on loopback, over a store built from articles written here."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.shared_corpora import ROOT

ARTICLES = {
    "ice.md": """# Why ice floats

Water is densest near four degrees.[1] Ice is about nine percent less dense than liquid water.[1][2]
Lakes therefore freeze from the top. Fish survive below.[3]

## References

[1] https://example.org/water
[2] https://example.com/ice
""",
    "lakes.md": """# Lakes in winter

Snow insulates the ice of a lake.[1] A dark lake warms first.

## References

[1] https://example.com/ice
[2] https://example.net/unused
""",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, its process, the store it serves."""

    url: str
    process: subprocess.Popen[str]
    store: Path

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def kgraph(*arguments: str, cwd: Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a command of kgraph to its end."""
    command = [sys.executable, "-m", "kgraph", *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env=environment(), timeout=timeout, check=False
    )


@contextmanager
def serving(store: Path, *options: str, before: str = "pass") -> Iterator[Server]:
    """A server over `store`, stopped at the end; it must end well and leave no child behind.

    `before` is Python that its process runs first.
    """
    start = f"import sys; {before}; from kgraph.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--store", str(store), *options]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment(), cwd=store.parent
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+/(?= )", line)
        assert found, line + process.stderr.read()
        yield Server(found[0], process, store)
        started = below(process.pid)
        process.terminate()
        assert process.wait(timeout=15) == 0, process.stderr.read()
        assert [pid for pid in started if lives(pid)] == []
    finally:
        process.kill()
        process.wait()


def below(pid: int) -> list[int]:
    """The processes below `pid`: its children, and theirs."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found - {pid})


def lives(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text)
    run = kgraph("build", *ARTICLES, "--store", "kg", "--base", "https://kg.example/", cwd=folder)
    assert run.returncode == 0, run.stderr
    return folder / "kg"


@pytest.fixture(scope="session")
def server(store: Path) -> Iterator[Server]:
    with serving(store, "--timeout", "2", "--cors", "https://friend.example") as running:
        yield running
