"""Stack Exchange: titles, askers and dates of questions, a hundred at a time.

Source: https://api.stackexchange.com/docs/questions-by-ids; `backoff` as in
https://api.stackexchange.com/docs/throttle.
"""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from kgraph.enrich.fields.clean import MAX_NAME, clean
from kgraph.enrich.fields.json_values import at, items, parsed
from kgraph.observation import Description

BASE_URL = "https://api.stackexchange.com/2.3"
BATCH = 100

_SITES = {
    "stackoverflow.com": "stackoverflow",
    "serverfault.com": "serverfault",
    "superuser.com": "superuser",
    "askubuntu.com": "askubuntu",
    "stackapps.com": "stackapps",
    "mathoverflow.net": "mathoverflow.net",
}
_NAMES = {
    "stackoverflow": "Stack Overflow",
    "serverfault": "Server Fault",
    "superuser": "Super User",
    "askubuntu": "Ask Ubuntu",
    "mathoverflow.net": "MathOverflow",
}
_QUESTION = re.compile(r"/(?:questions|q)/(\d{1,12})(?:/|$)")


def question_of(url: str) -> tuple[str, str] | None:
    """The API's name of the site and the number of the question an address shows; else None.

    >>> question_of("https://stackoverflow.com/questions/11227809/why-is-it#11227902")
    ('stackoverflow', '11227809')
    >>> question_of("https://cooking.stackexchange.com/q/1"), question_of("https://stackoverflow.com/users/1")
    (('cooking', '1'), None)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").casefold().removeprefix("www.")
    site = _SITES.get(host)
    if site is None and host.endswith(".stackexchange.com"):
        site = host.removesuffix(".stackexchange.com").removeprefix("meta.")
        site = f"meta.{site}" if host.startswith("meta.") else site
    elif site is None and re.fullmatch(r"\w{2}\.stackoverflow\.com", host):
        site = host.removesuffix(".com")
    match = _QUESTION.match(parts.path)
    return (site, match.group(1)) if site and match else None


def read_questions(content: bytes, site: str) -> dict[str, Description]:
    """What an answer of `site` says of each question, by its number; unknown and deleted ones are missing."""
    found = {}
    for question in items(parsed(content), "items"):
        number, title = at(question, "question_id"), clean(at(question, "title"))
        if not isinstance(number, int) or title is None:
            continue
        link = clean(at(question, "link"), 2_000)
        asker = clean(at(question, "owner", "display_name"), MAX_NAME)
        found[str(number)] = Description(
            title=title,
            authors=(asker,) if asker else (),
            date=_day(at(question, "creation_date")),
            site=_NAMES.get(site, f"{site} Stack Exchange"),
            canonical=link if link and link.startswith("https://") else None,
            notes=("closed",) if at(question, "closed_date") is not None else (),
        )
    return found


def backoff_s(content: bytes) -> float:
    """The seconds that an answer asks to wait before the next request; 0 where it asks for none.

    >>> backoff_s(b'{"items": [], "backoff": 10}'), backoff_s(b"<html>")
    (10.0, 0.0)
    """
    seconds = at(parsed(content), "backoff")
    return float(min(seconds, 86_400)) if isinstance(seconds, int) and seconds > 0 else 0.0


def _day(seconds: Any) -> str | None:
    """The day, in UTC, of seconds since 1970; from 1971 on."""
    if not isinstance(seconds, int) or not 31_536_000 <= seconds <= 32_503_680_000:
        return None
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
