"""Which bibliographies an article gets: those it may name, and those that were given."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LIBRARY = "@misc{k, title={Kept Apart}, url={https://intranet.example.org/s}}\n"
OUTSIDE = "lies outside of what was given to read, and was not read. Allow it with --bibliography FILE"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """`site/posts/a.md`, which cites out of `site/private/lib.bib`."""
    site = tmp_path / "site"
    for folder in ("posts", "private"):
        (site / folder).mkdir(parents=True)
    (site / "private/lib.bib").write_text(LIBRARY)
    _write(site / "posts/a.md", "../private/lib.bib")
    return site


def _write(article: Path, bibliography: str) -> None:
    article.write_text(f"---\nbibliography: {bibliography}\n---\nA fact stands here [@k].\n")


@pytest.mark.parametrize("named", ["site/posts", "site/posts/a.md", "site/posts/*.md", "site/posts/**/*.md"])
def test_a_file_outside_of_what_was_named_is_not_read(kgraph: Run, site: Path, named: str) -> None:
    for spelt in (
        "../private/lib.bib",
        str(site / "private/lib.bib"),
        "../posts/../private/lib.bib",
        "link.bib",
        "down/lib.bib",
    ):
        (site / "posts/link.bib").unlink(missing_ok=True)
        (site / "posts/down").unlink(missing_ok=True)
        if spelt == "link.bib":
            (site / "posts/link.bib").symlink_to("../private/lib.bib")
        if spelt == "down/lib.bib":
            (site / "posts/down").symlink_to("../private")
        _write(site / "posts/a.md", spelt)
        done = kgraph("extract", named)
        assert done.returncode == 1
        assert "intranet" not in done.stdout
        assert "bibliography-outside" in done.stdout
        assert OUTSIDE in done.stderr


def test_a_file_that_is_not_there_is_not_told_from_one_that_is(kgraph: Run, site: Path) -> None:
    _write(site / "posts/a.md", "../private/none.bib")
    assert OUTSIDE in kgraph("extract", "site/posts").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("site",),
        ("site/posts", "site/private"),
        ("site/posts/a.md", "--bibliography", "site/private/lib.bib"),
    ],
)
def test_a_file_below_what_was_named_is_read(kgraph: Run, site: Path, arguments: tuple[str, ...]) -> None:
    (site / "private/b.md").write_text("Elms fall in autumn.\n")  # a folder without an article is told of
    for spelt in ("../private/lib.bib", str(site / "private/lib.bib")):
        _write(site / "posts/a.md", spelt)
        done = kgraph("extract", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert "intranet" in done.stdout


@pytest.mark.parametrize("git", ["folder", "file"])
def test_a_file_in_the_repository_is_read(kgraph: Run, site: Path, git: str) -> None:
    if git == "folder":
        (site / ".git").mkdir()
    else:
        (site / ".git").write_text("gitdir: elsewhere\n")
    done = kgraph("extract", "site/posts/a.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert "intranet" in done.stdout
    (site / "posts/.git").mkdir()
    assert OUTSIDE in kgraph("extract", "site/posts/a.md").stderr


def test_a_build_learns_that_a_file_may_be_read_now(kgraph: Run, site: Path) -> None:
    assert OUTSIDE in kgraph("build", "site/posts").stderr
    assert "1 unchanged" in kgraph("build", "site/posts").stdout
    assert "1 changed" in kgraph("build", "site/posts", "--bibliography", "site/private/lib.bib").stdout
    asked = kgraph("query", "sources-by-claims", "--format", "csv")
    assert "https://intranet.example.org/s" in asked.stdout


def test_a_given_file_is_for_all_that_cite_by_key(kgraph: Run, site: Path) -> None:
    (site / "posts/a.md").write_text("A fact stands here [@k].\n")
    (site / "posts/b.md").write_text("A fact stands here.\n")
    given = ("--bibliography", "site/private/lib.bib")
    assert "2 new" in kgraph("build", "site/posts").stdout
    done = kgraph("build", "site/posts", *given)
    assert "1 changed, 1 unchanged" in done.stdout
    assert "1 resolved" in done.stdout
    assert "2 unchanged" in kgraph("build", "site/posts", *given).stdout
    piped = kgraph("extract", "-", *given, stdin="A fact stands here [@k].\n")
    assert "intranet" in piped.stdout
    assert "1 changed, 1 unchanged" in kgraph("build", "site/posts").stdout


def test_a_named_and_given_file_is_read_once(kgraph: Run, site: Path) -> None:
    done = kgraph(
        "extract",
        "site/posts",
        "--bibliography",
        "site/private/lib.bib",
        "--format",
        "csv",
        "--table",
        "sources",
    )
    assert done.stdout.count("Kept Apart") == 1


def test_a_given_file_that_cannot_be_read(kgraph: Run, site: Path) -> None:
    os.mkfifo(site / "pipe.bib")
    for command in ("extract", "build"):
        for name, words in (
            ("gone.bib", "cannot be read"),
            ("site/pipe.bib", "no regular file"),
            ("site", "no regular file"),
        ):
            done = kgraph(command, "site/posts", "--bibliography", name)
            assert (done.returncode, done.stdout) == (3, "")
            assert done.stderr.startswith(f"kgraph: {name}: {words}")
            assert done.stderr.count("\n") == 1


def test_a_settings_file_gives_only_what_lies_with_it(kgraph: Run, site: Path, tmp_path: Path) -> None:
    settings = tmp_path / "kgraph.toml"
    settings.write_text('bibliography = ["site/private/lib.bib"]\n')
    assert "intranet" in kgraph("extract", "site/posts").stdout
    outside = tmp_path.parent / f"{tmp_path.name}.bib"
    outside.write_text(LIBRARY)
    settings.write_text(f"bibliography = ['{outside}']\n")
    done = kgraph("extract", "site/posts")
    assert (done.returncode, done.stdout) == (2, "")
    assert "must be typed: --bibliography FILE" in done.stderr
    settings.unlink()
    assert "intranet" in kgraph("extract", "site/posts", "--bibliography", str(outside)).stdout
    for wrong in ("'lib.bib'", "[3]"):
        settings.write_text(f"bibliography = {wrong}\n")
        assert kgraph("extract", "site/posts").returncode == 2


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "kernel"])
def test_what_is_no_file_is_not_waited_for(kgraph: Run, site: Path, kind: str) -> None:
    place = site / "posts/lib.bib"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    _write(site / "posts/a.md", {"device": "/dev/zero", "kernel": "/proc/kmsg"}.get(kind, "lib.bib"))
    done = kgraph("extract", "site/posts")
    assert done.returncode == 1
    assert ("no regular file" if kind in ("pipe", "folder") else OUTSIDE) in done.stderr


def test_a_device_below_a_root_is_refused(tmp_path: Path) -> None:
    """An article directly below a top-level folder: there every absolute path lies below what was named."""
    from kgraph.beside import Folder, Reach
    from kgraph.read import Unread

    for name in ("/dev/zero", "/dev/tty", "/proc/kmsg", "/proc/self/mem", "/dev/stdin"):
        refused = Folder(str(tmp_path / "a.md"), Reach(("/",))).load(name)
        assert isinstance(refused, Unread), name


def test_unreadable_bibliographies_are_told_from_missing_ones(bound: Run, site: Path) -> None:
    lib = site / "posts/lib.bib"
    lib.write_text(LIBRARY)
    _write(site / "posts/a.md", "lib.bib")
    lib.chmod(0)
    done = bound("extract", "site/posts")
    assert done.returncode == 1
    assert "site/posts/lib.bib:1:1: cannot be read (Permission denied). Check the path" in done.stderr
    with lib.open("wb") as file:
        file.truncate(16 * 1024 * 1024 + 1)
    lib.chmod(0o644)
    assert "lib.bib:1:1: too large (found 16,777,217 bytes" in bound("extract", "site/posts").stderr


def test_a_folder_that_may_be_entered_but_not_listed(bound: Run, site: Path) -> None:
    (site / "posts/a.md").write_text("A fact stands here [@k].\n")
    (site / "posts").chmod(0o111)
    done = bound("extract", "site/posts/a.md")
    (site / "posts").chmod(0o755)
    assert done.returncode == 1
    assert (
        "its folder cannot be listed (Permission denied). Check the permissions of the folder." in done.stderr
    )
