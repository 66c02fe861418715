"""Ignore files are read as git reads them, and take no time that a hostile one could choose."""

import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from kgraph.errors import UsageError
from kgraph.ignored import Globs, globs, patterns, rules_for
from kgraph.walk import Sieve, walk

_PATTERNS = (
    "*.log", "!keep.log", "made/", "/made", "a/b", "a/**", "**/b", "a/**/c", "*", "!*/", "!*.md", "b*", "[ab].md", "!a/", "/a/*", "!/a/b",
    "*/", "**/", "a/*/", "?.md", "\\!x.md", "#c", " ", "x.md ", "!b/x.md", "**/a/**", "/*", "!/b", "a*b*", "b/**/x.md", "/**", "*.m?",
)  # fmt: skip
_NAMES, _FILES = ("a", "b", "made", "c"), ("x.md", "keep.log", "z.log", "a.md", "b.md", "!x.md", "ab.md")


def _walked(root: Path) -> list[str]:
    sieve = Sieve(
        wanted=lambda n: not n.startswith(".git"), entered=lambda n: n != ".git", rules=rules_for(str(root))
    )
    return sorted(str(Path(m.path).relative_to(root)) for m in walk(str(root), sieve) if not m.left_out)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here to be compared with")
@pytest.mark.parametrize("seed", range(12))
def test_as_git_reads_them(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)

    def grow(folder: Path, depth: int) -> None:
        for name in rng.sample(_FILES, 3):
            (folder / name).touch()
        if depth == 0 or rng.random() < 0.6:
            (folder / ".gitignore").write_text("\n".join(rng.sample(_PATTERNS, rng.randint(1, 4))) + "\n")
        for name in rng.sample(_NAMES, 2) if depth < 3 else ():
            (folder / name).mkdir()
            grow(folder / name, depth + 1)

    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    grow(tmp_path, 0)
    asked = ["git", "-C", str(tmp_path), "ls-files", "-o", "--exclude-standard", "-z"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\0")
    assert _walked(tmp_path) == sorted(f for f in told if f and not Path(f).name.startswith(".git"))


def _tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_gitignore_counts_within_a_repository_alone(tmp_path: Path) -> None:
    root = _tree(tmp_path / "r", {".gitignore": "*.log", "a.log": "", "b.md": ""})
    assert _walked(root) == ["a.log", "b.md"]
    (root / ".git").mkdir()
    assert _walked(root) == ["b.md"]


def test_what_counts_above_and_below(tmp_path: Path) -> None:
    root = _tree(
        tmp_path,
        {
            ".git/info/exclude": "private.md", ".gitignore": "*.log\n!x.log\nsub/out/", "sub/a.log": "", "sub/x.log": "", "sub/private.md": "",
            "sub/out/b.md": "", "sub/mine/.kgraphignore": "*.md\n!keep.md\n!z.log", "sub/mine/c.md": "", "sub/mine/keep.md": "",
            "sub/mine/z.log": "", "sub/nested/.git/x": "", "sub/nested/d.log": "",
        },
    )  # fmt: skip
    kept = {"x.log", "mine/.kgraphignore", "mine/keep.md", "mine/z.log", "nested/d.log"}
    assert set(_walked(root / "sub")) == kept
    assert _walked(root / "sub/out") == ["b.md"], "it was named, though a file above ignores it as a whole"


def test_unknown_and_dear_patterns_are_told(tmp_path: Path) -> None:
    root = _tree(
        tmp_path, {".kgraphignore": "*a*a*a*a*b\n**/x/**/y/**/z\n!\nok.md\n", "ok.md": "", "b.md": ""}
    )
    told = [(Path(m.path).name, m.left_out) for m in walk(str(root), Sieve(wanted=bool, entered=bool)) if m.left_out]  # fmt: skip
    assert told == [(".kgraphignore", "3 patterns are not understood, or too many, and left out")]
    assert "ok.md" not in _walked(root)


@pytest.mark.parametrize("pattern", ["*a*a*a", "[a-a]*a*a*", "**/a*a*/**/a*a*", "a**a**a"])
def test_hostile_names_take_no_time(pattern: str) -> None:
    made = patterns([pattern])
    assert made.rows
    began = time.process_time()
    for path in ("a" * 254 + "b", "/".join(["a" * 200] * 18 + ["b"]), "a/" * 2_000 + "b"):
        made.verdict(path, is_folder=False)
    assert time.process_time() - began < 1.0


def test_globs() -> None:
    assert globs(["*.md"], ["drafts/"]).takes("posts/a.md")
    assert not globs(["*.md"], ["drafts/"]).takes("posts/a.txt")
    assert not globs([], ["drafts/"]).takes("posts/drafts/2024/a.md", "drafts/2024/a.md")
    assert globs([], ["posts/*.md"]).takes("other/posts/a.md"), "a slash binds it to where it is tried from"
    assert not globs([], ["posts/*.md"]).takes("other/posts/a.md", "posts/a.md")
    assert globs([], ["*.md", "!a.md"]).takes("a.md")
    assert Globs().takes("anything")
    for bad in ("*a*b*c*d", "", "#x", "/"):
        with pytest.raises(UsageError, match="no pattern"):
            globs([bad])
