"""`kgraph upgrade`: a store of an older kgraph as one of this."""

import argparse

from kgraph.many import many

_EPILOG = """\
examples:
  kgraph upgrade                     .kgraph, or $KGRAPH_STORE
  kgraph upgrade posts.kgraph && kgraph build posts/ --store posts.kgraph

What kgraph enrich fetched is carried over, with its history. Articles are not: the next build reads them again.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "upgrade", help="carry a store of an older kgraph over", description="Make a store that an older kgraph wrote one of this kgraph, in place.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument(
        "store", nargs="?", metavar="STORE", default=None, help="folder of the store (default: $KGRAPH_STORE, else .kgraph)",
    )  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Upgrade."""
    from kgraph.cli._terminal import visible
    from kgraph.store.upgrade import upgrade

    done = upgrade(options.store)
    store = visible(options.store)
    print(f"{store}: {many(done.observations, 'observation')} carried over")
    print(f"next: kgraph build ARTICLES… --store {store}   which reads the articles again ({done.articles:,} of them)")  # fmt: skip
    return 0
