"""The one run that may change a store."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from kgraph.errors import KgraphError, OutputError
from kgraph.rdf.terms import held
from kgraph.store import _compact, _shard, generations
from kgraph.store._held import File, Held
from kgraph.store._opened import Opened
from kgraph.store._shard import Shard, ShardWriter
from kgraph.store.generations import Generation, WriteLock
from kgraph.tables.packed import Packed


class Writer:
    """The one run that may change a store. A context manager: leaving it by an exception commits nothing more.

    What was committed before stays, whatever happens later. `commit` may be called at any time; a run that
    is killed loses what came after the last one.
    `anew` begins with nothing, whatever is there, which stays current until the first commit.
    Errors: `StoreLocked`; `StoreError` for a store that is not as it was written; `OutputError` where it cannot be.
    """

    def __init__(self, store: str | Path, *, anew: bool = False, oldest: int = generations.FORMAT) -> None:
        self.path = Path(store)
        generations.claim(self.path)
        self._lock = WriteLock(self.path)
        self._open: ShardWriter | None = None
        self._made = False
        """Whether there are shards that are whole and not committed yet."""
        try:
            generation, self._name = Generation(), ""
            if generations.exists(self.path) and not anew:
                pointer = generations.current(self.path)
                generation, self._name = generations.load(self.path, pointer, oldest=oldest), pointer.name
            self.base = self._base = generation.base
            self._run = generation.run
            self._shards = list(generation.shards)
            self._dead = Counter({shard.name: shard.dead for shard in generation.shards})
            self.held = Held(Opened(self.path, generation.shards))
            self._is_clean = self._changed = False
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def replace(self, file: File, packed: Packed) -> None:
        """Put an article in, in place of what was there; `file` is remembered of it.

        Errors: `MemoryError`, after which the store holds what it held before.
        """
        with self._translated():
            key = held(file.article)
            shard = self._shard_without(key)
            shard.add(key, file.iri, key, packed, (key, *file[1:], False))
            self._buried(self.held.shard(key))
            self.held.put(key, shard.folder.name)

    def remove(self, path: str) -> None:
        """Take an article out."""
        with self._translated():
            key = held(path)
            shard = self._shard_without(key)
            shard.add_removed(key, (key, *(None for _ in File._fields[1:]), True))
            self._buried(self.held.shard(key))
            self.held.remove(key, shard.folder.name)

    def observe(self, iri: str, packed: Packed) -> None:
        """Put an observation in, in place of what was there."""
        with self._translated():
            shard = self._shard_without(iri)
            shard.add(iri, iri, None, packed)
            self._buried(self.held.observed(iri))
            self.held.observe(iri, shard.folder.name)

    def note_run(self, lines: Iterable[str]) -> None:
        """Put the graph of a run in, in place of that of the run before."""
        self._run = "".join(f"{line}\n" for line in lines)
        self._changed = True

    def commit(self, *, goes_on: bool = False) -> None:
        """Make all changes so far durable and current; the next change begins a new generation.

        A run that `goes_on` leaves more shards for its end to make few.
        """
        with self._translated():
            self._seal()
            fan_out = _compact.FAN_OUT_WITHIN_A_RUN if goes_on else _compact.FAN_OUT
            # A run that was killed may have left more shards than one that ends does.
            is_done = not self._changed and not _compact.together(self._counted(), fan_out)
            if is_done and self.base == self._base:
                return
            self._clean()
            self._compact(fan_out)
            shards = self._counted()
            name = generations.next_name(self.path)
            pointer = generations.save(
                self.path, name, Generation(base=self.base, shards=shards, run=self._run)
            )
            generations.point_to(self.path, pointer)
            self._name = name
            self._base, self._changed, self._made = self.base, False, False
            generations.clean(self.path, self._name)

    def close(self) -> None:
        """Give up what was not committed, and the lock."""
        if self._open is not None:
            self._open.abandon()
            self._open = None
        if self._made:
            self._made = False
            # Where a commit failed it may be current, or not: what the pointer says counts.
            with suppress(OSError, KgraphError):
                name = generations.current(self.path).name if generations.exists(self.path) else ""
                generations.clean(self.path, name)
        self._lock.release()

    def _shard_without(self, key: str) -> ShardWriter:
        """The shard that is being written; another one where it has the key already."""
        if self._open is not None and key in self._open.keys:
            self._seal()
        if self._open is None:
            self._clean()
            self._open = ShardWriter(self._new_folder())
        return self._open

    def _new_folder(self) -> Path:
        numbers = [int(shard.name.partition("-")[0]) for shard in self._shards]
        return _shard.new_folder(self.path / "shards", max(numbers, default=0) + 1)

    def _seal(self) -> None:
        """End the shard that is being written."""
        if self._open is not None:
            shard, self._open = self._open.close(), None
            self._shards.append(shard)
            self._changed = self._made = True

    def _clean(self) -> None:
        """Clear away what runs that were killed have left, once."""
        if not self._is_clean:
            generations.clean(self.path, self._name)
            self._is_clean = True

    def _compact(self, fan_out: int) -> None:
        while chosen := _compact.together(self._counted(), fan_out):
            into = ShardWriter(self._new_folder())
            try:
                made = _compact.merge(Opened(self.path, self._counted()), chosen, into)
            except BaseException:
                into.abandon()
                raise
            names = {shard.name for shard in chosen}
            self._shards = [shard for shard in self._shards if shard.name not in names]
            self._made = True
            if made is None:
                into.abandon()
            else:
                self._shards.append(made)
                self.held.moved(names, made.name)

    def _counted(self) -> tuple[Shard, ...]:
        """The shards with what is dead in them by now."""
        return tuple(replace(shard, dead=self._dead[shard.name]) for shard in self._shards)

    def _buried(self, shard: str | None) -> None:
        """An article or an observation of a shard counts no more."""
        if shard is not None:
            self._dead[shard] += 1

    def _translated(self) -> "_Translated":
        return _Translated(self.path)


class _Translated:
    """Turns what the file system raises into errors that say what to do."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, OSError) and not isinstance(error, KgraphError):
            reason = error.strerror or " ".join(str(error).split())
            raise OutputError(
                f"{self._store}: cannot be written ({reason[:200]}). Nothing that was committed is lost: make room and run again."
            ) from error
