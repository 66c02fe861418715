"""The application: routes, and which room answers each. The only file that knows the framework."""

import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kgraph.errors import KgraphError, StoreError
from kgraph.explore import packed_columns
from kgraph.export.page import assets, served_page
from kgraph.serve import _api, _sparql
from kgraph.serve._doors import Doors, Rules
from kgraph.serve._reply import Asked, Reply, json_reply, refusal
from kgraph.store import Pool

_Handler = Callable[[Request], Awaitable[Response]]


class Columns:
    """The page's columns of the current generation, made in a process of their own, kept gzipped."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._made: tuple[str, bytes] | None = None
        self._maker = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)

    def get(self, generation: str) -> bytes:
        """The columns of a generation that is at least `generation`. Errors: `StoreError`."""
        with self._lock:
            if self._made is None or self._made[0] < generation:
                self._made = self._maker.submit(packed_columns, self._store).result()
            return self._made[1]

    def close(self) -> None:
        """Leave no process behind."""
        processes = list((getattr(self._maker, "_processes", None) or {}).values())
        self._maker.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()


def application(pool: Pool, rules: Rules, threads: int = 40) -> Doors:
    """The ASGI application over a pool."""
    columns = Columns(str(pool.store))

    async def sparql(request: Request) -> Response:
        asked = await _asked(request)
        return _response(asked, await _in_thread(lambda: _sparql.respond(asked, pool)))

    async def api(request: Request) -> Response:
        asked = await _asked(request)
        path = request.path_params["path"]
        if path == "columns":
            return _response(asked, await _in_thread(lambda: _columns(pool, columns)))
        return _response(asked, await _in_thread(lambda: _api.respond(asked, pool, path)))

    async def page(request: Request) -> Response:
        asked = await _asked(request)
        return _response(asked, await _in_thread(lambda: _page(pool)))

    async def asset(request: Request) -> Response:
        found = assets().get(request.path_params["name"])
        asked = await _asked(request)
        if found is None:
            return _response(asked, refusal(404, "nothing here."))
        return _response(
            asked, Reply(body=found[0], media_type=found[1], headers={"Cache-Control": "no-cache"})
        )

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = threads
        with contextlib.suppress(StoreError):  # an empty store has a page that says what to do
            await _in_thread(pool.warm)
        yield
        await _in_thread(pool.close)
        columns.close()

    routes = [
        Route("/", page, methods=["GET"]),
        Route("/sparql", sparql, methods=["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]),
        Route("/api/{path:path}", api, methods=["GET"]),
        Route("/app/{name}", asset, methods=["GET"]),
    ]
    return Doors(Starlette(routes=routes, lifespan=life), rules)


async def _in_thread(work: Callable[[], Any]) -> Any:
    return await anyio.to_thread.run_sync(work)


async def _asked(request: Request) -> Asked:
    return Asked(
        method=request.method,
        query=request.query_params.multi_items(),
        content_type=request.headers.get("content-type", ""),
        accept=", ".join(request.headers.getlist("accept")) or "*/*",
        body=await request.body(),
        url=str(request.url),
    )


def _response(asked: Asked, reply: Reply) -> Response:
    headers = {"Content-Type": reply.media_type, **reply.headers}
    return Response(reply.body, status_code=reply.status, headers=headers)


def _page(pool: Pool) -> Reply:
    try:
        pool.generation()
    except StoreError as error:
        return Reply(status=503, body=served_page(empty=str(error)), media_type="text/html; charset=utf-8")
    return Reply(
        body=served_page(), media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


def _columns(pool: Pool, columns: Columns) -> Reply:
    try:
        body = columns.get(pool.generation())
    except KgraphError as error:
        return json_reply({"error": str(error)}, 503)
    return Reply(body=body, media_type="application/json", headers={"Content-Encoding": "gzip", "Cache-Control": "no-cache"})  # fmt: skip
