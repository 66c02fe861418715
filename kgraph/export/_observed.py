"""What fetches saw of the sources: who each turned out to be, and what it is where its citations do not say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kgraph.export._nodes import Node

_LINKS = ("cito:cites", "kg:carriedFrom", "biro:references")
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


def last_seen(nodes: Mapping[str, Node], observations: Iterable[str]) -> dict[str, Seen]:
    """By source. Registries know a title better than the page, and of two the later one is right."""
    about: dict[str, list[Node]] = defaultdict(list)
    for iri in sorted(observations, key=lambda o: (nodes[o].one("prov:generatedAtTime") or "", o)):
        for source in nodes[iri].get("prov:specializationOf", ()):
            about[source].append(nodes[iri])
    return {source: _seen(own) for source, own in about.items()}


def _seen(own: list[Node]) -> Seen:
    statuses = [s for o in own if o.one("kg:fetcher") != "archive" and (s := o.one("kg:sourceStatus"))]
    titled = [o for o in own if "kg:fetchedTitle" in o]
    best = max(enumerate(titled), key=lambda o: (o[1].one("kg:fetcher") != _PAGE, o[0]), default=(0, None))[1]
    # A fetcher that knows nothing of a source says "unknown"; what another found out stands.
    known = [s for s in statuses if s != "unknown"] or statuses
    if best is None:
        return Seen(status=known[-1] if known else None)
    authors = best.one("kg:authors")
    return Seen(
        status=known[-1] if known else None,
        title=best.one("kg:fetchedTitle"),
        fetcher=best.one("kg:fetcher"),
        authors=tuple(authors.split("; ")) if authors else (),
        date=best.one("dcterms:date"),
        published_in=best.one("kg:fetchedSite"),
    )


def merge(nodes: dict[str, Node], observations: Iterable[str]) -> None:
    """Let sources that turned out to be one be one: what leads to any of them leads to the last of the chain.

    Of a ring of sources that name each other, the first in order is taken.
    """
    latest: dict[tuple[str, str | None], str | None] = {}
    for iri in sorted(observations, key=lambda o: (nodes[o].one("prov:generatedAtTime") or "", o)):
        for source in nodes[iri].get("prov:specializationOf", ()):
            latest[source, nodes[iri].one("kg:fetcher")] = nodes[iri].one("kg:sameAs")
    named: dict[str, str] = {}
    for (source, _), other in latest.items():
        if other is not None:
            named[source] = min(other, named.get(source, other))
    last = {source: _last(source, named) for source in named}
    for node in list(nodes.values()):
        for link in _LINKS:
            if link in node:
                node[link] = [last.get(source, source) for source in node[link]]
    for source, target in last.items():
        if source != target and source in nodes:
            into = nodes[target]
            for name, values in nodes[source].items():
                if name == "schema:identifier":
                    into.setdefault(name, []).extend(values)
                else:
                    into.setdefault(name, values)


def _last(source: str, named: Mapping[str, str]) -> str:
    way = [source]
    while (following := named.get(way[-1])) is not None:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]
