"""What became of claims: each change once, nothing where only numbers, conventions and parameters are others."""

import json
import subprocess
from pathlib import Path

import pytest

from kgraph.cli import run
from kgraph.compare import CHANGES, Statement, compare, marked
from tests.read.word_files import packed, paragraph

_OLD = """# Hops

Hops climb to the right [2]. They want poles [1][2].

## Harvest

Naps help pickers by 40 percent [1]. Rain spoils the cones [3].

References

[1] https://hopfields.net/poles
[2] https://climbers.org/hops
[3] https://hopfields.net/rain
"""


def _changes(tmp_path: Path, new: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    (tmp_path / "old.md").write_text(_OLD)
    (tmp_path / "new.md").write_text(new)
    code = run(["diff", str(tmp_path / "old.md"), str(tmp_path / "new.md"), "--format", "json"])
    rows = json.loads(capsys.readouterr().out)["claims"]
    assert code == (any(row["change"] != "kept" for row in rows))
    return {row["new"] or row["old"]: row["change"] for row in rows}


def test_numbers_conventions_sections_and_parameters_are_no_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = """## Harvest

Naps help pickers by 40 percent.[^p] Rain spoils the cones.[^r]

# Hops

Hops climb to the right.[^c] They want poles.[^p][^c]

[^p]: https://hopfields.net/poles?utm_source=feed
[^c]: https://climbers.org/hops
[^r]: https://hopfields.net/rain/
"""
    assert set(_changes(tmp_path, new, capsys).values()) == {"kept"}


def test_each_change_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = _OLD.replace("help pickers by 40", "do not help pickers by 14").replace(
        "They want poles [1][2].", "They want poles [1]."
    )
    new = new.replace("Rain spoils the cones [3].", "Frost never harmed a root [3].")
    found = _changes(tmp_path, new, capsys)
    assert found == {
        "Hops climb to the right.": "kept",
        "They want poles.": "re-sourced",
        "Naps do not help pickers by 14 percent.": "reworded",
        "Rain spoils the cones.": "lost",
        "Frost never harmed a root.": "gained",
    }


def test_a_claim_that_lost_its_only_source_comes_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.md").write_text(_OLD)
    (tmp_path / "new.md").write_text(
        _OLD.replace("cones [3].", "cones.").replace("# Hops\n\nHops climb to the right [2]. ", "# Hops\n\n")
    )
    run(["diff", str(tmp_path / "old.md"), str(tmp_path / "new.md")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "new.md:7 lost its only source: Rain spoils the cones."
    assert any(" lost: Hops climb to the right." in line for line in lines)
    run(["diff", str(tmp_path / "old.md"), str(tmp_path / "new.md"), "--format", "md"])
    assert "| Rain spoils the cones. | lost its only source |" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Naps help.", "Naps do not help.", "Naps **do not** help."),
        ("It fell by 40 percent.", "It fell by 14 percent.", "It fell by 40 → 14 percent."),
        ("It fell very far.", "It fell far.", "It fell ~~very~~ far."),
    ],
)
def test_words_are_marked(old: str, new: str, line: str) -> None:
    assert marked(old, new) == line


def test_each_claim_stands_once() -> None:
    old = [
        Statement(text=f"Hop {n % 3} grows.", sources=(f"https://a.net/{n % 2}",), file="a.md")
        for n in range(9)
    ]
    new = [
        Statement(text=f"Hop {n % 4} grows.", sources=(f"https://a.net/{n % 2}",), file="b.md")
        for n in range(11)
    ]
    found = compare(old, new)
    assert sorted(id(c.old) for c in found.changes if c.old) == sorted(map(id, old))
    assert sorted(id(c.new) for c in found.changes if c.new) == sorted(map(id, new))
    assert {c.change for c in found.changes} <= set(CHANGES)
    assert {c.change for c in compare(old, old).changes} == {"kept"}


def test_revisions_folders_and_stores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    post = tmp_path / "posts" / "a.md"
    post.write_text(_OLD)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@a.net"]
    for arguments in (["init", "-q"], ["add", "posts"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    run(["build", "posts", "--store", "before"])
    post.write_text(_OLD.replace("Rain spoils the cones [3].", ""))
    capsys.readouterr()
    for old in ("HEAD", "HEAD:posts", "before"):
        new = "posts"
        assert run(["diff", old, new]) == 1
        assert "lost: Rain spoils the cones." in capsys.readouterr().out
    assert run(["diff", "posts", "posts"]) == 0


@pytest.mark.parametrize("old", ["gone.md", "HEAD~99:gone.md", "--help:a"])
def test_what_is_not_there_is_said(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.md").write_text(_OLD)
    assert run(["diff", "--", old, "new.md"]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_lines_of_a_word_file_are_those_of_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no text has lines all the same: its paragraphs."""
    for name, claim in (("old", "Elms grow slowly [1]."), ("new", "Elms live for ages [1].")):
        paragraphs = ("Tides rise twice a day.", claim, "References", "[1] Elms. https://example.org/elms")
        (tmp_path / f"{name}.docx").write_bytes(packed("".join(map(paragraph, paragraphs))))
    assert run(["diff", str(tmp_path / "old.docx"), str(tmp_path / "new.docx")]) == 1
    told = capsys.readouterr().out
    assert "old.docx:2 lost: Elms grow slowly." in told
    assert "new.docx:2 gained: Elms live for ages." in told
