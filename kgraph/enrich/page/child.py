"""The process that reads what was fetched, so that it can be killed: pages, PDFs, feeds and robots.txt.

Protocol: on standard input a line of JSON (`memory_bytes`, `parent`); a line comes back once everything is loaded. Then
for each reading a line of JSON (`what` it is, the `arguments` of its reader, how many `bytes` follow) and the bytes; back
comes a line of JSON: `kind` is done, broke or memory, `told` what was read or what broke.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from kgraph.confine import end_with, limit_memory, refuse_connections
from kgraph.enrich.page.feed import read_feed
from kgraph.enrich.page.read import read_page


def main() -> None:
    """Load what readers need, give up what they do not, then read until standard input ends."""
    setup = json.loads(sys.stdin.buffer.readline())
    end_with(setup["parent"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a foreign parser prints must not stand among the answers
    read_page(b"<title>Warm</title><p>A first page loads every library.", url="http://localhost/")
    limit_memory(setup["memory_bytes"])
    refuse_connections()  # where the kernel cannot, nothing here connects all the same
    _say(out, "done", None)
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        _say(out, *_read(asked["what"], asked["arguments"], sys.stdin.buffer.read(asked["bytes"])))


def _say(out: Any, kind: str, told: Any) -> None:
    out.write(json.dumps({"kind": kind, "told": told}).encode() + b"\n")
    out.flush()


def _read(what: str, arguments: dict[str, Any], content: bytes) -> tuple[str, Any]:
    try:
        return "done", READINGS[what](content, **arguments)
    except MemoryError:
        return "memory", None
    except Exception as error:  # told to the parent, who says it
        return "broke", f"{type(error).__name__}: {' '.join(str(error).split())[:150]}"


def _page(content: bytes, **arguments: Any) -> dict[str, Any]:
    page = read_page(content, **arguments)
    if lacking := [note for note in page.notes if note.startswith("not-installed: ")]:
        raise ImportError(", ".join(lacking))  # half of what a page says would pass for all of it
    return asdict(page)


def _robots(content: bytes, *, url: str, agent: str) -> dict[str, Any]:
    """Whether a robots.txt lets `agent` ask for `url`, and how many seconds it asks for between two requests."""
    rules = _rules(content)
    delay = rules.crawl_delay(agent)
    return {"allowed": rules.can_fetch(url, agent), "delay_s": float(delay) if delay else None}


@lru_cache(16)
def _rules(content: bytes) -> Any:
    from protego import Protego

    return Protego.parse(content.decode("utf-8", "replace"))


READINGS: dict[str, Callable[..., dict[str, Any]]] = {"page": _page, "robots": _robots, "feed": read_feed}
"""What can be read, by its name in a request."""


if __name__ == "__main__":
    main()
