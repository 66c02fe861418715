"""What if a source falls: on the command line, in Python, and by the question that both ask."""

import json
from pathlib import Path

import pytest

import kgraph
from kgraph.cli import run
from kgraph.errors import UsageError
from tests.tables.test_counts import ELMS, OAKS

BOOK = json.dumps({
    "cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Lime trees\n", "\n", "Limes are old trees [[1]](https://archive.example.org/elms#limes)."]}],
    "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
})  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kgraph.Graph:
    folder = tmp_path_factory.mktemp("impact")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("elms.md").write_text(ELMS)
        Path("oaks.md").write_text(OAKS)
        Path("limes.ipynb").write_text(BOOK)
        return kgraph.build(["elms.md", "limes.ipynb", "oaks.md"], store=folder / "kg", workers=1)


def test_claims_that_stand_on_nothing_else(graph: kgraph.Graph, capsys: pytest.CaptureFixture[str]) -> None:
    store = ("--store", str(graph.store))
    assert run(["impact", "example.org", *store, "--format", "table"]) == 0
    assert capsys.readouterr().out == (
        "example.org: 1 source\n"
        "3 of 5 claims that rest on it stand on nothing else; 2 keep other sources:\n"
        "  elms.md:5:1: The oldest elm stands by the lock.\n"
        "  elms.md:5:36: Two younger ones fell in a storm.\n"
        "  limes.ipynb: cell 1, line 3: Limes are old trees.\n"
    )
    assert (
        run(["impact", "example.org", "github.com/ada", "arxiv:2001.00001", *store, "--format", "json"]) == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["claims"], told["stand_on_nothing_else"], told["keep_other_sources"]) == (7, 7, 0)
    assert run(["impact", "https://arxiv.org/abs/2001.00001", *store]) == 0
    out, err = capsys.readouterr()
    head, *rows = out.splitlines()
    assert head == "article,line,column,cell,file,claim,claim_text,support,falls,others"
    assert [row.split(",")[:3] for row in rows] == [["elms.md", "3", "72"], ["oaks.md", "3", "1"]]
    assert err == "1 of 2 claims that rest on it stands on nothing else; 1 keeps other sources.\n"


@pytest.mark.parametrize(
    "name",
    ["https://arxiv.org/abs/2001.00001", "http://arxiv.org/pdf/2001.00001v3?utm_source=x", "arxiv.org/abs/2001.00001/", "arXiv:2001.00001", "10.48550/arXiv.2001.00001", "https://doi.org/10.48550/arXiv.2001.00001", "arxiv.org", "www.ArXiv.org"],
)  # fmt: skip
def test_one_source_by_any_of_its_names(graph: kgraph.Graph, name: str) -> None:
    [fallen] = graph.impact(name).fallen
    assert fallen == (name, ("https://arxiv.org/abs/2001.00001",))


def test_what_is_unknown(graph: kgraph.Graph, capsys: pytest.CaptureFixture[str]) -> None:
    for name, near in (
        ("arxiv.og", "Did you mean arxiv.org?"),
        ("en.example.org", "Did you mean example.org"),
        ("town archive", "Did you mean https://archive.example.org/elms"),
        ("zzz", "See kgraph query sources-by-claims."),
    ):
        assert run(["impact", "arxiv.org", name, "--store", str(graph.store)]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert f"{name}: no source of this graph is called so. {near}" in err
    assert run(["impact", "z" * 5000, "--store", str(graph.store)]) == 2
    assert len(capsys.readouterr().err) < 400
    for nothing in ([], "", ["arxiv.org", " "]):
        with pytest.raises(UsageError, match="which source"):
            graph.impact(nothing)
    with pytest.raises(UsageError, match=r"named by text \(found None\)"):
        graph.impact([None])  # type: ignore[list-item]


def test_the_address_of_a_site_or_an_owner(graph: kgraph.Graph, tmp_path: Path) -> None:
    for address, name in (("https://github.com/ada", "github.com/ada"), ("https://www.example.org/", "example.org")):  # fmt: skip
        assert graph.impact(address).fallen[0].sources == graph.impact(name).fallen[0].sources
    with pytest.raises(UsageError, match="no source"):
        graph.impact("https://github.com/ada/never-cited")
    article = tmp_path / "beer.md"
    article.write_text("Beer is old [1].\n\n## References\n\n[1] https://www.münchen.de/bier\n")
    cities = kgraph.build(article, store=tmp_path / "kg", workers=1)
    for name in ("münchen.de", "MÜNCHEN.DE", "https://münchen.de/", "xn--mnchen-3ya.de"):
        assert len(cities.impact(name).claims) == 1


def test_in_python_and_by_the_question(graph: kgraph.Graph) -> None:
    found = graph.impact(["example.org", "example.net"])
    assert repr(found) == "<Impact of example.org, example.net: 3 of 5 claims that rest on them stand on nothing else; 2 keep other sources>"  # fmt: skip
    assert "<td>elms.md:5:1</td><td>The oldest elm stands by the lock.</td>" in found._repr_html_()
    for engine in ("sql", "sparql"):
        rows = graph.query("claims-that-fall", source="example.org https://example.net/never", engine=engine)
        assert [(r.article, r.claim, r.falls, r.others) for r in rows] == [
            (c.article, c.claim, c.falls, c.others) for c in found.claims
        ]
    assert graph.impact("example.net").told() == "no claim rests on it"
    assert hash(found.claims)


def test_people_read_names(graph: kgraph.Graph, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal sources have names and claims words; for machines both are IRIs."""
    for engine in ("sql", "sparql"):
        for name in ("sources-by-claims", "sources-of-claim", "claims-that-fall", "sources-never-cited"):
            assert (
                run(["query", name, "--engine", engine, "--store", str(graph.store), "--format", "table"])
                == 0
            )
            out = capsys.readouterr().out
            assert "://" not in out, name
            assert "urn:" not in out
    assert "Town archive" in out or "Never cited" in out
    assert run(["query", "sources-by-claims", "--store", str(graph.store), "--format", "csv"]) == 0
    assert "https://archive.example.org/elms" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["dead-sources", "moved-sources", "sources-by-status", "titles-that-differ"])
def test_what_was_not_asked_is_said_so(
    graph: kgraph.Graph, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(["query", name, "--store", str(graph.store), "--format", "csv"]) == 0
    assert "not asked yet" in capsys.readouterr().err
    assert run(["query", name, "--store", str(graph.store), "--format", "table"]) == 0
    assert "0 rows" not in capsys.readouterr().err


def test_problems_of_one_article(graph: kgraph.Graph) -> None:
    for name in ("problems", "problems-by-kind", "coverage-by-article", "dangling-markers"):
        assert graph.query(name, article="elms.md"), name
        assert graph.query(name, article="nowhere.md") == []


def test_a_parameter_that_names_nothing_is_said_so(
    graph: kgraph.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ("--store", str(graph.store), "--format", "csv")
    for question, given, said in (
        ("problems", "article=elm.md", "elm.md: no article of this graph is called so. Did you mean elms.md?\n"),
        ("claims-resting-on-one-site", "site=zzz", "zzz: no site of this graph is called so.\n"),
        ("claims-resting-on-one-publisher", "publisher=github.com/adda", "github.com/adda: no publisher of this graph is called so. Did you mean github.com/ada?\n"),
        ("claims-resting-on-one-site", "article=limes.ipynb", ""),
    ):  # fmt: skip
        for engine in ("sql", "sparql"):
            assert run(["query", question, "--param", given, "--engine", engine, *store]) == 0
            assert capsys.readouterr().err == said
