"""Every question in queries/: described, answered on the samples, and answered alike by rdflib and Oxigraph."""

import re
from pathlib import Path
from typing import Any

import pytest
import rdflib

import kgraph
from kgraph.errors import UsageError
from kgraph.jobs.enrich import packed_observation
from kgraph.observation import Observation
from kgraph.rdf.observe import snapshot
from kgraph.store import Iri, Writer, list_queries, load_query
from tests.shared_corpora import ROOT

QUERIES = sorted((ROOT / "queries").glob("*.rq"), key=lambda p: p.stem)
_SQLITE = {"article": "data/articles/sqlite.md"}
PARAMETERS: dict[str, list[dict[str, str]]] = {
    "articles-sharing-sources": [{}, {"most": "2"}],
    "carried-against-cited": [{}, _SQLITE],
    "claims-by-section": [{}, _SQLITE],
    "claims-of-source": [{}, {"source": "https://arxiv.org/abs/1706.03762"}, {"source": "attention is"}],
    "claims-resting-on-one-publisher": [{}, {"publisher": "sqlite.org"}, _SQLITE],
    "claims-resting-on-one-site": [{}, {"site": "sqlite.org"}, _SQLITE],
    "claims-sharing-sources": [{}, {"most": "1000"}],
    "claims-that-fall": [
        {},
        {"source": "sqlite.org"},
        {"source": "https://arxiv.org/abs/1706.03762 nature.com"},
    ],
    "claims-with-one-source": [{}, _SQLITE],
    "claims-without-source": [{}, {"article": "data/articles/keeling-curve.md"}],
    "coverage-by-article": [{}, _SQLITE],
    "dangling-markers": [{}, {"article": "data/articles/keeling-curve.md"}],
    "problems": [{}, {"code": "marker-dangling"}, {"article": "data/articles/keeling-curve.md"}],
    "problems-by-kind": [{}, {"article": "data/articles/keeling-curve.md"}],
    "provenance-of-claim": [{}, {"claim": "steady climb"}],
    "sources-never-cited": [{}, {"article": "data/articles/keeling-curve.md"}],
    "sources-of-claim": [{}, {"claim": "STEADY climb"}],
}

