"""`kgraph extract`: stateless; articles in, claims out."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from kgraph.cli._articles import add_articles, add_engine, article, choice, cluster, limits
from kgraph.cli._asking import add_asking, asking
from kgraph.cli._fetching import tell_flaws
from kgraph.errors import UsageError

if TYPE_CHECKING:
    from kgraph.cli._report import Report
    from kgraph.engine import Outcome
    from kgraph.jobs.fetch import FetchReport
    from kgraph.tables import Columns

Payload = bytes | bytearray
_FORMATS = ("jsonl", "nq", "nt", "ttl", "trig", "jsonld", "rdf", "csv", "parquet")
_IN_TABLES = ("csv", "parquet")
_EPILOG = """\
examples:
  kgraph extract post.md                          one line of JSON an article
  kgraph extract posts/ -o claims.parquet         a table of citations
  kgraph extract posts/ --format csv --table claims
  kgraph extract corpus.zip                       an archive, read without unpacking it
  kgraph extract s3://bucket/posts -o s3://bucket/claims.parquet    by fsspec
  kgraph extract https://example.org/post         a web page; to keep the page: kgraph fetch ADDRESS DIR
  cat post.md | kgraph extract -                  from standard input
  kgraph extract --explain post.md                why it was read so: lists, conventions, ignored tokens
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "extract", help="articles in, claims out; keeps nothing", description="Read articles and write what they claim, with which sources.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_articles(command)
    add_engine(command)
    add_asking(command)
    command.add_argument(
        "--format",
        choices=_FORMATS,
        default=None,
        help="what to write (default: by the suffix of --output, else jsonl)",
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default=None,
        help="where to write, a path or an address (default: standard output)",
    )
    command.add_argument(
        "--explain",
        action="store_true",
        help="say for people which lists and conventions were taken, what proved or excluded each, and why each ignored token is none",
    )
    command.add_argument(
        "--table",
        choices=("citations", "claims", "sources", "articles"),
        default=None,
        help="for csv and parquet (default: citations)",
    )
    command.add_argument(
        "--base",
        metavar="IRI",
        default=None,
        help="beginning of the IRIs of articles (default: https://w3id.org/kgraph/)",
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Extract; 1 where inputs were skipped or files flawed, or a folder has nothing to read; 3 where none could be read."""
    from kgraph.cli._report import Report

    with Report(options.report) as bad:
        try:
            _extract(options, bad)
        except _NothingRead:
            return 3
    return 1 if bad.count else 0


def _extract(options: argparse.Namespace, bad: "Report") -> None:
    from kgraph.cli._output import opened
    from kgraph.cli._terminal import Progress, note
    from kgraph.rdf import DEFAULT_BASE

    format_ = _format(options)
    streamed = _STREAMED.get(format_)
    whole: _Whole = _Tables() if format_ in _IN_TABLES else _Graph()
    read = skipped = 0
    told: set[str] = set()
    with opened(options.output) as put, Progress("reading") as progress, _fetched(options, bad) as pages:
        asked = format_ if streamed else whole.asked
        for done, total, outcome in _outcomes(options, asked, options.base or DEFAULT_BASE, bad, pages):
            progress.at(done, total, outcome.path[-40:])
            if not streamed:
                _take(whole, outcome)
            if outcome.status == "skipped":
                skipped += 1
                bad.skipped(outcome.path, outcome.reason)
                continue
            read += 1
            for flaw in dict.fromkeys(outcome.notes):
                if flaw not in told:  # many articles may share one flawed bibliography
                    bad.flawed(outcome.path, flaw)
            told.update(outcome.notes)
            if outcome.counts["problem:tokens-unexplained"]:
                note(
                    f"{outcome.path}: cites by tokens that only the tool that wrote it understands. {_EXPORT_AGAIN}"
                )
            if streamed:
                put(streamed(outcome.payload))
                put(b"\n")
        if not streamed:
            put(whole.written(format_, options.table))
        if skipped and not read:
            raise _NothingRead


def _format(options: argparse.Namespace) -> str:
    """What is to be written. Errors: `UsageError` for options that cannot be meant together."""
    if options.explain and options.format:
        raise UsageError(
            f"--explain writes lines for people (found --format {options.format}). Leave one out."
        )
    name = "explain" if options.explain else options.format or _by_suffix(options.output)
    if options.table and name not in _IN_TABLES:
        raise UsageError(f"--table is for csv and parquet (found format {name!r}). Leave it out.")
    return name


def _as_is(payload: Payload) -> Payload:
    return payload


def _shown(payload: Payload) -> Payload:
    """Lines for people, nothing hidden in them."""
    from kgraph.cli._terminal import visible

    return "\n".join(visible(line) for line in payload.decode().split("\n")).encode()


_EXPORT_AGAIN = "Export the answer again with its links, or give the chat's own export (JSON)."
_STREAMED = {"jsonl": _as_is, "nq": _as_is, "explain": _shown}
"""Formats that are written article by article, each with what is made of an article's payload; others are made of all at once."""


class _Whole(Protocol):
    """What is made of all articles at once; `asked` is what each of them is to yield."""

    asked: str

    def take(self, payload: Payload) -> None:
        """What one article yields. Errors: `MemoryError`, and nothing of it is taken."""
        ...

    def written(self, format_: str, table: str | None) -> bytes:
        """All that was taken."""
        ...


class _Graph:
    """Lines of N-Quads, for the syntaxes of RDF."""

    asked = "nq"

    def __init__(self) -> None:
        self._lines: list[str] = []

    def take(self, payload: Payload) -> None:
        self._lines += payload.decode().split("\n")

    def written(self, format_: str, table: str | None) -> bytes:
        from kgraph.export import export

        return export(sorted(set(self._lines)), format_, table=table)


class _Tables:
    """Rows, for CSV and Parquet."""

    asked = "tables"

    def __init__(self) -> None:
        self._found: list[Columns] = []

    def take(self, payload: Payload) -> None:
        from kgraph.tables import unpack

        self._found.append(unpack(payload).rows)

    def written(self, format_: str, table: str | None) -> bytes:
        from kgraph.export import rows_of, write_table

        return write_table(rows_of(self._found), format_, table)


def _take(whole: _Whole, outcome: "Outcome") -> None:
    """Take what an article yields; where there is no memory for it, it is skipped."""
    try:
        if outcome.status == "done":
            whole.take(outcome.payload)
    except MemoryError:
        outcome.status = "skipped"
        outcome.reason = f"{outcome.path}: yields more than there is memory for. Split it."


class _NothingRead(Exception):
    """Leaves the output as it was."""


def _by_suffix(output: str | None) -> str:
    if output is None or output == "-":
        return "jsonl"
    suffix = output.rpartition(".")[2].lower()
    if suffix in _FORMATS:
        return suffix
    raise UsageError(
        f"{output}: its suffix says no format (expected one of {' '.join(_FORMATS)}). Give --format."
    )


@contextmanager
def _fetched(options: argparse.Namespace, bad: "Report") -> "Iterator[tuple[str, FetchReport] | None]":
    """The folder in which the pages lie whose addresses were given, until the block ends; None where none were."""
    from kgraph.jobs.paths import parted

    addresses, _ = parted(options.articles)
    if not addresses:
        yield None
        return
    from tempfile import TemporaryDirectory

    from kgraph.jobs.fetch import fetch

    with TemporaryDirectory(prefix="kgraph-") as folder:
        report = fetch(addresses, folder, asking(options))
        tell_flaws(report, bad)
        yield folder, report


def _outcomes(
    options: argparse.Namespace,
    format_: str,
    base: str,
    bad: "Report",
    pages: "tuple[str, FetchReport] | None",
) -> "Iterator[tuple[int, int, Outcome]]":
    from kgraph.engine import ArticleFile, Job, Outcome, Task
    from kgraph.engine import run as run_jobs
    from kgraph.jobs.articles import Found, add_fetched, find, reach_of
    from kgraph.jobs.grobid import with_tei
    from kgraph.jobs.members import jobs as members
    from kgraph.jobs.members import shelves
    from kgraph.jobs.paths import parted

    bibliographies = options.bibliography or ()
    given = article(options)
    if given:
        path, data = given
        jobs = [Job(ArticleFile(path, path, reach_of(bibliographies), format=options.read_as), data=data)]
        found = Found(choice(options))
    else:
        _, others = parted(options.articles)
        found = find(others, bibliographies=bibliographies, choice=choice(options))
        if pages:
            folder, report = pages
            add_fetched(found, folder, report.articles, reach_of(bibliographies))
            found.skipped += report.skipped
        articles = found.articles
        if format_ == "nq":  # in an order of their own, so that the same articles always give the same bytes
            articles = sorted(articles, key=lambda a: a.path)
        jobs = [Job(a) for a in articles]
    task = Task(format=format_, base=base, shelves=shelves(found))
    outcomes = run_jobs(
        with_tei(chain(jobs, members(found)), found), task, workers=options.workers, limits=limits(options), cluster=cluster(options)
    )  # fmt: skip
    told = 0
    for done, outcome in enumerate(chain(outcomes, (None,)), 1):
        for skip in found.skipped[told:]:
            yield done - 1, max(done, len(jobs)), Outcome(skip.path, "skipped", reason=f"{skip.path}: {skip.reason}.")  # fmt: skip
        told = len(found.skipped)
        if outcome is not None:
            yield done, max(done, len(jobs)), outcome
    for each in found.empty:
        bad.empty(each.path, each.reason)
    if passed := found.passed.told():
        from kgraph.cli._terminal import note

        note(f"not read: {passed}")
