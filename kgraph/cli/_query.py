"""`kgraph query`: SQL and SPARQL, by the name of a question or from a file."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.cli._config import add_store
from kgraph.cli._numbers import positive
from kgraph.errors import InputError, UsageError
from kgraph.many import many

if TYPE_CHECKING:
    from kgraph.store import Language, NamedQuery, Result

NOT_ASKED = "not asked yet: kgraph enrich asks the network what became of the sources"
_EPILOG = """\
examples:
  kgraph query --list                             the questions and their parameters; also as --format json
  kgraph query sites-by-claims
  kgraph query sources-of-claim --param claim="learning rate"
  kgraph query my-question.sql --format json
  echo 'SELECT title, claims FROM works ORDER BY claims DESC LIMIT 5' | kgraph query --sql -
  kgraph query my-question.rq
  echo 'SELECT * { ?s ?p ?o } LIMIT 5' | kgraph query -
  kgraph query sites-by-claims --endpoint http://localhost:3030/ds/query

Where an article, a site or a publisher that --param names is not in the graph, that is said on standard error, with the
nearest names; no rows are an answer, with exit code 0.

A question by its name is asked of the tables, in SQL; with --engine sparql it is asked of the graph, and has the same
rows. Queries only read. They run in a process of their own that is stopped at --timeout, may not use more than 2 GB, can
connect to nothing, and in SQL can open no file but the tables. For SPARQL the graph is loaded first, which is no time of
theirs; one that takes over a second to load is indexed on disk, once after each build. With --endpoint queries are asked of
another server, where kgraph push put the graphs; the password of --user is that of KGRAPH_PASSWORD or of the netrc file, a
token that of KGRAPH_TOKEN.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "query", help="ask the graph, by the name of a question, in SQL or in SPARQL", description="Ask the graph a question.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument(
        "query",
        nargs="?",
        metavar="NAME|FILE|-",
        help="name of a question, a .sql or .rq file, or - for standard input",
    )
    command.add_argument("--list", action="store_true", help="list the questions and their parameters")
    command.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="value of a parameter; may be repeated",
    )
    command.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml", "md"),
        default=None,
        help="default: a table on a terminal, else csv",
    )
    command.add_argument(
        "--timeout",
        type=positive(86_400, " seconds"),
        metavar="S",
        default=None,
        help="seconds before the query is stopped (default: 60)",
    )
    command.add_argument(
        "--engine",
        choices=("sql", "sparql"),
        default=None,
        help="ask the tables in SQL, or the graph in SPARQL (default: what the file is in; SQL for the name of a question, SPARQL for -)",
    )
    command.add_argument(
        "--sql", dest="engine", action="store_const", const="sql", help="the same as --engine sql"
    )
    command.add_argument("--endpoint", metavar="URL", default=None, help="ask the SPARQL server at this address instead of the store")  # fmt: skip
    command.add_argument("--user", metavar="NAME", default=None, help="with --endpoint: who asks")
    add_store(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, and print the answer."""
    from kgraph.cli._terminal import note
    from kgraph.cli._unread import say_if_unread
    from kgraph.jobs.nearest import unknown
    from kgraph.store import load_query, parse_query
    from kgraph.store.query import TIMEOUT_S

    if options.list:
        return _list(options.format)
    if options.query is None:
        raise UsageError("which question? See kgraph query --list.")
    values = _parameters(options.param)
    language = _language(options)
    if options.query == "-":
        named = parse_query("stdin", _standard_input(), language)
    else:
        named = load_query(options.query, language)
    timeout_s = options.timeout if options.timeout is not None else TIMEOUT_S
    if options.endpoint is not None:
        _show(_asked_elsewhere(options, named.bind(values), named.name, timeout_s), options.format)
        return 0
    if options.user is not None:
        raise UsageError("--user is for --endpoint: a store asks nobody for a name. Leave it out.")
    say_if_unread(options.store)
    result = _asked(Path(options.store), named, values, timeout_s)
    if named.is_ready and not result.terms:
        for each in unknown(options.store, values):
            note(each)
    _show(
        result,
        options.format,
        options.store if named.is_ready else None,
        _instead(named, result, options.store),
    )
    return 0


def _instead(named: "NamedQuery", result: "Result", store: str) -> str:
    """What is said in place of there being no rows; "" where that says it."""
    from kgraph.store import Reader

    if not named.is_of_fetches or result.terms:
        return ""
    with Reader(store) as reader:
        return "" if reader.count("observations") else NOT_ASKED


def _language(options: argparse.Namespace) -> "Language":
    from kgraph.store.named import language_of

    told: Language | None = options.engine
    if options.endpoint is None:
        return told or language_of(options.query)
    if told == "sql":
        raise UsageError("--endpoint is asked in SPARQL: leave out --sql and --engine.")
    return "sparql"


def _asked(store: Path, named: "NamedQuery", values: dict[str, str], timeout_s: float) -> "Result":
    from kgraph.cli._terminal import note
    from kgraph.store import run_query, run_sql

    if named.language == "sql":
        return run_sql(store, named, values, timeout_s=timeout_s)
    return run_query(store, named.bind(values), name=named.name, timeout_s=timeout_s, note=note)


def _asked_elsewhere(options: argparse.Namespace, sparql: str, name: str, timeout_s: float) -> "Result":
    """The answer of another server; where that is empty, and may be so by how the server is set up, it is said."""
    from kgraph.cli._terminal import note
    from kgraph.remote import Client, ask, credentials, demand_plain, has_only_named_graphs

    url = demand_plain(options.endpoint)
    with Client(credentials(url, options.user), deadline_s=timeout_s) as client:
        result = ask(client, url, sparql, name=name)
        if not result.terms and not result.lines and has_only_named_graphs(client, url):
            note(f"{url}: all its triples lie in named graphs, which a query without GRAPH does not see there. Have its default graph be the union of all (docs/push.md).")  # fmt: skip
    return result


def _standard_input() -> str:
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"stdin: cannot be read (byte {error.start + 1} is no UTF-8). Save the query as UTF-8."
        ) from error


def _parameters(given: list[str]) -> dict[str, str]:
    out = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {item!r}: expected NAME=VALUE.")
        out[name] = value
    return out


def _list(format_: str | None) -> int:
    """The questions: for people, or as rows in the format asked for."""
    from kgraph.cli._terminal import is_terminal
    from kgraph.store import Result, list_queries
    from kgraph.store.named import languages

    queries = list_queries()
    if format_:
        rows = [
            (
                q.name,
                q.question,
                "; ".join(f"{name}: {what}" for name, what in q.parameters.items()),
                " ".join(languages(q.name)),
            )
            for q in queries
        ]
        _show(Result.of(("name", "question", "parameters", "languages"), rows), format_)
        return 0
    width = max(len(q.name) for q in queries) + 2
    line = min(shutil.get_terminal_size((110, 24)).columns, 110)
    for query in queries:
        print(f"{query.name:{width}}{query.question}")
        for parameter, description in query.parameters.items():
            words = f"--param {parameter}=…  {description}"
            print(textwrap.fill(words, line, initial_indent=" " * 4, subsequent_indent=" " * 8))
    if is_terminal(sys.stdout):
        print("Each is asked in SQL; --engine sparql asks the same in SPARQL.")
    return 0


def _show(result: "object", format_: str | None, store: str | None = None, instead: str = "") -> None:
    """Print the answer; with the `store` that gave it, for people to read. `instead` is said where there are no rows."""
    from kgraph.cli._output import write
    from kgraph.cli._people import for_people
    from kgraph.cli._terminal import is_terminal, note, table
    from kgraph.store.query import Result
    from kgraph.store.results import render

    assert isinstance(result, Result)
    if (
        format_ in (None, "table")
        and (format_ == "table" or is_terminal(sys.stdout))
        and result.lines is None
        and result.boolean is None
    ):
        columns: Sequence[str] = result.variables
        rows: Sequence[Sequence[Any]] = [tuple(row) for row in result.rows]
        if store is not None:
            columns, rows = for_people(store, columns, rows)
        table(columns, rows, sys.stdout)
        note(instead or many(len(rows), "row"))
        return
    if instead:
        note(instead)
    write(render(result, "csv" if format_ in (None, "table") else format_), None)
