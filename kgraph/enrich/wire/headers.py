"""What HTTP headers ask for, and what is asked in them: conditions, and how long to wait."""

import email.utils
from collections.abc import Mapping
from datetime import UTC, datetime

from kgraph.enrich.wire.exchange import Response

KEPT = (
    "content-type", "date", "etag", "last-modified", "location", "retry-after", "x-amzn-waf-action", "x-robots-tag",
)  # fmt: skip


def conditions(kept: Response | None) -> dict[str, str]:
    """The headers that ask for an answer only where it is another than the one kept; none for an error.

    Where the server gave neither an ETag nor a time of modification, its answer's own date stands for it
    (RFC 9110, 13.1.3).

    >>> conditions(Response(url="http://a/", status=200, headers={"etag": '"1"'}))
    {'If-None-Match': '"1"'}
    >>> conditions(Response(url="http://a/", status=404, headers={"etag": '"1"'}))
    {}
    """
    if kept is None or not 200 <= kept.status < 300:
        return {}
    found = {}
    if etag := kept.headers.get("etag"):
        found["If-None-Match"] = etag
    if modified := kept.headers.get("last-modified") or kept.headers.get("date"):
        found["If-Modified-Since"] = modified
    elif kept.time and not etag:
        found["If-Modified-Since"] = email.utils.format_datetime(kept.time.astimezone(UTC), usegmt=True)
    return found


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds a server asks to wait (RFC 9110, 10.2.3): a number or a date; None where it asks for none.

    >>> retry_after({"retry-after": "120"}, datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), 86_400))
    try:
        when = email.utils.parsedate_to_datetime(text) if text else None
    except (ValueError, IndexError, TypeError):
        return None
    if when is None:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, min((when - now).total_seconds(), 86_400.0))
