"""The graph of the samples and of every case: canonical, described, and as the shapes say."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib

import kgraph
from kgraph.model import Extraction
from kgraph.rdf import quads
from kgraph.rdf.vocab import shapes_turtle, vocabulary_turtle
from tests import case_text
from tests.extract.case_file import cases, load, one_of_each_file, run
from tests.shared_corpora import CORPORA, ROOT, markdown_files, needs_corpora
from tests.terms import rows_of

KG = rdflib.Namespace("https://w3id.org/kgraph/ns#")


@pytest.fixture(scope="module")
def extractions(tmp_path_factory: pytest.TempPathFactory) -> list[Extraction]:
    return list(_extractions(tmp_path_factory.mktemp("cases")))


def _extractions(folder: Path) -> Iterator[Extraction]:
    for article in sorted((ROOT / "data/articles").glob("*.md")):
        yield kgraph.extract(article)
    for number, case in enumerate(one_of_each_file()):
        place = folder / str(number)
        place.mkdir()
        yield run(case, place)


@pytest.fixture(scope="module")
def lines(extractions: list[Extraction]) -> list[str]:
    return [line for each in extractions for line in quads(each)]


def _merged(lines: list[str]) -> rdflib.Graph:
    dataset = rdflib.Dataset()
    dataset.parse(data="\n".join(lines) + "\n", format="nquads")
    graph = rdflib.Graph()
    for s, p, o, _ in dataset.quads((None, None, None, None)):
        graph.add((s, p, o))
    return graph


def _validate(graph: rdflib.Graph) -> tuple[bool, str]:
    shapes = rdflib.Graph().parse(data=shapes_turtle(), format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, advanced=True)
    return bool(conforms), str(text)


def test_shapes_hold(tmp_path: Path) -> None:
    """The samples, and an article of each family of rules: the validator takes minutes over all cases."""
    samples = [kgraph.extract(article) for article in sorted((ROOT / "data/articles").glob("*.md"))]
    conforms, text = _validate(
        _merged([q for e in (*samples, *_one_of_each_family(tmp_path)) for q in quads(e)])
    )
    assert conforms, text[:3000]


def _one_of_each_family(folder: Path) -> Iterator[Extraction]:
    families = {path.parent: path for path in case_text.files("extract")}
    assert len(families) > 40
    for number, path in enumerate(families.values()):
        place = folder / str(number)
        place.mkdir()
        yield run(load(path)[0], place)


@needs_corpora
def test_shapes_hold_on_real_articles() -> None:
    """The smallest article of each collection: every convention, written by other people."""
    smallest: dict[str, Path] = {}
    for article in sorted(markdown_files(), key=lambda a: a.stat().st_size, reverse=True):
        smallest[article.relative_to(CORPORA).parts[0]] = article
    assert len(smallest) > 10
    for article in smallest.values():
        conforms, text = _validate(_merged(quads(kgraph.extract(article))))
        assert conforms, f"{article.name}: {text[:3000]}"


@pytest.mark.parametrize(
    ("damage", "shape"),
    [
        ("?c a schema:Claim ; schema:text ?t", "schema:text"),
        ("?c a schema:Claim ; kg:support ?t", "kg:support"),
        ("?c a c4o:InTextReferencePointer ; kg:status ?t", "kg:status"),
        ("?c a kg:Problem ; kg:line ?t", "kg:line"),
        ("?c a biro:BibliographicReference ; kg:span ?t", "kg:span"),
    ],
)
def test_shapes_refuse_what_is_broken(lines: list[str], damage: str, shape: str) -> None:
    graph = _merged([line for line in lines if "keeling-curve" in line])
    prefixes = "PREFIX schema: <https://schema.org/> PREFIX kg: <https://w3id.org/kgraph/ns#> PREFIX c4o: <http://purl.org/spar/c4o/> PREFIX biro: <http://purl.org/spar/biro/>"
    [(node, value)] = rows_of(
        graph.query(f"{prefixes} SELECT ?c ?t WHERE {{ {damage} }} ORDER BY ?c LIMIT 1")
    )
    name = shape.split(":")[1]
    [predicate] = {p for p in graph.predicates(node, value) if str(p).endswith(name)}
    graph.remove((node, predicate, value))
    conforms, _ = _validate(graph)
    assert not conforms


def test_a_rule_stands_where_support_was_inferred(extractions: list[Extraction], lines: list[str]) -> None:
    """A marker in the sentence, and none at all, are what `kg:support` says already."""
    inferred = [c.rule for e in extractions for c in e.claims if c.support == "carried" or c.kind == "row"]
    named = [line.split('"')[1] for line in lines if f"<{KG.rule}>" in line]
    assert sorted(named) == sorted(inferred)
    assert set(named) == {"marker-ends-block", "marker-in-row"}


def test_every_term_is_published(lines: list[str]) -> None:
    vocabulary = rdflib.Graph().parse(data=vocabulary_turtle(), format="turtle")
    used = {
        t
        for triple in _merged(lines)
        for t in triple
        if isinstance(t, rdflib.URIRef) and t.startswith(str(KG))
    }
    assert len(used) > 20
    for term in used:
        assert (term, rdflib.RDFS.label, None) in vocabulary, term
        assert (term, rdflib.SKOS.definition, None) in vocabulary, term


def test_canonical(lines: list[str]) -> None:
    for line in lines:
        [quad] = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
        assert f"{quad} ." == line or str(quad) == line.removesuffix(" ."), line
    assert len(lines) == len(set(lines))


def test_sorted_by_article(extractions: list[Extraction]) -> None:
    for each in extractions:
        found = quads(each)
        assert found == sorted(found)


def test_two_parsers_read_the_same(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    theirs = rdflib.Dataset()
    theirs.parse(data=text, format="nquads")
    ours = {
        (str(q.subject.value), str(q.predicate.value), str(q.object.value), str(q.graph_name.value))
        for q in pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    }
    assert {(str(s), str(p), str(o), str(g)) for s, p, o, g in theirs.quads((None, None, None, None))} == ours


HOSTILE = (
    "quote \" backslash \\ tab\t done", "bell \x07 null \x00 escape \x1b[31m", "bidi \u202e and zero\u200b width", "emoji 😀 and \ufffe \uffff",
    "line\u2028separator", "<script>alert(1)</script>", "=HYPERLINK(\"http://e.org\")", "}} {{ . ; , ' \"\"\"", "]]> &amp; <!--", "%00 \\u0041 \\n",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    padding = "Plain words keep a short article with a few control characters from looking binary. " * 40
    article = f"{padding}\n\nA claim with {text} inside [1].\n\n## References\n\n[1] [Title {text} here](https://example.org/a?x={text.split()[0]})\n"
    found = quads(kgraph.extract_text(article))
    parsed = list(pyoxigraph.parse("\n".join(found).encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    assert len(parsed) == len(found)
    rdflib.Dataset().parse(data="\n".join(found) + "\n", format="nquads")
    for quad in parsed:
        assert not any(ord(c) < 32 and c not in "\t\n\r" for c in quad.object.value)


def test_scripts_never_become_iris() -> None:
    found = quads(
        kgraph.extract_text(
            "A claim [1]. Another [2].\n\n## References\n\n[1] [One](javascript:alert(1))\n[2] [Two](data:text/html,x)\n"
        )
    )
    assert not any("<javascript:" in line or "<data:" in line for line in found)


def test_the_run_has_a_graph_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only one with times: what it was given is there, and no export of the articles shows it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b.md").write_text("A fact [1].\n\n[1] https://example.org/a\n")
    graph = kgraph.build(["a b.md"], store="kg", base="https://example.org/kg/", workers=1)
    [run] = graph.query(
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX kg: <https://w3id.org/kgraph/ns#> SELECT * {"
        " GRAPH ?graph { ?run a prov:Activity ; kg:version ?version ; kg:options ?options ;"
        " prov:startedAtTime ?started ; prov:endedAtTime ?ended } }"
    )
    assert run.graph == run.run == "https://example.org/kg/run/last"
    assert run.version == kgraph.__version__
    assert run.options == "'a b.md' --base https://example.org/kg/ --workers 1"
    assert run.started <= run.ended
    assert run.started.endswith("Z")
    times = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o FILTER(DATATYPE(?o) = <http://www.w3.org/2001/XMLSchema#dateTime>) } }"
    assert [row.g for row in graph.query(times)] == [run.run]
    assert not any("/run/" in line for line in graph.quads())


def test_claims_keep_their_iris_when_references_are_renumbered() -> None:
    def claims(first: int, second: int) -> dict[str, str]:
        text = f"One fact [{first}]. Another one [{second}].\n\n## References\n\n[{first}] https://example.org/a\n[{second}] https://example.org/b\n"
        extraction = kgraph.extract_text(text)
        return {claim.text: claim.id for claim in extraction.claims}

    assert claims(1, 2) == claims(17, 4)
    assert len(set(claims(1, 2).values())) == 2


def test_a_quoted_passage_is_evidence_of_its_claim(tmp_path: Path) -> None:
    """The words quoted in an address, found from the claim as the Web Annotation model has it."""
    [case] = [case for case in cases() if case.name == "text-fragments"]
    graph = _merged(quads(run(case, tmp_path)))
    rows = graph.query("""
        PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX schema: <https://schema.org/> PREFIX kg: <https://w3id.org/kgraph/ns#>
        SELECT ?claim ?source ?words WHERE {
          ?evidence a oa:Annotation ; oa:hasBody/schema:text ?claim ; oa:hasTarget ?target .
          ?target oa:hasSource ?source ; oa:hasSelector ?passage .
          ?passage oa:exact ?words . ?marker kg:passage ?passage } ORDER BY ?claim""")
    assert [tuple(map(str, row)) for row in rows_of(rows)] == [
        ("Dolphins whistle.", "https://example.org/dolphins", "whistle"),
        ("Whales sing.", "https://example.org/whales", "male whales sing"),
    ]
