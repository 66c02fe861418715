"""Archives and tables: what is read of them, and what bad ones cost."""

import gzip
import io
import json
import os
import random
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from kgraph.archives import ARCHIVES, Columns, Member, _stream, archive_of
from kgraph.archives._member import place
from kgraph.infile import Unfit
from tests.inputs import made

BAD_NAMES = {
    "../up.md": "leads out", "/etc/abs.md": "place on a disk", "/abs.md": "place on a disk", "C:\\drive.md": "place on a disk",
    "nu\0.md": "NUL", "crc.md": "CRC", "enc.md": "encrypted", "link.md": "a link", "hard.md": "a link", "dev.md": "no regular file",
    "fifo.md": "no regular file", "big.md": "too large", "bz.md": "method 12",
}  # fmt: skip


def _members(
    path: Path, wanted: Callable[[str], int] = lambda p: 1024 * 1024, columns: Columns | None = None
) -> list[Member]:
    kind = archive_of(path.name)
    assert kind
    return list(kind.opened(columns or Columns())(str(path), wanted))


def _zst(path: Path, data: bytes) -> Path:
    with pyarrow.CompressedOutputStream(pyarrow.OSFile(str(path), "wb"), "zstd") as out:
        out.write(data)
    return path


@pytest.mark.parametrize("make", [made.hostile_zip, made.hostile_tar])
def test_hostile_members_cost_themselves(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / ("a.zip" if make is made.hostile_zip else "a.tar.gz"))
    found = _members(path, lambda p: 1024 * 1024 if p.endswith(".md") else 0)
    unfit = {m.path: m.unfit for m in found if m.unfit}
    assert {n for n in BAD_NAMES if n in unfit} == set(unfit)
    assert len(unfit) >= 7
    assert [n for n, why in unfit.items() if BAD_NAMES[n] not in why] == []
    read = [m.path for m in found if m.data == made.ARTICLE and not m.path.startswith(".")]
    assert read == ["good.md", "sub/dup.md", "sub/dup.md"], "whoever reads them knows what came before"
    assert Member("x.pdf") in found


def test_names() -> None:
    for name, path in (("a.md", "a.md"), ("./a//b.md", "a/b.md"), ("a/../b.md", ""), ("..", ""), ("", ""), ("./", ""), ("\\\\host\\x", ""), ("x" * 4001, "")):  # fmt: skip
        found, unfit = place(name)
        assert (found if not unfit else "") == path, name


