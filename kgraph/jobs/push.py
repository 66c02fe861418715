"""The named graphs of a store to a SPARQL server, by the Graph Store Protocol: those that changed since the last time.

STORE/pushed.sqlite     for each address and graph the digest and the number of triples that were put there, and found there
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from kgraph.errors import NetworkError, OutputError, StoreError
from kgraph.remote import Answer, Client, Place, ask
from kgraph.store import Reader

_STATE = "pushed.sqlite"
_BATCH = 100
"""Graphs whose triples are counted by one question."""
_AT_ONCE = 1_000
"""Graphs that are held at once."""
_MAX_REPLY = 1024 * 1024
_MAX_COUNTS = 16 * 1024 * 1024
_NONE_THERE = 404
_STOPS = {
    401: "it wants another name and password, or token: --user NAME with KGRAPH_PASSWORD, or KGRAPH_TOKEN",
    403: "it does not let this user write",
    405: "it takes no graphs at this address: name that of its Graph Store Protocol",
}
"""Statuses after which nothing else can go well, with what to do."""
_MANY_FAILURES = 20
"""So many graphs in a row fail, then the rest would, too."""
_TABLE = "CREATE TABLE IF NOT EXISTS pushed (url TEXT, graph TEXT, sha256 TEXT, triples INTEGER, PRIMARY KEY (url, graph)) WITHOUT ROWID"


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph: its IRI, its triples as sorted N-Triples, how many, and the digest of these."""

    iri: str
    triples: bytes
    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A graph that did not go well, and why."""

    graph: str
    reason: str


@dataclass(slots=True)
class Pushed:
    """What came of a push."""

    put: int = 0
    deleted: int = 0
    unchanged: int = 0
    triples: int = 0
    """In the graphs that were put."""
    checked: int = 0
    """Graphs whose triples were counted on the server."""
    failures: list[Failure] = field(default_factory=list)


def push(
    store: str | Path,
    url: str,
    client: Client,
    place: Place,
    *,
    everything: bool = False,
    dry_run: bool = False,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Pushed:
    """Put the graphs of a store that changed since the last push to `url`, or `everything`, and delete those that are gone.

    Where the `place` has an address for queries, the server counts the triples afterwards; a graph counts as pushed where it
    has as many as the store. A `dry_run` asks nothing and changes nothing. The graph of the last run is not pushed.
    A push that is stopped goes on from there the next time.

    Errors: `StoreError`, `OutputError`; `NetworkError` where the server is away, or would refuse all else, too.
    """
    pushed = Pushed()
    with Reader(store) as reader, _state(Path(store), url, dry_run) as state:
        known = state.known()
        before = {} if everything else known
        work = None if dry_run else _Work(url, client, place, state, pushed)
        total, there = len(reader.articles), set[str]()
        for number, graph in enumerate(graphs_of(reader), 1):
            there.add(graph.iri)
            if before.get(graph.iri) == graph.sha256:
                pushed.unchanged += 1
            elif work is None:
                pushed.put, pushed.triples = pushed.put + 1, pushed.triples + graph.count
            else:
                work.put(graph)
            if on_progress:
                on_progress(number, max(number, total), graph.iri)
        gone = sorted(known.keys() - there)
        if work is None:
            pushed.deleted = len(gone)
            return pushed
        work.check()
        for iri in gone:
            work.delete(iri)
    return pushed


def graphs_of(reader: Reader) -> Iterator[Graph]:
    """The named graphs of a store, by IRI, without that of the last run. Errors: `StoreError`."""
    names = sorted(graph for (graph,) in reader.rows("graphs", ("graph",)))
    for at in range(0, len(names), _AT_ONCE):
        some = dict(reader.graphs(names[at : at + _AT_ONCE]))
        for iri in names[at : at + _AT_ONCE]:
            end = f" <{iri}> .".encode()
            lines = [line.removesuffix(end) + b" .\n" for line in some[iri].split(b"\n")[:-1]]
            yield graph_of(iri, lines)


def graph_of(iri: str, lines: Sequence[bytes]) -> Graph:
    """A graph of sorted lines of N-Triples."""
    data = b"".join(lines)
    return Graph(iri, data, len(lines), sha256(data).hexdigest())


class _Work:
    """One push: what is done to the server, and noted."""

    def __init__(self, url: str, client: Client, place: Place, state: "_State", pushed: Pushed) -> None:
        self._url, self._client, self._place = url, client, place
        self._state, self._pushed = state, pushed
        self._in_a_row = 0
        self._unchecked: list[Graph] = []

    def put(self, graph: Graph) -> None:
        """Put a graph in the place of what the server has. Errors: `NetworkError` where the rest would fail, too."""
        answer = self._ask("PUT", graph.iri, graph.triples, {"Content-Type": "application/n-triples"})
        if not answer.ok:
            self._fail(graph.iri, answer.why())
            return
        self._unchecked.append(replace(graph, triples=b""))
        if len(self._unchecked) >= _BATCH:
            self.check()

    def delete(self, iri: str) -> None:
        """Delete a graph; one that the server does not have is deleted. Errors: as of `put`."""
        answer = self._ask("DELETE", iri, None, {})
        if answer.ok or answer.status == _NONE_THERE:
            self._state.forget(iri)
            self._pushed.deleted += 1
        else:
            self._fail(iri, answer.why())

    def check(self) -> None:
        """Have the server count what was put, where it can be asked, and note what is right. Errors: `NetworkError`."""
        graphs, self._unchecked = self._unchecked, []
        found = self._counts(graphs)
        for graph in graphs:
            there = graph.count if found is None else found.get(graph.iri, 0)
            if there != graph.count:
                self._fail(graph.iri, f"the server has {there:,} triples of it, the store {graph.count:,}")
                continue
            self._state.note(graph)
            self._pushed.put += 1
            self._pushed.triples += graph.count
            self._pushed.checked += found is not None
        self._state.keep()

    def _counts(self, graphs: Sequence[Graph]) -> dict[str, int] | None:
        if self._place.queries is None or not graphs:
            return None
        values = " ".join(f"<{graph.iri}>" for graph in graphs)
        text = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        rows = ask(self._client, self._place.queries, text, name="count", max_bytes=_MAX_COUNTS).rows
        return {str(row[0]): int(row[1]) for row in rows if row[0] is not None}

    def _ask(self, method: str, iri: str, data: bytes | None, headers: dict[str, str]) -> Answer:
        answer = self._client.ask(
            method, self._url, params={self._place.parameter: iri}, data=data, headers=headers, max_bytes=_MAX_REPLY
        )  # fmt: skip
        nothing_here = answer.status == _NONE_THERE and method == "PUT"
        if answer.status in _STOPS or answer.location or nothing_here:
            raise NetworkError(f"{self._url}: {_STOPS.get(answer.status, answer.why())}.")
        self._in_a_row = 0 if answer.ok else self._in_a_row + 1
        if self._in_a_row >= _MANY_FAILURES:
            raise NetworkError(f"{self._url}: {_MANY_FAILURES} graphs in a row failed, the last with {answer.why()}. Run it again: it goes on from there.")  # fmt: skip
        return answer

    def _fail(self, graph: str, reason: str) -> None:
        self._pushed.failures.append(Failure(graph, reason))


class _State:
    """What was pushed to one address."""

    def __init__(self, database: sqlite3.Connection, url: str) -> None:
        self._database, self._url = database, url

    def known(self) -> dict[str, str]:
        """The digest of each graph that was pushed."""
        return dict(self._database.execute("SELECT graph, sha256 FROM pushed WHERE url = ?", (self._url,)))

    def note(self, graph: Graph) -> None:
        """A graph is there."""
        self._database.execute(
            "INSERT OR REPLACE INTO pushed VALUES (?, ?, ?, ?)", (self._url, graph.iri, graph.sha256, graph.count)
        )  # fmt: skip

    def forget(self, iri: str) -> None:
        """A graph is gone."""
        self._database.execute("DELETE FROM pushed WHERE url = ? AND graph = ?", (self._url, iri))

    def keep(self) -> None:
        """Make what was noted durable."""
        self._database.commit()


@contextmanager
def _state(store: Path, url: str, dry_run: bool) -> Iterator[_State]:
    """What was pushed to `url`, kept however the block ends. Errors: `StoreError` for a broken file, `OutputError`."""
    file = store / _STATE
    try:
        # A dry run writes nothing, not even an empty file.
        with closing(sqlite3.connect(":memory:" if dry_run and not file.exists() else file)) as database:
            database.execute(_TABLE)
            state = _State(database, url)
            try:
                yield state
            finally:
                state.keep()
    except sqlite3.OperationalError as error:
        raise OutputError(
            f"{file}: cannot be used ({error}). Make room, and let no other push run."
        ) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{file}: damaged ({error}). Remove it: the next push puts every graph.") from error
