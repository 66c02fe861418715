"""`kgraph author`: renumber, merge, convert, format; no claim ever cites another source afterwards."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli._articles import add_read_as, on_standard_input
from kgraph.cli._config import add_store
from kgraph.errors import OutputError, UsageError

if TYPE_CHECKING:
    from kgraph.engine import ArticleFile

_CHORES = ("renumber", "merge", "convert", "format")
_TARGETS = ("anchors", "plain", "footnotes", "pandoc", "links")
_EPILOG = """\
chores:
  renumber      numbers in the order of first use, gaps closed; entries move whole
  merge         several articles into one list, a source once; in the style [[1](#ref-1)]
  convert       the same citations in another convention
  format        heading, entries and titles of the list; the text stays

Markdown is rewritten; articles of every other format are left alone and said so (exit code 3).
A difference is shown, and nothing written, without --write or -o. The result is read again before it is written: where a
claim would have another source, the article is left alone, with the line and what settles it (exit code 3).

examples:
  kgraph author renumber post.md                  show what would change
  kgraph author renumber post.md --drop-uncited --write
  kgraph author merge a.md b.md -o post.md
  kgraph author convert post.md --to pandoc -o paper.md
  kgraph author format post.md --keep-order --write
  cat post.md | kgraph author renumber - -o -
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "author", help="renumber, merge answers into one article, convert conventions, format lists",
        description="Rewrite the citations of an article without changing which claim cites what.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument("chore", metavar="CHORE", choices=_CHORES, help="renumber, merge, convert or format")
    command.add_argument("articles", metavar="ARTICLES", nargs="+", help="an article, or - for standard input; merge takes several")  # fmt: skip
    command.add_argument("--to", choices=_TARGETS, default=None, help="the convention to convert to")
    command.add_argument("--keep-order", action="store_true", help="number in the order of the list, not of first use; with format: close gaps so")  # fmt: skip
    command.add_argument("--drop-uncited", action="store_true", help="with renumber: drop entries that nothing cites")  # fmt: skip
    command.add_argument("--attribution", metavar="TEXT", default=None, help="with merge: the line below the list, where the articles have none")  # fmt: skip
    command.add_argument("--write", action="store_true", help="write the article in its place")
    command.add_argument("-o", "--output", metavar="FILE", default=None, help="write to another file; - is standard output")  # fmt: skip
    command.add_argument("--name", metavar="PATH", default=None, help="name of the article on standard input (default: stdin.md)")  # fmt: skip
    add_read_as(command)
    add_store(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Do the chore; 3 where it is refused."""
    from datetime import date

    from kgraph.audit import Options
    from kgraph.cli._output import write
    from kgraph.cli._terminal import note
    from kgraph.jobs.audit import with_store
    from kgraph.jobs.author import Chore, bibliography_of, do

    _demand_meant(options)
    articles = _articles(options)
    output = options.output or (articles[0][0].file if options.write else None)
    beside = bibliography_of(output if output and output != "-" else articles[0][0].path)
    facts = with_store(Options(codes=frozenset(), today=date.today()), options.store).facts
    done = do(
        Chore(
            name=options.chore, to=options.to or "anchors", keep_order=options.keep_order, drop_uncited=options.drop_uncited,
            attribution=options.attribution, facts=facts, bibliography=beside,
        ),
        articles,
    )  # fmt: skip
    for warning in done.warnings:
        note(warning)
    if output is None:
        _show(articles[0][0].path, articles[0][1], done.data)
        if done.bibliography is not None:
            _show(beside, b"", done.bibliography)
    else:
        if done.bibliography is not None:
            _write_new(Path(output).parent / beside if output != "-" else Path(beside), done.bibliography)
        write(done.data, output)
    for line in done.told:
        note(line)
    return 0


def _demand_meant(options: argparse.Namespace) -> None:
    """Errors: `UsageError` for what cannot be meant together."""
    chore = options.chore
    wrong = (
        (chore != "merge" and len(options.articles) > 1, f"{chore} takes one article (found {len(options.articles)}). Give one, or merge."),
        (chore == "convert" and options.to is None, "convert needs --to: anchors, plain, footnotes, pandoc or links."),
        (chore != "convert" and options.to is not None, f"--to is for convert (found {chore}). Leave it out."),
        (chore != "renumber" and options.drop_uncited, f"--drop-uncited is for renumber (found {chore}). Leave it out."),
        (chore == "convert" and options.keep_order, "--keep-order is for renumber, merge and format (found convert). Leave it out."),
        (options.write and options.output is not None, "--write and -o are two places. Give one of them."),
        (options.write and (chore == "merge" or "-" in options.articles), "--write has no one article to write. Give -o FILE."),
        (options.name is not None and "-" not in options.articles, "--name is for the article on standard input. Give - as the article."),
    )  # fmt: skip
    for is_wrong, what in wrong:
        if is_wrong:
            raise UsageError(what)


def _articles(options: argparse.Namespace) -> "list[tuple[ArticleFile, bytes]]":
    from kgraph.beside import Reach
    from kgraph.engine import MAX_ARTICLE_BYTES, ArticleFile
    from kgraph.infile import read_bytes
    from kgraph.jobs.chosen import demand_format
    from kgraph.jobs.paths import graph_path

    format, found = options.read_as, []
    if format:
        demand_format(format)
    for name in options.articles:
        if name == "-":
            path = on_standard_input(options)
            found.append(
                (ArticleFile(path, path, Reach(), format=format), sys.stdin.buffer.read(MAX_ARTICLE_BYTES))
            )
        else:
            article = ArticleFile(graph_path(name), name, Reach(), format=format)
            found.append((article, read_bytes(name, MAX_ARTICLE_BYTES)))
    return found


def _show(name: str, before: bytes, after: bytes) -> None:
    """The difference, as `diff -u` writes it."""
    from difflib import unified_diff

    from kgraph.cli._terminal import visible
    from kgraph.spans import decode

    left, right = (decode(data)[0].splitlines() for data in (before, after))
    for line in unified_diff(left, right, f"a/{name.lstrip('/')}", f"b/{name.lstrip('/')}", lineterm=""):
        print(visible(line))


def _write_new(path: Path, data: bytes) -> None:
    """A file that was not there. Errors: `OutputError` where it is."""
    from kgraph.outfile import write_file

    if path.exists() and path.read_bytes() != data:
        raise OutputError(
            f"{path}: is there already, and a bibliography is never overwritten. Move it, or choose another -o. Nothing was written."
        )
    write_file(path, data)
