"""`kgraph impact`: what if these sources fall?"""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from kgraph.cli._config import add_store
from kgraph.cli._numbers import positive

if TYPE_CHECKING:
    from kgraph.jobs.impact import Impact

_EPILOG = """\
examples:
  kgraph impact wikipedia.org                            a site, whatever its pages
  kgraph impact github.com/ada                           a publisher: an owner on a platform
  kgraph impact https://github.com/ada                   the same, where no source has that address
  kgraph impact https://arxiv.org/abs/1706.03762         one source, by any address that leads to it
  kgraph impact doi:10.1038/nature14539 nature.com       several at once
  kgraph impact wikipedia.org --format csv > falls.csv   all claims that rest on them

Each claim that stands on nothing else is told with its place. A claim that is carried counts as one that is cited;
column support says which.
"""
_COLUMNS = ("article", "line", "column", "cell", "file", "claim", "claim_text", "support", "falls", "others")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "impact", help="what if a source falls: the claims that stand on nothing else", description="Say which claims rest on some sources, and which of these on nothing else.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument(
        "sources", metavar="SOURCE", nargs="+", help="address or IRI of a source, a site, or a publisher"
    )
    command.add_argument(
        "--format",
        choices=("table", "csv", "json"),
        default=None,
        help="default: for people on a terminal, else csv",
    )
    command.add_argument(
        "--timeout",
        type=positive(86_400, " seconds"),
        metavar="S",
        default=None,
        help="seconds before it is stopped (default: 60)",
    )
    add_store(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, and print what falls."""
    from kgraph.cli._terminal import is_terminal, note
    from kgraph.cli._unread import say_if_unread
    from kgraph.jobs.impact import impact
    from kgraph.store.query import TIMEOUT_S

    say_if_unread(options.store)
    found = impact(options.store, options.sources, timeout_s=options.timeout or TIMEOUT_S)
    format_ = options.format or ("table" if is_terminal(sys.stdout) else "csv")
    if format_ == "table":
        _tell(found)
        return 0
    if format_ == "json":
        print(json.dumps(_facts(found), ensure_ascii=False, indent=1))
    else:
        _csv(found)
    note(f"{found.told()}.")
    return 0


def _tell(found: "Impact") -> None:
    """For people: the sentence, then each claim that stands on nothing else, with its place."""
    from kgraph.cli._terminal import visible
    from kgraph.many import many

    for each in found.fallen:
        print(f"{visible(each.name)}: {many(len(each.sources), 'source')}")
    told = found.told()
    print(f"{told[:1].upper()}{told[1:]}{':' if found.bare else '.'}")
    for claim in found.bare:
        print(f"  {visible(claim.where)}: {visible(claim.text)}")


def _csv(found: "Impact") -> None:
    from kgraph.cli._output import write
    from kgraph.store import Result
    from kgraph.store.results import render

    rows = (tuple("" if value is None else str(value) for value in claim) for claim in found.claims)
    write(render(Result.of(_COLUMNS, rows), "csv"), None)


def _facts(found: "Impact") -> dict[str, object]:
    return {
        "fallen": [{"name": each.name, "sources": list(each.sources)} for each in found.fallen],
        "claims": len(found.claims),
        "stand_on_nothing_else": len(found.bare),
        "keep_other_sources": len(found.kept),
        "resting": [dict(zip(_COLUMNS, claim, strict=True)) for claim in found.claims],
    }
