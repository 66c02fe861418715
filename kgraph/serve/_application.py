"""The application: routes, and which room answers each. The only file that knows the framework."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from kgraph.errors import StoreError
from kgraph.export.page import assets, served_page
from kgraph.jobs.packed import PARTS
from kgraph.serve import _api, _sparql
from kgraph.serve._reply import ParsedRequest, Reply, held, json_reply, refusal
from kgraph.serve._request_guard import RequestGuard, Rules
from kgraph.serve._sending import Sending
from kgraph.serve._shown import Shown
from kgraph.serve._spool import Full, Room
from kgraph.serve._watching import Watching
from kgraph.store import Busy, Pool, TablePool

THREADS = 40
WAIT_S = 10.0
"""Within which one of the threads must become free."""
_HTML = "text/html; charset=utf-8"


class Served(NamedTuple):
    """What is asked: the graph, the tables, what the page shows, and what is watched."""

    graph: Pool
    tables: TablePool
    shown: Shown
    watching: Watching


def application(served: Served, room: Room, rules: Rules) -> RequestGuard:
    """The ASGI application; answers on their way to clients are kept in `room`."""
    pool, tables, shown, watching = served
    free, threads = asyncio.Semaphore(THREADS), anyio.CapacityLimiter(THREADS)

    async def sparql(request: Request) -> Sending:
        asked = await _asked(request)
        return await answered(request, lambda: _sparql.respond(asked, pool, room), refusal)

    async def api(request: Request) -> Sending:
        asked = await _asked(request)
        path = request.path_params["path"]
        if path in PARTS:
            return await answered(request, lambda: _part(shown, path), _api.refused)
        if path == "explorer":
            return await answered(request, lambda: _state(shown), _api.refused)
        return await answered(
            request,
            lambda: held(_api.respond(asked, tables, room, path, watching.status()), room),
            _api.refused,
        )

    async def page(request: Request) -> Sending:
        return await answered(request, lambda: _page(tables), refusal)

    async def asset(request: Request) -> Sending:
        found = assets().get(request.path_params["name"])
        if found is None:
            return Sending(refusal(404, "nothing here."))
        return Sending(Reply(body=found[0], media_type=found[1], headers={"Cache-Control": "no-cache"}))

    async def answered(
        request: Request, work: Callable[[], Reply], refused: Callable[[int, str], Reply]
    ) -> Sending:
        """What `work` replies in a thread; a refusal where no thread becomes free, or the machine has no more to give."""
        try:
            async with asyncio.timeout(WAIT_S):
                await free.acquire()
        except TimeoutError:
            return Sending(refused(503, "too many questions at once. Try again in a moment."))
        try:
            if await request.is_disconnected():  # while it waited: nobody needs the answer
                return Sending(refused(503, "the client went away."))
            return Sending(await anyio.to_thread.run_sync(work, limiter=threads))
        except Full as error:
            return Sending(refused(503, str(error)))
        except OSError as error:
            return Sending(refused(503, f"this machine cannot do that now ({error.strerror}). Try again in a moment."))  # fmt: skip
        finally:
            free.release()

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        with contextlib.suppress(StoreError, Busy):  # told to who asks; an empty store has a page for it
            await anyio.to_thread.run_sync(shown.begin)
        yield

    routes = [
        Route("/", page, methods=["GET"]),
        Route("/sparql", sparql, methods=["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]),
        Route("/api/{path:path}", api, methods=["GET"]),
        Route("/app/{name}", asset, methods=["GET"]),
    ]
    return RequestGuard(Starlette(routes=routes, lifespan=life), rules)


async def _asked(request: Request) -> ParsedRequest:
    return ParsedRequest(
        method=request.method,
        query=request.query_params.multi_items(),
        content_type=request.headers.get("content-type", ""),
        accept=", ".join(request.headers.getlist("accept")) or "*/*",
        body=await request.body(),
        url=str(request.url),
    )


def _page(tables: TablePool) -> Reply:
    try:
        tables.generation()
    except StoreError as error:
        return Reply(status=503, body=served_page(empty=str(error)), media_type=_HTML)
    return Reply(body=served_page(), media_type=_HTML, headers={"Cache-Control": "no-cache"})


def _part(shown: Shown, name: str) -> Reply:
    try:
        body = shown.get(name)
    except StoreError as error:
        return json_reply({"error": str(error)}, 503)
    return Reply(body=body, media_type="application/json", headers={"Content-Encoding": "gzip", "Cache-Control": "no-cache"})  # fmt: skip


def _state(shown: Shown) -> Reply:
    try:
        return json_reply(shown.state())
    except StoreError as error:
        return json_reply({"error": str(error)}, 503)
