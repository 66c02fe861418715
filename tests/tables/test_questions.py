"""Every question in SQL gives the rows that it gives in SPARQL: as many, of the same types, in the same order."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph
import pytest

import kgraph
from kgraph.errors import UsageError
from kgraph.export import rows_of, tables_of
from kgraph.model import Extraction
from kgraph.observation import Observation
from kgraph.store import Result, Tables, list_queries, load_query, parse_query
from kgraph.store.named import languages
from kgraph.tables import observation_rows, rows
from tests.shared_corpora import ROOT, markdown_files, needs_corpora
from tests.store.test_queries import OBSERVED, PARAMETERS
from tests.tables import generated, parts

NAMES = [q.name for q in list_queries("sql")]
CALLS = [(name, values) for name in NAMES for values in PARAMETERS.get(name, [{}])]
IDS = [f"{name} {' '.join(values.values())}".strip() for name, values in CALLS]


class Both(NamedTuple):
    """One set of articles, as graph and as tables."""

    graph: pyoxigraph.Store
    tables: Tables

    def in_sparql(self, name: str, values: Mapping[str, str]) -> Result:
        solutions = self.graph.query(load_query(name).bind(values))
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        data = json.loads(solutions.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")
        return Result(variables=tuple(data["head"]["vars"]), terms=tuple(data["results"]["bindings"]))

    def in_sql(self, name: str, values: Mapping[str, str]) -> Result:
        return self.tables.ask(load_query(name, "sql"), values)


def agree(both: Both, name: str, values: Mapping[str, str]) -> int:
    """Hold the rows of the two languages against each other; how many there are."""
    theirs, ours = both.in_sparql(name, values), both.in_sql(name, values)
    assert ours.variables == theirs.variables
    ones, others = ([json.dumps(t, sort_keys=True) for t in result.terms] for result in (ours, theirs))
    assert Counter(ones) == Counter(others)
    keys = _ordered_by(name, ours.variables)
    assert [[t.get(k) for k in keys] for t in ours.terms] == [[t.get(k) for k in keys] for t in theirs.terms]
    return len(ones)


def _ordered_by(name: str, variables: tuple[str, ...]) -> list[str]:
    """What a question's rows are sorted by, up to the first that it does not show."""
    clause = load_query(name).text.rpartition("ORDER BY")[2]
    keys = re.findall(r"\?(\w+)", clause)
    hidden = next((i for i, key in enumerate(keys) if key not in variables), len(keys))
    assert keys
    return keys[:hidden]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    files = sorted((ROOT / "data/articles").glob("*.md"))
    found = [replace(kgraph.extract(file), path=file.relative_to(ROOT).as_posix()) for file in files]
    with Tables(parts.tables(tmp_path_factory.mktemp("samples"), found, OBSERVED)) as tables:
        yield Both(parts.graph(found, OBSERVED), tables)


class Made(NamedTuple):
    articles: list[Extraction]
    observations: list[Observation]
    both: Both


