"""`kgraph build`: articles into the store."""

import argparse
import sys
from typing import TYPE_CHECKING

from kgraph.cli._articles import add_articles, article, limits
from kgraph.cli._config import add_store

if TYPE_CHECKING:
    from kgraph.jobs.build import Summary

_EPILOG = """\
examples:
  kgraph build posts/                       into .kgraph/, unchanged articles skipped
  kgraph build posts/ notes/a.md --store g  into another store
  kgraph build posts/ --workers 1           by one worker
  cat a.md | kgraph build - --name posts/a.md   from standard input, under a name of its own

Articles that were in a folder given here and are gone leave the graph. A run that was stopped goes on
where it was: run it again.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "build", help="articles into the store; incremental, resumable, parallel", description="Read articles into the store and say what changed.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_articles(command)
    add_store(command)
    command.add_argument(
        "--base",
        metavar="IRI",
        default=None,
        help="beginning of the IRIs of articles (default: the store's, else https://w3id.org/kgraph/)",
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build; 1 where inputs were skipped or files flawed, 3 where none could be read."""
    from kgraph.cli._terminal import Progress
    from kgraph.jobs.build import build

    given = article(options)
    with Progress("building") as progress:
        summary = build(
            [] if given else options.articles, options.store, texts=dict([given] if given else []), bibliographies=options.bibliography or (), formats=options.formats, base=options.base,
            workers=options.workers, limits=limits(options),
            on_progress=lambda done, total, outcome: progress.at(done, total, outcome.path[-40:]),
        )  # fmt: skip
    report(summary, options.store)
    if not summary.skipped:
        return 1 if summary.notes else 0
    return 1 if summary.new or summary.changed or summary.unchanged else 3


def report(summary: "Summary", store: str) -> None:
    """What changed, what was found, what is wrong, and what to try next."""
    from kgraph.cli._terminal import note, visible

    for skip in summary.skipped:
        reason = skip.reason.removeprefix(f"{skip.path}: ").rstrip(".")
        note(f"skipped {skip.path}: {reason}.")
    for flaw in summary.notes:
        note(flaw)
    out = sys.stdout
    parts = [
        f"{n} {word}"
        for n, word in (
            (summary.new, "new"),
            (summary.changed, "changed"),
            (summary.unchanged, "unchanged"),
            (len(summary.removed), "removed"),
            (len(summary.skipped), "skipped"),
        )
        if n
    ]
    print(
        f"{summary.articles} article{'s' * (summary.articles != 1)} in {visible(store)}: {', '.join(parts) or 'nothing to do'}",
        file=out,
    )
    for line in summary.told:
        print(visible(line), file=out)
    counts = summary.counts
    if summary.new or summary.changed:
        claims = counts["cited"] + counts["carried"] + counts["none"]
        if summary.unchanged:
            print("in what was read now:", file=out)
        markers = sum(counts[status] for status in ("resolved", "dangling", "ambiguous", "unresolvable"))
        ambiguous = f"{counts['ambiguous']} ambiguous, " if counts["ambiguous"] else ""
        print(
            f"  claims    {claims:>6}   {counts['cited']} cited, {counts['carried']} carried, {counts['none']} uncited",
            file=out,
        )
        print(
            f"  markers   {markers:>6}   {counts['resolved']} resolved, {counts['dangling']} dangling, {ambiguous}{counts['unresolvable']} unresolvable; {counts['ignored']} ignored with a reason",
            file=out,
        )
        print(f"  sources   {len(summary.sources):>6}   on {len(summary.sites)} sites", file=out)
        problems = summary.problems
        if problems:
            kinds = ", ".join(f"{n} {code}" for code, n in problems.most_common())
            print(f"  problems  {problems.total():>6}   {kinds}", file=out)
        if lost := problems["tokens-unexplained"]:
            print(
                f"  {lost} article{'s' * (lost != 1)} cite{'s' * (lost == 1)} by tokens that only the tool that wrote them understands: export again with links",
                file=out,
            )
        option = "" if store == ".kgraph" else f" --store {visible(store)}"
        print(f"next: kgraph query sites-by-claims{option}   or   kgraph query --list", file=out)
