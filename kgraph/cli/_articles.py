"""What commands that read articles have in common: which, under what name, in how many processes."""

import argparse
import sys
from typing import TYPE_CHECKING

from kgraph.cli._numbers import positive, whole
from kgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from kgraph.engine import Cluster, Limits
    from kgraph.jobs.chosen import Choice


def add_articles(command: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """ARTICLES, which of them, of which formats, their names, what they may take, and the report of what is bad."""
    command.add_argument(
        "articles",
        nargs="+" if needed else "*",
        metavar="ARTICLES",
        help="files, folders (walked), archives (.zip .tar .tar.gz .tar.zst), tables (.jsonl .parquet), dumps of MediaWiki (.xml.bz2), globs, addresses of these (s3://…), or - for standard input",
    )
    command.add_argument(
        "--name",
        metavar="PATH",
        default=None,
        help="name of the article on standard input; its suffix says the format (default: stdin.md)",
    )
    add_read_as(command)
    for name, what in (("--include", "only files that match"), ("--exclude", "no files that match")):
        command.add_argument(name, action="append", default=None, metavar="GLOB", help=f"{what}, as in a .gitignore; may be repeated")  # fmt: skip
    command.add_argument(
        "--text-column", metavar="COLUMN", default=None, help="column of tables that holds the articles (default: text)"
    )  # fmt: skip
    command.add_argument(
        "--name-column", metavar="COLUMN", default=None, help="column of tables that holds their names (default: none, rows are called row-1.md, …)"
    )  # fmt: skip
    command.add_argument(
        "--formats",
        type=lambda text: [name.strip() for name in text.split(",") if name.strip()],
        metavar="FORMATS",
        default=(),
        help="formats that folders are walked for besides Markdown, notebooks and chats, parted by commas (html, jats, tei, docx, epub, …)",
    )
    command.add_argument(
        "--grobid",
        metavar="URL",
        default=None,
        help="send PDFs to the GROBID server at this address (http://localhost:8070), and read what it makes of them",
    )
    command.add_argument(
        "--bibliography",
        action="append",
        default=None,
        metavar="FILE",
        help="a bibliography (.bib, .json, .yaml, .ris) for all articles that cite by key, wherever it lies; may be repeated",
    )
    command.add_argument(
        "--workers",
        type=whole(1, 256),
        metavar="N",
        default=None,
        help="processes that read (default: all cores where it pays)",
    )
    command.add_argument(
        "--article-deadline",
        type=positive(86_400, " seconds"),
        metavar="S",
        default=None,
        help="seconds of CPU time after which one article is given up (default: 30)",
    )
    command.add_argument(
        "--article-memory",
        type=whole(64, 1_000_000),
        metavar="MB",
        default=None,
        help="memory that reading one article may take (default: 2048)",
    )
    command.add_argument(
        "--report", metavar="FILE", default=None, help="write one line of JSON for each file that was skipped or is flawed"
    )  # fmt: skip


def add_read_as(command: argparse.ArgumentParser) -> None:
    """`--read-as`, the same for every command that reads articles."""
    command.add_argument(
        "--read-as",
        metavar="FORMAT",
        default="",
        help="read the files that are named, or standard input, as markdown, html, latex, … (default: by suffix, else by their beginning)",
    )


def add_engine(command: argparse.ArgumentParser) -> None:
    """Where the processes that read run: on this machine, or on a cluster."""
    command.add_argument(
        "--engine",
        choices=("local", "dask"),
        default=None,
        help="where articles are read: by processes of kgraph here, or by Dask (default: local)",
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        default=None,
        help="with --engine dask: its scheduler, as tcp://HOST:8786 (default: a cluster of --workers processes here)",
    )


def cluster(options: argparse.Namespace) -> "Cluster | None":
    """The cluster that is to read; None for processes here. Errors: `UsageError` for options that exclude each other."""
    from kgraph.engine import Cluster

    if options.engine != "dask":
        if options.scheduler is not None:
            raise UsageError("--scheduler is for --engine dask. Give both, or none.")
        return None
    if options.scheduler is not None and options.workers is not None:
        raise UsageError("--workers is for processes here: the cluster has as many as it has. Leave it out.")
    return Cluster(scheduler=options.scheduler)


def limits(options: argparse.Namespace) -> "Limits":
    """What one article may take."""
    from kgraph.engine import Limits

    given = {"deadline_s": options.article_deadline, "memory_mb": options.article_memory}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def choice(options: argparse.Namespace) -> "Choice":
    """Which files are meant, and which columns of tables. Errors: `UsageError` for a glob that cannot be meant."""
    from kgraph.archives import Columns
    from kgraph.jobs.chosen import Choice

    columns = Columns(text=options.text_column or "text", name=options.name_column)
    made = Choice(
        include=tuple(options.include or ()),
        exclude=tuple(options.exclude or ()),
        formats=tuple(options.formats),
        read_as=options.read_as,
        grobid=options.grobid or "",
        columns=columns,
    )
    _ = made.globs
    made.check()
    return made


def article(options: argparse.Namespace) -> tuple[str, bytes] | None:
    """The path in the graph and the bytes of the article on standard input; None where files are named.

    Errors: `UsageError` where `-` does not stand alone, or `--name` without it, and for an unknown format; `InputError`
    for too large an article.
    """
    from kgraph.read import max_bytes

    if "-" not in options.articles:
        if options.name is not None:
            raise UsageError("--name is for the article on standard input. Give - as the article.")
        return None
    if len(options.articles) > 1:
        raise UsageError("- stands alone: give either standard input or articles.")
    most = max_bytes(options.name or "", options.read_as)
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise InputError(f"-: too large (expected at most {most:,} bytes). Split it.")
    return on_standard_input(options), data


def on_standard_input(options: argparse.Namespace) -> str:
    """The path in the graph of the article on standard input. Errors: `UsageError` for an unknown format."""
    from kgraph.jobs.chosen import demand_format
    from kgraph.jobs.paths import graph_path
    from kgraph.read import suffix_of

    if options.read_as:
        demand_format(options.read_as)
    return graph_path(options.name or f"stdin{suffix_of(options.read_as)}")
