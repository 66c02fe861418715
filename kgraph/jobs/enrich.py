"""Store → sources → network → observations → store."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, get_args

from kgraph.enrich import ARCHIVE, Broken, Fetcher, Session, fetchers, observe
from kgraph.errors import StoreError, UsageError
from kgraph.jobs.extra import need_extra
from kgraph.model import Source
from kgraph.observation import Observation, SourceStatus
from kgraph.rdf import DEFAULT_BASE
from kgraph.rdf.observe import Snapshot, observation_quads, snapshot
from kgraph.store import Reader, Writer
from kgraph.tables import Packed, compressed, observation_rows

COMMIT_S = 20.0
DIFFERS_BELOW = 0.6
"""A title fetched that agrees less with the one cited is another (as in queries/titles-that-differ.rq)."""

_CITED = ("source", "title", "urls", "identifiers", "site")
_ONLY = re.compile(r"(site|status|age):(.+)")
_AGE = re.compile(r"(\d{1,5})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_STATUSES = frozenset({"alive", "moved", "gone", "blocked", "refused", "unreachable", "unknown", "new"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichReport:
    """What came of a run of enrichment: sources asked, by status; how many titles are new, and how many differ.

    `resumed` of them had been asked by a run that was stopped, and were not asked again. `failed` are failures of
    kgraph's own: nothing is kept of what they are about. `troubles` says what went wrong with the cache.
    """

    asked: int
    resumed: int
    statuses: Counter[str]
    new_titles: int
    differing: int
    same: int
    failed: list[Broken]
    troubles: tuple[str, ...]


class _Tally:
    """Counts what comes in of `sources`; `since` is when the run began, where an older answer is one that it resumes."""

    def __init__(self, sources: Sequence[Source], since: datetime | None) -> None:
        self._cited = {s.id: s.title for s in sources}
        self._site = {s.id: s.site or "no site" for s in sources}
        self._since = since
        self.left = Counter(self._site.values())
        """How many sources of each site have no answer yet."""
        self.status: dict[str, str] = {}
        """What became of each source that has one."""
        self.failed: list[Broken] = []
        self._titled: set[str] = set()
        self._resumed = self._new_titles = self._differing = self._same = 0

    def add(self, seen: Observation) -> None:
        """Count one observation."""
        if seen.about not in self.status:
            self._first_answer(seen)
        if seen.fetcher != "archive":
            known = seen.status if seen.status != "unknown" else self.status.get(seen.about, "unknown")
            self.status[seen.about] = known
        if seen.title and seen.about not in self._titled:
            self._titled.add(seen.about)
            self._new_titles += self._cited[seen.about] is None
            self._differing += seen.agreement is not None and seen.agreement < DIFFERS_BELOW
        self._same += seen.same_as is not None

    def _first_answer(self, seen: Observation) -> None:
        site = self._site[seen.about]
        self.left[site] -= 1
        if not self.left[site]:
            del self.left[site]
        self._resumed += self._since is not None and datetime.fromisoformat(seen.time) < self._since

    def report(self, troubles: tuple[str, ...]) -> EnrichReport:
        """The sums, in the order of the statuses."""
        counted = Counter(self.status.values())
        nothing = self._cited.keys() - self.status.keys()
        unread = nothing & {each.about for each in self.failed}
        statuses = Counter({name: counted[name] for name in get_args(SourceStatus)})
        statuses.update({"failed": len(unread), "not in the cache": len(nothing - unread)})
        return EnrichReport(
            asked=len(self._cited),
            resumed=self._resumed,
            statuses=+statuses,
            new_titles=self._new_titles,
            differing=self._differing,
            same=self._same,
            failed=self.failed,
            troubles=troubles,
        )


@dataclass(frozen=True, slots=True)
class Only:
    """Which sources to ask: by site, by last status (`new` for those never asked), by age of what is known."""

    site: str | None = None
    status: str | None = None
    older_than: timedelta | None = None

    @classmethod
    def read(cls, texts: Sequence[str]) -> "Only":
        """From `site:example.org`, `status:unreachable`, `age:30d`.

        Errors: `UsageError`.
        """
        values: dict[str, str] = {}
        for text in texts:
            match = _ONLY.fullmatch(text)
            if not match:
                raise UsageError(
                    f"--only {text}: not understood (expected site:DOMAIN, status:STATUS or age:30d)."
                )
            values[match[1]] = match[2]
        age = _AGE.fullmatch(values.get("age", "0d"))
        if age is None:
            raise UsageError(
                f"--only age:{values['age']}: not understood (expected a number and d, h or m: age:30d)."
            )
        if values.get("status", "new") not in _STATUSES:
            raise UsageError(
                f"--only status:{values['status']}: unknown (expected one of {', '.join(sorted(_STATUSES))})."
            )
        return cls(
            site=values.get("site"),
            status=values.get("status"),
            older_than=timedelta(**{_UNITS[age[2]]: int(age[1])}) if "age" in values else None,
        )


class _Seen(NamedTuple):
    """What is asked of an observation."""

    source: str
    fetcher: str
    status: str
    time: str
    observation: str
    before: str | None
    first_seen: str


def sources_in(store: str | Path, only: Only, now: datetime) -> list[Source]:
    """The sources of the store that `only` picks, sorted by id.

    Errors: `StoreError`.
    """
    found: dict[str, dict[str, set[str]]] = {}
    with Reader(store) as reader:
        for source, title, urls, identifiers, site in reader.rows("sources", _CITED):
            own = found.setdefault(source, {name: set() for name in ("title", "url", "identifier", "site")})
            own["title"].update({title} - {None})
            own["url"].update(urls)
            own["identifier"].update(identifiers)
            own["site"].update({site} - {None})
        last = _last_status(_seen(reader))
    return [
        _source(name, own) for name, own in sorted(found.items()) if _wanted(only, own, last.get(name), now)
    ]


def _seen(reader: Reader) -> list[_Seen]:
    return [_Seen(*row) for row in reader.rows("observations", _Seen._fields)]


def _last_status(rows: Sequence[_Seen]) -> Mapping[str, tuple[str, str]]:
    """When each source was last asked, and what became of it: what the archive keeps, and what a fetcher does not
    know, says nothing of that (as in queries/sources-by-status.rq).
    """
    asked: dict[str, str] = {}
    known: dict[str, tuple[bool, str, str, str]] = {}
    for row in rows:
        asked[row.source] = max(asked.get(row.source, ""), row.time)
        if row.fetcher != "archive":
            seen = (row.status != "unknown", row.time, row.observation, row.status)
            known[row.source] = max(known.get(row.source, seen), seen)
    return {
        source: (time, known[source][3] if source in known else "unknown") for source, time in asked.items()
    }


def _last_snapshots(rows: Sequence[_Seen]) -> dict[tuple[str, str], Snapshot]:
    """The last snapshot that each fetcher made of each source."""
    return {
        (row.source, row.fetcher): Snapshot(row.observation, row.before, row.first_seen)
        for row in sorted(rows, key=lambda r: (r.time, r.observation))
    }


def _source(name: str, own: dict[str, set[str]]) -> Source:
    pairs = (text.partition(":")[::2] for text in sorted(own["identifier"]))
    return Source(
        id=name,
        kind="webpage",
        urls=tuple(sorted(own["url"])),
        identifiers=dict(pairs),
        title=min(own["title"], default=None),
        site=min(own["site"], default=None),
    )


def _wanted(only: Only, own: dict[str, set[str]], last: tuple[str, str] | None, now: datetime) -> bool:
    if only.site and only.site not in own["site"]:
        return False
    if only.status and only.status != (last[1] if last else "new"):
        return False
    return not (only.older_than and last and now - datetime.fromisoformat(last[0]) < only.older_than)


def enrich(
    store: str | Path,
    session: Session,
    *,
    only: Only | None = None,
    table: Sequence[Fetcher] | None = None,
    archive: Fetcher | None = ARCHIVE,
    limit: int | None = None,
    on_progress: Callable[[int, int, Observation, Counter[str]], None] | None = None,
) -> EnrichReport:
    """Ask the network about the sources of a store, and keep what it says beside what was cited.

    `table` are the fetchers that are asked; without it, those of `kgraph.enrich.fetchers()`.
    `on_progress` is told how many sources have an answer, how many there are, the last observation, and how many
    of each site have none yet. What was committed stays, should the run be killed; the next one goes on with what
    the session's cache holds of it, and asks only for the rest. Errors: `UsageError` where a library of the extra
    `enrich` is not installed, before anything is asked; `StoreLocked`, `OutputError`, `StoreError`.
    """
    need_extra("enriching")
    sources = sources_in(store, only or Only(), session.clock())[:limit]
    with ExitStack() as stack:
        writer = stack.enter_context(Writer(store))
        if not writer.held:
            raise StoreError(f"{store}: no articles here yet. Build some first: kgraph build ARTICLES…")
        base = writer.base or DEFAULT_BASE
        last = started = session.clock()
        tally = _Tally(sources, None if session.offline else started)
        with Reader(store) as reader:
            before = _last_snapshots(_seen(reader))
        session.begin()
        observed = closing(
            observe(sources, session, table=fetchers() if table is None else table, archive=archive)
        )
        for seen in stack.enter_context(observed):
            if isinstance(seen, Broken):
                tally.failed.append(seen)
                continue
            kept = snapshot(seen, before.get((seen.about, seen.fetcher)), base)
            before[seen.about, seen.fetcher] = kept
            writer.observe(kept.iri, packed_observation(seen, kept, base))
            tally.add(seen)
            if on_progress:
                on_progress(len(tally.status), len(sources), seen, tally.left)
            if (session.clock() - last).total_seconds() > COMMIT_S:
                writer.commit()
                last = session.clock()
        writer.commit()
        session.end()
    return tally.report(session.troubles)


def packed_observation(seen: Observation, kept: Snapshot, base: str = DEFAULT_BASE) -> Packed:
    """What an observation that is kept as a snapshot brings to a store."""
    lines = observation_quads(seen, base, kept=kept)
    return compressed(observation_rows(seen, kept), "".join(f"{line}\n" for line in lines).encode())
