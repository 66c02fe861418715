"""Articles → findings, by what a store knows of their sources; findings → articles that are mended."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kgraph import author
from kgraph.archives import archive_of
from kgraph.audit import Finding, Looked, Options, SourceFacts, audit, loads
from kgraph.beside import Folder
from kgraph.edits import Edit, apply, encoded
from kgraph.engine import ArticleFile, Job, Limits, Task, run
from kgraph.extract import Reading, read_through
from kgraph.jobs.articles import Found
from kgraph.jobs.grobid import with_tei
from kgraph.jobs.members import jobs as members
from kgraph.jobs.members import shelves
from kgraph.jobs.paths import file_path
from kgraph.jobs.unchanged import page_file
from kgraph.read import read
from kgraph.store import Reader
from kgraph.store.generations import exists

_MOST_ROUNDS = 8
"""So often an article is mended and looked at again: a fix may make another one possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What came of one article: findings, or why it was skipped."""

    path: str
    looked: Looked | None
    findings: tuple[Finding, ...] = ()
    skipped: str = ""


def with_store(options: Options, store: str | Path) -> Options:
    """`options` with what a store knows of sources; as they are where there is no store.

    Errors: `StoreError`.
    """
    if not exists(Path(store)):
        return options
    with Reader(store) as reader:
        seen: dict[str, list[_Seen]] = defaultdict(list)
        for row in reader.rows("observations", _Seen._fields):
            seen[row[1]].append(_Seen(*row))
        named = {source for (source,) in reader.rows("references", ("source",))}
        papers = frozenset(
            source
            for source, known in reader.rows("sources", ("source", "identifiers"))
            if known and source in named
        )
    return replace(options, facts={source: _facts(rows) for source, rows in seen.items()}, papers=papers)


class _Seen(NamedTuple):
    """What is asked of an observation."""

    observation: str
    source: str
    fetcher: str
    status: str
    time: str
    final: str | None
    title: str | None
    site: str | None
    archived: str | None
    same_as: str | None
    links: list[str]


def _facts(rows: Sequence[_Seen]) -> SourceFacts:
    """What the last observations say: what the archive keeps, and what a fetcher does not know, says nothing of the status."""
    rows = sorted(rows, key=lambda r: (r.time, r.observation))
    asked = [r for r in rows if r.fetcher != "archive"]
    telling = [r for r in asked if r.status != "unknown"] or asked
    last = telling[-1] if telling else None

    def latest(name: str, among: Sequence[_Seen]) -> str | None:
        return next((str(value) for r in reversed(among) if (value := getattr(r, name)) is not None), None)

    return SourceFacts(
        status=last.status if last else None,
        final=latest("final", [last] if last else []),
        title=latest("title", asked),
        site=latest("site", asked),
        archived=latest("archived", rows),
        same_as=latest("same_as", rows),
        cites=frozenset(link for r in rows for link in r.links),
    )


def articles_of(store: str | Path) -> list[str]:
    """What the articles of a store were read from: files, and the archives that they are members of."""
    with Reader(Path(store)) as reader:
        rows = reader.rows("files", ("article", "removed", "beside"))
        return sorted({page_file(beside) or _origin(path) for path, gone, beside in rows if not gone})


def _origin(path: str) -> str:
    """The archive that an article is a member of, or the article itself.

    >>> _origin("dump.zip/posts/a.md"), _origin("posts/a.md")
    ('dump.zip', 'posts/a.md')
    """
    names = path.split("/")
    ends = (end for end in range(1, len(names)) if archive_of(names[end - 1]))
    archives = ("/".join(names[:end]) for end in ends)
    return next((archive for archive in archives if not Path(file_path(archive)).is_dir()), path)


def audits(
    found: Found,
    options: Options,
    *,
    texts: dict[str, bytes] | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Audited]:
    """One outcome an article of `found`, in order, those of its archives last; `texts` are the bytes of those that lie in no file.

    Errors: those of `engine.run`.
    """
    held = texts or {}
    jobs = [Job(a, data=held.get(a.path)) for a in found.articles]
    task = Task(format="audit", base="", audit=options, shelves=shelves(found))
    for outcome in run(with_tei(chain(jobs, members(found)), found), task, workers=workers, limits=limits):
        if outcome.status == "skipped":
            yield Audited(path=outcome.path, looked=None, skipped=outcome.reason)
        else:
            looked, findings = loads(outcome.payload.decode("utf-8"))
            yield Audited(path=outcome.path, looked=looked, findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """An article with what was mended in it, and those findings."""

    data: bytes
    done: tuple[Finding, ...]


def mend(article: ArticleFile, data: bytes, options: Options, accept: Callable[[Finding], bool]) -> Mended:
    """`data` with the fixes that `accept` takes, until none is left; no marker cites another source afterwards.

    A fix after which the article would be read otherwise is left out. Notebooks and files that are no UTF-8 stay as they are.
    """
    done: list[Finding] = []
    reading = _read(article, data)
    refused: set[tuple[str, str]] = set()
    if reading.document.source.replaced or reading.document.format != "markdown":
        return Mended(data=data, done=())
    for _ in range(_MOST_ROUNDS):
        found = [
            f for f in audit(options.article(reading), options.codes)
            if f.fix != "no" and f.file == article.path and (f.code, f.text) not in refused
        ]  # fmt: skip
        wanted = [f for f in found if accept(f)]
        if not wanted:
            break
        text, taken = _applied(article, data, reading, wanted)
        tried = [f for f in wanted if f.edits] or wanted[:1]
        refused.update((f.code, f.text) for f in tried if f not in taken)
        if not taken:
            continue
        done += taken
        data = encoded(text, data)
        reading = _read(article, data)
    return Mended(data=data, done=tuple(done))


def _applied(
    article: ArticleFile, data: bytes, reading: Reading, wanted: Sequence[Finding]
) -> tuple[str, list[Finding]]:
    """The text with all edits where that changes no citation, else with those that do not, one by one."""
    text = reading.document.source.text
    wanted = [f for f in wanted if f.edits] or wanted[:1]  # numbers last: they move everything
    if wanted[0].renumbers:
        return _renumbered(article, data, reading, wanted[0])
    every = apply(text, [e for f in wanted for e in f.edits])
    safe = all(f.fix == "safe" for f in wanted)
    if _cites_alike(reading, _read(article, encoded(every, data)), safe=safe):
        return every, list(wanted)
    taken: list[Finding] = []
    edits: list[Edit] = []
    for finding in wanted:
        trial = apply(text, [*edits, *finding.edits])
        if _cites_alike(reading, _read(article, encoded(trial, data)), safe=finding.fix == "safe"):
            taken.append(finding)
            edits += finding.edits
    return apply(text, edits), taken


def _renumbered(
    article: ArticleFile, data: bytes, reading: Reading, finding: Finding
) -> tuple[str, list[Finding]]:
    """The text renumbered as `kgraph author renumber` does it; as it is where that is refused."""
    text = reading.document.source.text
    try:
        trial = apply(text, author.edits(reading, _plan(reading, finding)))
    except author.Refused:
        return text, []
    same = (
        author.difference((author.edges_of(reading), author.edges_of(_read(article, encoded(trial, data)))))
        is None
    )
    return (trial, [finding]) if same and trial != text else (text, [])


def _plan(reading: Reading, finding: Finding) -> author.Plan:
    """How renumbering mends a finding. Errors: `Refused` as `kgraph author renumber` does."""
    if finding.code == "numbering-order":
        return author.plan(reading)
    if finding.code == "reference-uncited":
        place = reading.document.source.place
        at = {
            i
            for i, e in enumerate(reading.references.entries)
            if e.file is None and place(e.span.start).line == finding.line
        }
        return author.plan(reading, keep_order=True, drop=frozenset(at))
    return author.plan(reading, keep_order=True, join_twins=finding.code == "source-duplicate")


def _read(article: ArticleFile, data: bytes) -> Reading:
    return read_through(
        read(article.path, data, beside=Folder(article.file, article.reach), format=article.format)
    )


def _cites_alike(before: Reading, after: Reading, *, safe: bool) -> bool:
    """Whether a fix left the citations as they were: what each claim cites, or, where a bracket was mended, each marker.

    One that is not `safe` may correct an address or a title: then each claim reads and cites the same entries of the list.
    """
    claims = [[sorted(set(c.sources)) for c in r.outcome.claims if c.sources] for r in (before, after)]
    markers = [[m.sources for _, m in r.marked if m.sources] for r in (before, after)]
    if claims[0] == claims[1] or markers[0] == markers[1]:
        return True
    if safe:
        return False
    said = [[(c.text, c.support) for c in r.outcome.claims] for r in (before, after)]
    named = [[m.entries for _, m in r.marked] for r in (before, after)]
    return said[0] == said[1] and named[0] == named[1]
