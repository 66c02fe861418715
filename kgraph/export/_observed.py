"""What fetches saw of the sources: who each turned out to be, and what it is where its citations do not say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

_PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The last word on a source: its status, and what the best fetcher that knows its title says of it."""

    status: str | None = None
    title: str | None = None
    fetcher: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    published_in: str | None = None


NOT_SEEN = Seen()


class Kept(NamedTuple):
    """What is asked of an observation, which is the first field; `authors` in order, `site` what published it."""

    observation: str
    source: str
    time: str
    fetcher: str
    status: str
    title: str | None
    authors: tuple[str, ...]
    date: str | None
    site: str | None
    same_as: str | None


def last_seen(observations: Iterable[Kept]) -> dict[str, Seen]:
    """By source. Registries know a title better than the page, and of two the later one is right."""
    about: dict[str, list[Kept]] = defaultdict(list)
    for each in _in_time(observations):
        about[each.source].append(each)
    return {source: _seen(own) for source, own in about.items()}


def _in_time(observations: Iterable[Kept]) -> list[Kept]:
    return sorted(observations, key=lambda o: (o.time, o.observation))


def _seen(own: list[Kept]) -> Seen:
    statuses = [o.status for o in own if o.fetcher != "archive" and o.status]
    titled = [o for o in own if o.title is not None]
    best = max(enumerate(titled), key=lambda o: (o[1].fetcher != _PAGE, o[0]), default=(0, None))[1]
    # A fetcher that knows nothing of a source says "unknown"; what another found out stands.
    known = [s for s in statuses if s != "unknown"] or statuses
    status = known[-1] if known else None
    if best is None:
        return Seen(status=status)
    authors = "; ".join(best.authors)  # as the graph has them
    return Seen(
        status=status, title=best.title, fetcher=best.fetcher, authors=tuple(authors.split("; ")) if authors else (),
        date=best.date, published_in=best.site,
    )  # fmt: skip


def one_by_one(observations: Iterable[Kept]) -> dict[str, str]:
    """Source → the one it turned out to be: what leads to any of a chain leads to the last of it.

    Of a ring of sources that name each other, the first in order is taken.
    """
    latest = {(o.source, o.fetcher): o.same_as for o in _in_time(observations)}
    named: dict[str, str] = {}
    for (source, _), other in latest.items():
        if other is not None:
            named[source] = min(other, named.get(source, other))
    return {source: _last(source, named) for source in named}


def _last(source: str, named: Mapping[str, str]) -> str:
    way = [source]
    while (following := named.get(way[-1])) is not None:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]
