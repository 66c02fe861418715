"""What commands that ask the network have in common: which hosts they may ask, how often, and for how long."""

import argparse
from typing import TYPE_CHECKING

from kgraph.cli._numbers import positive

if TYPE_CHECKING:
    from kgraph.jobs.fetch import Asking


def add_asking(command: argparse.ArgumentParser) -> None:
    """`--allow-host`, `--rate` and `--deadline`."""
    command.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="HOST[:PORT]",
        help="let this private host through; nothing else private ever is",
    )
    command.add_argument(
        "--rate",
        type=positive(10_000),
        default=None,
        metavar="N",
        help="requests a second to one host (default: 1)",
    )
    command.add_argument(
        "--deadline",
        type=positive(3600, " seconds"),
        default=None,
        metavar="S",
        help="seconds for a request with its redirects (default: 30)",
    )


def asking(options: argparse.Namespace) -> "Asking":
    """How pages are asked for."""
    from kgraph.jobs.fetch import Asking

    given = {
        "rate": options.rate,
        "deadline_s": options.deadline,
        "offline": getattr(options, "offline", None),
    }
    return Asking(
        allow_hosts=tuple(options.allow_host),
        **{name: value for name, value in given.items() if value is not None},
    )
