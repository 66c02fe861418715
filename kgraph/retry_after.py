"""How long a server asks to be left alone."""

import email.utils
from datetime import UTC, datetime

_DAY_S = 86_400.0


def retry_after(text: str, now: datetime) -> float | None:
    """The seconds a Retry-After header asks to wait (RFC 9110, 10.2.3), at most a day; None where it asks for none.

    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> retry_after("120", now), retry_after("Thu, 01 Jan 2026 00:00:30 GMT", now), retry_after("soon", now)
    (120.0, 30.0, None)
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _DAY_S)
    try:
        when = email.utils.parsedate_to_datetime(text) if text else None
    except (ValueError, IndexError, TypeError):
        return None
    if when is None:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, min((when - now).total_seconds(), _DAY_S))
