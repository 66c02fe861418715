"""The graph on a port of this machine: the explorer, a JSON API, a SPARQL 1.1 endpoint. Read-only."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import StoreError, UsageError

__all__ = ["Settings", "serve"]

_STACK_BYTES = 512 * 1024
"""Of each thread: of the usual eight megabytes the kernel gives three where it deals in huge pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where to listen, what a query may use, which foreign pages may ask (`cors`, origins).

    `unread_bytes` of large answers may wait on disk for their readers. Articles to `watch` are read again as they change.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    timeout_s: float = 30.0
    memory_bytes: int = 1024**3
    result_bytes: int = 64 * 1024**2
    unread_bytes: int = 2 * 1024**3
    workers: int = 0
    cors: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


def serve(
    store: str | Path,
    settings: Settings = Settings(),
    *,
    ready: Callable[[str], None] = lambda url: None,
    said: Callable[[str], None] = lambda text: None,
) -> None:
    """Serve the store until SIGINT or SIGTERM; `ready` is told the address once it can be opened.

    `said` is told, a line each, what was read again of articles that are watched, and what is wrong with them.

    A store that is not there yet is served as a page that says how to make one.

    Errors: `UsageError` where the extra is not installed, or the port is taken; `StoreError` for a store that is there
    and cannot be read, such as one of an older format.
    """
    try:
        from kgraph.serve._application import Served, application
        from kgraph.serve._listen import bind, listen
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "anyio", "h11"):
            raise
        raise UsageError("the server is not installed. Install it: pip install 'kgraph[serve]'") from None
    from kgraph.serve._descriptors import fitted
    from kgraph.serve._request_guard import Rules
    from kgraph.serve._shown import Shown
    from kgraph.serve._spool import Room
    from kgraph.serve._stop import Stop
    from kgraph.serve._watching import Watching
    from kgraph.store import Busy, Limits, Pool, Reader, TablePool
    from kgraph.store.generations import exists

    if exists(Path(store)):
        Reader(store).__exit__()
    limits = Limits(timeout_s=settings.timeout_s, memory_bytes=settings.memory_bytes, result_bytes=settings.result_bytes)  # fmt: skip
    listening = bind(settings.host, settings.port)
    port = listening.getsockname()[1]
    rules = Rules(hosts=own_names(settings.host, port), origins=frozenset(o.lower().rstrip("/") for o in settings.cors))  # fmt: skip
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    fit = fitted()
    size = settings.workers or max(2, min(8, os.cpu_count() or 2))
    pool, tables = Pool(store, size=size, limits=limits), TablePool(store, size=size, limits=limits)

    def warm() -> None:
        with suppress(StoreError, Busy):  # which whoever asks is told
            pool.warm()

    shows = Shown(str(store), warm)
    watching = Watching(str(store), settings.watch, said)
    room = Room(files=fit.files, bytes=settings.unread_bytes)

    def end() -> None:
        room.close()
        watching.close()
        shows.close()
        tables.close()
        pool.close(wait_s=0)

    stop = Stop()
    with stop.on_signals():
        stack_bytes = threading.stack_size(_STACK_BYTES)
        try:
            listen(
                application(Served(pool, tables, shows, watching), room, rules), listening, stop, max_connections=fit.connections,
                ready=lambda: ready(f"http://{shown}:{port}/"), end=end,
            )  # fmt: skip
        finally:
            threading.stack_size(stack_bytes)
            end()
            listening.close()


def own_names(host: str, port: int) -> frozenset[str]:
    """The Host headers a server listening there answers to.

    >>> sorted(own_names("127.0.0.1", 80))
    ['127.0.0.1', '127.0.0.1:80', '[::1]', '[::1]:80', 'localhost', 'localhost:80']
    """
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host.lower()} - {
        "0.0.0.0",
        "[::]",
    }
    ports = {f":{port}"} | ({""} if port == 80 else set())
    return frozenset(name + suffix for name in names for suffix in ports)
