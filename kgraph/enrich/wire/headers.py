"""What is asked in HTTP headers: conditions; and which headers of an answer are kept."""

import email.utils
from datetime import UTC

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
