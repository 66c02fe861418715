"""Addresses → network → pages in a folder, with a manifest: articles that can be read without a network from then on."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kgraph.engine import MAX_ARTICLE_BYTES
from kgraph.enrich import Session
from kgraph.enrich.gather import Feed, Gathered, NoPage, Page, gather
from kgraph.errors import OutputError, UsageError
from kgraph.jobs.addresses import named
from kgraph.jobs.chosen import Skipped
from kgraph.jobs.extra import need_extra
from kgraph.jobs.page_folder import CACHE, PageFolder, Put, held
from kgraph.pages import article_of

MAX_PAGES = 50_000
"""As many as a sitemap names."""
CHECKPOINT_S = 10.0
"""How old the manifest may be of a run that is killed; the answers themselves are in the cache."""
USER_AGENT = "kgraph/0.1 (+https://w3id.org/kgraph; reads articles that somebody names)"
_STORE_MARK = "kgraph-store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How the network is asked, in the words of `kgraph.enrich.Session`."""

    allow_hosts: tuple[str, ...] = ()
    rate: float = 1.0
    deadline_s: float = 30.0
    offline: bool = False

    def session(self, folder: Path) -> Session:
        """A session that keeps what is answered in `folder`. Errors: `UsageError` for a host that is none; `OutputError`."""
        try:
            return Session(
                cache=folder / CACHE, offline=self.offline, allow_hosts=self.allow_hosts, rate=self.rate, deadline_s=self.deadline_s,
                max_bytes=MAX_ARTICLE_BYTES, user_agent=USER_AGENT,
            )  # fmt: skip
        except ValueError as error:
            raise UsageError(f"--allow-host: {error}.") from error


@dataclass(slots=True, kw_only=True)
class FetchReport:
    """What came of a run.

    `pages` are in the folder now, `counts` says what those of this run were to it, and `articles` what the graph calls them.
    `skipped` are addresses that gave no page, and arguments that name none, with the reason; for `kept` of them the page of
    before stays. `canonical` pages call another address their own. `left` addresses were one too many, `asked` were not;
    `resumed` had been asked by a run that was stopped. `flaws` are what is wrong with feeds, `troubles` with the cache.
    """

    pages: int = 0
    counts: Counter[Put] = field(default_factory=Counter)
    kept: int = 0
    canonical: int = 0
    left: int = 0
    asked: int = 0
    resumed: int = 0
    unreachable: int = 0
    articles: dict[str, None] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    flaws: list[tuple[str, str]] = field(default_factory=list)
    troubles: tuple[str, ...] = ()

    @property
    def nothing_answered(self) -> bool:
        """Whether addresses were asked, and nobody was there."""
        return bool(self.asked) and self.unreachable == self.asked


Progress = Callable[[int, int, str], None]


def fetch(
    arguments: Iterable[str],
    folder: str | Path,
    asking: Asking | None = None,
    *,
    stdin: bytes = b"",
    limit: int | None = None,
    on_progress: Progress | None = None,
) -> FetchReport:
    """Fetch the pages at addresses, in lists, feeds and sitemaps into `folder`; what was fetched before is asked for conditionally.

    `stdin` is what `-` among the arguments names. `limit` is how many pages are asked for at most. `on_progress` is told how
    many addresses are done, how many are known, and the last one. Should the run be killed, each page is whole or not there, and
    the next run goes on with what the cache holds.
    Errors: `UsageError` where the extra `enrich` is not installed, before anything is asked; `StoreLocked` where another run
    fetches into the folder; `OutputError`; `InputError` for a manifest in the folder that is none.
    """
    need_extra("fetching")
    place, asking = Path(folder), asking or Asking()
    if (place / _STORE_MARK).exists():
        raise UsageError(f"{place}: is a store, and no place for pages. Choose another folder.")
    with held(place):
        written = PageFolder(place)
        with asking.session(place) as session:
            given = named(arguments, session, stdin)
            most = limit or MAX_PAGES
            report = FetchReport(
                skipped=given.skipped, left=max(0, len(dict.fromkeys(given.addresses)) - most)
            )
            for feed in given.feeds:
                report.flaws += [(feed.name, flaw) for flaw in feed.flaws]
            with _saved(written):
                run = _Run(written, report, session.clock(), on_progress)
                began = session.begin()
                run.resumed = began < run.started and not asking.offline
                with closing(gather(given.addresses, session, most=most)) as found:
                    run.through(found, min(most, len(dict.fromkeys(given.addresses))))
                session.end()
        if report.left and limit is None:
            report.flaws.append((str(place), f"{report.left:,} addresses were not asked: a run takes {MAX_PAGES:,} at most"))  # fmt: skip
        report.troubles = session.troubles
        report.pages = written.count
    return report


@contextmanager
def _saved(written: PageFolder) -> Iterator[None]:
    """Have the manifest written also where the run is given up."""
    try:
        yield
    except OutputError:
        raise  # where a page could not be written, the manifest cannot
    except BaseException:
        written.save()
        raise
    written.save()


class _Run:
    """What comes in, kept and counted."""

    def __init__(
        self, written: PageFolder, report: FetchReport, started: datetime, on_progress: Progress | None
    ) -> None:
        self.started, self.resumed = started, False
        self._written, self._report, self._tell = written, report, on_progress

    def through(self, found: Iterable[Gathered], total: int) -> None:
        last = time.monotonic()
        for done, each in enumerate(found, 1):
            self._report.asked += 1
            if isinstance(each, Feed):
                total += len(each.addresses) - each.left
                self._report.left += each.left
                self._report.flaws += [(each.name, flaw) for flaw in each.flaws]
            elif isinstance(each, Page):
                self._page(each)
            else:
                self._none(each)
            if self._tell:
                self._tell(done, max(done, total), each.name if isinstance(each, Feed) else each.address)
            if time.monotonic() - last > CHECKPOINT_S:
                self._written.save()
                last = time.monotonic()

    def _page(self, page: Page) -> None:
        report, article = self._report, article_of(page.final)
        put = self._written.put(page)
        report.counts[put] += 1
        report.resumed += self.resumed and page.time is not None and page.time < self.started
        report.canonical += page.canonical is not None and put != "same"
        if put == "edited":
            why = "its page was changed by hand, and was left as it is. Move it away to have it written again"
            report.skipped.append(Skipped(page.address, why))
        else:
            report.articles[article] = None

    def _none(self, none: NoPage) -> None:
        report = self._report
        before = self._written.put_none(none)
        reason = none.reason
        if before is not None and before.article is not None:
            report.kept += 1
            report.articles[before.article] = None
            reason += f"; that of {(before.time or '')[:10] or 'before'} is kept"
        report.unreachable += none.why == "unreachable"
        report.skipped.append(Skipped(none.address, reason))
