"""Files keep the permissions of what they replace; new ones have those that the umask leaves."""

import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FILES = ("a.nq", "a.html", "a.svg", "a.png", "a.graphml", "a.csv", "a.parquet", "a.bib")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("umask", "expected"), [(0o077, 0o600), (0o002, 0o664)])
def test_new_files_honour_the_umask(
    kgraph: Run, article: Path, tmp_path: Path, umask: int, expected: int
) -> None:
    assert kgraph("build", "post.md", umask=umask).returncode == 0
    for name in (
        "current",
        "lock",
        "kgraph-store",
        "gen-000001.json",
    ):
        assert _mode(tmp_path / ".kgraph" / name) == expected, name
    assert _mode(tmp_path / ".kgraph") == 0o777 & ~umask
    for path in (tmp_path / ".kgraph/shards").glob("*/*"):
        assert _mode(path) == expected, path.name
    for name in FILES:
        assert kgraph("export", name, umask=umask).returncode == 0
        assert _mode(tmp_path / name) == expected, name
    assert kgraph("extract", "post.md", "-o", "a.jsonl", umask=umask).returncode == 0
    assert _mode(tmp_path / "a.jsonl") == expected


@pytest.mark.parametrize(
    ("mode", "umask"), [(0o640, 0o077), (0o600, 0o022), (0o664, 0o077), (0o755, 0o077), (0o400, 0o022)]
)
def test_what_is_replaced_lends_its_mode(
    kgraph: Run, article: Path, tmp_path: Path, mode: int, umask: int
) -> None:
    kgraph("build", "post.md")
    for name in ("a.nq", "a.jsonl", "a.svg"):
        (tmp_path / name).write_text("old")
        (tmp_path / name).chmod(mode)
    (tmp_path / ".kgraph/current").chmod(mode)
    article.write_text("Another fact stands here.\n")
    assert kgraph("build", "post.md", umask=umask).returncode == 0
    assert kgraph("export", "a.nq", umask=umask).returncode == 0
    assert kgraph("export", "a.svg", umask=umask).returncode == 0
    assert kgraph("extract", "post.md", "-o", "a.jsonl", umask=umask).returncode == 0
    for name in ("a.nq", "a.jsonl", "a.svg", ".kgraph/current"):
        assert _mode(tmp_path / name) == mode, name
        assert (tmp_path / name).read_bytes() != b"old"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(kgraph: Run, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    target.write_text("old")
    os.chown(target, 4321, 1234)
    target.chmod(0o640)
    kgraph("extract", "post.md", "-o", "a.jsonl")
    status = target.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (4321, 1234, 0o640)


def test_through_a_link(kgraph: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.jsonl").write_text("old")
    (tmp_path / "real/a.jsonl").chmod(0o640)
    (tmp_path / "a.jsonl").symlink_to("real/a.jsonl")
    (tmp_path / "new.jsonl").symlink_to("real/new.jsonl")
    for name in ("a.jsonl", "new.jsonl"):
        assert kgraph("extract", "post.md", "-o", name).returncode == 0
        assert (tmp_path / name).is_symlink()
        assert b"Tides" in (tmp_path / "real" / name).read_bytes()
    assert _mode(tmp_path / "real/a.jsonl") == 0o640


@pytest.mark.parametrize("name", ["loop", "nowhere/a.nq", "post.md/a.nq", "folder", "n" * 256])
def test_places_that_take_no_file(kgraph: Run, article: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    done = kgraph("extract", "post.md", "--format", "nq", "-o", name)
    assert done.returncode == 3
    assert done.stderr.startswith(f"kgraph: {name}: cannot be written (")
    assert done.stderr.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before, "nothing is left behind"


def test_a_name_as_long_as_may_be(kgraph: Run, article: Path, tmp_path: Path) -> None:
    name = "n" * 249 + ".jsonl"
    assert kgraph("extract", "post.md", "-o", name).returncode == 0
    assert (tmp_path / name).stat().st_size > 100
