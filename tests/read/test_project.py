"""Bibliographies that the project of an article names, and those that lie about: which are read, and what of them."""

import json
from pathlib import Path

import pytest

import kgraph
from kgraph.model import Extraction

_BIB = """@article{reed2017, author={Reed, Ann}, title={On Priors}, year={2017}}
@book{moss2012, author={Moss, Ina and {Board and Sons}}, title={Memory}, year={2012}}
"""
_ARTICLE = "# Tides\n\nTides rise twice a day [@reed2017].\n"
_CITED = {"reed2017": "On Priors"}


def _project(root: Path, files: dict[str, str]) -> None:
    (root / ".git").mkdir(parents=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def _titles(found: Extraction) -> dict[str | None, str | None]:
    return {entry.label: entry.title for entry in found.references}


_NAMED = {
    "Quarto": {"_quarto.yml": "project:\n  type: book\nbibliography: [lib/a.bib]\n"},
    "Quarto, a folder's metadata": {"text/_metadata.yml": "bibliography: ../lib/a.bib\n"},
    "bookdown": {"index.Rmd": "---\ntitle: Book\nbibliography: [lib/a.bib]\n---\n\nA preface.\n"},
    "bookdown's settings": {"_bookdown.yml": "bibliography: lib/a.bib\n"},
    "MyST": {"myst.yml": "version: 1\nproject:\n  bibliography:\n    - lib/a.bib\n"},
    "Jupyter Book": {"_config.yml": "title: Book\nbibtex_bibfiles:\n  - lib/a.bib\n"},
    "Jupyter Book, through Sphinx": {"_config.yml": "sphinx:\n  config:\n    bibtex_bibfiles: [lib/a.bib]\n"},
    "jekyll-scholar": {"_config.yml": "scholar:\n  source: ./lib\n  bibliography: a.bib\n"},
    "jekyll-scholar, a pattern": {"_config.yml": 'scholar:\n  source: lib\n  bibliography: "*.bib"\n'},
    "Sphinx": {"conf.py": "import os\nbibtex_bibfiles = ['lib/a.bib']\n"},
    "D2L-Book": {"config.ini": "[html]\n# 100 %\nx = %%s\n[pdf]\nbibfile = lib/a.bib\n"},
    "mdBook": {"book.toml": '[book]\nsrc = "."\n[preprocessor.bib]\nbibliography = "lib/a.bib"\n'},
    "MkDocs": {"mkdocs.yml": "plugins:\n  - search\n  - bibtex:\n      bib_file: lib/a.bib\n"},
    "Pandoc": {"defaults.yaml": "metadata:\n  bibliography: lib/a.bib\n"},
    "Obsidian": {".obsidian/plugins/citations/data.json": '{"citationExportPath": "lib/a.bib"}'},
    "a page of references": {"text/zbibliography.md": "# Works\n\n```{bibliography} ../lib/a.bib\n```\n"},
}  # fmt: skip


@pytest.mark.parametrize("tool", _NAMED)
def test_what_the_project_names(tool: str, tmp_path: Path) -> None:
    """Of what the project names, that which the article cites is its list; another file nearer by is not looked into."""
    others = {"other.bib": "@misc{reed2017, title={Another}}", "more.bib": "@misc{x, title={X}}"}
    _project(tmp_path, {**_NAMED[tool], **others, "text/a.md": _ARTICLE, "lib/a.bib": _BIB})
    found = kgraph.extract(tmp_path / "text/a.md")
    assert _titles(found) == _CITED
    assert [e.file for e in found.references] == ["../lib/a.bib"]
    assert [m.status for m in found.markers] == ["resolved"]
    assert found.problems == ()


@pytest.mark.parametrize(
    "place",
    ["text/any.bib", "references.bib", "only.bib", "_bibliography/any.bib", "assets/bibliography/any.bib"],
)
def test_what_lies_about(place: str, tmp_path: Path) -> None:
    _project(tmp_path, {"text/a.md": _ARTICLE, place: _BIB})
    assert _titles(kgraph.extract(tmp_path / "text/a.md")) == _CITED


def test_one_of_several_is_not_guessed(tmp_path: Path) -> None:
    _project(tmp_path, {"text/a.md": _ARTICLE, "one.bib": _BIB, "two.bib": _BIB})
    found = kgraph.extract(tmp_path / "text/a.md")
    assert [p.code for p in found.problems] == ["marker-dangling"]
    assert (
        found.problems[0].message == "'[@reed2017]' names no entry, and no bibliography was found (reed2017)"
    )
    assert found.problems[0].hint == "give the file that has it with --bibliography"


def test_no_further_than_the_repository(tmp_path: Path) -> None:
    (tmp_path / "references.bib").write_text(_BIB)
    (tmp_path / "_quarto.yml").write_text("bibliography: references.bib\n")
    _project(tmp_path / "inner", {"text/a.md": _ARTICLE})
    assert kgraph.extract(tmp_path / "inner/text/a.md").references == ()


def test_what_the_article_names_is_whole(tmp_path: Path) -> None:
    """All entries of its own bibliography, and of the project's those it cites besides."""
    article = f"---\nbibliography: own.bib\n---\n{_ARTICLE}And ebb follows [@moss2012].\n"
    own = "@misc{reed2017, title={Priors}}\n@misc{never, title={Never cited}}\n"
    _project(
        tmp_path,
        {"text/a.md": article, "text/own.bib": own, "_quarto.yml": "bibliography: a.bib", "a.bib": _BIB},
    )
    found = kgraph.extract(tmp_path / "text/a.md")
    assert _titles(found) == {"reed2017": "Priors", "never": "Never cited", "moss2012": "Memory"}


def test_usual_places_of_what_an_article_names(tmp_path: Path) -> None:
    """Distill's articles name a file of the site's folder, R's build a path."""
    files = {
        "_posts/a.md": f"---\nbibliography: 2020-a.bib\n---\n{_ARTICLE}",
        "_posts/b.md": f'---\nbibliography: !r here::here("data", "b.bib")\n---\n{_ARTICLE}',
        "assets/bibliography/2020-a.bib": _BIB,
        "data/b.bib": _BIB,
    }
    _project(tmp_path, files)
    for name in ("a", "b"):
        found = kgraph.extract(tmp_path / f"_posts/{name}.md")
        assert _titles(found) == {**_CITED, "moss2012": "Memory"}


def test_a_key_that_no_file_has(tmp_path: Path) -> None:
    _project(tmp_path, {"a.md": "It is so [@nobody2020].\n", "references.bib": _BIB})
    (problem,) = kgraph.extract(tmp_path / "a.md").problems
    assert (problem.code, problem.span.start) == ("marker-dangling", 9)
    assert problem.message == "'[@nobody2020]' names no entry of references.bib (nobody2020)"
    assert problem.hint == "add the record, or give its file with --bibliography"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_quarto.yml", "bibliography: &a [*a]\n"),
        ("_quarto.yml", "[" * 3000),
        ("_quarto.yml", "bibliography: {a: b}\n"),
        ("conf.py", "bibtex_bibfiles = [__import__('os').abort()]\n"),
        ("book.toml", "[preprocessor\n"),
        ("config.ini", "no section\n"),
        (".obsidian/plugins/x/data.json", "[" * 100_000),
        ("mkdocs.yml", "plugins:\n  bibtex: [1]\n"),
    ],
)
def test_settings_that_cannot_be_read_name_nothing(name: str, text: str, tmp_path: Path) -> None:
    _project(tmp_path, {"text/a.md": _ARTICLE, name: text, "text/b.bib": _BIB})
    assert _titles(kgraph.extract(tmp_path / "text/a.md")) == _CITED


