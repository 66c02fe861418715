"""`kgraph diff`: what became of claims between two versions."""

import argparse

from kgraph.cli._articles import add_read_as

_EPILOG = """\
A version is a file, a folder, a store, or REVISION:PATH of git; a revision alone is that of the other side's path.
A claim that lost its only source comes first. Numbers, another convention, moved sections and parameters that only
track are no changes.

examples:
  kgraph diff old.md new.md
  kgraph diff HEAD~1 posts/                       what the last commit did to the claims of a folder
  kgraph diff v1.0:post.md post.md --format md    for a pull request
  kgraph diff yesterday.kgraph .kgraph --format json
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "diff", help="what became of claims between two versions", description="Say which claims were lost, re-sourced, reworded and gained.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument("old", metavar="OLD", help="the version before")
    command.add_argument("new", metavar="NEW", help="the version after")
    command.add_argument("--format", choices=("text", "json", "md"), default="text", help="how to say it (default: text)")  # fmt: skip
    add_read_as(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare; 1 where a claim changed, 0 where none did."""
    from kgraph.cli._terminal import visible
    from kgraph.compare import report
    from kgraph.jobs.compare import compared

    found = compared(options.old, options.new, read_as=options.read_as)
    if options.format == "json":
        print("\n".join(report.as_json(found)))
    else:
        for line in (report.markdown if options.format == "md" else report.text)(found):
            print(visible(line))
    return 1 if any(change.change != "kept" for change in found.changes) else 0
