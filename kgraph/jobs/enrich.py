"""Store → sources → network → observations → store."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from kgraph.enrich import ARCHIVE, Broken, Fetcher, Session, fetchers, observe
from kgraph.errors import StoreError, UsageError
from kgraph.jobs.extra import need_extra
from kgraph.model import Source
from kgraph.observation import Observation, SourceStatus
from kgraph.rdf import DEFAULT_BASE
from kgraph.rdf.observe import Snapshot, observation_quads, snapshot
from kgraph.store import Writer, run_query

COMMIT_S = 20.0
DIFFERS_BELOW = 0.6
"""A title fetched that agrees less with the one cited is another (as in queries/titles-that-differ.rq)."""
_QUERY_S = 600.0
_SOURCES = """PREFIX schema: <https://schema.org/>
PREFIX biro: <http://purl.org/spar/biro/>
PREFIX cito: <http://purl.org/spar/cito/>
SELECT DISTINCT ?source ?title ?url ?identifier ?site WHERE {
  { ?by biro:references ?source } UNION { ?by cito:cites ?source }
  OPTIONAL { ?source schema:name ?title }
  OPTIONAL { ?source schema:url ?url }
  OPTIONAL { ?source schema:identifier ?identifier }
  OPTIONAL { ?source schema:isPartOf/schema:name ?site }
}"""
_SEEN = """PREFIX kg: <https://w3id.org/kgraph/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?source ?fetcher ?status ?time ?o ?before ?first WHERE {
  ?o a kg:Observation ; prov:specializationOf ?source ; kg:fetcher ?fetcher ; kg:sourceStatus ?status ; prov:generatedAtTime ?time .
  OPTIONAL { ?o kg:firstSeen ?first }
  OPTIONAL { ?o prov:wasRevisionOf ?before }
}"""
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


def sources_in(store: str | Path, only: Only, now: datetime, *, timeout_s: float = _QUERY_S) -> list[Source]:
    """The sources of the store that `only` picks, sorted by id.

    Errors: those of `run_query`.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for row in run_query(store, _SOURCES, timeout_s=timeout_s).rows:
        own = found.setdefault(
            str(row.source), {"title": set(), "url": set(), "identifier": set(), "site": set()}
        )
        for name in own:
            if getattr(row, name) is not None:
                own[name].add(str(getattr(row, name)))
    last = _last_status(run_query(store, _SEEN, timeout_s=timeout_s).rows)
    return [
        _source(name, own) for name, own in sorted(found.items()) if _wanted(only, own, last.get(name), now)
    ]


def _last_status(rows: Sequence[Any]) -> Mapping[str, tuple[str, str]]:
    """When each source was last asked, and what became of it: what the archive keeps, and what a fetcher does not
    know, says nothing of that (as in queries/sources-by-status.rq).
    """
    asked: dict[str, str] = {}
    known: dict[str, tuple[bool, str, str, str]] = {}
    for row in rows:
        source, time, status = str(row.source), str(row.time), str(row.status)
        asked[source] = max(asked.get(source, ""), time)
        if row.fetcher != "archive":
            seen = (status != "unknown", time, str(row.o), status)
            known[source] = max(known.get(source, seen), seen)
    return {
        source: (time, known[source][3] if source in known else "unknown") for source, time in asked.items()
    }


def _last_snapshots(rows: Sequence[Any]) -> dict[tuple[str, str], Snapshot]:
    """The last snapshot that each fetcher made of each source."""
    found: dict[tuple[str, str], Snapshot] = {}
    for row in sorted(rows, key=lambda r: (str(r.time), str(r.o))):
        before = None if row.before is None else str(row.before)
        first = str(row.time if row.first is None else row.first)
        found[str(row.source), str(row.fetcher)] = Snapshot(str(row.o), before, first)
    return found


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
        if not writer.manifest.articles:
            raise StoreError(f"{store}: no articles here yet. Build some first: kgraph build ARTICLES…")
        base = writer.manifest.base or DEFAULT_BASE
        last = started = session.clock()
        tally = _Tally(sources, None if session.offline else started)
        before = _last_snapshots(run_query(store, _SEEN, timeout_s=_QUERY_S).rows)
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
            writer.replace_graph(kept.iri, observation_quads(seen, base, kept=kept))
            tally.add(seen)
            if on_progress:
                on_progress(len(tally.status), len(sources), seen, tally.left)
            if (session.clock() - last).total_seconds() > COMMIT_S:
                writer.commit()
                last = session.clock()
        writer.commit()
        session.end()
    return tally.report(session.troubles)
