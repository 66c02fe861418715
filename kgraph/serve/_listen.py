"""The listening half: uvicorn, with the deadlines and the cap on connections that it has not.

A connection has `HEADER_S` to say what it wants. While an answer is sent, a client that reads nothing for `STALL_S`
is cut, and one that reads so slowly that it takes longer than `SEND_S`.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kgraph.errors import UsageError
from kgraph.serve._sending import CHUNK
from kgraph.serve._stop import Faults, Stop

HEADER_S = 10.0
IDLE_S = 15
STALL_S = 20.0
SEND_S = 600.0
_GRACE_S = 0.7
"""What is being answered when the server is told to stop may go on for so long."""
_AT_A_TIME = 16
"""Connections accepted in one go: they hold descriptors before they are counted."""
_WAITING = 512
_SOCKET_BYTES = 128 * 1024
"""What the kernel may hold of a connection, each way."""


class _Paced(H11Protocol):
    """One connection; above `max_connections` it is refused."""

    max_connections = 1024
    _pace: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _slow_since: float | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=CHUNK)
        if len(self.connections) > self.max_connections:
            transport.write(
                b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
            transport.close()
            return
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        self._read()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._arm()
        else:
            self._disarm()

    def _arm(self) -> None:
        if self._pace is None:
            self._pace = self.loop.call_later(HEADER_S, self._late)

    def _disarm(self) -> None:
        if self._pace is not None:
            self._pace.cancel()
            self._pace = None

    def _late(self) -> None:
        self._pace = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def pause_writing(self) -> None:
        """The client reads more slowly than we send."""
        super().pause_writing()
        now = self.loop.time()
        self._slow_since = self._slow_since or now
        left = self._slow_since + SEND_S - now
        self._unread = self.loop.call_later(max(0.0, min(STALL_S, left)), self.transport.abort)

    def resume_writing(self) -> None:
        """It has read."""
        self._read()
        super().resume_writing()

    def _read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def on_response_complete(self) -> None:
        """All is sent but for what is in the buffer: that must be read too."""
        self._slow_since = None
        if self.transport.get_write_buffer_size():
            self.loop.call_later(STALL_S, self._end_unread, self.cycle)
        super().on_response_complete()

    def _end_unread(self, cycle: object) -> None:
        if self.cycle is cycle and self.transport.get_write_buffer_size():
            self.transport.abort()


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one.

    Errors: `UsageError` where the port is taken or the address is none.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(
        socket.SOL_SOCKET, socket.SO_SNDBUF, _SOCKET_BYTES
    )  # each connection takes these over
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SOCKET_BYTES)
    try:
        listening.bind((host, port))
        listening.listen(_WAITING)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot listen on {host}:{port} ({reason}). Choose another: --port PORT."
        ) from error
    return listening


def listen(
    application: Any, listening: socket.socket, stop: Stop, *, max_connections: int, ready: Callable[[], None], end: Callable[[], None],
) -> None:  # fmt: skip
    """Serve until `stop` is asked for. `ready` is called once connections are taken, `end` to end what still runs."""
    protocol = type("Protocol", (_Paced,), {"max_connections": max_connections})
    config = uvicorn.Config(
        application, http=protocol, loop="asyncio", ws="none", lifespan="on", log_config=None, access_log=False, server_header=False,
        timeout_keep_alive=IDLE_S, timeout_graceful_shutdown=2, h11_max_incomplete_event_size=64 * 1024, proxy_headers=False, backlog=_AT_A_TIME,
    )  # fmt: skip
    with Faults().heard("uvicorn.error", "asyncio"):
        _Server(config, stop, ready, end).run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, stop: Stop, ready: Callable[[], None], end: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._stop, self._ready, self._end = stop, ready, end

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are heard by `Stop`, from before the server starts until nothing of it is left."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            for each in sockets or ():
                each.listen(_WAITING)  # the event loop takes its batch for the length of the queue
            self._ready()

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._stop.asked

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let answers end for a moment; then end the processes that work on them, and their connections."""
        asyncio.get_running_loop().call_later(_GRACE_S, self._cut)
        await super().shutdown(sockets)

    def _cut(self) -> None:
        self._end()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
