"""`python -m kgraph` and the `kgraph` command."""

import sys

from kgraph.cli import run


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
