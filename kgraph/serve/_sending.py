"""Sends a reply in pieces, and no further than the client reads. Pure ASGI."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from kgraph.serve._reply import Reply
from kgraph.serve._spool import Spool

CHUNK = 32 * 1024
"""What one `send` takes; with as much in the connection's buffer, all that a slow reader costs."""

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]


class Sending:
    """The response that sends a reply."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        body = self._reply.body
        spool = body if isinstance(body, Spool) else None
        try:
            size = spool.size if spool else len(body)  # type: ignore[arg-type]
            named = {
                "content-type": self._reply.media_type,
                **self._reply.headers,
                "content-length": str(size),
            }
            headers = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in named.items()]  # fmt: skip
            await send({"type": "http.response.start", "status": self._reply.status, "headers": headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
            else:
                await self._pieces(body, size, receive, send)
        finally:
            if spool:
                spool.close()

    @staticmethod
    async def _pieces(body: bytes | Spool, size: int, receive: _Receive, send: _Send) -> None:
        gone = asyncio.ensure_future(_gone(receive))
        try:
            for at in range(0, max(size, 1), CHUNK):
                piece = body.read(CHUNK) if isinstance(body, Spool) else body[at : at + CHUNK]
                await send({"type": "http.response.body", "body": piece, "more_body": at + CHUNK < size})
                await asyncio.sleep(0)  # one large answer to a fast reader leaves the others their turn
                if gone.done():
                    return
        finally:
            gone.cancel()


async def _gone(receive: _Receive) -> None:
    """Return once the client is."""
    while (await receive())["type"] != "http.disconnect":
        pass
