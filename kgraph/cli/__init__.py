"""The command line: parse options → call one library function → print → exit code; no logic.

Exit codes: 0 ok · 1 done, with findings or skipped inputs · 2 usage · 3 input or output impossible ·
4 locked · 5 network · 70 our bug.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from kgraph import __version__
from kgraph.cli import _build, _config, _export, _extract, _info, _query, _serve
from kgraph.errors import KgraphError

COMMANDS = (_extract, _build, _query, _export, _serve, _info)
"""One module a command, in the order of the work: `add` declares it, `run` does it."""

_EPILOG = """\
first steps:
  kgraph build posts/                     read a folder of articles into .kgraph/
  kgraph query --list                     see the questions that can be asked
  kgraph query sites-by-claims            ask one
  kgraph export graph.graphml             take the graph elsewhere

exit codes: 0 ok · 1 done, with findings or skipped inputs · 2 usage · 3 input or output impossible ·
4 locked by another run · 5 network · 70 a bug of kgraph's own
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `kgraph --help` and docs/cli.md are made from it."""
    top = argparse.ArgumentParser(
        prog="kgraph",
        description="Cited articles in, a knowledge graph of claims and the sources that back them out.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"kgraph {__version__}")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for command in COMMANDS:
        command.add(commands)
    return top


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    top = parser()
    try:
        options = top.parse_args(list(arguments))
    except SystemExit as error:
        return int(error.code or 0)
    try:
        _config.apply(options, list(arguments))
        code = int(options.run(options))
        sys.stdout.flush()
    except KgraphError as error:
        if options.debug:
            raise
        print(f"kgraph: {_safe(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has seen enough: nothing more to say, to anyone.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("kgraph: stopped. What was committed is kept; run again to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        if options.debug:
            raise
        print(
            f"kgraph: {error.filename or 'output'}: {error.strerror}. Nothing that was finished is lost.",
            file=sys.stderr,
        )
        return 3
    except Exception as error:
        if options.debug:
            raise
        print(
            f"kgraph: a bug of kgraph's own: {type(error).__name__}: {_safe(str(error))}. Please report it with the output of --debug.",
            file=sys.stderr,
        )
        return 70
    return code


def _safe(text: str) -> str:
    from kgraph.cli._terminal import visible

    return visible(text)
