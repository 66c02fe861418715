"""Many articles at once: files in, results out, in the order of the input, whatever the number of workers."""

import gc
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kgraph.articles import MAX_BYTES, ArticleFile
from kgraph.beside import Folder, digest
from kgraph.errors import InputError
from kgraph.infile import read_bytes
from kgraph.system_calls import cores

if TYPE_CHECKING:
    from kgraph.model import Extraction, Problem

_CHUNK = 24
_POOL_FROM_BYTES = 3_000_000
"""Less than this is read faster than a second process starts (docs/performance.md)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a store remembers of an article: the digests of its bytes and of the files read beside it."""

    sha256: str
    beside: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One article to read, and what is known of it already."""

    article: ArticleFile
    known: Known | None = None


@dataclass(slots=True)
class Outcome:
    """What became of one article: `done`, `unchanged` or `skipped`.

    `payload` is what the job was asked for: N-Quads lines, one line of JSON, or lines for people. `counts` has claims by
    support, markers by status, problems by code (prefixed `problem:`); `sources` and `sites` are their ids.
    """

    path: str
    status: str
    payload: bytes = b""
    reason: str = ""
    sha256: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    sources: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What was wrong with the files that were read, not with what they say: one line each, for people."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to make of each article: `format` is `nq`, `jsonl` or `explain`."""

    format: str
    base: str
    max_bytes: int = MAX_BYTES


def process(job: Job, task: Task) -> Outcome:
    """Read one article and make what the task asks for. Bad input is an outcome, never an exception."""
    article = job.article
    try:
        data = read_bytes(article.file, task.max_bytes, name=article.path)
    except InputError as error:
        return Outcome(article.path, "skipped", reason=str(error))
    return process_bytes(article, data, job.known, task)


def process_bytes(article: ArticleFile, data: bytes, known: Known | None, task: Task) -> Outcome:
    """Like `process`, for bytes already read."""
    from kgraph import jsonl, rdf
    from kgraph.explain import explain
    from kgraph.extract import counts, extract
    from kgraph.read import read

    folder = Folder(article.file, article.reach)
    if known and known.sha256 == digest(data) and folder.is_as(known.beside):
        return Outcome(article.path, "unchanged", sha256=known.sha256)
    folder.seen.clear()
    try:
        document = read(article.path, data, beside=folder)
    except InputError as error:
        return Outcome(article.path, "skipped", reason=str(error))
    extraction = extract(document, path=article.path)
    if task.format == "explain":
        payload = "\n".join(explain(document)).encode("utf-8", "replace")
    elif task.format == "nq":
        payload = rdf.nquads(extraction, base=task.base)
    else:
        payload = jsonl.dumps(extraction).encode("utf-8", "replace")
    tally = counts(extraction)
    tally.update(f"problem:{p.code}" for p in extraction.problems)
    return Outcome(
        article.path, "done", payload=payload, sha256=extraction.sha256, beside=tuple(sorted(folder.seen.items())), counts=tally,
        sources=tuple(s.id for s in extraction.sources), sites=tuple({s.site for s in extraction.sources if s.site}),
        notes=tuple(_notes(article.path, extraction)),
    )  # fmt: skip


def _notes(path: str, extraction: "Extraction") -> Iterator[str]:
    if not extraction.document.source.text.strip():
        yield f"{path}:1:1: empty, so that it claims nothing. Leave it out or write it."
    first: dict[str, Problem] = {}
    for problem in extraction.problems:
        if problem.code in _OF_FILES:
            first.setdefault(problem.message.partition(":")[0], problem)
    for problem in first.values():
        what = problem.message
        if problem.code == "bibliography-unread":  # its message says where, within a file beside the article
            where = PurePosixPath(path).parent.as_posix()
            what = what if where == "." else f"{where}/{what}"
        else:
            what = f"{path}:1:1: {what}"
        hint = problem.hint or ""
        yield f"{what}. {hint[:1].upper()}{hint[1:]}."


_OF_FILES = frozenset({"bibliography-missing", "bibliography-outside", "bibliography-unread"})


def run(jobs: list[Job], task: Task, *, workers: int | None = None) -> Iterator[Outcome]:
    """One outcome a job, in the order of the jobs.

    `workers` None takes all cores where there is more than a little to do. A worker that dies costs the
    article that killed it, nothing else.
    """
    count = workers if workers is not None else _choose(jobs)
    if count <= 1 or len(jobs) < 2:
        _settle_memory()
        for job in jobs:
            yield process(job, task)
        return
    yield from _pooled(jobs, task, count)


def _choose(jobs: list[Job]) -> int:
    total = 0
    for job in jobs:
        try:
            total += Path(job.article.file).stat().st_size
        except OSError:
            continue
        if total >= _POOL_FROM_BYTES:
            return cores()
    return 1


def _settle_memory() -> None:
    """Collect cycles seldom: an article makes many small values and few cycles."""
    gc.freeze()
    gc.set_threshold(400_000, 20, 100)


def _start_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _settle_memory()


def _process_all(jobs: list[Job], task: Task) -> list[Outcome]:
    return [process(job, task) for job in jobs]


def _pooled(
    jobs: list[Job], task: Task, count: int, work: Callable[[list[Job], Task], list[Outcome]] = _process_all
) -> Iterator[Outcome]:
    chunks = deque(jobs[i : i + _CHUNK] for i in range(0, len(jobs), _CHUNK))
    while chunks:
        pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_start_worker)
        waiting: deque[tuple[list[Job], Future[list[Outcome]]]] = deque()
        try:
            while chunks or waiting:
                while chunks and len(waiting) < 3 * count:
                    chunk = chunks.popleft()
                    with _interrupts_held():
                        waiting.append((chunk, pool.submit(work, chunk, task)))
                chunk, future = waiting.popleft()
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    chunks.extendleft(reversed([c for c, _ in waiting]))
                    waiting.clear()
                    yield from _one_by_one(chunk, task, work)
                    break
        finally:
            # Whoever stops does not wait for what is still being read; after shutdown the pool forgets its workers.
            workers = list((getattr(pool, "_processes", None) or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.terminate()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers start: it goes to them too, and one that starts would die with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _one_by_one(
    chunk: list[Job], task: Task, work: Callable[[list[Job], Task], list[Outcome]]
) -> Iterator[Outcome]:
    """The outcomes of a chunk during which a worker died: each article in a process of its own."""
    for job in chunk:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_start_worker) as pool:
            try:
                with _interrupts_held():
                    future = pool.submit(work, [job], task)
                yield from future.result()
            except BrokenProcessPool:
                yield Outcome(
                    job.article.path,
                    "skipped",
                    reason=f"{job.article.path}: the process that read it died. Leave it out and report it.",
                )
