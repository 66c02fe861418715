"""Which shards become one, and how: so that they stay few, and each row is written again only a few times.

Shards are put into classes by how many articles they have, each class eight times the one before. Eight shards of one
class become one of the next: of n articles that are built one by one each is written about log(n) / log(8) times. While a run
goes on it may be sixty-four: what it commits every few seconds is written once more, at its end, however long it takes. A large
shard is written again when a fifth of it is dead; one that is dead as a whole is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kgraph.store import _parquet
from kgraph.store._opened import Opened
from kgraph.store._shard import NAMES, Shard, ShardWriter, key_of

FAN_OUT = 8
FAN_OUT_WITHIN_A_RUN = 64
LARGE_BYTES = 256 * 1024 * 1024
"""From here on a shard is written again only for what is dead in it."""
_WORTH_IT_KEYS = 512
"""A shard with fewer is not written again for its dead alone: it becomes part of a larger one soon."""
_DEAD_SHARE = 5


def together(shards: Sequence[Shard], fan_out: int = FAN_OUT) -> tuple[Shard, ...]:
    """The shards that are to become one now, of which a class has `fan_out` or more; none where all may stay.

    >>> small = [Shard(name=str(n), sha256="", bytes=9, keys=1) for n in range(8)]
    >>> len(together(small[:7])), len(together(small)), len(together(small, FAN_OUT_WITHIN_A_RUN))
    (0, 8, 0)
    """
    classes: dict[int, list[Shard]] = defaultdict(list)
    for shard in shards:
        worth_it = shard.keys >= _WORTH_IT_KEYS or _is_large(shard) or shard.dead >= shard.keys
        if worth_it and shard.dead * _DEAD_SHARE >= shard.keys:
            return (shard,)
        if not _is_large(shard):
            classes[_class(shard)].append(shard)
    full = (found for _, found in sorted(classes.items()) if len(found) >= fan_out)
    return tuple(_up_to_large(next(full, ())))


def _up_to_large(shards: Sequence[Shard]) -> Iterator[Shard]:
    """The first of the shards, as many as make a large one, eight at least."""
    size = 0
    for number, shard in enumerate(shards):
        if number >= FAN_OUT and size >= LARGE_BYTES:
            return
        size += shard.bytes
        yield shard


def _is_large(shard: Shard) -> bool:
    return shard.bytes >= LARGE_BYTES


def _class(shard: Shard) -> int:
    size, found = max(1, shard.keys - shard.dead), 0
    while size >= FAN_OUT:
        size, found = size // FAN_OUT, found + 1
    return found


def merge(opened: Opened, chosen: Sequence[Shard], into: ShardWriter) -> Shard | None:
    """What counts in these shards as one shard; None where nothing does. Errors: `OSError`, `StoreError`.

    It may stand behind all others: each of its rows is the newest of its article. That an article is gone is kept while
    an older shard has it still.
    """
    older = [shard for shard in opened.shards if shard not in chosen]
    keys = 0
    for table in NAMES:
        if table != "files":
            parts = opened.parts(table, chosen)
            live = (batch for part in parts for batch in _parquet.live(part.path, key_of(table), part.dead))
            copied = into.copy(table, live)
            keys += copied if table == "observations" else 0
    keys += into.copy("files", _files(opened, chosen, older))
    return into.close(keys=keys) if keys else None


def _files(opened: Opened, chosen: Sequence[Shard], older: Sequence[Shard]) -> Iterable[object]:
    elsewhere = [keys for shard in older if (keys := opened.keys(shard, "files", "article")) is not None]
    for part in opened.parts("files", chosen):
        for batch in _parquet.live(part.path, "article", part.dead):
            yield _parquet.without_needless(batch, elsewhere)
