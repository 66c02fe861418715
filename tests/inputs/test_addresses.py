"""Files at addresses, in and out: `memory://` in this process, and a real server on loopback."""

import bz2
import http.server
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph import addresses
from kgraph.cli import run
from kgraph.errors import OutputError
from kgraph.outfile import replacing
from tests.inputs import made, made_dumps

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A file server as anybody starts one: it gives files from front to back. Its address, and its folder."""
    folder = tmp_path / "served"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}", folder
        httpd.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        """As any server, and front to back; `/cut/` promises more than it gives, `/parts/` gives parts."""
        kind, _, name = self.path.lstrip("/").partition("?")[0].partition("/")
        if kind not in ("cut", "parts"):
            super().do_GET()
            return
        data = Path(self.directory, name).read_bytes()
        first, last, code = 0, len(data) - 1, 200
        if kind == "parts" and (asked := self.headers.get("Range")):
            start, _, end = asked.removeprefix("bytes=").partition("-")
            first, last, code = int(start), min(int(end or last), last), 206
        self.send_response(code)
        self.send_header("Content-Length", str(last + 1 - first))
        if kind == "parts":
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.end_headers()
        self.wfile.write(data[first : last + 1] if kind == "parts" else data[: len(data) // 2])

    def do_HEAD(self) -> None:
        kind, _, name = self.path.lstrip("/").partition("?")[0].partition("/")
        if kind != "parts":
            super().do_HEAD()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(Path(self.directory, name).stat().st_size))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()


def _built(tmp_path: Path, *named: str, **options: Any) -> kgraph.Graph:
    return kgraph.build(named, store=tmp_path / "store", workers=1, **options)


def _changes(graph: kgraph.Graph) -> tuple[int, int, int, list[str]]:
    summary = graph.summary
    assert summary is not None
    return summary.new, summary.changed, summary.unchanged, summary.removed


def _articles(graph: kgraph.Graph) -> list[str]:
    return sorted(row[0] for row in graph.query("coverage-by-article"))


def test_a_folder(tmp_path: Path, memory: Any) -> None:
    """Read as a folder of the disk is, with what lies beside its articles; nothing again that is as it was."""
    for name, data in {
        "posts/a.md": made.ARTICLE, "posts/deep/keyed.md": made.KEYED, "posts/_quarto.yml": b"bibliography: works.bib\n",
        "posts/works.bib": made.BIBLIOGRAPHY, "posts/.hidden.md": made.ARTICLE, "posts/node_modules/x.md": made.ARTICLE, "posts/b.png": b"x",
        "posts/big.md": b"a " * 5_000_000, "posts/chat.json": b"{}",
    }.items():  # fmt: skip
        memory.pipe(f"/{name}", data)
    graph = _built(tmp_path, "memory://posts")
    assert _articles(graph) == ["memory://posts/a.md", "memory://posts/deep/keyed.md"]
    assert _changes(graph) == (2, 0, 0, [])
    assert graph.summary is not None
    assert [s.path for s in graph.summary.skipped] == ["memory://posts/big.md"]
    assert graph.summary.passed.told() == "1 .png; node_modules passed over"
    assert "10.1000/elms" in str(graph.query("sources-of-claim", claim="Elms"))

    memory.pipe("/posts/a.md", made.ARTICLE + b"\nAnother one.\n")
    memory.rm("/posts/deep/keyed.md")
    assert _changes(_built(tmp_path, "memory://posts")) == (0, 1, 0, ["memory://posts/deep/keyed.md"])
    memory.pipe("/posts/b.md", made.ARTICLE)
    graph = _built(tmp_path, "memory://posts", exclude=["a.md"])
    assert _changes(graph) == (1, 0, 0, ["memory://posts/a.md"])


def test_nothing_changed_costs_a_listing(
    tmp_path: Path, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe("/posts/a.md", made.ARTICLE)
    _built(tmp_path, "memory://posts")
    monkeypatch.setattr(type(memory), "cat_file", None)  # reading would fail
    assert _changes(_built(tmp_path, "memory://posts")) == (0, 0, 1, [])


def test_an_article_alone(tmp_path: Path, memory: Any) -> None:
    memory.pipe("/posts/a.md", made.ARTICLE)
    assert _articles(_built(tmp_path, "memory://posts/a.md", "memory://posts/a.md")) == [
        "memory://posts/a.md"
    ]
    assert _changes(_built(tmp_path, "memory://posts/a.md")) == (0, 0, 1, [])
    assert _changes(_built(tmp_path, "memory://posts", "memory://posts/")) == (0, 0, 1, [])


@pytest.mark.parametrize(
    "name", ["posts.tar.gz", "posts.tar.zst", "posts.zip", "rows.jsonl.gz", "rows.parquet", "dump.xml.bz2"]
)
def test_archives_say_the_same_as_on_disk(
    tmp_path: Path, memory: Any, server: tuple[str, Path], name: str
) -> None:
    address, folder = server
    _archive(folder / name)
    memory.pipe(f"/b/{name}", (folder / name).read_bytes())
    here = _extracted(tmp_path, str(folder / name)).replace(str(folder), "")
    assert here.count("\n") == 2
    assert _extracted(tmp_path, f"memory://b/{name}").replace("memory://b", "") == here
    assert _extracted(tmp_path, f"{address}/parts/{name}?key=secret").replace(f"{address}/parts", "") == here
    if not name.endswith((".zip", ".parquet")):
        assert _extracted(tmp_path, f"{address}/{name}").replace(address, "") == here


def _archive(path: Path) -> None:
    rows = [{"text": made.ARTICLE.decode()}, {"text": made.KEYED.decode()}]
    members = {"a.md": made.ARTICLE, "deep/keyed.md": made.KEYED}
    makers: dict[str, Callable[[Path], object]] = {
        ".tar.gz": lambda p: made.tar(p, members, "w:gz"),
        ".tar.zst": lambda p: _packed(p, made.tar(p.with_suffix(".plain"), members).read_bytes(), "zstd"),
        ".xml.bz2": lambda p: p.write_bytes(bz2.compress(made_dumps.whole(made_dumps.PAGES[:2]))),
        ".zip": lambda p: made.zipped(p, members),
        ".jsonl.gz": lambda p: _packed(p, "".join(json.dumps(row) + "\n" for row in rows).encode(), "gzip"),
        ".parquet": lambda p: _table(p, rows),
    }
    next(make for suffix, make in makers.items() if path.name.endswith(suffix))(path)


def _packed(path: Path, data: bytes, by: str) -> None:
    import pyarrow

    with pyarrow.CompressedOutputStream(str(path), by) as out:
        out.write(data)


def _table(path: Path, rows: list[dict[str, str]]) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), str(path))


def _extracted(tmp_path: Path, *arguments: str) -> str:
    out = tmp_path / "out.jsonl"
    assert run(["extract", *arguments, "-o", str(out), "--workers", "1"]) == 0
    return out.read_text()


def test_what_a_server_does_not_give(tmp_path: Path, server: tuple[str, Path], capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    address, folder = server
    made.tar(folder / "long.tar", {f"{n}.md": made.ARTICLE for n in range(1_600)})
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("large.png", bytes(7_000_000))
    for name, code, said in (
        ("none.tar.gz", 3, "cannot be read"),
        ("a.zip", 3, "its list of members stands at its end, and the server gives no parts of it. Pack it as .tar.gz or .jsonl.gz, or fetch it first."),
        ("cut/long.tar", 1, "broken or cut short behind"),
    ):  # fmt: skip
        assert (
            run(["extract", f"{address}/{name}", "-o", str(tmp_path / "out.jsonl"), "--workers", "1"]) == code
        )
        assert said in capsys.readouterr().err
    assert (tmp_path / "out.jsonl").read_text().count("\n") > 100


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("memory://nothing", "cannot be looked at (/nothing)"),
        ("nosuch://bucket/posts", "Protocol not known: nosuch"),
        ("zip://a.md::memory://b.zip", "an address within another one is not followed"),
        ("file:///etc", "is named by its path"),
    ],
)
def test_what_names_nothing(name: str, said: str, capsys: pytest.CaptureFixture[str], memory: Any) -> None:
    assert run(["extract", name]) == 3
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_without_fsspec(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    assert run(["extract", "s3://bucket/posts"]) == 2
    assert "Install: pip install 'kgraph[fsspec]'." in capsys.readouterr().err


def test_output(tmp_path: Path, memory: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_bytes(made.ARTICLE)
    assert run(["extract", str(tmp_path / "a.md"), "-o", "memory://out/a.parquet"]) == 0
    assert memory.cat("/out/a.parquet")[:4] == b"PAR1"
    store = str(tmp_path / "store")
    assert run(["build", str(tmp_path / "a.md"), "--store", store, "--report", "memory://out/bad.jsonl"]) == 0
    assert run(["export", "memory://out/graph.nq", "--store", store]) == 0
    assert run(["export", str(tmp_path / "graph.nq"), "--store", store]) == 0
    assert memory.cat("/out/graph.nq") == (tmp_path / "graph.nq").read_bytes()
    assert memory.cat("/out/bad.jsonl") == b""
    assert run(["export", "memory://out/tables/", "--store", store]) == 0
    assert memory.cat("/out/tables/claims.parquet")[:4] == b"PAR1"
    capsys.readouterr()
    assert run(["extract", str(tmp_path / "a.md"), "-o", "http://127.0.0.1:1/a.nq"]) == 3
    assert capsys.readouterr().err.startswith("kgraph: http://127.0.0.1:1/a.nq: cannot be written (")


def test_output_is_whole_or_as_it_was(memory: Any) -> None:
    memory.pipe("/out/a.nq", b"before")
    with pytest.raises(TypeError), replacing("memory://out/a.nq") as file:  # noqa: PT012 - half of it is written
        file.write(b"half")
        file.write("no bytes")  # type: ignore[call-overload]
    assert memory.cat("/out/a.nq") == b"before"
    with pytest.raises(OutputError, match="cannot be written"), replacing("nosuch://out/a.nq"):
        pass
    with pytest.raises(KeyError), replacing("memory://out/new.nq") as file:
        raise KeyError
    assert not memory.exists("/out/new.nq")


def test_names_that_articles_give_are_no_addresses(tmp_path: Path, server: tuple[str, Path]) -> None:
    address, folder = server
    (folder / "works.bib").write_bytes(made.BIBLIOGRAPHY)
    (tmp_path / "a.md").write_bytes(f"---\nbibliography: {address}/works.bib\n---\n".encode() + made.KEYED)
    (tmp_path / "_quarto.yml").write_text(f"bibliography: {address}/works.bib\n")
    assert run(["extract", str(tmp_path / "a.md"), "-o", str(tmp_path / "out.jsonl"), "--workers", "1"]) == 1
    assert "10.1000/elms" not in (tmp_path / "out.jsonl").read_text()


def test_a_file_from_front_to_back(server: tuple[str, Path], memory: Any) -> None:
    address, folder = server
    (folder / "a.bin").write_bytes(bytes(range(256)) * 4000)
    memory.pipe("/b/a.bin", bytes(range(256)) * 4000)
    for place in (f"{address}/a.bin", "memory://b/a.bin"):
        with addresses.opened(place) as file:
            assert file.read(3) == b"\0\1\2"
            assert (file.seek(600_003), file.read(1), file.tell()) == (600_003, b"\xc3", 600_004)
            with pytest.raises(OSError, match="front to back"):
                file.seek(1)


def test_parts_of_a_file(server: tuple[str, Path]) -> None:
    address, folder = server
    (folder / "a.tar").write_bytes(bytes(range(256)) * 4000)
    with addresses.opened(f"{address}/parts/a.tar", parts=True) as file:
        assert file.seekable()
        assert file.seek(-2, io.SEEK_END) == 1_023_998
        assert file.read() == b"\xfe\xff"
        assert file.seek(1) == 1
        assert file.read(3) == b"\1\2\3"
