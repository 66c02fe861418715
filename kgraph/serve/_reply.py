"""What the rooms of the server hand each other: a question as it came in, and a reply; no framework."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kgraph.serve._spool import IN_MEMORY, Room, Spool

TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRequest:
    """One HTTP request: `query` are the pairs of the URL's query string, in order."""

    method: str
    query: Sequence[tuple[str, str]] = ()
    content_type: str = ""
    accept: str = "*/*"
    body: bytes = b""
    url: str = ""

    def one(self, name: str, default: str | None = None) -> str | None:
        """The first value of a parameter of the URL."""
        return next((value for key, value in self.query if key == name), default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP response; a body that is a spool is closed by whoever sends it."""

    status: int = 200
    body: bytes | Spool = b""
    media_type: str = TEXT
    headers: dict[str, str] = field(default_factory=dict)


def refusal(status: int, message: str, **headers: str) -> Reply:
    """A reply that says in a sentence what is wrong."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, body=message.rstrip().encode("utf-8", "replace") + b"\n", headers=named)


def json_reply(value: Any, status: int = 200) -> Reply:
    """`value` as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Reply(status=status, body=body, media_type="application/json")


def held(reply: Reply, room: Room) -> Reply:
    """The reply, its body in a spool if it is a large one. Errors: `Full`."""
    if isinstance(reply.body, Spool) or len(reply.body) <= IN_MEMORY:
        return reply
    with room.spool() as body:
        body.write(reply.body)
    return replace(reply, body=body)
