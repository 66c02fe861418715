"""Reads one article in the process that asks: what a worker does, and what there is where no worker can be."""

import gc
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kgraph.beside import Folder, digest
from kgraph.engine._job import Job, Outcome, Task
from kgraph.engine._material import data_of, folder_of, is_as_known, told_of
from kgraph.errors import InputError, KgraphError

if TYPE_CHECKING:
    from kgraph.audit import Options
    from kgraph.model import Document, Extraction, Metadata, Problem

MAX_PAYLOAD = 512 * 1024 * 1024
"""Who asked takes what an article yields into memory as a whole, several times over."""
_OF_BROKEN_FILES = frozenset({"markup-broken", "page-cut"})
_OF_FILES = frozenset({"bibliography-missing", "bibliography-outside", "bibliography-unread"})


def run(jobs: Iterable[Job], task: Task) -> Iterator[Outcome]:
    """One outcome a job, in order. Nothing can stop an article here that hangs or takes all memory."""
    settle_memory()
    for job in jobs:
        try:
            yield process(job, task)
        except MemoryError:
            yield skipped(job, "needed more memory than there is", "Split it or leave it out")


def process(job: Job, task: Task) -> Outcome:
    """Read one article and make what the task asks for. Bad input is an outcome, and so is a bug of our own.

    Errors: `MemoryError`; the `KgraphError` of a task that cannot be meant.
    """
    try:
        return _process(job, task)
    except InputError as error:
        return Outcome(job.article.path, "skipped", reason=str(error))
    except (KgraphError, MemoryError):
        raise
    except Exception as error:
        what = f"a bug of kgraph's own ({type(error).__name__}: {' '.join(str(error).split())[:200]}, {_place(error)})"
        return skipped(job, what, "Leave it out and report it")


def skipped(job: Job, why: str, what_to_do: str) -> Outcome:
    """The outcome of a job that came to nothing."""
    return Outcome(job.article.path, "skipped", reason=f"{job.article.path}: {why}. {what_to_do}.")


def settle_memory() -> None:
    """Collect cycles seldom: an article makes many small values and few cycles."""
    gc.freeze()
    gc.set_threshold(400_000, 20, 100)


def _process(job: Job, task: Task) -> Outcome:
    from kgraph import jsonl, overview, rdf, tables
    from kgraph.explain import explain
    from kgraph.extract import counts, extract
    from kgraph.read import read

    article, known = job.article, job.known
    data = data_of(job, task.max_bytes)
    if article.origin and article.origin.sha256 != digest(data):
        return skipped(job, f"{article.file} is no longer as it was fetched", "Fetch it again, or take its row out of the manifest beside it")  # fmt: skip
    folder = folder_of(article, task.shelves, task.given)
    if known and is_as_known(job, data, folder):
        return Outcome(article.path, "unchanged", sha256=known.sha256)
    folder.seen.clear()
    if job.tei is not None:
        document = _of_tei(article.path, data, job.tei)
    else:
        document = read(article.path, data, beside=folder, format=article.format, origin=article.origin)
    if article.twin:
        document = _with_copy(document, article.twin, folder)
    if job.told is not None:
        document = replace(document, metadata=_filled(document.metadata, job.told))
    if task.audit is not None:
        payload = _audited(document, task.audit)
        return Outcome(article.path, "done", payload=payload, sha256=document.source.sha256)
    extraction = extract(document, path=article.path)
    if task.format == "explain":
        payload = "\n".join(explain(document)).encode("utf-8", "replace")
    elif task.format == "nq":
        payload = rdf.nquads(extraction, base=task.base)
    elif task.format == "store":
        quads = rdf.nquads(extraction, base=task.base) + b"\n"
        payload = tables.pack(tables.compressed(tables.rows(extraction, base=task.base), quads))
    elif task.format == "tables":
        payload = tables.pack(tables.Packed(tables.rows(extraction, base=task.base), 0, 0, b""))
    else:
        payload = jsonl.dumps(extraction).encode("utf-8", "replace")
    if len(payload) > MAX_PAYLOAD:
        return skipped(job, f"yields more than {MAX_PAYLOAD // 1024 // 1024} MB", "Split it")
    tally = counts(extraction)
    tally.update(f"problem:{p.code}" for p in extraction.problems)
    return Outcome(
        article.path, "done", payload=payload, sha256=extraction.sha256, beside=(*told_of(job), *sorted(folder.seen.items())), counts=tally,
        found=overview.found(extraction), notes=tuple(_notes(article.path, extraction)),
    )  # fmt: skip


def _of_tei(path: str, data: bytes, tei: bytes) -> "Document":
    """The document of an article that a server made TEI of: places are those of the TEI, the digest that of the article.

    Errors: `InputError`.
    """
    from kgraph.read import read
    from kgraph.spans import FilePart, line_starts

    document = read(path, tei, format="tei")
    text = document.source.text
    part = FilePart(0, len(text), f"{path}/grobid.tei.xml", 0, line_starts(text))
    source = replace(document.source, sha256=digest(data), parts=(part,))
    return replace(document, source=source, format="pdf", media_type="application/pdf")


def _with_copy(document: "Document", twin: str, folder: Folder) -> "Document":
    """`document`, told where it is the same article as its twin; what cannot be read is none."""
    from kgraph.read import Unread, read
    from kgraph.read.copies import with_copy

    data = folder.load(twin)
    if isinstance(data, Unread):
        return document
    try:
        return with_copy(document, read(twin, data))
    except InputError:
        return document


def _filled(metadata: "Metadata", told: "Metadata") -> "Metadata":
    """What an article says of itself, and what is told of it where it does not."""
    empty = [each.name for each in fields(metadata) if not getattr(metadata, each.name)]
    return replace(metadata, **{name: getattr(told, name) for name in empty})


def _audited(document: "Document", options: "Options") -> bytes:
    from kgraph.audit import audit, dumps, looked
    from kgraph.extract import read_through

    article = options.article(read_through(document))
    return dumps(looked(article), audit(article, options.codes)).encode("utf-8", "replace")


def _place(error: BaseException) -> str:
    """The file and line that raised `error`."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return (
        f"{PurePosixPath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown"
    )


def _notes(path: str, extraction: "Extraction") -> Iterator[str]:
    if not extraction.document.source.text.strip():
        yield f"{path}:1:1: empty, so that it claims nothing. Leave it out or write it."
    for problem in extraction.problems:
        if problem.code in _OF_BROKEN_FILES:
            where = extraction.document.source.where(problem.span.start)
            yield f"{where}: {problem.message}. {_capital(problem.hint or '')}."
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
        yield f"{what}. {_capital(problem.hint or '')}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
