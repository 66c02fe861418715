"""The listening half: uvicorn, with a deadline on headers and a cap on connections, which it has not."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kgraph.errors import UsageError

MAX_CONNECTIONS = 1000
HEADER_S = 10.0
IDLE_S = 15


class _Paced(H11Protocol):
    """A connection that must say what it wants within `HEADER_S`, and is refused above `MAX_CONNECTIONS`."""

    _pace: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            transport.write(
                b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
            transport.close()
            return
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
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


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one.

    Errors: `UsageError` where the port is taken or the address is none.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(512)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot listen on {host}:{port} ({reason}). Choose another: --port PORT."
        ) from error
    return listening


def listen(application: Any, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once connections are taken."""
    config = uvicorn.Config(
        application, http=_Paced, ws="none", lifespan="on", log_config=None, access_log=False, server_header=False,
        timeout_keep_alive=IDLE_S, timeout_graceful_shutdown=2, h11_max_incomplete_event_size=64 * 1024, proxy_headers=False,
    )  # fmt: skip
    server = _Server(config, ready)
    server.run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal, as uvicorn does, but do not raise it again afterwards: to stop is no failure."""
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