def test_what_settings_name_outside_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.bib").write_text(_BIB)
    _project(tmp_path / "in", {"a.md": _ARTICLE, "_quarto.yml": "bibliography: ../secret.bib\n"})
    found = kgraph.extract(tmp_path / "in/a.md")
    assert [p.code for p in found.problems] == ["bibliography-outside", "marker-dangling"]
    assert found.references == ()


_FORMATS = {
    "refs.yaml": "references:\n- id: reed2017\n  title: On Priors\n  author:\n  - {family: Reed, given: Ann}\n  issued: {year: 2017}\n",
    "refs.json": json.dumps([{"id": "reed2017", "title": "On <i>Priors</i>", "author": [{"family": "Reed", "given": "Ann"}], "issued": {"date-parts": [[2017]]}}]),
    "zotero-refs.json": json.dumps({"items": [{"citationKey": "reed2017", "itemType": "book", "title": "On Priors", "date": "2017", "creators": [{"lastName": "Reed", "firstName": "Ann", "creatorType": "author"}]}]}),
    "refs.ris": "TY  - JOUR\nID  - reed2017\nAU  - Reed, Ann\nTI  - On Priors\nPY  - 2017\nER  - \n",
    "refs.bib": _BIB,
}  # fmt: skip


@pytest.mark.parametrize("file", _FORMATS)
def test_formats_of_bibliographies(file: str, tmp_path: Path) -> None:
    _project(tmp_path, {"a.md": _ARTICLE, file: _FORMATS[file]})
    (entry,) = kgraph.extract(tmp_path / "a.md").references
    assert (entry.label, entry.title, entry.authors, entry.date) == (
        "reed2017",
        "On Priors",
        ("Reed, Ann",),
        "2017",
    )
    assert "reed2017" in entry.span.slice(_FORMATS[file])


def test_names_in_braces_are_one_body(tmp_path: Path) -> None:
    _project(tmp_path, {"a.md": "So it is [@moss2012].\n", "refs.bib": _BIB})
    (entry,) = kgraph.extract(tmp_path / "a.md").references
    assert entry.authors == ("Moss, Ina", "Board and Sons")


def test_ris_records_that_are_broken_cost_themselves(tmp_path: Path) -> None:
    ris = "TY  - JOUR\n  no tag\nER  - \nTY  - BOOK\nTI  - No key\nER  - \n" + _FORMATS["refs.ris"]
    _project(tmp_path, {"a.md": f"---\nbibliography: r.ris\n---\n{_ARTICLE}", "r.ris": ris})
    found = kgraph.extract(tmp_path / "a.md")
    assert _titles(found) == _CITED
    assert [p.message for p in found.problems if p.code == "bibliography-unread"] == [
        "r.ris:1:1: records without an ID, which nothing can cite: 2"
    ]


def test_an_article_is_read_anew_when_its_project_names_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"text/a.md": _ARTICLE, "a.bib": _BIB, "b.bib": "@misc{reed2017, title={Second}}"}
    _project(tmp_path, {**files, "_quarto.yml": "bibliography: a.bib\n"})
    monkeypatch.chdir(tmp_path)
    for name, title in (("a.bib", "On Priors"), ("b.bib", "Second")):
        (tmp_path / "_quarto.yml").write_text(f"bibliography: {name}\n")
        quads = "".join(kgraph.build(["text"], store="s").quads())
        assert [t for t in ("On Priors", "Second") if f'"{t}"' in quads] == [title]
