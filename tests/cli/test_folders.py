"""Folders as file systems allow them: what cannot be looked at stays in the graph, and no depth or name stops a run."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from tests.cli.conftest import Run

ARTICLE = "A fact stands here [1].\n\n[1] https://example.org/one\n"


@pytest.fixture
def posts(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "posts"
    for name in ("a.md", "sub/b.md", "sub/deeper/c.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(ARTICLE)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False)  # else pytest cannot clear it away


def _articles(kgraph: Run) -> set[str]:
    rows = kgraph("query", "coverage-by-article", "--format", "csv").stdout.splitlines()[1:]
    return {row.partition(",")[0] for row in rows}


EVERYTHING = {"posts/a.md", "posts/sub/b.md", "posts/sub/deeper/c.md"}


@pytest.mark.parametrize("mode", [0o000, 0o100, 0o400])
def test_what_lies_in_an_unreadable_folder_stays(bound: Run, posts: Path, mode: int) -> None:
    assert bound("build", "posts").returncode == 0
    (posts / "sub").chmod(mode)
    for _ in range(2):
        done = bound("build", "posts")
        assert done.returncode == 1
        assert "removed" not in done.stdout
        assert "skipped posts/sub" in done.stderr
        assert "Permission denied" in done.stderr
        assert _articles(bound) == EVERYTHING
    (posts / "sub").chmod(0o755)
    (posts / "sub/b.md").unlink()
    done = bound("build", "posts")
    assert (done.returncode, done.stderr) == (0, "")
    assert _articles(bound) == EVERYTHING - {"posts/sub/b.md"}


def test_an_unreadable_root_or_article_stays(bound: Run, posts: Path) -> None:
    assert bound("build", "posts").returncode == 0
    (posts / "a.md").chmod(0)
    done = bound("build", "posts")
    assert done.returncode == 1
    assert "skipped posts/a.md: cannot be read (Permission denied)" in done.stderr
    posts.chmod(0)
    done = bound("build", "posts")
    assert done.returncode == 3
    assert "skipped posts: cannot be listed (Permission denied)." in done.stderr
    assert _articles(bound) == EVERYTHING


def test_a_folder_that_became_a_link_stays(kgraph: Run, posts: Path, tmp_path: Path) -> None:
    assert kgraph("build", "posts").returncode == 0
    shutil.move(posts / "sub", tmp_path / "elsewhere")
    (posts / "sub").symlink_to(tmp_path / "elsewhere")
    (posts / ".git").symlink_to(tmp_path / "elsewhere")  # nobody would look there anyway
    done = kgraph("build", "posts")
    assert done.returncode == 1
    assert done.stderr == "skipped posts/sub: a link to a folder is not followed.\n"
    assert _articles(kgraph) == EVERYTHING
    (posts / "sub").unlink()
    assert "2 removed" in kgraph("build", "posts").stdout
    assert _articles(kgraph) == {"posts/a.md"}


def test_a_folder_that_vanished_altogether_stays(kgraph: Run, posts: Path) -> None:
    assert kgraph("build", "posts").returncode == 0
    shutil.rmtree(posts)
    done = kgraph("build", "posts")
    assert done.returncode == 3
    assert done.stderr == "skipped posts: not found. Check the path.\n"
    assert _articles(kgraph) == EVERYTHING


def test_what_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what lay in a folder that was walked, whether named from here or from elsewhere."""
    from kgraph.jobs.articles import find
    from kgraph.jobs.chosen import Skipped

    for name in ("here/sub/x.md", "other/x.md", "third/x.md"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(ARTICLE)
    monkeypatch.chdir(tmp_path / "here")
    other, third = f"{tmp_path}/other/gone.md", f"{tmp_path}/third/gone.md"
    known = dict.fromkeys(["gone.md", "sub/x.md", "sub/gone.md", other, third], "")
    assert find(["."]).gone(known) == ["gone.md", "sub/gone.md"]
    assert find(["sub"]).gone(known) == ["sub/gone.md"]
    assert find(["sub/x.md"]).gone(known) == []
    assert find([".", f"{tmp_path}/other"]).gone(known) == ["gone.md", "sub/gone.md", other]
    assert find([str(tmp_path)]).gone(known) == ["gone.md", "sub/gone.md", other, third]
    found = find([str(tmp_path)])
    found.skipped.append(Skipped(str(tmp_path), "a folder in it was moved while it was walked"))
    assert found.gone(known) == [], "whatever it is called from here"
    assert find([".."]).gone(known) == ["gone.md", "sub/gone.md", other, third]


def _chain(folder: Path, depth: int) -> None:
    """`depth` folders one in the other, with an article in the first and in the last."""
    folder.mkdir()
    (folder / "top.md").write_text(ARTICLE)
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=descriptor)
        below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    with os.fdopen(os.open("bottom.md", os.O_WRONLY | os.O_CREAT, dir_fd=descriptor), "w") as file:
        file.write(ARTICLE)
    os.close(descriptor)


