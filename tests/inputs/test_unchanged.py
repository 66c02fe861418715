"""Which articles are read again: those whose file, or what was read beside it, or the rules are others now."""

import os
import shutil
import time
from pathlib import Path

import pytest

import kgraph
from kgraph import rules
from kgraph.jobs.build import build
from kgraph.jobs.plan import planned
from kgraph.jobs.summary import Summary
from kgraph.jobs.unchanged import Check

_TEXT = "Elms die [1].\n\n## References\n\n1. https://example.org/elms\n"


@pytest.fixture
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles, changed an hour ago."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        _write(tmp_path / "posts" / name, _TEXT)
    return tmp_path / "posts"


def _write(path: Path, text: str, *, ago_s: float = 3600.0) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    then = time.time() - ago_s
    os.utime(path, (then, then))


def _counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.new, summary.changed, summary.unchanged, len(summary.removed)


def _build(check: Check = "stat") -> tuple[int, int, int, int]:
    return _counts(build(["posts"], "kg", check=check, workers=1))


def test_a_file_of_the_same_size_and_time_is_passed_by(posts: Path) -> None:
    assert _build() == (2, 0, 0, 0)
    assert _build() == (0, 0, 2, 0)
    when = (posts / "a.md").stat().st_mtime_ns
    (posts / "a.md").write_text(_TEXT.replace("Elms", "Oaks"))
    os.utime(posts / "a.md", ns=(when, when))
    assert _build() == (0, 0, 2, 0), "what it says of itself is believed"
    assert _build("digest") == (0, 1, 1, 0)


def test_a_file_that_was_young_is_digested(posts: Path) -> None:
    _write(posts / "a.md", _TEXT, ago_s=0)
    assert _build() == (2, 0, 0, 0)
    when = (posts / "a.md").stat().st_mtime_ns
    (posts / "a.md").write_text(_TEXT.replace("Elms", "Oaks"))
    os.utime(posts / "a.md", ns=(when, when))
    assert _build() == (0, 1, 1, 0), "it may have changed within the grain of its time"


def test_a_time_alone_changes_nothing(posts: Path) -> None:
    assert _build() == (2, 0, 0, 0)
    before = Path("kg/current").read_text()
    os.utime(posts / "a.md")
    assert _build() == (0, 0, 2, 0)
    assert Path("kg/current").read_text() == before


def test_what_was_read_beside_counts(posts: Path) -> None:
    _write(posts / "a.md", "---\nbibliography: a.bib\n---\n\nElms die [@elm].\n")
    _write(posts / "a.bib", "@misc{elm, title={Elms}, url={https://example.org/elms}}\n")
    assert _build() == (2, 0, 0, 0)
    assert _build() == (0, 0, 2, 0)
    _write(posts / "a.bib", "@misc{elm, title={Elms}, url={https://example.org/oaks}}\n")
    assert _build() == (0, 1, 1, 0)


def test_other_rules_or_another_base_read_all_again(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _build() == (2, 0, 0, 0)
    assert _counts(build(["posts"], "kg", base="https://example.org/kg/", workers=1)) == (0, 2, 0, 0)
    assert _build() == (0, 0, 2, 0), "the base is the store's"
    words = posts.parent / "words"
    words.mkdir()
    (words / "en.toml").write_text("")
    monkeypatch.setenv("KGRAPH_LEXICON", str(words))
    assert _build() == (0, 2, 0, 0)


def test_the_rules_are_what_stands_in_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the package has the same digest, one with another word another, one with another command line the same."""
    copy = tmp_path / "kgraph"
    shutil.copytree(Path(kgraph.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    own = rules.settings("x")

    def settings() -> str:
        rules.own_digest.cache_clear()
        return rules.settings("x")

    monkeypatch.setattr(kgraph, "__file__", str(copy / "__init__.py"))
    assert settings() == own
    (copy / "cli/_build.py").write_text("")
    (copy / "__init__.py").write_text("")
    assert settings() == own
    lexicon = copy / "extract/lexicon/en.toml"
    lexicon.write_text(lexicon.read_text() + "\n# another word\n")
    assert settings() != own
    monkeypatch.undo()
    assert settings() == own


def test_a_plan_changes_nothing(posts: Path) -> None:
    assert _counts(planned(["posts"], "kg")) == (2, 0, 0, 0)
    assert not Path("kg").exists()
    _build()
    (posts / "b.md").unlink()
    _write(posts / "a.md", _TEXT.replace("Elms", "Oaks"))
    _write(posts / "c.md", _TEXT)
    (posts / "d.md").symlink_to("/nowhere.md")
    before = {path: path.read_bytes() for path in Path("kg").rglob("*") if path.is_file()}
    plan = planned(["posts"], "kg")
    assert {path: path.read_bytes() for path in Path("kg").rglob("*") if path.is_file()} == before
    assert (_counts(plan), plan.articles, len(plan.skipped)) == ((1, 1, 0, 1), 2, 1)
    done = build(["posts"], "kg", workers=1)
    assert (_counts(done), done.articles, len(done.skipped)) == ((1, 1, 0, 1), 2, 1)


def test_a_plan_looks_into_archives(posts: Path) -> None:
    import zipfile

    with zipfile.ZipFile("posts.zip", "w") as archive:
        for name in ("a.md", "b.md"):
            archive.write(posts / name, name)
    assert _counts(planned(["posts.zip"], "kg")) == (2, 0, 0, 0)
    build(["posts.zip"], "kg", workers=1)
    assert _counts(planned(["posts.zip"], "kg")) == (0, 0, 2, 0)
