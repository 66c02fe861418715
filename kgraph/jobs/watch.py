"""Articles are read again as they change: looked at every now and then, as a build looks at them."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kgraph import rules
from kgraph.errors import KgraphError
from kgraph.jobs.articles import find
from kgraph.jobs.build import build
from kgraph.jobs.chosen import Skipped
from kgraph.jobs.summary import Summary
from kgraph.jobs.unchanged import Looked
from kgraph.rdf import DEFAULT_BASE
from kgraph.store import Held, Reader
from kgraph.store.generations import current, exists

Seen = tuple[str, tuple[int | None, ...]]
"""An article or archive by its path, and its size and time; none of one that is gone."""

EVERY_S = 1.0
_SHARE = 10
"""Looking takes at most so large a part of the time: one in so many."""


class Watch:
    """The articles that some arguments name, beside what a store has of them. Articles at addresses are left alone."""

    def __init__(self, arguments: Sequence[str], store: Path) -> None:
        self._arguments, self._store = arguments, store
        self._generation = ""
        self._held, self._base = Held(), DEFAULT_BASE
        self.took_s = 0.0
        """How long it took to look."""
        self._tried: frozenset[Seen] = frozenset()
        """What a build has seen as it is now: one that cannot be read is not tried again before it changes."""
        self._lost: tuple[Skipped, ...] = ()
        """What was named and could not be looked at, such as a folder that is gone: told once, and when it is back."""

    def turn(self) -> Summary | None:
        """What a build changed, where there was something to read, or what is named has gone or come back; None where all is as before.

        Errors: those of a build.
        """
        began = time.monotonic()
        now, lost = self._changed()
        self.took_s = time.monotonic() - began
        self._tried &= now
        if now <= self._tried and lost == self._lost:
            return None
        nothing = not now and not exists(self._store)  # of which no store is made
        summary = Summary(skipped=list(lost)) if nothing else build(self._arguments, self._store)
        self._tried, self._lost = now, lost
        return summary

    def _changed(self) -> tuple[frozenset[Seen], tuple[Skipped, ...]]:
        """What is not as the store has it, and the archives, as they are; and what could not be looked at."""
        self._open()
        found = find(self._arguments)
        looked = Looked(self._held.get, f"{rules.settings(self._base)}{found.choice.reading}", "stat", found.origins)  # fmt: skip
        changed = {(a.path, _state(looked, a.path)) for a in found.articles if not looked.is_as_before(a)}
        gone = found.gone({path: looked.page(path) for path in self._held})
        archives = {(a.path, _stat(a.file)) for a in found.archives}  # tried once, then as they change
        return frozenset({*changed, *((path, ()) for path in gone), *archives}), tuple(found.skipped)

    def _open(self) -> None:
        """Know what the store has now."""
        if not exists(self._store) or current(self._store).name == self._generation:
            return
        with Reader(self._store) as reader:
            self._generation, self._held, self._base = reader.name, reader.held, reader.base or DEFAULT_BASE


def watch(arguments: Sequence[str], store: Path, told: Callable[[Summary | KgraphError], None]) -> None:
    """Look again and again, for ever; `told` is given what each build did, and each error once."""
    watched, said = Watch(arguments, store), ""
    while True:
        try:
            if summary := watched.turn():
                said = ""
                told(summary)
        except KgraphError as error:
            if str(error) != said:
                said = str(error)
                told(error)
        time.sleep(max(EVERY_S, _SHARE * watched.took_s))


def _state(looked: Looked, path: str) -> tuple[int | None, ...]:
    state = looked.states.get(path)
    return state[:2] if state else (None,)


def _stat(file: str) -> tuple[int | None, ...]:
    try:
        status = Path(file).stat()
    except OSError:
        return (None,)
    return status.st_size, status.st_mtime_ns