@pytest.fixture(scope="module", params=(1, 2))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Articles by chance, in two shards: the first holds older rows of half of them, which are dead."""
    folder = tmp_path_factory.mktemp("made")
    articles = generated.articles(request.param)
    observations = generated.observations(request.param, articles)
    older = generated.articles(request.param + 100)
    kept = parts.snapshots(observations)
    late, early = articles[::2], articles[1::2]
    dead = frozenset(each.path for each in late)
    seen_early, seen_late = kept[1::2], kept[::2]
    old_rows = [
        observation_rows(replace(seen, status="blocked", title="Old"), snap) for seen, snap in seen_late
    ]
    first = parts.write(
        folder / "1",
        [*map(rows, early), *(rows(each) for each in older if each.path in dead), *(observation_rows(*s) for s in seen_early), *old_rows],
    )  # fmt: skip
    second = parts.write(folder / "2", [*map(rows, late), *(observation_rows(*s) for s in seen_late)])
    nothing: frozenset[str] = frozenset()
    shards = parts.together(
        (first, dead, frozenset(snap.iri for _, snap in seen_late)), (second, nothing, nothing)
    )
    with Tables(shards) as tables:
        yield Made(articles, observations, Both(parts.graph(articles, observations), tables))


def test_every_question_is_in_both_languages() -> None:
    assert [q.name for q in list_queries()] == NAMES
    assert len(NAMES) >= 24
    assert {languages(name) for name in NAMES} == {("sparql", "sql")}
    for name in NAMES:
        sparql, sql = load_query(name), load_query(name, "sql")
        assert (sql.question, sql.parameters, sql.columns) == (
            sparql.question,
            sparql.parameters,
            sparql.columns,
        )
        assert list(sql.columns) == re.findall(r"^-- column (\w+)", sql.text, re.MULTILINE)


@pytest.mark.parametrize(("name", "values"), CALLS, ids=IDS)
def test_the_samples(samples: Both, name: str, values: dict[str, str]) -> None:
    assert agree(samples, name, values)


HARD: dict[str, list[dict[str, str]]] = {
    "articles-sharing-sources": [{"most": "3"}],
    "claims-by-section": [{"article": "posts/Ä b.md"}],
    "claims-of-source": [
        {"source": "https://elms.example.org/p/0"},
        {"source": "ÄRZTE"},
        {"source": "EXAMPLE.ORG"},
    ],
    "claims-resting-on-one-site": [{"site": "example.org"}],
    "claims-that-fall": [
        {"source": "example.org https://arxiv.org/abs/1706.03762"},
        {"source": "https://elms.example.org/p/0"},
    ],
    "claims-sharing-sources": [{"most": "30"}],
    "claims-without-source": [{"article": "x/空.md"}],
    "problems": [{"code": "marker-dangling"}],
    "provenance-of-claim": [{"claim": "straße"}],
    "sources-of-claim": [{"claim": "Ä"}],
}
MADE = [(name, values) for name in NAMES for values in [{}, *HARD.get(name, [])]]


@pytest.mark.parametrize(
    ("name", "values"), MADE, ids=[f"{n} {' '.join(v.values())}".strip() for n, v in MADE]
)
def test_what_is_made_by_chance(made: Made, name: str, values: dict[str, str]) -> None:
    assert agree(made.both, name, values)


def test_what_is_made_is_hard(made: Made) -> None:
    """The questions above are put to what they could be answered wrongly on."""
    texts = Counter(claim.text for each in made.articles for claim in each.claims)
    assert texts.most_common(1)[0][1] > 2, "claims alike"
    described = [source for each in made.articles for source in each.sources]
    assert {source.title for source in described} >= {None, "The oak"}
    assert any(len({s.title for s in described if s.id == source.id}) > 2 for source in described)
    assert any(len(source.urls) > 1 or source.urls != (source.id,) for source in described)
    times = Counter((seen.about, seen.time) for seen in made.observations)
    assert times.most_common(1)[0][1] > 1, "seen twice at once"
    assert any(seen.same_as for seen in made.observations)


def test_a_claim_and_a_source_by_their_iris(made: Made) -> None:
    [claim, *_] = [
        t for t in made.both.in_sparql("sources-of-claim", {}).terms if t["support"]["value"] == "cited"
    ]
    found = made.both.graph.query(
        f"SELECT ?c {{ ?c <https://schema.org/text> {json.dumps(claim['claim_text']['value'])} }}"
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    iri = str(next(iter(found))["c"].value)
    assert agree(made.both, "sources-of-claim", {"claim": iri})
    assert agree(made.both, "provenance-of-claim", {"claim": iri})


@needs_corpora
def test_real_articles(tmp_path: Path) -> None:
    files = random.Random(7).sample([f for f in markdown_files() if f.stat().st_size < 60_000], 25)
    found = [replace(kgraph.extract(file), path=f"{n}/{file.name}") for n, file in enumerate(files)]
    observations = generated.observations(7, found)
    graph = parts.graph(found, observations)
    with Tables(parts.tables(tmp_path, found, observations)) as tables:
        answered = {name for name in NAMES if agree(Both(graph, tables), name, {})}
    assert len(answered) >= 20


def test_parameters_are_values(samples: Both) -> None:
    for text in (
        "' OR 1=1 --",
        "$claim",
        "\\",
        '"',
        "x\ny",
        "_%_",
        "'); DROP VIEW claims; --",
        "\x00",
        "\ud800",
    ):
        assert samples.in_sql("sources-of-claim", {"claim": text}).rows == []
    with pytest.raises(UsageError, match="no parameter 'clam'"):
        samples.in_sql("sources-of-claim", {"clam": "x"})
    assert samples.in_sql("articles-sharing-sources", {"most": "many"}).rows == []


def test_no_table_is_needed() -> None:
    with Tables({}) as nothing:
        for query in list_queries("sql"):
            rows = nothing.ask(query).rows
            assert rows == [] or {row.count for row in rows} == {0}


def test_works_are_the_sources_of_the_exports(made: Made) -> None:
    kept = parts.snapshots(made.observations)
    exported = tables_of(
        rows_of([*map(rows, made.articles), *(observation_rows(*seen) for seen in kept)])
    ).sources
    names = [field.name for field in fields(exported[0])]
    sql = f"SELECT {', '.join(names)} FROM works ORDER BY source"
    told = made.both.tables.ask(parse_query("works", sql, "sql")).rows
    assert told == [tuple(_cell(getattr(row, name)) for name in names) for row in exported]
    assert {"cited"} < {row.titled_by for row in told}
    assert len({row.status for row in told} - {None}) > 2


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value
