"""What no memory is left for: one article, wherever it strikes."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

import kgraph
from kgraph.jobs.build import build
from kgraph.store import Reader, Writer
from tests.engine.odd_articles import write
from tests.shared_corpora import ROOT

_LIST = "".join(f"[{i}] https://example.org/{i}\n" for i in range(1, 61))


def test_ranges_by_the_hundred_thousand(tmp_path: Path) -> None:
    """Four gigabytes for everything: one hostile article costs at most itself."""
    write(tmp_path / "posts", "anna", "mara", "zoe")
    (tmp_path / "posts/bomb.md").write_text("[1-60]" * 200_000 + "\n\n## References\n\n" + _LIST)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, 4_000_000_000))

    done = subprocess.run(
        [sys.executable, "-m", "kgraph", "build", "posts"], cwd=tmp_path, capture_output=True, text=True, timeout=300,
        check=False, preexec_fn=limit,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    articles = {row.article for row in kgraph.open_graph(tmp_path / ".kgraph").query("coverage-by-article")}
    assert articles >= {"posts/anna.md", "posts/mara.md", "posts/zoe.md"}


_RECEIVE = """
import os, resource, threading
from kgraph.engine._frames import Frames, send
take, give = os.pipe()
os.set_blocking(take, False)
large = bytes(60_000_000)
def talk():
    send(give, "large", large)
    send(give, "small", b"abc")
    os.close(give)
threading.Thread(target=talk).start()
with open("/proc/self/statm") as file:
    now = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + SPARE,) * 2)
frames, found = Frames(take), []
while not frames.ended:
    found += frames.read()
print([(value, data if data is None else len(data)) for value, data in found])
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc here")
def test_a_payload_for_which_there_is_no_memory(tmp_path: Path) -> None:
    """It is thrown away as it comes, and what follows it is understood."""
    for spare, found in (
        (100, "[('large', 60000000), ('small', 3)]"),
        (30, "[('large', None), ('small', 3)]"),
    ):
        code = _RECEIVE.replace("SPARE", f"{spare}_000_000")
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stdout.strip() == found, (spare, done)


def _starved(*_: object) -> None:
    raise MemoryError


def test_a_store_that_runs_out_of_memory_holds_what_it_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kgraph.store import _merged

    def fails(writer: Writer, path: str) -> None:
        with monkeypatch.context() as without:
            without.setattr(_merged, "remove", _starved)
            with pytest.raises(MemoryError):
                writer.replace(path, f"https://example.org/{path[0]}", "2", "", b"")

    quad = "<https://example.org/s> <https://example.org/p> <https://example.org/o> <https://example.org/a> ."
    other = quad.replace("/a>", "/b>")
    with Writer(tmp_path) as writer:
        writer.replace("a.md", "https://example.org/a", "1", "", quad.encode())
        fails(writer, "a.md")
        writer.replace("b.md", "https://example.org/b", "1", "", other.encode())
        writer.commit()
        fails(writer, "b.md")
        writer.replace_graph("https://example.org/c", [quad.replace("/a>", "/c>")])
        writer.commit()
        assert {path: row["sha256"] for path, row in writer.manifest.articles.items()} == {"a.md": "1", "b.md": "1"}  # fmt: skip
    with Reader(tmp_path) as reader:
        assert list(reader.quads()) == [quad, other, quad.replace("/a>", "/c>")]


def test_a_build_goes_on_where_the_store_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "posts", "anna", "mara", "zoe")
    whole = Writer.replace

    def replace(self: Writer, path: str, *rest: object, **more: object) -> None:
        if path.endswith("mara.md"):
            raise MemoryError
        whole(self, path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "replace", replace)
    summary = build([str(tmp_path / "posts")], tmp_path / "kg")
    assert (summary.new, len(summary.skipped), summary.articles) == (2, 1, 2)
    assert "more than there is memory for" in summary.skipped[0].reason


def test_large_buffers_are_loaded_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kgraph.store import oxigraph

    monkeypatch.setattr(oxigraph, "_BUFFER_BYTES", 1000)
    lines = [f"<https://example.org/{i:05}> <https://example.org/p> \"{i}\" <https://example.org/a> ." for i in range(2000)]  # fmt: skip
    with Writer(tmp_path) as writer:
        writer.replace("a.md", "https://example.org/a", "1", "", "\n".join(lines).encode())
        writer.commit()
    with Reader(tmp_path) as reader:
        assert list(reader.quads()) == lines


def test_no_memory_at_all_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kgraph import cli

    def starve(options: object) -> int:
        raise MemoryError

    monkeypatch.setattr(cli._info, "run", starve)
    monkeypatch.setattr(cli, "_discard_output", lambda: None)
    assert cli.run(["info"]) == 3
    assert capsys.readouterr().err.count("\n") == 1
