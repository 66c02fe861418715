"""Addresses → pages as they were answered; feeds and sitemaps give the addresses of their entries.

What is no page of an article is told by the fetcher of pages, as it is for sources.
"""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from kgraph import identifiers
from kgraph.enrich.fetcher import Broken, FetchResult
from kgraph.enrich.page.feed import MAX_ADDRESSES, looks_like_feed
from kgraph.enrich.page.read import PageMetadata, page_of
from kgraph.enrich.run import Told, another, results
from kgraph.enrich.services.pages import PAGE
from kgraph.enrich.wire.addresses import as_asked
from kgraph.enrich.wire.exchange import Failure, Response
from kgraph.enrich.wire.readers import Unread
from kgraph.enrich.wire.session import Session
from kgraph.model import Source
from kgraph.retry_after import retry_after
from kgraph.walls import WORDS

Why = Literal["refused", "unreachable", "offline", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it was answered: `address` as asked, `final` the one that answered, `redirects` those between.

    `charset` is what it was decoded with, `canonical` another address that it calls its own.
    """

    address: str
    final: str
    redirects: tuple[str, ...]
    time: datetime | None
    status: int
    media_type: str | None
    charset: str | None
    content: bytes
    canonical: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPage:
    """An address that gave no page of an article, and the `reason` in words; the rest is what is known of its answer.

    `why` is `failed` where kgraph failed at it, `unreachable` where nobody answered, `offline` where it is not in the
    cache, `refused` where the answer is no article, or kgraph does not ask.
    """

    address: str
    why: Why
    reason: str
    final: str | None = None
    redirects: tuple[str, ...] = ()
    time: datetime | None = None
    status: int | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed or a sitemap that was read: what it names, whether that may be sitemaps, and what of it was not taken.

    `left` is how many of its addresses were one too many to be asked.
    """

    name: str
    addresses: tuple[str, ...]
    is_index: bool = False
    flaws: tuple[str, ...] = ()
    left: int = 0


Gathered = Page | NoPage | Feed

_INDEX_LEVELS = 2
"""So deep may an index of sitemaps name others."""
_NOTES = {
    "challenge: 202": f"found {WORDS['challenge']}",
    "redirected-to-login": f"leads to {WORDS['login']}",
    "redirected-home": "leads to the home page of its site",
}
_STATUSES = {
    401: "it asks for a log-in", 402: "it asks for money", 403: "it lets nobody in", 404: "it is not there", 407: "it asks for a log-in",
    410: "it is gone", 429: "it was asked too often", 451: "it may not be shown", 999: "it lets nobody in",
}  # fmt: skip
_FAILURES: dict[str, tuple[Why, str]] = {
    "refused": ("refused", "not asked ({}). A private host or port is let through with --allow-host"),
    "robots.txt": ("refused", "not asked (its robots.txt says so)"),
    "redirect": ("refused", "leads where nobody is asked ({})"),
    "unreachable": ("unreachable", "not reached ({})"),
    "offline": ("offline", "not in the cache"),
    "unread": ("failed", "kgraph failed at it ({})"),
}


def gather(addresses: Iterable[str], session: Session, *, most: int) -> Generator[Gathered, None, None]:
    """What becomes of each address, and of those that feeds among them name, as it does; `most` pages at most.

    Each address is asked once, whoever names it; hosts are asked at the same time, each at its pace. Only what was given,
    and what an index of sitemaps names, is looked at as a feed. Closing it gives up what is under way.
    """
    asked = list(dict.fromkeys(addresses))[:most]
    known, may_be_feeds = set(asked), set(asked)
    feeds = level = 0
    while asked:
        further: list[str] = []
        sources = [Source(id=url, kind="webpage", urls=(url,)) for url in asked]
        with closing(results(sources, session.get, (PAGE,), leave=session.leave)) as found:
            for told in found:
                each = _gathered(told, session, told.source.id in may_be_feeds)
                if isinstance(each, Feed):
                    feeds += 1
                    fresh = [url for url in each.addresses if url not in known]
                    room = max(0, most + feeds - len(known))
                    further += fresh[:room]
                    known.update(fresh[:room])
                    if each.is_index and level < _INDEX_LEVELS:
                        may_be_feeds.update(fresh)
                    each = replace(each, left=max(0, len(fresh) - room))
                yield each
        asked, level = further, level + 1


def feed_in(name: str, content: bytes, session: Session) -> Feed | NoPage | None:
    """What a feed or a sitemap in a file names; None for a file that is neither. Its addresses are whole, or none."""
    return feed_of(name, content, session) if looks_like_feed(content) else None


def feed_of(name: str, content: bytes, session: Session, url: str | None = None) -> Feed | NoPage:
    """What a feed or a sitemap names; `url` is where it was found, and `name` what it is called."""
    try:
        told = session.reading("feed", {"url": url}, content)
    except Unread as error:
        return _failed(name, Failure(kind="unread", reason=str(error)))
    flaws = [f"{told['flaw']}; what comes behind was not read"] if told["flaw"] else []
    if told["without"]:
        flaws.append(f"{told['without']} of its entries have no address")
    if told["full"]:
        flaws.append(f"only the first {MAX_ADDRESSES:,} entries were read")
    is_index = told["kind"] == "index"
    return Feed(name=name, addresses=tuple(told["addresses"]), is_index=is_index, flaws=tuple(flaws))


def _gathered(told: Told, session: Session, may_be_feed: bool) -> Gathered:
    address, result = told.source.id, told.result
    if isinstance(result, Broken):
        return _failed(address, Failure(kind="unread", reason=result.reason))
    if isinstance(result.answer, Failure):
        return _failed(address, result.answer)
    assert isinstance(result.answer, Response)
    answer = result.answer
    if 200 <= answer.status < 300 and looks_like_feed(answer.content):
        if not may_be_feed:
            return _none(address, answer, "found a feed or a sitemap within another one. Name it itself")
        feed = feed_of(address, answer.content, session, answer.url)
        cut = (f"larger than {len(answer.content) >> 20} MB",) if answer.cut else ()
        return replace(feed, flaws=(*feed.flaws, *cut)) if isinstance(feed, Feed) else feed
    page = page_of(answer.page) if answer.page else None
    if reason := _why_none(result, answer, page, session):
        return _none(address, answer, reason)
    final = _final(answer)
    canonical = page.canonical if page else None
    return Page(
        address=address, final=final, redirects=answer.chain[1:], time=answer.time, status=answer.status, media_type=answer.headers.get("content-type"),
        charset=page.encoding if page else None, content=answer.content,
        canonical=another(canonical, identifiers.identify(final).id, final) if canonical else None,
    )  # fmt: skip


def _failed(address: str, failure: Failure) -> NoPage:
    kind = "redirect" if failure.kind == "refused" and failure.chain else failure.kind
    why, words = _FAILURES["robots.txt" if failure.reason == "robots.txt" else kind]
    return NoPage(address=address, why=why, reason=words.format(failure.reason), redirects=failure.chain[1:])


def _none(address: str, answer: Response, reason: str) -> NoPage:
    return NoPage(
        address=address, why="refused", reason=reason, final=_final(answer), redirects=answer.chain[1:], time=answer.time, status=answer.status,
        media_type=answer.headers.get("content-type"),
    )  # fmt: skip


def _final(answer: Response) -> str:
    """The address that answered, as every parser takes it."""
    return as_asked(answer.url)


def _why_none(
    result: FetchResult, answer: Response, page: PageMetadata | None, session: Session
) -> str | None:
    """Why an answer is no page of an article; None where it is one."""
    wall = page.wall if page else None
    if not 200 <= answer.status < 300:
        words = [f"answers {answer.status}", _STATUSES.get(answer.status, "")]
        words += [f"found {WORDS[wall.kind]}"] if wall and wall.kind == "challenge" else []
        wait = retry_after(answer.headers.get("retry-after", ""), session.clock())
        words += [f"it wants to be left alone for {wait:.0f} s"] if wait else []
        return ", ".join(filter(None, words))
    if wall is not None:
        return f"found {WORDS[wall.kind]}: {wall.words!r}"
    if page is None or page.content != "html":
        kind = answer.content_type or (page.content if page else "nothing")
        return "the answer is empty" if page and page.content == "empty" else f"no web page (found {kind})"
    if result.status not in ("alive", "moved"):
        return next((_NOTES[note] for note in result.notes if note in _NOTES), "not what was asked for")
    onward = next((n.partition(": ")[2] for n in result.notes if n.startswith("refreshes-to: ")), None)
    if onward and (page.title is None or page.title.startswith("http")):
        return f"only sends its readers on to {onward}. Name that one"
    return f"larger than {len(answer.content) >> 20} MB" if answer.cut else None