def test_names_of_dos(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        info = zipfile.ZipInfo("posts\\a.md")
        info.create_system = 0
        archive.writestr(info, made.ARTICLE)
    assert [m.path for m in _members(tmp_path / "a.zip")] == ["posts/a.md"]


def test_all_kinds_say_the_same(tmp_path: Path) -> None:
    files = {"posts/a.md": made.ARTICLE, "posts/b.md": made.KEYED, "refs.bib": made.BIBLIOGRAPHY}
    plain = made.tar(tmp_path / "a.tar", files).read_bytes()
    made.zipped(tmp_path / "a.zip", files)
    (tmp_path / "a.tgz").write_bytes(gzip.compress(plain[:3000]) + gzip.compress(plain[3000:]) + b"\0" * 100)
    _zst(tmp_path / "a.tar.zst", plain)
    for name in ("a.tar", "a.zip", "a.tgz", "a.tar.zst"):
        assert {m.path: m.data for m in _members(tmp_path / name)} == files, name
    rows = [{"text": data.decode(), "id": path} for path, data in files.items()]
    text = "\n".join(map(json.dumps, rows)).encode()
    (tmp_path / "a.jsonl").write_bytes(text)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text))
    _zst(tmp_path / "a.ndjson.zst", text)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=2)
    for name in ("a.jsonl", "a.jsonl.gz", "a.ndjson.zst", "a.parquet"):
        named = _members(tmp_path / name, columns=Columns(name="id"))
        assert {m.path: m.data for m in named} == files, name
        assert [m.path for m in _members(tmp_path / name)] == ["row-1", "row-2", "row-3"]
    assert {archive_of(p.name) for p in tmp_path.iterdir()} == {a for a in ARCHIVES if a.name != "jsonl+zstd" and not a.format} | {archive_of("a.ndjson.zst")}  # fmt: skip


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.zst", "a.jsonl.gz", "a.parquet"])
@pytest.mark.parametrize("data", [b"", b"no archive", b"\0" * 100, bytes(range(256)) * 8])
def test_what_is_no_archive(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    if name == "a.jsonl.gz" and not data.strip(b"\0"):
        assert _members(tmp_path / name) == []
        return
    with pytest.raises(Unfit):
        _members(tmp_path / name)


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tar.zst", "jsonl.gz"])
def test_a_cut_end_costs_what_lies_behind(tmp_path: Path, suffix: str) -> None:
    rng = random.Random(1)
    noise = {f"{i}.md": rng.randbytes(40_000).hex().encode() for i in range(12)}
    plain = made.tar(tmp_path / "whole.tar", noise).read_bytes()
    if suffix == "jsonl.gz":
        plain = b"\n".join(json.dumps({"text": d.decode()}).encode() for d in noise.values())
    if suffix == "tar.zst":
        data = _zst(tmp_path / "whole.zst", plain).read_bytes()
    else:
        data = gzip.compress(plain) if suffix.endswith("gz") else plain
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data[: len(data) * 2 // 3])
    kind = archive_of(path.name)
    assert kind
    read: list[bytes | None] = []
    with pytest.raises(Unfit, match="cut short"):
        read.extend(m.data for m in kind.opened(Columns())(str(path), lambda p: 1024 * 1024))
    # `extend` keeps what came before the error.
    assert 4 <= len(read) < 12
    assert read == list(noise.values())[: len(read)]


@pytest.mark.parametrize("keep", [512, 1024, 1536, 2048])
def test_a_tar_cut_between_members_says_so(tmp_path: Path, keep: int) -> None:
    data = made.tar(tmp_path / "b.tar", {"a.md": made.ARTICLE, "b.md": made.ARTICLE}).read_bytes()
    (tmp_path / "a.tar").write_bytes(data[:keep])
    with pytest.raises(Unfit, match="cut short"):
        _members(tmp_path / "a.tar")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bombs go off at 8 MiB instead of 256, which takes as long to test."""
    monkeypatch.setattr(_stream, "_FREE_BYTES", 8 * 1024 * 1024)


def test_bombs(tmp_path: Path, small: None) -> None:
    """64 MiB of zeros: they are not held, nor read to their end."""
    head = tarfile.TarInfo("x.bin")
    head.size = 64 * 1024 * 1024
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(head.tobuf() + b"\0" * head.size))
    tracemalloc.start()
    with pytest.raises(Unfit, match="grows more than 250 times"):
        _members(tmp_path / "a.tar.gz")
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


def test_many_members_of_the_same_bytes(tmp_path: Path, small: None) -> None:
    """Directory entries that all point to one member, as in a ZIP bomb that overlaps."""
    made.zipped(tmp_path / "one.zip", {"x.md": b"a" * 1_000_000})
    data = (tmp_path / "one.zip").read_bytes()
    at = data.find(b"PK\1\2")
    entry, end = data[at : data.find(b"PK\5\6")], data[data.find(b"PK\5\6") :]
    many = 2_000
    tail = bytearray(end)
    tail[8:12] = many.to_bytes(2, "little") * 2
    tail[12:16] = (many * len(entry)).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data[:at] + entry * many + bytes(tail))
    kind = archive_of("a.zip")
    assert kind
    read: list[Member] = []
    with pytest.raises(Unfit, match="grows more than"):
        read.extend(kind.opened(Columns())(str(tmp_path / "a.zip"), lambda p: 8_388_608))
    assert len(read) < 60


def test_long_headers_are_not_held(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("p.md")
        info.pax_headers = {"comment": "x" * 2_000_000}
        archive.addfile(info, io.BytesIO())
    with pytest.raises(Unfit, match="longer than 1,048,576"):
        _members(tmp_path / "a.tar")


def test_a_long_list_of_members_is_not_held(tmp_path: Path) -> None:
    made.zipped(tmp_path / "a.zip", {"a.md": made.ARTICLE})
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.rfind(b"PK\5\6")
    data[at + 12 : at + 16] = (100 * 1024 * 1024).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(Unfit, match="list of members is too long"):
        _members(tmp_path / "a.zip")


def test_bad_rows_cost_themselves(tmp_path: Path) -> None:
    rows = ['{"id": 1, "text": "A."}', "", "no json", "[1]", '{"id": 2, "text": 5}', '{"id": "../q", "text": "A."}', "[" * 100_000, '{"id": null, "text": "A."}', '{"text": "\\ud800"}']  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    found = _members(tmp_path / "a.jsonl", columns=Columns(name="id"))
    assert [(m.path, bool(m.unfit)) for m in found] == [
        ("1", False), ("row-3", True), ("row-4", True), ("2", True), ("../q", True), ("row-7", True), ("row-8", True), ("row-9", True),
    ]  # fmt: skip
    assert _members(tmp_path / "a.jsonl")[-1].data == b"?"
    with pytest.raises(Unfit, match=r"no column 'body' \(it has: id, text\)"):
        _members(tmp_path / "a.jsonl", columns=Columns(text="body"))


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.parquet", "a.jsonl"])
def test_damaged_ones_only_raise_what_they_may(tmp_path: Path, name: str) -> None:
    rng = random.Random(7)
    whole = {f"{i}.md": made.ARTICLE * rng.randint(1, 9) for i in range(20)}
    if name == "a.parquet":
        pyarrow.parquet.write_table(pyarrow.table({"text": [d.decode() for d in whole.values()]}), tmp_path / name)  # fmt: skip
    elif name == "a.jsonl":
        (tmp_path / name).write_text("\n".join(json.dumps({"text": d.decode()}) for d in whole.values()))
    else:
        (made.zipped if name == "a.zip" else lambda p, m: made.tar(p, m, "w:gz"))(tmp_path / name, whole)
    data = (tmp_path / name).read_bytes()
    for _ in range(60):
        damaged = bytearray(data[: rng.randrange(len(data))] if rng.random() < 0.3 else data)
        for _ in range(rng.randint(1, 4)):
            if damaged:
                damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        (tmp_path / name).write_bytes(damaged)
        try:
            _members(tmp_path / name)
        except (Unfit, OSError):
            continue


def test_members_take_no_memory(tmp_path: Path) -> None:
    """Three thousand members more, and no hundred kilobytes more."""
    peaks = []
    for many in (300, 3_300):
        path = made.tar(tmp_path / f"{many}.tar", {f"{i}.md": made.ARTICLE for i in range(many)})
        kind = archive_of(path.name)
        assert kind
        tracemalloc.start()
        for _ in kind.opened(Columns())(str(path), lambda p: 100_000):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        path.unlink()
    assert peaks[1] - peaks[0] < 100_000


def test_no_device_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.zip")
    with pytest.raises(Unfit, match="no regular file"):
        _members(tmp_path / "a.zip")
