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
from typing import TYPE_CHECKING

from kgraph import __version__, own_words
from kgraph.engine import ArticleFile, Job, Known, Limits, Outcome, Task, run
from kgraph.jobs.articles import add_fetched, find, reach_of
from kgraph.jobs.chosen import Choice, Passed, Skipped
from kgraph.jobs.extra import need_extra
from kgraph.jobs.members import jobs as members
from kgraph.jobs.members import shelves
from kgraph.jobs.paths import graph_path, parted
from kgraph.jobs.settled import Settled
from kgraph.rdf import DEFAULT_BASE, article_iri, run_quads
from kgraph.store import Writer

if TYPE_CHECKING:
    from kgraph.jobs.fetch import Asking, FetchReport

PAGES = "pages"
"""Where pages are kept that are fetched for a store: a folder in it."""
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
    fetched: "FetchReport | None" = None
    """What came of addresses that were given."""

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
    asking: "Asking | None" = None,
    base: str | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[int, int, str], None] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Summary:
    """Read the articles into the store and say what changed.

    Addresses among the arguments are fetched into the folder `pages` of the store first, as `asking` says.
    `texts` are articles that lie in no file: their bytes by their path in the graph. `bibliographies` are files
    that all articles which cite by key may use, wherever they lie. `choice` says which files of folders are meant, and
    where tables have their texts.
    Unchanged files are skipped by digest, archives that were read whole by size and time. Articles of a folder or an archive given
    here that are no longer in it, or not chosen, leave the graph; what lies where nobody could look stays. What was committed stays, should the run be killed: the next
    one goes on from there. `limits` are what one article may take; one that takes more is skipped.

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

        of_pages = {a.path: a for a in found.articles if a.origin is not None}
        on_disk = [Job(ArticleFile(p, p, found.reach), known(p), data) for p, data in held.items()]
        on_disk += [Job(a, _known(writer, a.path, _settings(settings, a))) for a in found.articles]
        jobs = chain(on_disk, members(found, known, settled.paths))
        last, failed = time.monotonic(), list[str]()
        for done, outcome in enumerate(run(jobs, task, workers=workers, limits=limits), 1):
            _take(writer, outcome, summary, base, settings, of_pages.get(outcome.path))
            failed += [outcome.path] * (outcome.status == "skipped")
            if on_progress:
                on_progress(done, max(done, len(on_disk)), outcome.path[-40:])
            if time.monotonic() - last > CHECKPOINT_S:
                writer.commit()
                last = time.monotonic()
        for path in found.gone(
            {p: row.get("file", "") for p, row in writer.manifest.articles.items() if p not in held and not settled.holds(p)}
        ):  # fmt: skip
            writer.remove(path)
            summary.removed.append(path)
        if summary.new or summary.changed or summary.removed:
            words = [*addresses, *arguments, *held, "--base", base]
            words += ["--workers", str(workers)] if workers is not None else []
            _note_run(writer, base, started, clock(), shlex.join(words))
        writer.commit()
        settled.save(writer.manifest.articles, failed)
        summary.articles = len(writer.manifest.articles)
    return summary


def _fetched(
    addresses: Sequence[str],
    pages: Path,
    asking: "Asking | None",
    on_progress: Callable[[int, int, str], None] | None,
) -> "FetchReport":
    from kgraph.jobs.fetch import fetch  # brings what asks the network, which most builds do without

    return fetch(addresses, pages, asking, on_progress=on_progress)


def _known(writer: Writer, path: str, settings: str) -> Known | None:
    row = writer.manifest.articles.get(path)
    if row is None or row["settings"] != settings:
        return None
    return Known(row["sha256"], tuple(tuple(pair) for pair in json.loads(row.get("beside", "[]"))))


def _settings(settings: str, article: ArticleFile | None) -> str:
    """With what an article is read: of a page that was fetched, with its address and its charset, too."""
    if article is None or article.origin is None:
        return settings
    return " ".join(filter(None, (settings, article.origin.address, article.origin.charset)))


def _take(
    writer: Writer, outcome: Outcome, summary: Summary, base: str, settings: str, page: ArticleFile | None
) -> None:
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
            _settings(settings, page),
            outcome.payload,
            beside=json.dumps(outcome.beside),
            file=graph_path(page.file) if page else "",
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
