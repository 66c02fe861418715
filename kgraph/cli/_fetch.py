"""`kgraph fetch`: pages at addresses into a folder, to be read from there."""

import argparse
import sys
from typing import TYPE_CHECKING

from kgraph.cli._asking import add_asking, asking
from kgraph.cli._fetching import tell_flaws, tell_more
from kgraph.cli._numbers import whole
from kgraph.errors import InputError, UsageError
from kgraph.many import many

if TYPE_CHECKING:
    from kgraph.jobs.fetch import FetchReport

_MAX_LIST_BYTES = 8 * 1024 * 1024
_EPILOG = """\
examples:
  kgraph fetch https://example.org/post pages/       one page
  kgraph fetch addresses.txt pages/                  a list, one address a line; # begins a remark
  kgraph fetch https://example.org/feed.xml pages/   the entries of a feed, or of a sitemap
  grep -o 'https://[^ )]*' post.md | kgraph fetch - pages/
  kgraph build pages/                                read them; no network is needed from here on

Run it again to go on where it was stopped, or to ask for what has changed. What gives no page of an article (a
log-in, a consent form, an error, a file) is named with its reason; a page that was fetched before stays.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "fetch", help="web pages into a folder, as they were answered, with a manifest", description="Fetch the pages at addresses, in lists, feeds and sitemaps into a folder that can be built.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument(
        "addresses",
        nargs="+",
        metavar="ADDRESSES",
        help="addresses of pages, feeds (RSS, Atom, JSON Feed) or sitemaps; files with a list or a feed; or - for a list on standard input",
    )
    command.add_argument("folder", metavar="DIR", help="where the pages go; made where it is missing")
    command.add_argument("--offline", action="store_true", help="only replay the cache; make no connection")
    add_asking(command)
    command.add_argument(
        "--limit", type=whole(1, 10**9), default=None, metavar="N", help="ask for so many pages at most"
    )
    command.add_argument(
        "--report", metavar="FILE", default=None, help="write one line of JSON for each address that gave no page, and each flawed feed"
    )  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Fetch; 1 where addresses gave no page or feeds are flawed, 3 where no argument named an address, 5 where nobody answered."""
    from kgraph.cli._report import Report
    from kgraph.cli._terminal import Progress, visible
    from kgraph.jobs.fetch import fetch
    from kgraph.jobs.paths import is_address

    if is_address(options.folder):
        raise UsageError(f"{options.folder}: no folder for the pages. Name one behind the addresses.")
    with Report(options.report) as bad:
        with Progress("fetching") as progress:
            report = fetch(
                options.addresses, options.folder, asking(options), stdin=_stdin(options.addresses), limit=options.limit, on_progress=progress.at
            )  # fmt: skip
        for skip in report.skipped:
            bad.skipped(skip.path, skip.reason)
        tell_flaws(report, bad)
    new = "".join(f", {n} {word}" for word in ("new", "changed", "unchanged") if (n := report.counts[word]))
    none = f", {len(report.skipped)} without a page" if report.skipped else ""
    told = f"{new}{none}".removeprefix(", ") or "nothing to do"
    print(f"{many(report.pages, 'page')} in {visible(options.folder)}: {told}")
    tell_more(report)
    if report.articles:
        print(f"next: kgraph build {visible(options.folder)}")
    return _code(report)


def _code(report: "FetchReport") -> int:
    """What a command ends with that fetched."""
    from kgraph.cli._terminal import note

    if report.nothing_answered:
        note("nothing answered. Is this machine on the network? Once it is, run it again.")
        return 5
    if report.skipped or report.flaws or report.troubles:
        return 1 if report.asked else 3
    return 0


def _stdin(arguments: list[str]) -> bytes:
    """What stands on standard input, where it is asked for. Errors: `InputError` for too long a list."""
    if "-" not in arguments:
        return b""
    data = sys.stdin.buffer.read(_MAX_LIST_BYTES + 1)
    if len(data) > _MAX_LIST_BYTES:
        raise InputError(f"-: too large (expected at most {_MAX_LIST_BYTES:,} bytes). Split it.")
    return data
