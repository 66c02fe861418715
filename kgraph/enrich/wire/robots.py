"""robots.txt (RFC 9309): fetched once for each site, asked before each page."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from kgraph.enrich.wire.exchange import Failure, Get, Request, Response

_TRIES = 3
_FRESH_S = 86_400.0
"""RFC 9309, 2.4: robots.txt may be kept for a day."""
_MAX_BYTES = 512 * 1024
_LONGEST_DELAY_S = 30.0


class Robots:
    """The rules of the sites; `get` asks for them, `read` says what they mean for an address.

    `read` takes a robots.txt and an address, and says whether that is `allowed` and what `delay_s` the site asks for; it
    raises `Unread` (`readers`). `slow` is told of such delays, by host.
    """

    def __init__(
        self, get: Get, read: Callable[[bytes, str], Any], slow: Callable[[str, float], None]
    ) -> None:
        self._get, self._read, self._slow = get, read, slow
        self._rules: dict[str, bytes] = {}
        self._failed: dict[str, list[Failure]] = {}
        self._guard = threading.Lock()

    def refusal(self, url: str) -> Failure | None:
        """Why robots.txt keeps kgraph from `url`; None where there is none (RFC 9309, 2.3.1).

        A host whose robots.txt cannot be had is not asked for the page either; after some tries, not at all.
        Errors: `Unread`.
        """
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        with self._guard:
            rules = self._rules.get(root)
            failed = self._failed.setdefault(root, [])
        if rules is None:
            if len(failed) >= _TRIES:
                return failed[-1]
            answer = self._get(Request(url=f"{root}/robots.txt", accept="text/plain", fresh_s=_FRESH_S))
            if isinstance(answer, Response) and answer.status >= 500:
                answer = Failure(kind="unreachable", reason=f"robots.txt answers {answer.status}")
            if isinstance(answer, Failure):
                failed.append(replace(answer, chain=()))
                return failed[-1]
            rules = answer.content[:_MAX_BYTES] if answer.status == 200 else b""
            with self._guard:
                self._rules[root] = rules
        if not rules.strip():
            return None
        told = self._read(rules, url)
        if told["delay_s"]:
            self._slow(parts.netloc, min(told["delay_s"], _LONGEST_DELAY_S))
        return None if told["allowed"] else Failure(kind="refused", reason="robots.txt")
