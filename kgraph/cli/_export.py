"""`kgraph export`: the graph in other people's formats."""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli._config import add_store
from kgraph.errors import UsageError
from kgraph.many import many

if TYPE_CHECKING:
    from kgraph.store import Reader

_LARGE = 25_000_000
"""Many mailboxes take no larger page."""
_EPILOG = """\
formats, by suffix:
  nq nt ttl trig jsonld rdf       everything, as RDF
  graphml gexf gml dot cyjs       a view: --view claims-sources, articles-sources or sites
  svg png                         a picture of a view
  csv parquet                     a table: --table citations, claims, sources, articles,
                                  markers, references, problems, observations or blocks
  bib csl.json ris                the sources, for reference managers
  html                            the explorer in one file, to look at or to send

examples:
  kgraph export graph.html
  kgraph export small.html --texts no     articles by their claims alone: a smaller file
  kgraph export graph.ttl
  kgraph export sites.gexf --view sites
  kgraph export core.graphml --min-degree 3
  kgraph export articles.png --view articles-sources
  kgraph export claims.csv --table claims
  kgraph export tables/                   all tables as Parquet files, for DuckDB, Spark, pandas, …
  kgraph export - --format nq | wc -l
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "export", help="the graph as RDF, graph formats, tables, bibliographies", description="Write the graph to a file; its suffix says the format.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument(
        "file",
        metavar="FILE",
        help="where to write, a path or an address (s3://…); - for standard output; a folder, with a slash at its end, for all tables",
    )
    command.add_argument(
        "--format",
        default=None,
        metavar="FORMAT",
        help="one of the formats below, where the suffix does not say it",
    )
    command.add_argument(
        "--view",
        default=None,
        metavar="VIEW",
        help="for graph formats and pictures (default: claims-sources)",
    )
    command.add_argument(
        "--table", default=None, metavar="TABLE", help="for csv and parquet (default: citations)"
    )
    command.add_argument(
        "--merged",
        action="store_true",
        help="count as one the sources that kgraph enrich found to be one; for views, tables and bibliographies",
    )
    command.add_argument(
        "--isolated",
        choices=("yes", "no"),
        default=None,
        help="for graph formats: whether to keep nodes without edges (default: no; how many were left out is said)",
    )
    command.add_argument(
        "--min-degree",
        type=int,
        default=None,
        metavar="N",
        help="for graph formats and pictures: only nodes with N edges or more",
    )
    command.add_argument(
        "--texts",
        choices=("yes", "no"),
        default=None,
        help="for html: whether the page has the texts of the articles, or shows them by their claims alone (default: yes)",
    )
    add_store(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Export; 1 where a page lacks an answer."""
    from kgraph.cli._output import write
    from kgraph.cli._terminal import note
    from kgraph.cli._unread import say_if_unread
    from kgraph.export import Options, export, exporter_of
    from kgraph.jobs.explore import exportable

    if options.file.endswith("/"):
        return _folder(options)
    if options.file == "-" and not options.format:
        raise UsageError("-: standard output has no suffix that says the format. Give --format.")
    exporter = exporter_of(options.format, options.file)
    say_if_unread(options.store)
    with exportable(Path(options.store), say=note) as store:
        data = export(
            store.quads, exporter.format, view=options.view, table=options.table, merged=options.merged,
            isolated=None if options.isolated is None else options.isolated == "yes", min_degree=options.min_degree,
            texts=None if options.texts is None else options.texts == "yes", beside=store.beside,
        )  # fmt: skip
    if exporter.format == "html" and len(data) > _LARGE and options.texts != "no":
        note(
            f"{options.file}: {len(data) / 1e6:.0f} MB; without the texts of the articles it is smaller: --texts no"
        )
    write(data, options.file)
    if options.file != "-":
        view, table = options.view or Options().view, options.table or Options().table
        held = {"a view": f"the view {view}", "a table": f"the table of {table}"}
        what = held.get(exporter.holds, exporter.holds)
        if options.texts == "no":
            what = "the explorer, without the texts of the articles"
        note(f"{options.file}: {what}, {many(len(data), 'byte')}")
    for failed in store.lacking:
        note(f"{options.file}: a ready question has no answer in it: {failed}")
    return 1 if store.lacking else 0


def _folder(options: argparse.Namespace) -> int:
    """All tables, as files of a folder."""
    from kgraph.addresses import is_address
    from kgraph.cli._terminal import note
    from kgraph.cli._unread import say_if_unread
    from kgraph.store import Reader
    from kgraph.store.dump import dump

    if given := [
        name
        for name in ("format", "view", "table", "isolated", "min_degree", "texts")
        if getattr(options, name) is not None
    ]:
        raise UsageError(
            f"{options.file}: a folder holds all tables as Parquet. Leave --{given[0].replace('_', '-')} out."
        )
    if options.merged:
        raise UsageError(f"{options.file}: a folder holds every source as it is. Leave --merged out.")
    say_if_unread(options.store)
    with Reader(Path(options.store)) as reader:
        rows = _dumped_at(reader, options.file) if is_address(options.file) else dump(reader, options.file)
    note(
        f"{options.file}: {', '.join(many(count, table.removesuffix('s')) for table, count in rows.items() if count)}"
    )
    return 0


def _dumped_at(reader: "Reader", address: str) -> dict[str, int]:
    """The tables at an address, each there when it is whole; made here first, since a file system elsewhere may know no renaming."""
    from kgraph.outfile import replacing
    from kgraph.store.dump import dump

    with tempfile.TemporaryDirectory(prefix="kgraph-") as place:
        rows = dump(reader, place)
        for path in sorted(Path(place).rglob("*.parquet")):
            with path.open("rb") as file, replacing(address + path.relative_to(place).as_posix()) as out:
                shutil.copyfileobj(file, out)
    return rows
