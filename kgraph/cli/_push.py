"""`kgraph push`: the graphs of the store to a SPARQL server."""

import argparse
from pathlib import Path

from kgraph.cli._config import add_store
from kgraph.cli._numbers import positive
from kgraph.many import many

_TOLD = 20
"""Failures that are named one by one."""
_EPILOG = """\
examples:
  kgraph push http://localhost:7878/store                            Oxigraph
  kgraph push http://localhost:3030/ds/data                          Fuseki
  kgraph push http://localhost:7200/repositories/posts/rdf-graphs/service --user ada
  kgraph push http://localhost:7001/ --query-url http://localhost:7001/
  kgraph push http://localhost:7878/store --dry-run                  what it would do

URL is the server's address for the Graph Store Protocol. The password of --user is that of KGRAPH_PASSWORD, or of the
netrc file; a bearer token is that of KGRAPH_TOKEN. Graphs that did not change since the last push to URL are left out.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "push", help="the graphs to a SPARQL server; only those that changed", description="Put the named graphs of the store on a SPARQL 1.1 server, and delete there those that are gone.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument("url", metavar="URL", help="where the server takes graphs (Graph Store Protocol)")
    command.add_argument("--all", action="store_true", help="put every graph, whatever was pushed before")
    command.add_argument("--dry-run", action="store_true", help="say what would be done, and ask nothing")
    command.add_argument("--query-url", metavar="URL", default=None, help="where the server answers queries, to count what it has (default: known for Oxigraph, Fuseki, GraphDB, Virtuoso, Neptune)")  # fmt: skip
    command.add_argument("--user", metavar="NAME", default=None, help="who asks; the password comes from KGRAPH_PASSWORD or netrc")  # fmt: skip
    command.add_argument("--deadline", type=positive(3600, " seconds"), metavar="S", default=None, help="seconds for one request (default: 60)")  # fmt: skip
    add_store(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Push; 5 where a graph failed or the server cannot be reached."""
    from dataclasses import replace

    from kgraph.cli._terminal import Progress, note, visible
    from kgraph.jobs.push import push
    from kgraph.remote import Client, credentials, demand_plain, place_of

    url = demand_plain(options.url)
    place = place_of(url)
    if options.query_url is not None:
        place = replace(place, queries=demand_plain(options.query_url))
    deadline_s = 60.0 if options.deadline is None else options.deadline
    with (
        Client(credentials(url, options.user), deadline_s=deadline_s) as client,
        Progress("pushing") as progress,
    ):
        pushed = push(
            Path(options.store), url, client, place, everything=options.all, dry_run=options.dry_run,
            on_progress=lambda done, total, iri: progress.at(done, total, iri[-40:]),
        )  # fmt: skip
    would = "would be " if options.dry_run else ""
    parts = [f"{pushed.put} {would}put ({many(pushed.triples, 'triple')})" if pushed.put else "", f"{pushed.deleted} {would}deleted" if pushed.deleted else "", f"{pushed.unchanged} unchanged" if pushed.unchanged else "", f"{len(pushed.failures)} failed" if pushed.failures else ""]  # fmt: skip
    print(f"{visible(url)}: {', '.join(part for part in parts if part) or 'nothing to do'}")
    if pushed.put and not options.dry_run:
        counted = f"counted on the server: {pushed.checked}" if place.queries else "not counted on the server: --query-url says where it can be asked"  # fmt: skip
        print(f"  {counted}")
    for failure in pushed.failures[:_TOLD]:
        note(f"{failure.graph}: {failure.reason}.")
    if len(pushed.failures) > _TOLD:
        note(f"… and {len(pushed.failures) - _TOLD} more such failures")
    return 5 if pushed.failures else 0
