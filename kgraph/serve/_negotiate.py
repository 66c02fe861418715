"""Content negotiation (RFC 9110, 12.5.1): which of the media types we can write does the client like best?"""

from collections.abc import Sequence


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The best of `offered` (in our order of preference) for an Accept header; None where it takes none.

    >>> choose("text/csv;q=0.5, application/json", ["text/csv", "application/json"])
    'application/json'
    >>> choose("text/*", ["application/json", "text/csv"]), choose("", ["a/b"]), choose("x/y", ["a/b"])
    ('text/csv', 'a/b', None)
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best: str | None = None
    highest = 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > highest:
            best, highest = media_type, quality
    return best


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (p.strip() for p in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return name.lower(), min(1.0, max(0.0, float(value)))
            except ValueError:
                return name.lower(), 0.0
    return name.lower(), 1.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that holds `media_type`."""
    family = media_type.split("/")[0] + "/*"
    for wanted in (media_type, family, "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
