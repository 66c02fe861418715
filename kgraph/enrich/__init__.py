"""SIDE ROOM: asks the network about sources, returns Observations; never rewrites what was read."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace

from kgraph import plugins
from kgraph.enrich.extra import missing
from kgraph.enrich.fetcher import Broken, Fetcher, FetchResult, url_of
from kgraph.enrich.page.read import PageMetadata, read_page
from kgraph.enrich.run import run
from kgraph.enrich.services import asking
from kgraph.enrich.services.by_pubmed import by_pubmed
from kgraph.enrich.services.pages import PAGE
from kgraph.enrich.wire.addresses import as_asked
from kgraph.enrich.wire.exchange import Failure, Get, Request, Response
from kgraph.enrich.wire.session import Session
from kgraph.model import Source
from kgraph.observation import Description, Observation

FETCHERS = (
    asking.by_arxiv(),
    by_pubmed(),
    asking.by_doi(),
    asking.by_crossref(),
    asking.by_datacite(),
    asking.by_openlibrary(),
    asking.by_wikipedia(),
    asking.by_stackexchange(),
    asking.by_youtube(),
    asking.by_oembed(),
    asking.by_github(),
    PAGE,
)
"""Row order is precedence: a source is asked of the fetchers that take it, until one gives a title."""

ARCHIVE = asking.by_archive()
"""Asked for what is gone."""

ON_REQUEST: Mapping[str, Callable[[str], Fetcher]] = {
    "openalex": asking.by_openalex,
    "zotero": asking.by_zotero,
}
"""Fetchers that ask only who gives what they need: a key of OpenAlex, the address of a translation-server of one's own."""

__all__ = ["ARCHIVE", "FETCHERS", "ON_REQUEST", "PAGE", "Broken", "Description", "Failure", "FetchResult", "Fetcher", "Get", "Observation", "PageMetadata", "Request", "Response", "Session", "as_asked", "fetchers", "missing", "observe", "read_page"]  # fmt: skip


def fetchers(*, openalex_key: str | None = None, zotero: str | None = None) -> tuple[Fetcher, ...]:
    """The table, with those of `ON_REQUEST` whose need is given.

    The fetchers of other packages come first: who installs one wants it asked. Errors: `PluginError`.
    """
    found = list(FETCHERS)
    if openalex_key:
        found.insert(5, ON_REQUEST["openalex"](openalex_key))
    if zotero:
        found.insert(len(found) - 1, ON_REQUEST["zotero"](zotero))
    known = [fetcher.name for fetcher in (*found, ARCHIVE)]
    return (*plugins.load("kgraph.fetchers", Fetcher, known, "name"), *found)


def observe(
    sources: Sequence[Source],
    session: Session,
    *,
    table: Sequence[Fetcher] = FETCHERS,
    archive: Fetcher | None = ARCHIVE,
) -> Generator[Observation | Broken, None, None]:
    """What the network says of `sources`, as it comes in; closing it gives up what is under way.

    `Broken` comes where kgraph itself failed, and says nothing of the source.

    A fetcher of one's own is one more record in `table`. `archive` is asked for what is gone, but not told the
    addresses of hosts that the session was let through to: they are nobody else's business.
    """
    if archive is not None:
        kept = archive
        archive = replace(
            kept, takes=lambda source: kept.takes(source) and not session.lets_through(url_of(source) or "")
        )
    return run(sources, session.get, table, after_gone=archive, clock=session.clock, leave=session.leave)