def _unchain(folder: Path) -> None:
    """Remove what `_chain` made; Python's own way to remove a folder does not go so deep."""
    descriptor, depth = os.open(folder, os.O_RDONLY), 0
    while "d" in os.listdir(descriptor):  # noqa: PTH208 - of a descriptor
        below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor, depth = below, depth + 1
    os.unlink("bottom.md", dir_fd=descriptor)
    for _ in range(depth):
        above = os.open("..", os.O_RDONLY, dir_fd=descriptor)
        os.rmdir("d", dir_fd=above)
        os.close(descriptor)
        descriptor = above
    os.close(descriptor)


@pytest.fixture
def deep() -> Iterator[Path]:
    """A place for chains, in memory where it can be: disks take milliseconds to remove each folder."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        yield Path(place)
        for chain in Path(place).iterdir():
            _unchain(chain)


@pytest.mark.parametrize("depth", [1_500, 20_000])
def test_deep_folders(kgraph: Run, deep: Path, depth: int) -> None:
    top = deep / "top"
    _chain(top, depth)
    done = kgraph("build", str(top))
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 new" in done.stdout
    assert "2 unchanged" in kgraph("build", str(top)).stdout
    found = kgraph("extract", f"{top}/**/b*.md")
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["article"]["path"] == f"{top}/" + "d/" * depth + "bottom.md"


def test_the_walk_takes_time_in_proportion(deep: Path) -> None:
    from kgraph.walk import walk

    chains = {depth: deep / str(depth) for depth in (1_000, 4_000)}
    for depth, folder in chains.items():
        _chain(folder, depth)

    def seconds(depth: int) -> float:
        began = time.process_time()
        found = list(walk(str(chains[depth]), wanted=lambda n: n.endswith(".md"), entered=bool))
        assert len(found) == 2
        return time.process_time() - began

    shallow, far = (min(seconds(depth) for _ in range(7)) for depth in chains)
    assert far / shallow < 4 * 1.6


def test_a_walk_of_many_branches_comes_back(tmp_path: Path) -> None:
    """Deeper than folders are kept open, with branches on the way back: each file once, in order."""
    from kgraph.walk import walk

    folder, expected = tmp_path / "b", []
    for depth in range(70):
        for name in ("x.md", "a/1.md", "z/1.md"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("")
            expected.append(str(folder / name))
        folder = folder / "m" if depth % 2 else folder / "n"
    found = [m.path for m in walk(str(tmp_path / "b"), wanted=lambda n: n.endswith(".md"), entered=bool)]
    assert sorted(found) == sorted(expected)
    assert found[:2] == [str(tmp_path / "b/x.md"), str(tmp_path / "b/a/1.md")]


def test_a_folder_moved_during_the_walk_is_told(tmp_path: Path) -> None:
    from kgraph.walk import walk

    folder = tmp_path / "r"
    (folder / ("d/" * 50)).mkdir(parents=True)
    (folder / ("d/" * 50) / "x.md").write_text("")
    (folder / "d/e").mkdir()
    found = []
    for met in walk(str(folder), wanted=lambda n: n.endswith(".md"), entered=bool):
        found.append(met)
        if met.path.endswith("x.md"):
            (folder / "d/d").rename(tmp_path / "away")
    assert [(m.path, m.left_out) for m in found[1:]] == [
        (str(folder), "a folder in it was moved while it was walked")
    ]


def test_links_that_loop_under_a_pattern(kgraph: Run, posts: Path) -> None:
    """Two links back up would be gone along 2^40 ways by a library that follows them."""
    for name in ("one", "two"):
        (posts / name).symlink_to(posts)
    done = kgraph("extract", "posts/**/*.md")
    assert done.returncode == 1
    assert {json.loads(line)["article"]["path"] for line in done.stdout.splitlines()} == EVERYTHING
    assert kgraph("extract", "posts/**/deeper/*.md").stdout.count("\n") == 1
    assert kgraph("extract", "**/deeper/**").stdout.count("\n") == 1
    assert kgraph("extract", "nowhere/**/*.md").returncode == 3


NAMES = (b"caf\xe9.md", rb"caf\xe9.md", rb"caf\x5cxe9.md", b"a\\x.md", b"new\nline.md", b"\x1b[31m.md", b"-x.md", b"\x01.md",
         b"n" * 252 + b".md", b"\xff\xfe.md", b"..x.md", b" .md")  # fmt: skip


def test_any_name_is_a_name_of_its_own(kgraph: Run, tmp_path: Path) -> None:
    place = os.fsencode(tmp_path / "posts")
    folders = (b"\xe9", rb"\xe9", b"new\nline", b"-d", b"n" * 255)
    files = [name for name in NAMES if not name.startswith(b".")]
    for folder in folders:
        os.makedirs(place + b"/" + folder)  # noqa: PTH103 - names of bytes
        for i, name in enumerate(files):
            with open(place + b"/" + folder + b"/" + name, "w") as file:  # noqa: PTH123
                file.write(f"A fact number {i} stands here.")
    done = kgraph("build", "posts")
    assert (done.returncode, done.stderr) == (0, "")
    count = len(folders) * len(files)
    assert f"{count} new" in done.stdout
    assert f"{count} unchanged" in kgraph("build", "posts").stdout
    quads = kgraph("export", "-", "--format", "nq").stdout.encode("utf-8", "strict")
    graphs = {q.graph_name.value for q in pyoxigraph.parse(quads, format=pyoxigraph.RdfFormat.N_QUADS)}
    assert len([g for g in graphs if "/run/" not in g]) == count
    kgraph("extract", "posts", "-o", "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8", errors="strict").splitlines()
    assert len({json.loads(line)["article"]["path"] for line in lines}) == count


def test_a_name_leads_back_to_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kgraph.jobs.paths import file_path, graph_path

    monkeypatch.chdir(tmp_path)
    names = {graph_path(os.fsdecode(name)): name for name in NAMES}
    assert len(names) == len(NAMES)
    for path, name in names.items():
        assert os.fsencode(file_path(path)) == name


def test_files_that_never_end(kgraph: Run, tmp_path: Path) -> None:
    """Devices, pipes and files that a kernel makes up: as articles, as folders, behind links."""
    (tmp_path / "posts").mkdir()
    os.mkfifo(tmp_path / "posts/pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    (tmp_path / "kernel.md").symlink_to("/proc/kmsg" if Path("/proc/kmsg").exists() else "/dev/zero")
    for name in ("posts", "zero.md", "kernel.md", "/dev/zero", "/dev/full", "/dev/tty"):
        done = kgraph("extract", name)
        assert done.returncode == 3, name
        assert done.stderr.startswith("skipped"), name
        assert done.stderr.count("\n") == 1, name


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="no /proc here")
def test_a_file_that_says_it_is_empty_is_read(tmp_path: Path) -> None:
    from kgraph.errors import InputError
    from kgraph.infile import read_bytes

    assert b"processor" in read_bytes("/proc/cpuinfo", 1_000_000)
    with pytest.raises(InputError, match=r"too large \(found more, expected at most 10\)"):
        read_bytes("/proc/cpuinfo", 10)
