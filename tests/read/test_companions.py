"""Lists of sources that a tool keeps beside its article: which are its own, and when an article is read again."""

import json
from pathlib import Path

import pytest

import kgraph

ARTICLE = "# Bees\n\nBees dance in the dark [1]. Wax is warm [2]. They say so [1].\n"
DANCE, WAX = "https://bees.example/dance", "https://wax.example/"
STORM = {
    "url_to_unified_index": {DANCE: 1, WAX: 2},
    "url_to_info": {DANCE: {"url": DANCE, "title": "Dances"}, WAX: {"url": WAX, "title": "Wax"}},
}
NUMBERED = {"sources": [{"id": 1, "url": DANCE, "name": "Dances"}, {"id": 2, "url": WAX, "name": "Wax"}]}


def _sources(folder: Path, article: str = "bees.md", text: str = ARTICLE) -> list[tuple[str, ...]]:
    (folder / article).write_text(text, encoding="utf-8")
    return [claim.sources for claim in kgraph.extract(folder / article).claims]


def _beside(folder: Path, name: str, value: object) -> None:
    (folder / name).write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


@pytest.mark.parametrize(
    ("article", "name", "value"),
    [
        ("storm_gen_article.txt", "url_to_info.json", STORM),
        ("storm_gen_article_polished.txt", "url_to_info.json", STORM),
        ("storm_gen_article_polished.md", "url_to_info.json", STORM),
        ("bees.md", "bees.json", NUMBERED),
        ("bees.md", "bees.sources.json", NUMBERED["sources"]),
        ("bees.md", "bees_sources.json", {"citations": [DANCE, WAX]}),
        ("task_18_ab12.md", "task_17_ab12.json", NUMBERED),
    ],
)
def test_the_list_of_the_article(tmp_path: Path, article: str, name: str, value: object) -> None:
    _beside(tmp_path, name, value)
    assert _sources(tmp_path, article) == [(DANCE,), (WAX,), (DANCE,)]
    entry = kgraph.extract(tmp_path / article).references[0]
    assert entry.file == name
    assert entry.span.slice((tmp_path / name).read_text(encoding="utf-8")) == DANCE


@pytest.mark.parametrize(
    ("article", "name", "value"),
    [
        ("bees.md", "url_to_info.json", STORM),  # two numbers are anybody's
        ("bees.md", "wasps.json", NUMBERED),
        ("task_18_ab12.md", "task_17_cd34.json", NUMBERED),
        ("bees.md", "bees.json", {"sources": [{"id": 1, "url": DANCE}]}),  # [2] is in no list of its
        ("bees.md", "bees.json", {"sources": [{"url": DANCE}, {"url": WAX}]}),  # nobody numbered them
        ("bees.md", "bees.json", {"url_to_unified_index": {DANCE: 1, WAX: 1, "http://c.example/": 2}}),
        ("bees.md", "bees.json", "[" * 50_000),
        ("bees.md", "bees.json", "no JSON"),
        ("bees.md", "bees.json", {"sources": 1, "citations": {"a": []}}),
        ("bees.md", "bees.json", {"url_to_unified_index": {"x": [], "y": None}, "url_to_info": []}),
        ("bees.md", "bees.json", {"content": {"sources": [1, None, {}]}, "events": [None, {"data": 1}]}),
        ("bees.md", "bees.json", {"version": 1}),
    ],
)
def test_what_is_not_surely_its_list_is_passed_over(
    tmp_path: Path, article: str, name: str, value: object
) -> None:
    _beside(tmp_path, name, value)
    assert _sources(tmp_path, article) == [(), (), ()]
    codes = {problem.code for problem in kgraph.extract(tmp_path / article).problems}
    assert codes == {"marker-dangling"}


@pytest.mark.parametrize(
    "below",
    [f"\n\n## Sources\n\n[1]: {DANCE}\n[2] https://else.example/\n", "\n\n1. Bees, https://a.example/\n2. Wax, https://b.example/\n"],
)  # fmt: skip
def test_an_article_with_a_list_of_its_own_needs_no_other(tmp_path: Path, below: str) -> None:
    _beside(tmp_path, "bees.json", NUMBERED)
    (tmp_path / "bees.md").write_text(ARTICLE + below, encoding="utf-8")
    assert {entry.file for entry in kgraph.extract(tmp_path / "bees.md").references} <= {None}


def test_an_article_is_read_again_when_its_list_comes_changes_and_goes(tmp_path: Path) -> None:
    folder, store = tmp_path / "posts", tmp_path / "store"
    folder.mkdir()
    (folder / "bees.md").write_text(ARTICLE, encoding="utf-8")

    def cited() -> list[str]:
        graph = kgraph.build([folder], store=store)
        return sorted({str(row.source) for row in graph.query("sources-by-claims")})

    assert cited() == []
    _beside(folder, "bees.json", NUMBERED)
    assert cited() == [DANCE, WAX]
    _beside(folder, "bees.json", {"citations": [DANCE, "https://combs.example/"]})
    assert cited() == [DANCE, "https://combs.example/"]
    (folder / "bees.json").unlink()
    assert cited() == []
