"""Every term is defined where it comes from, and the graph has the shape the model promises."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD

import kgraph
from kgraph.rdf import quads
from kgraph.rdf.vocab import PREFIXES, TERMS, shapes_turtle, vocabulary_turtle
from tests.extract.case_file import one_of_each_file, run
from tests.shared_corpora import ROOT
from tests.terms import rows_of, value_of

SPELT_OUT = {
    # rdflib knows no SPAR ontologies and no Web Annotation vocabulary: their terms, from their own pages
    "cito": {"cites"},  # CiTO 2.8.1
    "c4o": {"InTextReferencePointer", "hasContent", "hasContext", "denotes"},  # C4O 1.2.1
    "biro": {"BibliographicReference", "ReferenceList", "references"},  # BiRO 1.1.1
    "doco": {"Section"},  # DoCO 1.3
    # Web Annotation Vocabulary (W3C, 2017)
    "oa": {
        "exact",
        "Annotation",
        "SpecificResource",
        "TextQuoteSelector",
        "hasBody",
        "hasTarget",
        "hasSource",
        "hasSelector",
    },
}
CLOSED = {"schema": SDO, "prov": PROV, "dcterms": DCTERMS, "rdf": RDF, "xsd": XSD}
ARTICLE = "A fact [1] stands. Another one is dangling [7]. The sea sings [\\[1\\]](https://example.org/tides#:~:text=it%20sings).\n\n## References\n\n[1] [Tides](https://example.org/tides)\n[2] [Moon](https://example.org/moon)\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[pyoxigraph.Quad]:
    lines = "\n".join(_lines(tmp_path_factory.mktemp("cases")))
    return list(pyoxigraph.parse(lines.encode(), format=pyoxigraph.RdfFormat.N_QUADS))


def _lines(folder: Path) -> Iterator[str]:
    for article in sorted((ROOT / "data/articles").glob("*.md")):
        yield from quads(kgraph.extract(article))
    for number, case in enumerate(one_of_each_file()):
        place = folder / str(number)
        place.mkdir()
        yield from quads(run(case, place))


def test_terms_written_are_terms_declared(built: list[pyoxigraph.Quad]) -> None:
    used = {q.predicate.value for q in built}
    used |= {value_of(q.object) for q in built if q.predicate.value == str(RDF.type)}
    declared = {PREFIXES[t.split(":")[0]] + t.split(":")[1] for t in TERMS}
    assert used - declared == set()


@pytest.mark.parametrize("term", sorted(t for t in TERMS if not t.startswith("kg:")))
def test_a_published_term_is_in_its_vocabulary(term: str) -> None:
    prefix, name = term.split(":")
    if prefix in SPELT_OUT:
        assert name in SPELT_OUT[prefix]
    else:
        assert PREFIXES[prefix] == str(CLOSED[prefix])
        assert rdflib.URIRef(PREFIXES[prefix] + name) in CLOSED[prefix]


def test_a_term_of_no_vocabulary_would_be_found() -> None:
    assert rdflib.URIRef(str(SDO) + "isPartOff") not in SDO
    assert rdflib.URIRef(str(PROV) + "startedAt") not in PROV


@pytest.mark.parametrize("term", sorted(t for t in TERMS if t.startswith("kg:")))
def test_an_own_term_is_defined(term: str) -> None:
    graph = rdflib.Graph().parse(data=vocabulary_turtle(), format="turtle")
    node = rdflib.URIRef(PREFIXES["kg"] + term[3:])
    [label] = graph.objects(node, RDFS.label)
    [definition] = graph.objects(node, SKOS.definition)
    assert getattr(label, "language", None) == getattr(definition, "language", None) == "en"
    assert re.fullmatch(r"[A-Z].{15,}\.", str(definition), re.DOTALL), definition
    assert (node, RDFS.isDefinedBy, None) in graph
    kinds = set(graph.objects(node, RDF.type))
    if term[3].islower() and kinds & {OWL.DatatypeProperty, OWL.ObjectProperty}:
        assert (node, RDFS.domain, None) in graph or (node, RDFS.range, None) in graph
    assert kinds


def test_objects_are_what_the_vocabulary_says(built: list[pyoxigraph.Quad]) -> None:
    """A datatype property of `kg:` has literals of its range, an object property has IRIs."""
    graph = rdflib.Graph().parse(data=vocabulary_turtle(), format="turtle")
    checked = set()
    for quad in built:
        node = rdflib.URIRef(quad.predicate.value)
        if (node, RDF.type, OWL.ObjectProperty) in graph:
            assert isinstance(quad.object, pyoxigraph.NamedNode), quad
        elif (node, RDF.type, OWL.DatatypeProperty) in graph:
            assert isinstance(quad.object, pyoxigraph.Literal), quad
            assert {str(r) for r in graph.objects(node, RDFS.range)} == {quad.object.datatype.value}, quad
        else:
            continue
        checked.add(quad.predicate.value)
    assert len(checked) > 15


def test_every_term_is_in_the_docs() -> None:
    text = (ROOT / "docs/rdf-model.md").read_text(encoding="utf-8")
    said = set(re.findall(r"\b[a-z0-9]+:[A-Za-z0-9]+\b", text.replace("`a ", "`")))
    assert sorted(t for t in TERMS if t != "rdf:type" and t not in said) == []


def test_no_blank_nodes_and_one_graph_an_article(built: list[pyoxigraph.Quad]) -> None:
    for quad in built:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            assert isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal), quad
        assert not isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
    articles = {value_of(q.subject) for q in built if q.predicate.value == PREFIXES["kg"] + "path"}
    assert {value_of(q.graph_name) for q in built} == articles


def test_claims_are_one_hop_from_their_sources() -> None:
    graph = rdflib.Graph()
    graph.parse(
        data="\n".join(" ".join(line.split(" ")[:-2]) + " ." for line in quads(kgraph.extract_text(ARTICLE))),
        format="nt",
    )
    rows = graph.query(
        "PREFIX cito: <http://purl.org/spar/cito/> PREFIX schema: <https://schema.org/>"
        "SELECT ?text ?source { ?claim a schema:Claim ; schema:text ?text ; cito:cites ?source }"
    )
    assert sorted((str(t), str(s)) for t, s in rows_of(rows)) == [
        ("A fact stands.", "https://example.org/tides"),
        ("The sea sings.", "https://example.org/tides"),
    ]


CITED = "?n kg:support kg:cited"
ADDED = {
    "a cited claim that also carries": (CITED, "?n kg:carriedFrom <https://example.org/tides>"),
    "a second text": (CITED, '?n schema:text "another"'),
    "a support of no kind": (CITED, "?n kg:support kg:perhaps"),
    "a source that is a string": (CITED, '?n cito:cites "https://example.org/tides"'),
    "a claim in two places": (CITED, "?n schema:isPartOf <https://example.org/tides>"),
    "a marker of no claim": ("?n a c4o:InTextReferencePointer", "?n c4o:hasContext <https://example.org/tides>"),
    "a marker that denotes a source": ("?n kg:status kg:resolved", "?n c4o:denotes <https://example.org/tides>"),
    "an entry of two sources": ("?n a biro:BibliographicReference", "?n biro:references <https://example.org/other>"),
    "a URL that is a plain string": ("?c biro:references ?n", '?n schema:url "https://example.org/tides"'),
    "a problem as grave as can be": ("?n a kg:Problem", '?n kg:severity "fatal"'),
    "an article with two digests": ("?n kg:path ?p", '?n kg:sha256 "0"'),
    "a passage of two wordings": ("?n a oa:TextQuoteSelector", '?n oa:exact "another"'),
    "evidence beside two claims": ("?n a oa:Annotation", "?n oa:hasBody <https://example.org/tides>"),
    "a target of two sources": ("?n a oa:SpecificResource", "?n oa:hasSource <https://example.org/other>"),
    "a marker of a passage that is none": ("?n a c4o:InTextReferencePointer", "?n kg:passage <https://example.org/tides>"),
    "a site that is none": ("?c biro:references ?n", "?n schema:isPartOf <https://example.org/tides>"),
}  # fmt: skip


def _article_graph() -> rdflib.Graph:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data="\n".join(quads(kgraph.extract_text(ARTICLE))) + "\n", format="nquads")
    graph = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


def _conforms(graph: rdflib.Graph) -> bool:
    return bool(
        pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=shapes_turtle(), format="turtle"))[0]
    )


def test_the_article_to_be_broken_is_whole() -> None:
    assert _conforms(_article_graph())


@pytest.mark.parametrize("damage", ADDED)
def test_shapes_refuse_what_is_added(damage: str) -> None:
    where, what = ADDED[damage]
    graph = _article_graph()
    size = len(graph)
    prefixes = "".join(f"PREFIX {prefix}: <{start}> " for prefix, start in PREFIXES.items())
    graph.update(
        f"{prefixes} INSERT {{ {what} }} WHERE {{ {{ SELECT ?n {{ {where} }} ORDER BY ?n LIMIT 1 }} }}"
    )
    assert len(graph) == size + 1
    assert not _conforms(graph)
