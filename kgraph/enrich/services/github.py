"""GitHub: repositories, issues and pull requests.

Source: https://docs.github.com/en/rest/repos/repos and https://docs.github.com/en/rest/issues/issues.
"""

import re
from urllib.parse import urlsplit

from kgraph.enrich.fields.clean import MAX_DESCRIPTION, MAX_NAME, clean
from kgraph.enrich.fields.dates import iso_date
from kgraph.enrich.fields.json_values import at, parsed
from kgraph.observation import Description

BASE_URL = "https://api.github.com"

_PATH = re.compile(
    r"/(?P<owner>[A-Za-z0-9-]{1,39})/(?P<name>[A-Za-z0-9._-]{1,100}?)(?:\.git)?"
    r"(?:/(?P<kind>issues|pull)/(?P<number>\d{1,9}))?/?"
)
_NOT_OWNERS = frozenset(
    [
        "about",
        "apps",
        "blog",
        "collections",
        "contact",
        "customer-stories",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "organizations",
        "pricing",
        "pulls",
        "readme",
        "search",
        "security",
        "sessions",
        "settings",
        "site",
        "sponsors",
        "stars",
        "topics",
        "trending",
        "users",
    ]
)


def thing_of(url: str) -> str | None:
    """The API path of the repository, issue or pull request an address shows; None for any other page.

    >>> thing_of("https://github.com/python/cpython.git"), thing_of("https://github.com/python/cpython/pull/3")
    ('/repos/python/cpython', '/repos/python/cpython/issues/3')
    >>> thing_of("https://github.com/python/cpython/blob/main/README.rst"), thing_of("https://github.com/topics/x")
    (None, None)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if (parts.hostname or "").casefold() not in {"github.com", "www.github.com"}:
        return None
    match = _PATH.fullmatch(parts.path)
    if not match or match["owner"].casefold() in _NOT_OWNERS:
        return None
    path = f"/repos/{match['owner']}/{match['name']}"
    return f"{path}/issues/{match['number']}" if match["number"] else path


def read_thing(content: bytes) -> Description | None:
    """The account of a repository, issue or pull request; None for any other body.

    A repository's title is what its page is titled: `owner/name: description`.
    """
    answer = parsed(content)
    address = at(answer, "html_url")
    if not isinstance(address, str) or not address.startswith("https://"):
        return None
    name, about = clean(at(answer, "full_name"), MAX_NAME), clean(at(answer, "description"), MAX_DESCRIPTION)
    title = clean(at(answer, "title"))
    if name:
        title = clean(f"{name}: {about}") if about else name
    if title is None:
        return None
    owner = clean(at(answer, "owner", "login") or at(answer, "user", "login"), MAX_NAME)
    return Description(
        title=title,
        authors=(owner,) if owner else (),
        date=iso_date(at(answer, "created_at")),
        site="GitHub",
        description=about,
        canonical=clean(address, 2_000),
        notes=("archived-by-its-owner",) if at(answer, "archived") is True else (),
    )
