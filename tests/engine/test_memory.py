"""What no memory is left for: one article, wherever it strikes."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyarrow import parquet

import kgraph
from kgraph.jobs.build import build
from kgraph.store import File, Reader, Writer
from kgraph.tables import TABLES, Packed, compressed
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


def _file(path: str, sha256: str) -> File:
    return File(path, f"https://example.org/{path[0]}", sha256, "", "[]", None, None, None)


def _packed(*quads: str) -> Packed:
    return compressed({"claims": [[quads[0]], *([None] for _ in TABLES["claims"][1:])]}, "".join(f"{q}\n" for q in quads).encode())  # fmt: skip


class _Endless(list[object]):
    """A column for which there is no memory."""

    def __iter__(self) -> Iterator[object]:
        raise MemoryError


def test_a_store_that_runs_out_of_memory_holds_what_it_held(tmp_path: Path) -> None:
    def fails(writer: Writer, path: str) -> None:
        packed = _packed(quad)
        columns = [*packed.rows["claims"][:3], _Endless([1]), *packed.rows["claims"][4:]]
        with pytest.raises(MemoryError):
            writer.replace(_file(path, "2"), packed._replace(rows={"claims": columns}))

    quad = "<https://example.org/s> <https://example.org/p> <https://example.org/o> <https://example.org/a> ."
    other = quad.replace("/a>", "/b>")
    with Writer(tmp_path) as writer:
        fails(writer, "a.md")
        writer.replace(_file("a.md", "1"), _packed(quad))
        fails(writer, "a.md")
        writer.replace(_file("b.md", "1"), _packed(other))
        writer.commit()
        fails(writer, "b.md")
        writer.observe("https://example.org/c", _packed(quad.replace("/a>", "/c>")))
        writer.commit()
        assert set(writer.held) == {"a.md", "b.md"}
    with Reader(tmp_path) as reader:
        assert list(reader.quads()) == [quad, other, quad.replace("/a>", "/c>")]
        assert {path: reader.file(path) for path in reader.articles} == {
            "a.md": _file("a.md", "1"),
            "b.md": _file("b.md", "1"),
        }


def test_a_build_goes_on_where_the_store_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "posts", "anna", "mara", "zoe")
    whole = Writer.replace

    def replace(self: Writer, file: File, packed: Packed) -> None:
        if file.article.endswith("mara.md"):
            raise MemoryError
        whole(self, file, packed)

    monkeypatch.setattr(Writer, "replace", replace)
    summary = build([str(tmp_path / "posts")], tmp_path / "kg")
    assert (summary.new, len(summary.skipped), summary.articles) == (2, 1, 2)
    assert "more than there is memory for" in summary.skipped[0].reason


def test_what_waits_is_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kgraph.store import _shard

    monkeypatch.setattr(_shard, "BUFFER_BYTES", 1000)
    lines = [f'<https://example.org/{i:05}> <https://example.org/p> "{i}" <https://example.org/{i}> .' for i in range(200)]  # fmt: skip
    with Writer(tmp_path) as writer:
        for i, line in enumerate(lines):
            writer.replace(_file(f"{i}.md", "1"), _packed(line))
        writer.commit()
    with Reader(tmp_path) as reader:
        assert list(reader.quads()) == lines
        [(path, _)] = reader.tables()["graphs"]
        assert parquet.ParquetFile(path).num_row_groups > 5


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