_SEEN: dict[str, Any] = {"fetcher": "page", "time": "2025-05-01T12:00:00Z"}
OBSERVED = [
    Observation(about="https://gml.noaa.gov/ccgg/trends", asked="https://gml.noaa.gov/ccgg/trends/", status="gone", http_status=404, **_SEEN),
    Observation(
        about="https://gml.noaa.gov/ccgg/trends", asked="https://archive.org/wayback/available", status="unknown", fetcher="archive",
        archived="https://web.archive.org/web/2024/https://gml.noaa.gov/ccgg/trends/", time="2025-05-01T12:00:01Z",
    ),
    Observation(
        about="https://www.sqlite.org/about.html", asked="https://www.sqlite.org/about.html", final="https://sqlite.org/about.html", status="moved",
        same_as="https://sqlite.org/about.html", title="About SQLite", agreement=1.0, kind="article", date="2024-01-02", **_SEEN,
    ),
    Observation(about="https://www.sqlite.org/limits.html", asked="https://www.sqlite.org/limits.html", status="alive", title="Something else", agreement=0.12, **_SEEN),
]  # fmt: skip
"""What `kgraph enrich` might have seen of four sources of the samples."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> kgraph.Graph:
    import os

    here = Path.cwd()
    os.chdir(ROOT)  # so that articles are called data/articles/…, as in the README
    try:
        graph = kgraph.build(["data/articles"], store=tmp_path_factory.mktemp("store") / "kg", workers=1)
    finally:
        os.chdir(here)
    with Writer(graph.store) as writer:
        for seen in OBSERVED:
            kept = snapshot(seen, None)
            writer.observe(kept.iri, packed_observation(seen, kept))
        writer.commit()
    return graph


@pytest.fixture(scope="module")
def theirs(samples: kgraph.Graph) -> rdflib.Dataset:
    dataset: rdflib.Dataset = samples.to_rdflib()
    dataset.default_union = True
    return dataset


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, rdflib.Literal):
        moment = value.datatype == rdflib.XSD.dateTime
        value = value.toPython().strftime("%Y-%m-%dT%H:%M:%SZ") if moment else value.toPython()
    return (
        f"{value:.6f}".rstrip("0").rstrip(".")
        if isinstance(value, float) or type(value).__name__ == "Decimal"
        else str(value)
    )


CALLS = [(p.stem, values) for p in QUERIES for values in PARAMETERS.get(p.stem, [{}])]


@pytest.mark.parametrize(
    ("name", "values"), CALLS, ids=[f"{n} {' '.join(v.values())}".strip() for n, v in CALLS]
)
def test_rows_agree(samples: kgraph.Graph, theirs: rdflib.Dataset, name: str, values: dict[str, Any]) -> None:
    ours = [tuple(_plain(v) for v in row) for row in samples.query(name, **values)]
    assert ours, "the samples answer every question"
    assert samples.query(name, engine="sparql", **values) == samples.query(name, engine="sql", **values)
    other = [tuple(_plain(v) for v in row) for row in theirs.query(load_query(name).bind(values))]  # type: ignore[union-attr]
    assert sorted(map(str, other)) == sorted(map(str, ours))


def test_at_least_fourteen() -> None:
    assert len(QUERIES) >= 14
    assert [q.name for q in list_queries()] == [p.stem for p in QUERIES]


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_header(path: Path, samples: kgraph.Graph) -> None:
    lines = [line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    assert lines[0].endswith("?")
    described = [m[1] for line in lines if (m := re.match(r"column (\w+): \S", line))]
    from kgraph.store import run_query

    result = run_query(samples.store, load_query(path.stem).bind({}))
    assert list(result.variables) == described
    wanted = {m[1] for line in lines if (m := re.match(r"param (\w+): .*\(default: .+\)", line))}
    assert wanted == set(load_query(path.stem).parameters)


def test_parameters_cannot_break_out(samples: kgraph.Graph) -> None:
    for text in ('" } #', "\\", '"""', "x\ny", "} SERVICE <http://127.0.0.1:1/> {", "?x", "<http://a>", "'"):
        assert samples.query("sources-of-claim", claim=text) == []


def test_what_everyone_cites_joins_nothing(samples: kgraph.Graph) -> None:
    every, fewer, none = (samples.query("articles-sharing-sources", most=most) for most in (None, 2, 1))
    assert len(every) > len(fewer) > len(none) == 0


def test_types(samples: kgraph.Graph) -> None:
    [first, *_] = samples.query("sites-by-claims")
    assert (type(first.site), type(first.claims)) == (str, int)
    [row, *_] = samples.query("sources-by-claims")
    assert isinstance(row.source, Iri)
    assert samples.query("ASK { ?s ?p ?o }") == [True]
    with pytest.raises(UsageError, match="Did you mean"):
        samples.query("sources-of-clam")
    with pytest.raises(UsageError, match="unknown engine"):
        samples.query("sites-by-claims", engine="sqlite")


def test_sql_of_ones_own(samples: kgraph.Graph, tmp_path: Path) -> None:
    [first, *_] = samples.sql("SELECT source, claims FROM works ORDER BY claims DESC, source")
    [same, *_] = samples.query("sources-by-claims")
    assert (first.source, first.claims) == (same.source, same.claims)
    text = "-- How many?\n-- param kind: of problem\nSELECT count(*) AS n FROM problems WHERE code = $kind"
    assert samples.sql(text, kind="marker-dangling") == [(5,)]
    (tmp_path / "mine.sql").write_text(text)
    assert samples.query(str(tmp_path / "mine.sql"), kind="marker-dangling") == [(5,)]
