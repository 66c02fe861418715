"""`kgraph build`: articles into the store."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from kgraph.backing import BACKINGS
from kgraph.cli._articles import add_articles, add_engine, article, choice, cluster, limits
from kgraph.cli._asking import add_asking, asking
from kgraph.cli._config import add_store
from kgraph.cli._fetching import tell_flaws, tell_more
from kgraph.many import many

if TYPE_CHECKING:
    from kgraph.jobs.summary import Summary

_CITED = ("cited in claims", "cited outside claims only", "never cited")
_EPILOG = """\
examples:
  kgraph build posts/                       into .kgraph/, unchanged articles skipped
  kgraph build posts/ notes/a.md --store g  into another store
  kgraph build posts/ --workers 1           by one worker
  kgraph build posts/ --exclude drafts/     but not what lies in folders called drafts
  kgraph build corpus.tar.zst more.zip      archives, read without unpacking them
  kgraph build dump.parquet --text-column body --name-column url
  kgraph build /shared/posts --engine dask --scheduler tcp://HOST:8786   on a cluster
  kgraph build https://example.org/feed.xml   web pages, or a feed of them; they are kept in .kgraph/pages
  kgraph build PMC_oa.tar.gz                journal articles as PubMed Central packs them
  kgraph build enwiki-multistream.xml.bz2 --include 'Elm*'
  kgraph build posts/ --dry-run             what would be new, changed and gone; nothing is changed
  cat a.md | kgraph build - --name posts/a.md   from standard input, under a name of its own

Articles that were in a folder or an archive given here and are gone, or excluded, leave the graph. In folders
.gitignore and .kgraphignore count; archives are read where they are named. A run that was stopped goes on
where it was: run it again.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "build", help="articles into the store; incremental, resumable, parallel", description="Read articles into the store and say what changed.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_articles(command)
    add_engine(command)
    add_store(command)
    add_asking(command)
    command.add_argument(
        "--base",
        metavar="IRI",
        default=None,
        help="beginning of the IRIs of articles (default: the store's, else https://w3id.org/kgraph/)",
    )
    command.add_argument(
        "--check", choices=("stat", "digest"), default="stat",
        help="how a file is known to be unchanged: by its size and time, or by all of its bytes (default: stat)",
    )  # fmt: skip
    command.add_argument("--dry-run", action="store_true", help="say what would be read, and change nothing")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build; 1 where inputs were skipped or files flawed, or a folder has nothing to read; 3 where none could be read."""
    from kgraph.cli._report import Report
    from kgraph.cli._terminal import Progress
    from kgraph.jobs.build import build
    from kgraph.jobs.paths import is_page
    from kgraph.jobs.plan import planned
    from kgraph.store import without_frames

    without_frames()
    given = article(options)
    what: dict[str, Any] = {
        "texts": dict([given] if given else []), "bibliographies": options.bibliography or (), "choice": choice(options),
        "base": options.base, "check": options.check,
    }  # fmt: skip
    articles = [] if given else options.articles
    with Report(options.report) as bad:
        if options.dry_run:
            summary = planned(articles, options.store, **what)
        else:
            with Progress("building") as progress:
                summary = build(
                    articles, options.store, asking=asking(options) if any(map(is_page, articles)) else None,
                    workers=options.workers, limits=limits(options), cluster=cluster(options), on_progress=progress.at, **what,
                )  # fmt: skip
        for skip in summary.skipped:
            bad.skipped(skip.path, skip.reason)
        for each in summary.empty:
            bad.empty(each.path, each.reason)
        for flaw, path in summary.notes.items():
            bad.flawed(path, flaw)
        if summary.fetched:
            tell_flaws(summary.fetched, bad)
    report(
        summary, options.store, planned=options.dry_run
    )  # when the other report is written: its reader may have seen enough
    if summary.new or summary.changed or summary.unchanged or not summary.skipped:
        return 1 if bad.count else 0
    return 5 if summary.fetched and summary.fetched.nothing_answered else 3


def report(summary: "Summary", store: str, *, planned: bool = False) -> None:
    """What changed, or would change, what was found, and what to try next."""
    from kgraph.cli._terminal import visible

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
        f"{'dry run: ' * planned}{many(summary.articles, 'article')} in {visible(store)}: {', '.join(parts) or 'nothing to do'}",
        file=out,
    )
    if told := summary.passed.told():
        print(f"  not read: {visible(told)}", file=out)
    if summary.fetched:
        print(f"  pages are kept in {visible(store)}/pages", file=out)
        tell_more(summary.fetched)
    counts = summary.counts
    if not planned and (summary.new or summary.changed):
        claims = counts["cited"] + counts["carried"] + counts["none"]
        if summary.unchanged:
            print("in what was read now:", file=out)
        markers = sum(counts[status] for status in ("resolved", "dangling", "ambiguous", "unresolvable"))
        ambiguous = f"{counts['ambiguous']} ambiguous, " if counts["ambiguous"] else ""
        print(
            f"  claims    {claims:>6}   {counts['cited']} cited, {counts['carried']} carried, {counts['none']} uncited",
            file=out,
        )
        numbers = summary.overview.counts()
        backed = "; ".join(f"{numbers[f'claims: {way}']} {way}" for way in BACKINGS.values())
        print(f"  backing   {claims:>6}   {backed}", file=out)
        print(
            f"  markers   {markers:>6}   {counts['resolved']} resolved, {counts['dangling']} dangling, {ambiguous}{counts['unresolvable']} unresolvable; {counts['ignored']} ignored with a reason",
            file=out,
        )
        cited = ", ".join(f"{numbers[f'sources: {where}']} {where}" for where in _CITED)
        print(f"  sources   {numbers['sources']:>6}   {cited}", file=out)
        unknown = numbers["sources: publisher unknown"]
        print(f"  sites     {numbers['sites']:>6}   {many(numbers['publishers'], 'publisher')}, {many(unknown, 'source')} of a publisher that is unknown", file=out)  # fmt: skip
        problems = summary.problems
        if problems:
            kinds = ", ".join(f"{n} {code}" for code, n in problems.most_common())
            print(f"  problems  {problems.total():>6}   {kinds}", file=out)
        if lost := problems["tokens-unexplained"]:
            print(
                f"  {many(lost, 'article')} cite{'s' * (lost == 1)} by tokens that only the tool that wrote them understands: export again with links",
                file=out,
            )
        option = "" if store == ".kgraph" else f" --store {visible(store)}"
        print(f"next: kgraph query sites-by-claims{option}   or   kgraph query --list", file=out)
