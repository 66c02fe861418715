"""What a store holds, as its writer looks it up: which shard has an article or an observation, and what is remembered of files."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kgraph.rdf.terms import held
from kgraph.store import _parquet
from kgraph.store._opened import Opened

_REPEATED = ("settings", "beside")


class File(NamedTuple):
    """What a store remembers of an article that it holds: see the table `files`."""

    article: str
    iri: str
    sha256: str
    settings: str
    beside: str
    size: int | None
    mtime_ns: int | None
    checked_ns: int | None


class Held:
    """The articles of a store as they stand, changes that are not committed among them.

    Of a million articles it takes some 300 MB: their rows stay in Arrow's form until they are looked up.
    """

    def __init__(self, opened: Opened | None = None) -> None:
        self._shards = opened.shards if opened else ()
        self._opened = opened
        self._tables: list[dict[str, Any] | None] = []
        """The columns of each shard; None of one that is being written."""
        self._names: list[str] = []
        self._places: dict[str, tuple[int, int]] = {}
        """Article → which of the tables has its row, and where; of one that is new, the shard alone."""
        self._newest = (0, 0)
        """The place that all articles of the shard share that is being written."""
        self._removed: dict[str, str] = {}
        """Article that is gone → the shard that says so."""
        self._became: dict[str, str] = {}
        """Shard that was merged → the one that has its rows."""
        self._observations: dict[str, str] | None = None
        for shard in self._shards:
            path = opened.file(shard, "files") if opened else None
            if path is not None:
                table = _parquet.whole(path, (*File._fields, "removed"), repeated=_REPEATED)
                self._take(shard.name, table)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, path: str) -> bool:
        return held(path) in self._places

    def get(self, path: str) -> File | None:
        """What was remembered of an article when the writer began; None where there was none, or it is another by now."""
        place = self._places.get(held(path))
        columns = self._tables[place[0]] if place is not None else None
        if place is None or columns is None:
            return None
        row = place[1]
        return File(*(columns[name][row].as_py() for name in File._fields))

    def shard(self, path: str) -> str | None:
        """The name of the newest shard that has an article, or says that it is gone."""
        place = self._places.get(held(path))
        name = self._removed.get(held(path)) if place is None else self._names[place[0]]
        return self._now(name)

    def put(self, path: str, shard: str) -> None:
        """An article is in a shard that is being written."""
        if not self._names or self._names[-1] != shard:
            self._newest = self._keep(shard, None), 0
        self._places[held(path)] = self._newest
        self._removed.pop(held(path), None)

    def remove(self, path: str, shard: str) -> None:
        """An article is gone, which a shard that is being written says."""
        del self._places[held(path)]
        self._removed[held(path)] = shard

    def observed(self, iri: str) -> str | None:
        """The name of the newest shard that has an observation."""
        return self._now(self._seen.get(iri))

    def observe(self, iri: str, shard: str) -> None:
        """An observation is in a shard that is being written."""
        self._seen[iri] = shard

    def moved(self, shards: Iterable[str], into: str) -> None:
        """The rows of these shards are in another one by now."""
        self._became.update(dict.fromkeys(shards, into))

    @property
    def _seen(self) -> dict[str, str]:
        """Observation → the newest shard that has it."""
        if self._observations is None:
            self._observations = {}
            for shard in self._shards:
                keys = self._opened.keys(shard, "observations", "observation") if self._opened else None
                if keys is not None:
                    self._observations.update(dict.fromkeys(keys.to_pylist(), shard.name))
        return self._observations

    def _take(self, shard: str, table: Any) -> None:
        # One array a column: a value is found in a third of the time that a slice of the table takes.
        columns = {name: table.column(name).combine_chunks() for name in File._fields}
        number = self._keep(shard, columns)
        gone = table.column("removed").to_pylist()
        for row, article in enumerate(table.column("article").to_pylist()):
            self._places.pop(article, None)
            self._removed.pop(article, None)
            if gone[row]:
                self._removed[article] = shard
            else:
                self._places[article] = number, row

    def _keep(self, shard: str, columns: dict[str, Any] | None) -> int:
        self._names.append(shard)
        self._tables.append(columns)
        return len(self._names) - 1

    def _now(self, shard: str | None) -> str | None:
        while shard in self._became:
            shard = self._became[shard]
        return shard
