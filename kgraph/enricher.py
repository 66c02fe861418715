"""Store → sources → network → observations → store."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kgraph.enrich import ARCHIVE, FETCHERS, Fetcher, Session, observe
from kgraph.errors import StoreError, UsageError
from kgraph.model import Observation, Source
from kgraph.rdf import DEFAULT_BASE
from kgraph.rdf.observe import observation_iri, observation_quads
from kgraph.store import Writer, run_query

COMMIT_S = 20.0
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
SELECT ?source ?status ?time WHERE {
  ?o a kg:Observation ; prov:specializationOf ?source ; kg:sourceStatus ?status ; prov:generatedAtTime ?time .
}"""
_ONLY = re.compile(r"(site|status|age):(.+)")
_AGE = re.compile(r"(\d{1,5})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_STATUSES = frozenset({"alive", "moved", "gone", "blocked", "refused", "unreachable", "unknown", "new"})


@dataclass(slots=True)
class Learnt:
    """What a run of enrichment learnt: sources asked, by status; how many titles are new, and how many differ."""

    asked: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    new_titles: int = 0
    differing: int = 0
    same: int = 0


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


def sources_in(store: str | Path, only: Only, now: datetime, *, timeout_s: float = 600.0) -> list[Source]:
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
    last: dict[str, tuple[str, str]] = {}
    for row in run_query(store, _SEEN, timeout_s=timeout_s).rows:
        last[str(row.source)] = max(last.get(str(row.source), ("", "")), (str(row.time), str(row.status)))
    return [
        _source(name, own) for name, own in sorted(found.items()) if _wanted(only, own, last.get(name), now)
    ]


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
    table: Sequence[Fetcher] = FETCHERS,
    archive: Fetcher | None = ARCHIVE,
    limit: int | None = None,
    on_progress: Callable[[int, int, Observation, Counter[str]], None] | None = None,
) -> Learnt:
    """Ask the network about the sources of a store, and keep what it says beside what was cited.

    `on_progress` is told how many sources have an answer, how many there are, the last observation, and how many
    of each site have none yet. What was committed stays, should the run be killed; the next one finds in the session's cache what was
    fetched since. Errors: `StoreLocked`, `OutputError`, `StoreError`.
    """
    sources = sources_in(store, only or Only(), session.clock())[:limit]
    learnt = Learnt(asked=len(sources))
    cited = {s.id: s.title for s in sources}
    site = {s.id: s.site or "no site" for s in sources}
    left = Counter(site.values())
    titled: set[str] = set()
    status: dict[str, str] = {}
    with Writer(store) as writer:
        if not writer.manifest.articles:
            raise StoreError(f"{store}: no articles here yet. Build some first: kgraph build ARTICLES…")
        base = writer.manifest.base or DEFAULT_BASE
        last = session.clock()
        for seen in observe(sources, session, table=table, archive=archive):
            writer.replace_graph(observation_iri(seen, base), observation_quads(seen, base))
            if seen.about not in status:
                left -= Counter([site[seen.about]])
            if seen.fetcher != "archive":
                status[seen.about] = (
                    seen.status if seen.status != "unknown" else status.get(seen.about, "unknown")
                )
            if seen.title and seen.about not in titled:
                titled.add(seen.about)
                learnt.new_titles += cited[seen.about] is None
                learnt.differing += seen.agreement is not None and seen.agreement < 0.6
            learnt.same += seen.same_as is not None
            if on_progress:
                on_progress(len(status), len(sources), seen, left)
            if (session.clock() - last).total_seconds() > COMMIT_S:
                writer.commit()
                last = session.clock()
        writer.commit()
    learnt.statuses.update(status.values())
    if missing := len(sources) - len(status):
        learnt.statuses["not in the cache"] = missing
    return learnt
