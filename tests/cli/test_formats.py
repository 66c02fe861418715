"""`--read-as`, and files whose names say nothing or the wrong thing."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

_ADOC = "== Elms\n\nElms die.footnote:[Moss, A. (2010). Elms. https://elmlab.net/elms]\n"
_PAGE = "<!DOCTYPE html><title>Elms</title><article><p>Elms die.</p></article>"


def _format(line: str) -> str:
    return str(json.loads(line)["article"]["format"])


def test_a_person_says_what_a_file_is(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "elms.txt").write_text(_ADOC)
    refused = kgraph("extract", "elms.txt")
    assert refused.returncode == 3
    assert "--read-as" in refused.stderr
    assert _format(kgraph("extract", "elms.txt", "--read-as", "asciidoc").stdout) == "asciidoc"
    assert _format(kgraph("extract", "-", "--read-as", "asciidoc", stdin=_ADOC).stdout) == "asciidoc"
    assert kgraph("audit", "elms.txt", "--read-as", "asciidoc").returncode == 0
    assert kgraph("diff", "elms.txt", "elms.txt", "--read-as", "asciidoc").stdout == "claims: 1 kept\n"
    told = kgraph("author", "renumber", "elms.txt", "--read-as", "asciidoc")
    assert (told.returncode, "found asciidoc" in told.stderr) == (3, True)


def test_what_was_read_otherwise_is_read_again(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "elms.txt").write_text(_ADOC)
    assert "1 new" in kgraph("build", "elms.txt", "--read-as", "org").stdout
    assert "1 changed" in kgraph("build", "elms.txt", "--read-as", "asciidoc").stdout
    assert "1 unchanged" in kgraph("build", "elms.txt", "--read-as", "asciidoc").stdout


def test_what_folders_are_not_walked_for_stays_in_the_graph(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/elms.txt").write_text(_ADOC)
    (tmp_path / "posts/oaks.md").write_text("Oaks stand.\n")
    assert "1 new" in kgraph("build", "posts/elms.txt", "--read-as", "asciidoc").stdout
    assert "2 articles" in kgraph("build", "posts").stdout
    (tmp_path / "posts/elms.txt").unlink()
    assert "1 removed" in kgraph("build", "posts").stdout


def test_rows_of_tables_are_read_so(kgraph: Run, tmp_path: Path) -> None:
    rows = [{"text": "Elms die [1].", "name": "a"}, {"text": _PAGE, "name": "b"}]
    (tmp_path / "dump.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    lines = kgraph("extract", "dump.jsonl", "--name-column", "name").stdout.splitlines()
    assert [_format(line) for line in lines] == ["markdown", "html"]
    lines = kgraph("extract", "dump.jsonl", "--name-column", "name", "--read-as", "rst").stdout.splitlines()
    assert [_format(line) for line in lines] == ["rst", "rst"]
    assert json.loads(lines[0])["article"]["path"] == "dump.jsonl/a.rst"


@pytest.mark.parametrize("command", [("extract",), ("build",), ("audit",), ("author", "renumber")])
def test_a_format_that_is_none(kgraph: Run, article: Path, command: tuple[str, ...]) -> None:
    for name, text in (("post.md", ""), ("-", "Elms die.")):
        done = kgraph(*command, name, "--read-as", "runes", stdin=text)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("kgraph: --read-as: unknown format 'runes' (expected one of markdown, ")
        assert done.stderr.count("\n") == 1
    assert kgraph("diff", "post.md", "post.md", "--read-as", "runes").returncode == 2
