"""A generation that is held for questions, and the thread that loads one while others are answered."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.errors import KgraphError, StoreError
from kgraph.keeper import Worker
from kgraph.store._graph import HeldGraph
from kgraph.store.reading import Reader

_QUICK_S = 2.0
_TIMES = 4
"""A graph that takes longer than that to load is loaded again only after so many times as long: a build commits again and again."""


@dataclass(slots=True, eq=False)
class Generation:
    """A generation, held; the workers that read it and have nothing to do, and how many questions it is asked."""

    held: HeldGraph
    name: str
    due: float = 0.0
    """When, by the clock that never goes back, another may be loaded in its place."""
    idle: list[Worker] = field(default_factory=list)
    busy: int = 0

    def end(self) -> None:
        """End its processes, and let go of it."""
        while self.idle:
            self.idle.pop().kill()
        self.held.close()
        self.held.reader.__exit__()


class Loading:
    """The load of the newest generation, in a thread. `close` ends it."""

    def __init__(self, store: Path, name: str) -> None:
        self.name = name
        self.began = time.monotonic()
        self.done = threading.Event()
        self.generation: Generation | None = None
        self.error: KgraphError | None = None
        self._store = store
        self._held: HeldGraph | None = None
        self._closed = False
        threading.Thread(target=self._load, daemon=True).start()

    def close(self) -> None:
        """End it; nothing is loaded then."""
        self._closed = True
        if self._held:
            self._held.close()

    def _load(self) -> None:
        reader: Reader | None = None
        try:
            reader = Reader(self._store)
            self._held = HeldGraph(reader)
            if self._closed:
                raise StoreError(f"{self._store}: the server is stopping.")
            self._held.load()
            took = time.monotonic() - self.began
            due = time.monotonic() + (_TIMES * took if took > _QUICK_S else 0.0)
            self.generation = Generation(self._held, reader.name, due)
        except KgraphError as error:
            self.error = error
        except Exception as error:
            self.error = StoreError(f"{self._store}: cannot be loaded ({type(error).__name__}: {error}).")
        finally:
            if self.generation is None and reader:
                if self._held:
                    self._held.close()
                reader.__exit__()
            self.done.set()
