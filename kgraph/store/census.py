"""How much a store holds."""

from pathlib import Path

from kgraph.rdf.vocab import PREFIXES
from kgraph.store import generations
from kgraph.store.oxigraph import Reader
from kgraph.store.query import run_query

_CLASSES = {
    "claims": "schema:Claim",
    "markers": "c4o:InTextReferencePointer",
    "references": "biro:BibliographicReference",
    "problems": "kg:Problem",
    "sites": "schema:WebSite",
}
_PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_NODES = _PREFIXES + "SELECT ?class (COUNT(DISTINCT ?node) AS ?n) WHERE { ?node a ?class } GROUP BY ?class"
_QUADS = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } }"
_SOURCES = _PREFIXES + (
    "SELECT (COUNT(DISTINCT ?source) AS ?n) WHERE { ?by biro:references|cito:cites ?source }"
)


def census(store: str | Path, *, timeout_s: float = 600.0) -> dict[str, int]:
    """How many articles, claims, markers, references, problems, sources, sites, quads and bytes.

    Every byte of the database is read first: who asks how a store is wants to know whether it is whole.
    Errors: those of `run_query`.
    """
    generations.check(Path(store))
    with Reader(store) as reader:
        articles = len(reader.manifest.articles)
        size = sum(f.stat().st_size for f in reader.generation.rglob("*") if f.is_file())
    classes = {row[0]: row[1] for row in run_query(store, _NODES, timeout_s=timeout_s).rows}
    counts = {name: int(classes.get(_expand(term), 0)) for name, term in _CLASSES.items()}
    [[quads]] = run_query(store, _QUADS, timeout_s=timeout_s).rows
    [[sources]] = run_query(store, _SOURCES, timeout_s=timeout_s).rows
    return {"articles": articles, **counts, "sources": int(sources), "quads": int(quads), "bytes": size}


def _expand(term: str) -> str:
    prefix, _, name = term.partition(":")
    return PREFIXES[prefix] + name
