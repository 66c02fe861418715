"""The tables of articles as they were read are those of their graph."""

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet

from kgraph import extract, rdf
from kgraph.engine import ArticleFile, Job, Task
from kgraph.engine.in_process import process
from kgraph.errors import UsageError
from kgraph.export import TABLES, Rows, export, rows_of, tables, tables_of, write_table
from kgraph.export.flat import GATHERED
from kgraph.model import Extraction
from kgraph.read import SUFFIXES
from kgraph.tables import TABLES as KEPT
from kgraph.tables import rows, unpack
from tests.export.conftest import HOSTILE
from tests.extract.case_file import one_of_each_file, run
from tests.shared_corpora import ROOT

_OTHER_BASE = "https://graph.example.org/of/elms/"


def _direct(extractions: Iterable[Extraction], base: str = rdf.DEFAULT_BASE) -> Rows:
    return rows_of(rows(each, base=base) for each in extractions)


def _of_graph(extractions: Iterable[Extraction], base: str = rdf.DEFAULT_BASE) -> list[str]:
    return sorted({line for each in extractions for line in rdf.quads(each, base=base)})


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[Extraction]:
    """The cases and the sample articles, each under a name of its own."""
    alone = tmp_path_factory.mktemp("alone")
    found = []
    for case in one_of_each_file():
        folder = tmp_path_factory.mktemp("beside") if case.beside else alone
        found.append(replace(run(case, folder), path=f"cases/{case.name}.md"))
    for file in sorted(p for p in (ROOT / "data").rglob("*") if p.suffix in SUFFIXES):
        found.append(replace(extract(file), path=file.relative_to(ROOT).as_posix()))
    return found


def test_the_rows_of_each_article_are_those_of_its_graph(read: list[Extraction]) -> None:
    differ = [each.path for each in read if tables_of(_direct([each])) != tables(rdf.quads(each))]
    assert differ == []


def test_articles_together_describe_a_source_as_in_their_graph(read: list[Extraction]) -> None:
    direct = tables_of(_direct(read))
    assert direct == tables(_of_graph(read))
    assert any(source.articles > 3 for source in direct.sources)
    assert {c.support for c in direct.citations} == {"cited", "carried"}
    assert any(c.passage for c in direct.citations)


def test_the_order_of_articles_is_nothing(read: list[Extraction]) -> None:
    assert tables_of(_direct(reversed(read))) == tables_of(_direct(read))


@pytest.mark.parametrize("table", GATHERED)
@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_the_same_bytes(read: list[Extraction], format_: str, table: str) -> None:
    some = read[::5]
    written = write_table(_direct(some, _OTHER_BASE), format_, table)
    assert written == export(_of_graph(some, _OTHER_BASE), format_, table=table)
    assert len(written) > 1000


def test_hostile_text(tmp_path: Path) -> None:
    found = []
    for i, text in enumerate(HOSTILE):
        file = tmp_path / f"{i}.md"
        body = f"---\ntitle: '{i} title'\nauthor: {i}\n---\n\n## Head {text} end\n\n{text} makes a claim stand here [1].\n\n## References\n\n"
        body += f'[1] Some Author. "{text} in a long title." 2020. https://example.org/{i % 3}?q=a b|{text}\n'
        file.write_text(body, encoding="utf-8")
        found.append(replace(extract(file), path=f"a folder/{text}/{i}.md"))
    assert tables_of(_direct(found)) == tables(_of_graph(found))


@pytest.mark.parametrize("table", sorted(set(TABLES) - set(GATHERED)))
def test_tables_that_are_written_as_they_are_kept(read: list[Extraction], table: str) -> None:
    written = write_table(_direct(read), "csv", table).decode()
    assert written == write_table(_direct(reversed(read)), "csv", table).decode()
    assert written.partition("\n")[0].split(",") == [column.name for column in KEPT[table]]
    found = parquet.read_table(io.BytesIO(write_table(_direct(read), "parquet", table)))
    assert found.num_rows == sum(len(rows(each).get(table, [()])[0]) for each in read)
    assert (found.num_rows > 50) == (table != "observations")
    with pytest.raises(UsageError, match="not of quads alone"):
        export(rdf.quads(read[0]), "csv", table=table)


def test_no_graph_is_made_for_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> bytes:
        raise AssertionError("a graph was made")

    monkeypatch.setattr(rdf, "nquads", none)
    file = tmp_path / "elms.md"
    file.write_text("Elms die [1].\n\n## References\n\n1. Elm leaves, https://example.org/elms\n")
    job = Job(ArticleFile("elms.md", str(file)))
    outcome = process(job, Task(format="tables", base=rdf.DEFAULT_BASE))
    assert outcome.status == "done", outcome.reason
    assert [c.source for c in tables_of(rows_of([unpack(outcome.payload).rows])).citations] == [
        "https://example.org/elms"
    ]
    assert "a graph was made" in process(job, Task(format="nq", base=rdf.DEFAULT_BASE)).reason


def test_what_cannot_be_meant(read: list[Extraction]) -> None:
    with pytest.raises(UsageError, match="begins no IRI"):
        _direct(read[:1], base="elms")
    with pytest.raises(UsageError, match="unknown table 'elms'"):
        write_table(_direct([]), "csv", "elms")
    with pytest.raises(UsageError, match="unknown format 'svg'"):
        write_table(_direct([]), "svg")
