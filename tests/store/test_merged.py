"""The default graph holds what the named graphs say, each fact once, through every kind of change."""

import random
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import StoreError
from kgraph.store import Reader, Writer, list_queries, run_query

PAGE = "https://example.org/shared"


def _article(folder: Path, name: str, *pages: str) -> None:
    entries = "\n".join(f"[{i}] {page}" for i, page in enumerate(pages, 1))
    claims = " ".join(f"Fact {i} of {name} stands here [{i}]." for i in range(1, len(pages) + 1))
    (folder / f"{name}.md").write_text(f"# {name}\n\n{claims}\n\n## References\n\n{entries}\n")


def _check(store: Path) -> None:
    with Reader(store) as reader:
        lines = list(reader.quads(runs=True))
    held = run_query(store, "CONSTRUCT WHERE { ?s ?p ?o }").lines
    assert held is not None
    assert sorted(held) == sorted({f"{line[: line.rindex(' <')]} ." for line in lines})
    assert run_query(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0].n == len(held)


def test_through_many_builds(tmp_path: Path) -> None:
    store = tmp_path / "kg"
    rng = random.Random(4)
    for _ in range(8):
        for name in rng.sample("abcdef", 3):
            pages = rng.sample([PAGE, *(f"https://example.org/{i}" for i in range(6))], 3)
            _article(tmp_path, name, *pages)
        if rng.random() < 0.5:
            (tmp_path / f"{rng.choice('abcdef')}.md").unlink(missing_ok=True)
        kgraph.build([str(tmp_path)], store=store, workers=1)
        _check(store)
    assert run_query(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0].n > 200, (
        "many files of the database"
    )


def test_what_two_articles_say_counts_once(tmp_path: Path) -> None:
    _article(tmp_path, "a", PAGE)
    _article(tmp_path, "b", PAGE)
    kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
    facts = f"SELECT (COUNT(*) AS ?n) {{ <{PAGE}> <https://schema.org/isPartOf>/<https://schema.org/name> ?site }}"
    assert run_query(tmp_path / "kg", facts).rows[0].n == 1
    said = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ <{PAGE}> <https://schema.org/isPartOf> ?site }} }}"
    assert run_query(tmp_path / "kg", said).rows[0].n == 2
    with Writer(tmp_path / "kg") as writer:
        [first, *_] = sorted(writer.held)
        writer.remove(first)
        writer.commit()
    assert run_query(tmp_path / "kg", facts).rows[0].n == 1, "the other article still says so"
    _check(tmp_path / "kg")


def test_every_question_has_an_answer_where_all_cite_the_same(tmp_path: Path) -> None:
    """What 400 articles say of one page and its site is one fact: else these queries take minutes."""
    for i in range(400):
        _article(tmp_path, f"a{i}", PAGE, f"https://example.org/{i % 30}", f"https://example.com/{i}")
    kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=2)
    for query in list_queries():
        run_query(tmp_path / "kg", query.bind({}), name=query.name, timeout_s=10)


def test_a_store_of_an_older_kgraph_is_told(tmp_path: Path) -> None:
    _article(tmp_path, "a", PAGE)
    kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
    (tmp_path / "kg/gen-000001/db").mkdir(parents=True)
    (tmp_path / "kg/current").write_text(f"gen-000001 {'0' * 64}\n")
    with pytest.raises(StoreError, match=r"written by an older kgraph.* Run kgraph upgrade"):
        kgraph.open_graph(tmp_path / "kg")
    with pytest.raises(StoreError, match=r"written by an older kgraph.* Run kgraph upgrade"):
        kgraph.build([str(tmp_path)], store=tmp_path / "kg", workers=1)
