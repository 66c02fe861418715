"""`kgraph enrich`: fetch titles and metadata of the sources in the store."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli._asking import add_asking
from kgraph.cli._config import add_store
from kgraph.cli._numbers import whole
from kgraph.errors import UsageError
from kgraph.many import many

if TYPE_CHECKING:
    from collections import Counter

    from kgraph.observation import Observation

_TOLD = 20
"""Failures that are named one by one."""

_EPILOG = """\
examples:
  kgraph enrich                                   all sources, politely; run it again to go on or to refresh
  kgraph enrich --only site:example.org --only age:30d
  kgraph enrich --only status:unreachable         ask again those that did not answer
  kgraph enrich --offline                         replay what was fetched before, without a connection
  kgraph enrich --allow-host wiki.intranet:8080   let one named private host through
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "enrich", help="titles and metadata of the sources, from the network", description="Ask the network what the sources in the store are, and keep its answers beside what was cited.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_store(command)
    command.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="WHICH",
        help="site:DOMAIN, status:STATUS (new for those never asked) or age:30d; may be repeated",
    )
    command.add_argument("--offline", action="store_true", help="only replay the cache; make no connection")
    add_asking(command)
    command.add_argument(
        "--limit", type=whole(1, 10**9), default=None, metavar="N", help="ask about so many sources at most"
    )
    command.add_argument(
        "--openalex-key", default=None, metavar="KEY", help="also ask OpenAlex, with this key"
    )
    command.add_argument(
        "--zotero",
        default=None,
        metavar="URL",
        help="also ask a Zotero translation-server at this address (a private one: with --allow-host)",
    )
    command.set_defaults(run=run)


def _at_work(seen: "Observation", left: "Counter[str]") -> str:
    """The last answer, and the sites that keep the run waiting, those with most to ask first."""
    from kgraph.cli._terminal import visible

    slowest = ", ".join(f"{visible(site)} {n}" for site, n in left.most_common(3))
    others = f" and {len(left) - 3} more" if len(left) > 3 else ""
    waiting = f"to ask: {slowest}{others} · " if left else ""
    return f"{waiting}{seen.fetcher} {seen.status} {visible(seen.asked)}"


def run(options: argparse.Namespace) -> int:
    """Enrich; 1 where kgraph failed at a source or at its cache, 5 where nothing at all could be reached."""
    from kgraph.cli._terminal import Progress, note
    from kgraph.enrich import Session, fetchers
    from kgraph.jobs.enrich import Only, enrich
    from kgraph.jobs.extra import need_extra
    from kgraph.store.generations import exists

    need_extra("enriching")
    if not exists(Path(options.store)):
        from kgraph.errors import StoreError

        raise StoreError(
            f"{options.store}: no store here. Make one: kgraph build ARTICLES… --store {options.store}"
        )
    try:
        session = Session(
            cache=Path(options.store) / "fetched.sqlite",
            offline=options.offline,
            allow_hosts=options.allow_host,
            rate=1.0 if options.rate is None else options.rate,
            deadline_s=30.0 if options.deadline is None else options.deadline,
        )
    except ValueError as error:
        raise UsageError(f"--allow-host: {error}.") from error
    only = Only.read(options.only)
    with session, Progress("asking") as progress:
        report = enrich(
            options.store, session, only=only, table=fetchers(openalex_key=options.openalex_key, zotero=options.zotero), limit=options.limit,
            on_progress=lambda done, total, seen, left: progress.at(done, total, _at_work(seen, left)),
        )  # fmt: skip
    parts = ", ".join(f"{n} {status}" for status, n in report.statuses.most_common())
    print(f"{many(report.asked, 'source')} asked: {parts or 'nothing to ask'}")
    if report.resumed:
        print(
            f"  resumed   {report.resumed:>6}   had been asked by a run that was stopped, and were not asked again"
        )
    print(
        f"  titles    {report.new_titles:>6}   found for sources that were cited without one; {report.differing} differ from the title as cited"
    )
    print(f"  the same  {report.same:>6}   turned out to be another source, by redirect or canonical link")
    if report.failed:
        print(
            f"  failed    {len(report.failed):>6}   times kgraph failed at a source; of that nothing is kept, the next run tries again"
        )
    if report.troubles:
        print(
            f"  cache     {len(report.troubles):>6}   things went wrong with it; what is lost of it is asked for again"
        )
    print("next: kgraph query sources-by-status   or   kgraph query titles-that-differ")
    for each in report.failed[:_TOLD]:
        note(f"{each.about}: {each.fetcher}: {each.reason}")
    if len(report.failed) > _TOLD:
        note(f"… and {len(report.failed) - _TOLD} more such failures")
    for line in report.troubles:
        note(line)
    told_nothing = ("unreachable", "unknown", "refused", "failed", "not in the cache")
    reached = sum(n for status, n in report.statuses.items() if status not in told_nothing)
    if report.failed or report.troubles:
        return 1
    if reached or not report.statuses["unreachable"]:
        return 0
    note(
        "nothing answered. Is this machine on the network? Once it is: kgraph enrich --only status:unreachable"
    )
    return 5
