"""What commands that read articles have in common: which, under what name, in how many processes."""

import argparse
import sys
from typing import TYPE_CHECKING

from kgraph.cli._numbers import positive, whole
from kgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from kgraph.engine import Limits
    from kgraph.jobs.chosen import Choice

_DEFAULT_NAME = "stdin.md"


def add_articles(command: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """ARTICLES, which of them, of which formats, their names, what they may take, and the report of what is bad."""
    command.add_argument(
        "articles",
        nargs="+" if needed else "*",
        metavar="ARTICLES",
        help="files, folders (walked), archives (.zip .tar .tar.gz .tar.zst), tables (.jsonl .parquet), dumps of MediaWiki (.xml.bz2), globs, or - for standard input",
    )
    command.add_argument(
        "--name",
        metavar="PATH",
        default=None,
        help=f"name of the article on standard input; its suffix says the format (default: {_DEFAULT_NAME})",
    )
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
        help="formats that folders are walked for besides Markdown, notebooks and chats, parted by commas (html, jats, tei, docx)",
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
        columns=columns,
    )
    _ = made.globs
    made.check()
    return made


def article(options: argparse.Namespace) -> tuple[str, bytes] | None:
    """The path in the graph and the bytes of the article on standard input; None where files are named.

    Errors: `UsageError` where `-` does not stand alone, or `--name` without it; `InputError` for too large an article.
    """
    from kgraph.engine import MAX_ARTICLE_BYTES
    from kgraph.jobs.paths import graph_path

    if "-" not in options.articles:
        if options.name is not None:
            raise UsageError("--name is for the article on standard input. Give - as the article.")
        return None
    if len(options.articles) > 1:
        raise UsageError("- stands alone: give either standard input or articles.")
    data = sys.stdin.buffer.read(MAX_ARTICLE_BYTES + 1)
    if len(data) > MAX_ARTICLE_BYTES:
        raise InputError(f"-: too large (expected at most {MAX_ARTICLE_BYTES:,} bytes). Split it.")
    return graph_path(options.name or _DEFAULT_NAME), data
