"""Articles into the store: incremental, resumable, parallel."""

import json
import shlex
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph import __version__, rules
from kgraph.engine import ArticleFile, Cluster, Job, Limits, Outcome, Task, run
from kgraph.jobs.articles import add_fetched, find, reach_of
from kgraph.jobs.chosen import Choice, Skipped
from kgraph.jobs.extra import need_extra
from kgraph.jobs.grobid import with_tei
from kgraph.jobs.members import jobs as members
from kgraph.jobs.members import shelves
from kgraph.jobs.paths import parted
from kgraph.jobs.settled import Settled, read_with
from kgraph.jobs.summary import Summary
from kgraph.jobs.unchanged import Check, Looked
from kgraph.rdf import DEFAULT_BASE, run_quads
from kgraph.store import File, Writer
from kgraph.tables import TABLES, unpack

if TYPE_CHECKING:
    from kgraph.jobs.fetch import Asking, FetchReport

PAGES = "pages"
"""Where pages are kept that are fetched for a store: a folder in it."""
_IRI = [column.name for column in TABLES["articles"]].index("iri")
CHECKPOINT_S = 20.0
"""How much work a run that is killed may lose, in seconds."""


def build(
    arguments: Iterable[str],
    store: str | Path,
    *,
    texts: Mapping[str, bytes] | None = None,
    bibliographies: Sequence[str] = (),
    choice: Choice | None = None,
    asking: "Asking | None" = None,
    base: str | None = None,
    check: Check = "stat",
    workers: int | None = None,
    limits: Limits | None = None,
    cluster: Cluster | None = None,
    on_progress: Callable[[int, int, str], None] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Summary:
    """Read the articles into the store and say what changed.

    Addresses among the arguments are fetched into the folder `pages` of the store first, as `asking` says.
    `texts` are articles that lie in no file: their bytes by their path in the graph. `bibliographies` are files
    that all articles which cite by key may use, wherever they lie. `choice` says which files of folders are meant, and
    where tables have their texts.
    Unchanged files are passed by, and archives that were read whole, by size and time, with `check="digest"` files by their bytes. Articles of a folder or an archive given
    here that are no longer in it, or not chosen, leave the graph; what lies where nobody could look stays. What was committed stays, should the run be killed: the next
    one goes on from there. `limits` are what one article may take; one that takes more is skipped. A `cluster` reads
    instead of processes here.

    Errors: `StoreLocked`, `OutputError`, `StoreError`; `InputError` for a bibliography that cannot be read; `UsageError`
    for limits that this system cannot hold, and where addresses are given without the extra `enrich`.
    """
    started = clock()
    addresses, arguments = parted(arguments)
    if addresses:
        need_extra("fetching")
    with Writer(store) as writer:
        pages = Path(store) / PAGES
        fetched = _fetched(addresses, pages, asking, on_progress) if addresses else None
        found = find(arguments, bibliographies=bibliographies, choice=choice)
        if fetched:
            add_fetched(found, str(pages), fetched.articles, reach_of(bibliographies))
            found.skipped += fetched.skipped
        summary = Summary(skipped=found.skipped, empty=found.empty, passed=found.passed, fetched=fetched)
        base = base or writer.base or DEFAULT_BASE
        settings = f"{rules.settings(base)}{found.choice.reading}"
        writer.base = base
        held = {} if texts is None else texts
        settled = Settled(Path(store), found, read_with(settings, found.choice, bibliographies), writer.held)
        summary.unchanged += settled.articles
        found.skipped += settled.skipped()
        looked = Looked(writer.held.get, settings, check, found.origins)
        task = Task(format="store", base=base, shelves=shelves(found, settled.paths))
        passing = _Passing(summary, on_progress, len(held) + len(found.articles))
        read_as = found.choice.read_as
        on_disk = chain(
            (
                Job(ArticleFile(p, p, found.reach, format=read_as), looked.known(p), data)
                for p, data in held.items()
            ),
            (Job(a, looked.known(a.path)) for a in found.articles if not passing.by(a, looked)),
        )
        packed = members(found, looked.known, settled.paths, settled.since)
        jobs = with_tei(chain(on_disk, settled.progress.following(packed)), found)
        last, failed = time.monotonic(), list[str]()
        for outcome in run(jobs, task, workers=workers, limits=limits, cluster=cluster):
            _take(writer, outcome, summary, looked)
            failed += [outcome.path] * (outcome.status == "skipped")
            settled.progress.done(outcome.path, failed=outcome.status == "skipped")
            passing.done(outcome)
            if time.monotonic() - last > CHECKPOINT_S:
                writer.commit(goes_on=True)
                settled.save_progress()
                last = time.monotonic()
        for path in found.gone({p: looked.page(p) for p in writer.held if p not in held and not settled.holds(p)}):  # fmt: skip
            writer.remove(path)
            summary.removed.append(path)
        if summary.new or summary.changed or summary.removed:
            words = [*addresses, *arguments, *held, "--base", base]
            words += ["--workers", str(workers)] if workers is not None else []
            _note_run(writer, base, started, clock(), shlex.join(words))
        writer.commit()
        settled.save(writer.held, failed)
        summary.skipped = list(dict.fromkeys(summary.skipped))
        summary.articles = len(writer.held)
    return summary


def _fetched(
    addresses: Sequence[str],
    pages: Path,
    asking: "Asking | None",
    on_progress: Callable[[int, int, str], None] | None,
) -> "FetchReport":
    from kgraph.jobs.fetch import fetch  # brings what asks the network, which most builds do without

    return fetch(addresses, pages, asking, on_progress=on_progress)


@dataclass(slots=True)
class _Passing:
    """Tells how far a build is, articles that are passed by since they are as before among what is done."""

    summary: Summary
    on_progress: Callable[[int, int, str], None] | None
    total: int
    count: int = 0

    def by(self, article: ArticleFile, looked: Looked) -> bool:
        """Whether an article is as before, and is passed by."""
        if not looked.is_as_before(article):
            return False
        self.summary.unchanged += 1
        self.done(Outcome(article.path, "unchanged"))
        return True

    def done(self, outcome: Outcome) -> None:
        """One more."""
        self.count += 1
        if self.on_progress:
            self.on_progress(self.count, max(self.count, self.total), outcome.path[-40:])


def _take(writer: Writer, outcome: Outcome, summary: Summary, looked: Looked) -> None:
    state = looked.state(outcome.path)
    if outcome.status == "skipped":
        summary.skipped.append(Skipped(outcome.path, outcome.reason))
        return
    if outcome.status == "unchanged":
        summary.unchanged += 1
        return
    known = outcome.path in writer.held
    try:
        packed = unpack(outcome.payload)
        [iri] = packed.rows["articles"][_IRI]
        beside = json.dumps([*looked.row_of(outcome.path), *outcome.beside])
        writer.replace(File(outcome.path, iri, outcome.sha256, looked.settings, beside, *state), packed)
    except MemoryError:
        summary.skipped.append(Skipped(outcome.path, "yields more than there is memory for. Split it"))
        return
    summary.changed += known
    summary.new += not known
    summary.counts.update(outcome.counts)
    for note in outcome.notes:
        summary.notes.setdefault(note, outcome.path)
    if outcome.found:
        summary.overview.add(outcome.found)


def _note_run(writer: Writer, base: str, started: datetime, ended: datetime, options: str) -> None:
    lines = run_quads(
        "last",
        base=base,
        started=_utc(started),
        ended=_utc(ended),
        version=__version__,
        options=options,
    )
    writer.note_run(lines)


def _utc(moment: datetime) -> str:
    """ISO 8601 in UTC as canonical XML Schema writes it, with a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
