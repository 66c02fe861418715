"""The rows of the tables say what the graph says: each table against a question in SPARQL."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pyoxigraph
import pytest

from kgraph import extract, rdf
from kgraph.model import Extraction
from kgraph.observation import Observation
from kgraph.rdf.observe import observation_quads, snapshot
from kgraph.rdf.vocab import PREFIXES
from kgraph.read import SUFFIXES
from kgraph.tables import TABLES, observation_rows, rows, schema
from tests.extract.case_file import one_of_each_file, run
from tests.shared_corpora import ROOT

_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_BASE = "https://graph.example.org/of/elms/"

QUESTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "articles": (
        ("article", "iri", "title", "date", "language", "generator", "sha256", "media_type", "tokens_ignored"),
        """?iri kg:path ?article ; kg:sha256 ?sha256 ; schema:encodingFormat ?media_type ; kg:tokensIgnored ?tokens_ignored .
        OPTIONAL { ?iri schema:name ?title } OPTIONAL { ?iri schema:datePublished ?date } OPTIONAL { ?iri schema:inLanguage ?language }
        OPTIONAL { ?iri prov:wasAttributedTo/schema:name ?generator }""",
    ),
    "claims": (
        ("article", "claim", "text", "start", "end", "section", "lead_in", "parent_item"),
        """?claim a schema:Claim ; schema:text ?text ; kg:span ?span ; schema:isPartOf/schema:isPartOf/kg:path ?article .
        BIND(STRBEFORE(SUBSTR(?span, 6), ",") AS ?start) BIND(STRAFTER(?span, ",") AS ?end)
        OPTIONAL { ?claim schema:isPartOf/schema:name ?section } OPTIONAL { ?claim kg:leadIn ?lead_in } OPTIONAL { ?claim kg:parentItem ?parent_item }""",
    ),
    "citations": (
        ("claim", "source", "support"),
        """?claim a schema:Claim .
        { ?claim cito:cites ?source . BIND("cited" AS ?support) } UNION { ?claim kg:carriedFrom ?source . BIND("carried" AS ?support) }""",
    ),
    "markers": (
        ("marker", "text", "claim", "locator", "passage"),
        """?marker a c4o:InTextReferencePointer ; c4o:hasContent ?text .
        OPTIONAL { ?marker c4o:hasContext ?claim } OPTIONAL { ?marker kg:locator ?locator } OPTIONAL { ?marker kg:passage/oa:exact ?passage }""",
    ),
    "references": (
        ("article", "entry", "list", "position", "label", "text", "title", "title_as_written", "date", "accessed", "file", "refers_back_to", "locator", "source"),
        """?entry a biro:BibliographicReference ; dcterms:bibliographicCitation ?text ; schema:position ?position ; schema:isPartOf ?of .
        ?of schema:position ?list ; schema:isPartOf/kg:path ?article .
        OPTIONAL { ?entry kg:label ?label } OPTIONAL { ?entry dcterms:title ?title } OPTIONAL { ?entry kg:titleAsWritten ?title_as_written }
        OPTIONAL { ?entry dcterms:date ?date } OPTIONAL { ?entry kg:accessed ?accessed } OPTIONAL { ?entry kg:file ?file }
        OPTIONAL { ?entry kg:refersBackTo ?refers_back_to } OPTIONAL { ?entry kg:locator ?locator } OPTIONAL { ?entry biro:references ?source }""",
    ),
    "problems": (
        ("code", "severity", "message", "file"),
        """?p a kg:Problem ; kg:code ?code ; kg:severity ?severity ; schema:description ?message . OPTIONAL { ?p kg:file ?file }""",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[Extraction]:
    """A case of each family and the sample articles, each under a name of its own."""
    alone = tmp_path_factory.mktemp("alone")
    found = [
        replace(run(case, tmp_path_factory.mktemp("beside") if case.beside else alone), path=f"cases/{case.name}.md")
        for case in one_of_each_file()
    ]  # fmt: skip
    for file in sorted(p for p in (ROOT / "data").rglob("*") if p.suffix in SUFFIXES):
        found.append(replace(extract(file), path=file.relative_to(ROOT).as_posix()))
    return found


@pytest.fixture(scope="module")
def graphs(read: list[Extraction]) -> list[pyoxigraph.Store]:
    """The graph of each."""
    found = []
    for each in read:
        store = pyoxigraph.Store()
        lines = rdf.nquads(each, base=_BASE)
        store.bulk_load(lines, format=pyoxigraph.RdfFormat.N_QUADS)
        found.append(store)
    return found


def _asked(store: pyoxigraph.Store, names: Iterable[str], pattern: str) -> set[tuple[str, ...]]:
    variables = " ".join(f"?{name}" for name in names)
    solutions = store.query(
        f"{_PREFIXES}SELECT DISTINCT {variables} {{ {pattern} }}", use_default_graph_as_union=True
    )
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return {tuple(str(s[n].value) if s[n] is not None else "" for n in names) for s in solutions}


def _told(table: str, made: Any, names: Iterable[str]) -> set[tuple[str, ...]]:
    columns = dict(zip((c.name for c in TABLES[table]), made[table], strict=True))
    lines = zip(*(columns[name] for name in names), strict=True)
    return {tuple("" if value is None else str(value) for value in line) for line in lines}


@pytest.mark.parametrize("table", QUESTIONS)
def test_a_table_says_what_the_graph_says(
    table: str, read: list[Extraction], graphs: list[pyoxigraph.Store]
) -> None:
    names, pattern = QUESTIONS[table]
    some = 0
    for extraction, graph in zip(read, graphs, strict=True):
        told = _told(table, rows(extraction, base=_BASE), names)
        assert told == _asked(graph, names, pattern), extraction.path
        some += len(told)
    assert some > 10


def test_sources_of_markers_outside_claims_are_told(
    read: list[Extraction], graphs: list[pyoxigraph.Store]
) -> None:
    """What an article cites is what its markers cite, within claims or not."""
    for extraction, graph in zip(read, graphs, strict=True):
        made = rows(extraction, base=_BASE)
        column = [c.name for c in TABLES["markers"]].index("sources")
        told = {(source,) for cited in made["markers"][column] for source in cited}
        cited = _asked(graph, ["source"], "?iri kg:path ?path ; cito:cites ?source")
        assert told == cited, extraction.path


def test_every_table_has_the_columns_of_its_schema(read: list[Extraction]) -> None:
    import pyarrow as pa

    for extraction in read:
        for table, columns in rows(extraction).items():
            made = pa.table(
                [pa.array(c, f.type) for c, f in zip(columns, schema(table), strict=True)],
                schema=schema(table),
            )
            assert made.num_columns == len(TABLES[table])


def test_an_observation_is_the_row_of_its_snapshot() -> None:
    seen = Observation(
        about="https://x.org/a b", fetcher="page", asked="https://x.org/a b", status="moved", time="2026-01-02T03:04:05Z",
        final="https://x.org/c", chain=("https://x.org/b",), http_status=200, sha256="00", title="Elms \x07",
        authors=("Ann Elm", "Bo Oak"), kind="paper", same_as="https://x.org/c", agreement=0.333, identifiers={"doi": "10.1/x"},
        links=("https://other.org/p",), notes=("charset: guessed",),
    )  # fmt: skip
    kept = snapshot(seen, None, _BASE)
    made = observation_rows(seen, kept)
    store = pyoxigraph.Store()
    lines = "\n".join(observation_quads(seen, _BASE, kept=kept))
    store.bulk_load(lines.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    names = (
        "observation",
        "source",
        "status",
        "time",
        "title",
        "http_status",
        "same_as",
        "agreement",
        "final",
    )
    pattern = """?observation prov:specializationOf ?source ; kg:sourceStatus ?status ; prov:generatedAtTime ?time ; kg:fetchedTitle ?title ;
        kg:httpStatus ?http_status ; kg:sameAs ?same_as ; kg:agreement ?agreement ; kg:final ?final"""
    assert _told("observations", made, names) == _asked(store, names, pattern) != set()
