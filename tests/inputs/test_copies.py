"""The same article in two formats, in one folder."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph import cli
from kgraph.read import read
from kgraph.read.copies import same_text
from tests.read.word_files import paragraph, word

_TEXT = [
    "Elms die of a fungus that beetles carry from tree to tree, as foresters found.",
    "The first trees fell in the north, and those of the south followed within a few years.",
    "Nobody has found a cure, though some trees seem to live on for reasons that are not known.",
]
_MD = "# Elms\n\n{}\n\n## References\n\n1. [Elms](https://elmlab.net/elms)\n"
_POST = _MD.format("\n\n".join(f"{line[:-1]} [1]." for line in _TEXT))
_PAGE = "<!DOCTYPE html><html><body><nav><p>About us and all that we write of.</p></nav><article><h1>Elms</h1>{}</article></body></html>"
_RENDERED = _PAGE.format(
    "".join(f"<p>{line[:-1]} <a href='#r1'>[1]</a>.</p>" for line in _TEXT)
    + "<h2>References</h2><ol><li id=r1><a href='https://elmlab.net/elms'>Elms</a></li></ol>"
)
_LATEX = "\\documentclass{article}\\begin{document}" + "\n\n".join(_TEXT) + "\\end{document}"
_OTHER = _PAGE.format(
    "<p>Oaks stand for a thousand years, and fall in storms that come from the sea at night.</p>" * 3
)


Problems = Callable[..., dict[str, list[str]]]


@pytest.fixture
def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Problems:
    """The codes of the problems of each article that is read from the files given."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **files: str | bytes) -> dict[str, list[str]]:
        for name, text in files.items():
            data = text.encode() if isinstance(text, str) else text
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        capsys.readouterr()
        cli.run(["extract", *arguments])
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return {line["article"]["path"]: [p["code"] for p in line["problems"]] for line in lines}

    return run


def test_a_rendered_page_is_a_copy(problems: Problems) -> None:
    found = problems(".", "--formats", "html", a_md=_POST, a_html=_RENDERED, b_html=_RENDERED)
    assert {path: "article-copy" in codes for path, codes in found.items()} == {"a.html": True, "a.md": False, "b.html": False}  # fmt: skip


def test_one_alone_is_none(problems: Problems) -> None:
    assert "article-copy" not in problems("a.html", a_md=_POST, a_html=_RENDERED)["a.html"]


def test_other_words_are_none(problems: Problems) -> None:
    found = problems("a.md", "a.html", a_md=_POST, a_html=_OTHER)
    assert not any("article-copy" in codes for codes in found.values())


def test_a_summary_is_none(problems: Problems) -> None:
    found = problems("a.md", "a.html", a_md=_POST, a_html=_PAGE.format(f"<p>{_TEXT[0]}</p>"))
    assert not any("article-copy" in codes for codes in found.values())


def test_word_and_latex(problems: Problems) -> None:
    found = problems("a.docx", "a.tex", a_docx=word(*map(paragraph, _TEXT)), a_tex=_LATEX)
    assert {path: codes for path, codes in found.items() if codes} == {"a.docx": ["article-copy"]}


def test_a_twin_that_cannot_be_read_costs_nothing(problems: Problems) -> None:
    found = problems("a.md", "a.html", a_md=b"\0\1\2\3\4\5\6\7", a_html=_RENDERED)
    assert list(found) == ["a.html"]
    assert "article-copy" not in found["a.html"]


def test_texts_without_spaces() -> None:
    one = "榆树死于一种真菌，甲虫把它从一棵树带到另一棵树。没有人找到治疗的方法。"
    assert same_text(read("a.md", one.encode()), read("a.html", f"<p>{one}".encode()))
    assert not same_text(read("a.md", one.encode()), read("a.html", f"<p>{one[::-1]}".encode()))


def test_a_build_reads_it_again_when_its_twin_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(_POST)
    Path("a.html").write_text(_RENDERED)
    cli.run(["build", "a.md", "a.html"])
    assert "1 article-copy" in capsys.readouterr().out
    Path("a.md").write_text("# Oaks\n\nOaks stand for a thousand years, and fall in storms.\n")
    cli.run(["build", "a.md", "a.html"])
    out = capsys.readouterr().out
    assert "2 changed" in out
    assert "article-copy" not in out
