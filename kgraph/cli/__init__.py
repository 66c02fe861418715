"""The command line: parse options → call one library function → print → exit code; no logic.

Exit codes: 0 ok · 1 done, with findings or skipped inputs · 2 usage · 3 input or output impossible ·
4 locked · 5 network · 70 our bug · 130 stopped by Ctrl-C.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn

from kgraph import __version__
from kgraph.cli import (
    _audit,
    _author,
    _build,
    _config,
    _diff,
    _enrich,
    _export,
    _extract,
    _fetch,
    _impact,
    _info,
    _push,
    _query,
    _serve,
    _upgrade,
)
from kgraph.errors import KgraphError

COMMANDS = (
    _extract,
    _fetch,
    _build,
    _enrich,
    _query,
    _impact,
    _export,
    _push,
    _serve,
    _audit,
    _author,
    _diff,
    _upgrade,
    _info,
)
"""One module a command, in the order of the work: `add` declares it, `run` does it."""

_EPILOG = """\
first steps:
  kgraph build posts/                     read a folder of articles into .kgraph/
  kgraph query --list                     see the questions that can be asked
  kgraph query sites-by-claims            ask one
  kgraph export graph.graphml             take the graph elsewhere

The store is --store DIR, else $KGRAPH_STORE, else .kgraph. Options may also stand in kgraph.toml, or below
[tool.kgraph] in pyproject.toml:
store, include, exclude, text-column, name-column, bibliography, grobid, base, workers, article-deadline, article-memory, timeout, rate, deadline, openalex-key, zotero, port, attribution.

exit codes: 0 ok · 1 done, with findings or skipped inputs · 2 usage · 3 input or output impossible ·
4 locked by another run · 5 network · 70 a bug of kgraph's own · 130 stopped by Ctrl-C
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with an option in one line, as every other error is said."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {_safe(message)}. See {self.prog} --help.\n")


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `kgraph --help` and docs/cli.md are made from it."""
    top = _Parser(
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
    _reopen_closed_streams()
    debug = "--debug" in arguments
    try:
        code = _run(list(arguments))
        sys.stdout.flush()
        return code
    except KgraphError as error:
        if debug:
            raise
        print(f"kgraph: {_safe(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has seen enough: nothing more to say, to anyone.
        _discard_output()
        return 0
    except KeyboardInterrupt:
        print("kgraph: stopped. What was committed is kept; run again to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        if debug:
            raise
        _discard_output()
        where = _safe(str(error.filename or "standard input or output"))
        print(f"kgraph: {where}: {error.strerror}. Nothing that was finished is lost.", file=sys.stderr)
        return 3
    except MemoryError:
        if debug:
            raise
        _discard_output()
        print("kgraph: there is not enough memory. Give it less at once. What was committed is kept.", file=sys.stderr)  # fmt: skip
        return 3
    except Exception as error:
        if debug:
            raise
        print(
            f"kgraph: a bug of kgraph's own: {type(error).__name__}: {_safe(str(error))}. Please report it with the output of --debug.",
            file=sys.stderr,
        )
        return 70


def _run(arguments: list[str]) -> int:
    if not arguments:
        parser().print_help(sys.stderr)
        return 2
    try:
        options = parser().parse_args(arguments)
    except SystemExit as error:  # after --help and --version, or a usage error that has been told
        return int(error.code or 0)
    _config.apply(options, arguments)
    return int(options.run(options))


def _reopen_closed_streams() -> None:
    """Give a stream that the caller closed its number back, so that no file opened later takes it.

    Input and output are opened the wrong way round: to use them is an error, as it should be (the rule of
    gnulib's `stdopen`). Messages that nobody wants to see go nowhere.
    """
    for name, flags, mode in (
        ("stdin", os.O_WRONLY, "r"),
        ("stdout", os.O_RDONLY, "w"),
        ("stderr", os.O_WRONLY, "w"),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, _text(os.open(os.devnull, flags), mode))


def _text(number: int, mode: str) -> TextIOWrapper:
    raw = io.FileIO(number, mode, closefd=False)
    buffer = io.BufferedReader(raw) if mode == "r" else io.BufferedWriter(raw)
    return TextIOWrapper(buffer, encoding="utf-8")


def _discard_output() -> None:
    """Let what could not be written be forgotten, so that the interpreter does not try again as it ends."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _safe(text: str) -> str:
    from kgraph.cli._terminal import visible

    return visible(text)
