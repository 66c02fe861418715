"""Articles into the store: incremental, resumable, parallel."""

import json
import shlex
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from kgraph import __version__, own_words
from kgraph.engine import ArticleFile, Cluster, Job, Known, Limits, Outcome, Task, run
from kgraph.jobs.articles import find
from kgraph.jobs.chosen import Choice, Passed, Skipped
from kgraph.jobs.members import jobs as members
from kgraph.jobs.members import shelves
from kgraph.jobs.settled import Settled
from kgraph.rdf import DEFAULT_BASE, article_iri, run_quads
from kgraph.store import Writer

CHECKPOINT_S = 20.0
"""How much work a run that is killed may lose, in seconds."""


@dataclass(slots=True)
class Summary:
    """What a build changed, and what is wrong with what it read."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    empty: list[Skipped] = field(default_factory=list)
    """Folders and archives in which nothing could be read."""
    passed: Passed = field(default_factory=Passed)
    """What was not read in folders and archives, by kind."""
    notes: dict[str, str] = field(default_factory=dict)
    """What was wrong with the files that were read, each once, and the first article that says so."""
    counts: Counter[str] = field(default_factory=Counter)
    sources: set[int] = field(default_factory=set)
    sites: set[int] = field(default_factory=set)
    articles: int = 0
    """All articles in the store afterwards."""

    @property
    def problems(self) -> Counter[str]:
        """Problems of the articles that were read, by code."""
        return Counter(
            {k.removeprefix("problem:"): n for k, n in self.counts.items() if k.startswith("problem:")}
        )


def build(
    arguments: Iterable[str],
    store: str | Path,
    *,
    texts: Mapping[str, bytes] | None = None,
    bibliographies: Sequence[str] = (),
    choice: Choice | None = None,
    base: str | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    cluster: Cluster | None = None,
    on_progress: Callable[[int, int, Outcome], None] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Summary:
    """Read the articles into the store and say what changed.

    `texts` are articles that lie in no file: their bytes by their path in the graph. `bibliographies` are files
    that all articles which cite by key may use, wherever they lie. `choice` says which files of folders are meant, and
    where tables have their texts.
    Unchanged files are skipped by digest, archives that were read whole by size and time. Articles of a folder or an archive given
    here that are no longer in it, or not chosen, leave the graph; what lies where nobody could look stays. What was committed stays, should the run be killed: the next
    one goes on from there. `limits` are what one article may take; one that takes more is skipped. A `cluster` reads
    instead of processes here.

    Errors: `StoreLocked`, `OutputError`, `StoreError`; `InputError` for a bibliography that cannot be read; `UsageError`
    for limits that this system cannot hold.
    """
    started = clock()
    with Writer(store) as writer:
        found = find(arguments, bibliographies=bibliographies, choice=choice)
        summary = Summary(skipped=found.skipped, empty=found.empty, passed=found.passed)
        base = base or writer.manifest.base or DEFAULT_BASE
        settings = " ".join(filter(None, (__version__, base, own_words.digest())))
        writer.manifest.base = base
        held = {} if texts is None else texts
        given = repr((settings, found.choice, [(b, Path(b).stat().st_mtime_ns) for b in bibliographies]))
        settled = Settled(Path(store), found, given, writer.manifest.articles)
        summary.unchanged += settled.articles
        found.skipped += settled.skipped()
        task = Task(format="nq", base=base, shelves=shelves(found, settled.paths))

        def known(path: str) -> Known | None:
            return _known(writer, path, settings)

        on_disk = [Job(ArticleFile(p, p, found.reach), known(p), data) for p, data in held.items()]
        on_disk += [Job(a, known(a.path)) for a in found.articles]
        packed = members(found, known, settled.paths, settled.since)
        jobs = chain(on_disk, settled.progress.following(packed))
        last, failed = time.monotonic(), list[str]()
        for done, outcome in enumerate(run(jobs, task, workers=workers, limits=limits, cluster=cluster), 1):
            _take(writer, outcome, summary, base, settings)
            failed += [outcome.path] * (outcome.status == "skipped")
            settled.progress.done(outcome.path, failed=outcome.status == "skipped")
            if on_progress:
                on_progress(done, max(done, len(on_disk)), outcome)
            if time.monotonic() - last > CHECKPOINT_S:
                writer.commit()
                settled.save_progress()
                last = time.monotonic()
        for path in found.gone(p for p in writer.manifest.articles if p not in held and not settled.holds(p)):
            writer.remove(path)
            summary.removed.append(path)
        if summary.new or summary.changed or summary.removed:
            words = [*map(str, arguments), *held, "--base", base]
            words += ["--workers", str(workers)] if workers is not None else []
            _note_run(writer, base, started, clock(), shlex.join(words))
        writer.commit()
        settled.save(writer.manifest.articles, failed)
        summary.skipped = list(dict.fromkeys(summary.skipped))
        summary.articles = len(writer.manifest.articles)
    return summary


def _known(writer: Writer, path: str, settings: str) -> Known | None:
    row = writer.manifest.articles.get(path)
    if row is None or row["settings"] != settings:
        return None
    return Known(row["sha256"], tuple(tuple(pair) for pair in json.loads(row.get("beside", "[]"))))


def _take(writer: Writer, outcome: Outcome, summary: Summary, base: str, settings: str) -> None:
    if outcome.status == "skipped":
        summary.skipped.append(Skipped(outcome.path, outcome.reason))
        return
    if outcome.status == "unchanged":
        summary.unchanged += 1
        return
    known = outcome.path in writer.manifest.articles
    try:
        writer.replace(
            outcome.path,
            article_iri(outcome.path, base),
            outcome.sha256,
            settings,
            outcome.payload,
            beside=json.dumps(outcome.beside),
        )
    except MemoryError:
        summary.skipped.append(Skipped(outcome.path, "yields more than there is memory for. Split it"))
        return
    summary.changed += known
    summary.new += not known
    summary.counts.update(outcome.counts)
    for note in outcome.notes:
        summary.notes.setdefault(note, outcome.path)
    summary.sources.update(map(hash, outcome.sources))
    summary.sites.update(map(hash, outcome.sites))


def _note_run(writer: Writer, base: str, started: datetime, ended: datetime, options: str) -> None:
    lines = run_quads(
        "last",
        base=base,
        started=_utc(started),
        ended=_utc(ended),
        version=__version__,
        options=options,
    )
    writer.replace_graph(f"{base}run/last", lines)


def _utc(moment: datetime) -> str:
    """ISO 8601 in UTC as canonical XML Schema writes it, with a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
