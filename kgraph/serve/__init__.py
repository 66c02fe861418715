"""The graph on a port of this machine: the explorer, a JSON API, a SPARQL 1.1 endpoint. Read-only."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import UsageError

__all__ = ["Settings", "serve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where to listen, what a query may use, which foreign pages may ask (`cors`, origins)."""

    host: str = "127.0.0.1"
    port: int = 8321
    timeout_s: float = 30.0
    memory_bytes: int = 1024**3
    result_bytes: int = 64 * 1024**2
    workers: int = 0
    cors: tuple[str, ...] = ()


def serve(
    store: str | Path, settings: Settings = Settings(), *, ready: Callable[[str], None] = lambda url: None
) -> None:
    """Serve the store until SIGINT or SIGTERM; `ready` is told the address once it can be opened.

    A store that is not there yet is served as a page that says how to make one.

    Errors: `UsageError` where the extra is not installed, or the port is taken.
    """
    try:
        from kgraph.serve._application import application
        from kgraph.serve._listen import bind, listen
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "anyio", "h11"):
            raise
        raise UsageError("the server is not installed. Install it: pip install 'kgraph[serve]'") from None
    from kgraph.serve._doors import Rules
    from kgraph.store import Limits, Pool

    limits = Limits(timeout_s=settings.timeout_s, memory_bytes=settings.memory_bytes, result_bytes=settings.result_bytes)  # fmt: skip
    listening = bind(settings.host, settings.port)
    port = listening.getsockname()[1]
    pool = Pool(store, size=settings.workers or max(2, min(8, os.cpu_count() or 2)), limits=limits)
    rules = Rules(hosts=own_names(settings.host, port), origins=frozenset(o.lower().rstrip("/") for o in settings.cors))  # fmt: skip
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        listen(application(pool, rules), listening, lambda: ready(f"http://{shown}:{port}/"))
    finally:
        pool.close()
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
