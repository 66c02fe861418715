"""One question to the network and what came of it: values, never exceptions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

FailureKind = Literal["refused", "unreachable", "offline", "unread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask: a URL, by GET or, with a body, by POST.

    `robots` says that robots.txt is asked first: for pages, not for services that publish an API. `read_page` says
    that the answer is read as a page, in a process that can be stopped, within the deadline of the request.
    `gap_s` is how long the host asks to be left alone between requests; an answer that is kept for less than
    `fresh_s` is not asked for again. `rest_s` reads out of an answer how long the host asks to be left alone after it.
    """

    url: str
    accept: str = "*/*"
    body: bytes | None = None
    robots: bool = False
    read_page: bool = False
    gap_s: float | None = None
    fresh_s: float = 0.0
    rest_s: Callable[[bytes], float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer: its bytes decoded and cut at the cap, headers in lower case, and the way it was come by.

    `chain` are the URLs that redirected, in order; `permanent` tells that each of them said so for good.
    `replayed` tells that it came from the cache, `revalidated` that the server said it still holds; `time` is
    when the server last said so. `page` has the fields of a `PageMetadata`, where the request wanted it read;
    `unread` says why it could not be.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    chain: tuple[str, ...] = ()
    permanent: bool = False
    cut: bool = False
    replayed: bool = False
    revalidated: bool = False
    time: datetime | None = None
    page: Mapping[str, Any] | None = None
    unread: str = ""

    @property
    def content_type(self) -> str | None:
        """The media type the server claims, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or None

    @property
    def charset(self) -> str | None:
        """The charset the server claims."""
        _, found, rest = self.headers.get("content-type", "").partition("charset=")
        return rest.partition(";")[0].strip(" \"'") or None if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """No answer: `refused` by our own rules, `unreachable`, or not in the cache while `offline`; or one that kgraph
    failed to read (`unread`), which says nothing of who answered.
    """

    kind: FailureKind
    reason: str
    chain: tuple[str, ...] = ()


Get = Callable[[Request], Response | Failure]
"""Asks the network; never raises for what the network does."""
