"""PDFs among the jobs, each sent to the GROBID server that a person names, in place of which its TEI is read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph import infile
from kgraph.beside import digest
from kgraph.engine import Job
from kgraph.errors import InputError
from kgraph.jobs.articles import Found
from kgraph.jobs.chosen import Skipped
from kgraph.read import max_bytes

if TYPE_CHECKING:
    from kgraph.remote.grobid import Grobid, Unread

_FORMAT = "pdf"
_SUFFIX = ".pdf"
_SIGN = b"%PDF-"


def with_tei(jobs: Iterable[Job], found: Found) -> Iterator[Job]:
    """`jobs`, those of PDFs with the TEI that the server of `found.choice` makes of them; one it cannot read is noted in `found`.

    A PDF that a store knows as it is is not sent. Without a server all jobs go on as they are.
    """
    url = found.choice.grobid
    if not url:
        yield from jobs
        return
    from kgraph.remote import Client
    from kgraph.remote.grobid import BUSY, BUSY_WAIT_S, DEADLINE_S, Grobid, Unread

    with Client(deadline_s=DEADLINE_S, again=BUSY, first_wait_s=BUSY_WAIT_S) as client:
        server = Grobid(url, client)
        for job in jobs:
            made = _made(job, server) if _is_pdf(job) else job
            if isinstance(made, Unread):
                found.skipped.append(Skipped(job.article.path, f"{made.reason}. {made.hint}"))
            else:
                yield made


def _is_pdf(job: Job) -> bool:
    article = job.article
    if article.format:
        return article.format == _FORMAT
    name = article.member or article.file
    return name.lower().endswith(_SUFFIX) or (job.data is not None and job.data.startswith(_SIGN))


def _made(job: Job, server: "Grobid") -> "Job | Unread":
    """The job with its TEI; as it is where its reader will say what is wrong with it, or that it is known."""
    article = job.article
    try:
        data = (
            infile.read_bytes(article.file, max_bytes(article.path, _FORMAT))
            if job.data is None
            else job.data
        )
    except InputError:
        return job
    if not data.startswith(_SIGN) or (job.known is not None and job.known.sha256 == digest(data)):
        return job
    from kgraph.remote.grobid import Unread

    tei = server.tei(data)
    return tei if isinstance(tei, Unread) else replace(job, tei=tei)
