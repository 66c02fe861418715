"""The graph in other people's formats: RDF, graph formats, tables, bibliographies."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kgraph import plugins, rdf
from kgraph.errors import KgraphError, PluginError, UsageError
from kgraph.export import bibliography, flat, graphs, page, picture
from kgraph.export._of_rows import Rows, listed, rows_of, tables_of
from kgraph.export._rows import ArticleRow, CitationRow, ClaimRow, SourceRow, Tables
from kgraph.export._tables import tables
from kgraph.export.flat import TABLES
from kgraph.export.graphs import to_networkx
from kgraph.export.views import VIEWS, View, connected, view
from kgraph.many import many

__all__ = [
    "EXPORTERS",
    "TABLES",
    "VIEWS",
    "ArticleRow",
    "CitationRow",
    "ClaimRow",
    "Exporter",
    "Options",
    "Rows",
    "SourceRow",
    "Tables",
    "View",
    "export",
    "exporter_of",
    "exporters",
    "rows_of",
    "table_of",
    "tables",
    "tables_of",
    "to_networkx",
    "view",
    "write_table",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which view and which table an exporter shows, and whether of merged sources; for the page, the texts a store has beside its quads.

    A view has its nodes without edges where `isolated`, and only those with `min_degree` edges or more; `say` is told what was left out.
    `rows` are those of the store the quads are of, for whoever would rather have tables than quads; `parts` gives what the page
    shows of them, by its name (`page.PARTS`), as gzipped JSON; without `texts` it is a page that shows articles by their claims.
    """

    view: str = "claims-sources"
    table: str = "citations"
    merged: bool = False
    isolated: bool = False
    min_degree: int = 1
    say: Callable[[str], None] = lambda _: None
    rows: Rows | None = None
    texts: Mapping[str, str] | None = field(default_factory=dict)
    parts: Callable[[str], bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One format: its name, suffix, media type, what it holds, and the function that writes it."""

    format: str
    suffix: str
    media_type: str
    holds: str
    write: Callable[[Iterable[str], Options], bytes]


def _rdf(syntax: rdf.Syntax) -> Exporter:
    name = syntax.name
    return Exporter(
        format=name,
        suffix=f".{name}",
        media_type=syntax.media_type,
        holds="everything" if syntax.named_graphs else "everything, graphs merged",
        write=lambda nquads, _: rdf.serialize(nquads, name),
    )


def _graph(write: Callable[[View], bytes]) -> Callable[[Iterable[str], Options], bytes]:
    return lambda nquads, options: write(_kept(view(_tables(nquads, options), options.view), options))


def _kept(whole: View, options: Options) -> View:
    """What of the view is asked for; what is left out is said."""
    if options.isolated and options.min_degree < 2:
        return whole
    held = connected(whole, options.min_degree)
    alone = sum(attributes["degree"] == 0 for attributes in whole.nodes.values())
    if options.isolated:
        held.nodes = {n: a for n, a in whole.nodes.items() if n in held.nodes or a["degree"] == 0}
    elif alone:
        options.say(f"{many(alone, 'node')} without edges left out; --isolated yes keeps them")
    if fewer := len(whole.nodes) - len(held.nodes) - (0 if options.isolated else alone):
        options.say(
            f"{many(fewer, 'node')} with fewer than {options.min_degree} edges, or with none to a node that stays, left out"
        )
    return held


def _sources(write: Callable[[Tables], bytes]) -> Callable[[Iterable[str], Options], bytes]:
    return lambda nquads, options: write(_tables(nquads, options))


def _tables(nquads: Iterable[str], options: Options) -> Tables:
    if options.rows is None:
        return tables(nquads, merged=options.merged)
    return tables_of(options.rows, merged=options.merged)


def _page(_: Iterable[str], options: Options) -> bytes:
    if options.rows is None or options.parts is None:
        raise UsageError("the explorer is had of a store: not of quads, or of articles, alone.")
    return page.page(options.rows, texts=options.texts, parts=options.parts)


def _table(format: str) -> Callable[[Iterable[str], Options], bytes]:
    return lambda nquads, options: flat.WRITERS[format](options.table, *_flat(nquads, options))


def _flat(nquads: Iterable[str], options: Options) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of a table."""
    if options.table in flat.GATHERED:
        return flat.rows(_tables(nquads, options), options.table)
    if options.rows is None:
        raise UsageError(
            f"the table {options.table} is had of a store, and of articles that are read: not of quads alone."
        )
    return listed(options.rows, options.table)


EXPORTERS = (
    *(_rdf(syntax) for syntax in rdf.SYNTAXES),
    Exporter(format="graphml", suffix=".graphml", media_type="application/graphml+xml", holds="a view", write=_graph(graphs.graphml)),
    Exporter(format="gexf", suffix=".gexf", media_type="application/gexf+xml", holds="a view", write=_graph(graphs.gexf)),
    Exporter(format="gml", suffix=".gml", media_type="text/x-gml", holds="a view", write=_graph(graphs.gml)),
    Exporter(format="dot", suffix=".dot", media_type="text/vnd.graphviz", holds="a view", write=_graph(graphs.dot)),
    Exporter(format="cyjs", suffix=".cyjs", media_type="application/json", holds="a view", write=_graph(graphs.cyjs)),
    Exporter(format="svg", suffix=".svg", media_type="image/svg+xml", holds="a view", write=_graph(picture.svg)),
    Exporter(format="png", suffix=".png", media_type="image/png", holds="a view", write=_graph(picture.png)),
    Exporter(format="csv", suffix=".csv", media_type="text/csv", holds="a table", write=_table("csv")),
    Exporter(format="parquet", suffix=".parquet", media_type="application/vnd.apache.parquet", holds="a table", write=_table("parquet")),
    Exporter(format="bib", suffix=".bib", media_type="application/x-bibtex", holds="the sources", write=_sources(bibliography.bibtex)),
    Exporter(format="html", suffix=".html", media_type="text/html", holds="the explorer, with everything in it", write=_page),
    Exporter(format="csl.json", suffix=".csl.json", media_type="application/vnd.citationstyles.csl+json", holds="the sources", write=_sources(bibliography.csl_json)),
    Exporter(format="ris", suffix=".ris", media_type="application/x-research-info-systems", holds="the sources", write=_sources(bibliography.ris)),
)  # fmt: skip
"""The formats kgraph writes. To add one: a function, a row, a case read back by a foreign parser."""

MERGEABLE = ("a view", "a table", "the sources")
"""What an exporter may hold for sources that turned out to be one to be counted as one."""


def exporter_of(name: str | None, path: str = "") -> Exporter:
    """The exporter of that format, or, without a name, of the path's suffix; kgraph's own before those of plug-ins.

    Errors: `UsageError` with the known formats; `PluginError` where none of kgraph's own fits and one is broken.
    """
    for exporter in _each():
        if name == exporter.format or (name is None and path.lower().endswith(exporter.suffix)):
            return exporter
    found = f"format {name!r}" if name else f"suffix of {path!r}"
    raise UsageError(f"unknown {found} (expected one of {' '.join(e.format for e in exporters())}).")


def exporters() -> tuple[Exporter, ...]:
    """The table, and behind it the exporters of other packages.

    Errors: `PluginError` for one that cannot be used.
    """
    return (*EXPORTERS, *plugins.load("kgraph.exporters", Exporter, [e.format for e in EXPORTERS], "format"))


def _each() -> Iterator[Exporter]:
    """`exporters`, those of other packages looked for only when kgraph's own are through."""
    yield from EXPORTERS
    yield from exporters()[len(EXPORTERS) :]


def export(
    nquads: Iterable[str],
    format: str,
    *,
    view: str | None = None,
    table: str | None = None,
    merged: bool = False,
    isolated: bool | None = None,
    min_degree: int | None = None,
    texts: bool | None = None,
    beside: Options | None = None,
) -> bytes:
    """The graph in `format`. `view` (claims-sources) is for graph formats and pictures, `table` (citations) for CSV and Parquet.

    A view has nodes without edges only where `isolated`, and those with at least `min_degree` edges; a picture has none without.
    `merged` counts as one the sources that fetches found to be one; for views, tables and bibliographies.
    A page has the texts of its articles unless `texts` is False: then it shows them by their claims.
    `beside` carries what the page shows beside the quads (`kgraph.jobs.explore.exportable`).

    Errors: `UsageError` for an unknown format, view or table, and for a view, a table or `merged` where the format
    has none; `PluginError` where the exporter is another package's and fails.
    """
    exporter = exporter_of(format)
    for what, value, known, holds in (("view", view, VIEWS, "a view"), ("table", table, TABLES, "a table")):
        if value is not None and value not in known:
            raise UsageError(f"unknown {what} {value!r} (expected one of {', '.join(known)}).")
        if value is not None and exporter.holds != holds:
            fitting = " ".join(e.format for e in EXPORTERS if e.holds == holds)
            raise UsageError(
                f"format {exporter.format!r} holds {exporter.holds}, and no {what} (those that do: {fitting}). Leave --{what} out."
            )
    if merged and exporter.holds not in MERGEABLE:
        raise UsageError(
            f"format {exporter.format!r} holds every source as it is (sources can be merged in views, tables and bibliographies)."
        )
    _demand_view(exporter, isolated, min_degree)
    if texts is not None and exporter.format != "html":
        raise UsageError(
            f"format {exporter.format!r} has no texts of articles to leave out (html has). Leave --texts out."
        )
    chosen = beside or Options()
    options = replace(
        chosen, view=view or chosen.view, table=table or chosen.table, merged=merged, isolated=bool(isolated), min_degree=min_degree or 1,
        texts=None if texts is False else chosen.texts,
    )  # fmt: skip
    return exporter.write(nquads, options) if exporter in EXPORTERS else _by_plugin(exporter, nquads, options)


def _demand_view(exporter: Exporter, isolated: bool | None, min_degree: int | None) -> None:
    """Refuse what only a view can have, and what no picture shows."""
    for what, given in (("--isolated", isolated is not None), ("--min-degree", min_degree is not None)):
        if given and exporter.holds != "a view":
            fitting = " ".join(e.format for e in EXPORTERS if e.holds == "a view")
            raise UsageError(
                f"format {exporter.format!r} holds {exporter.holds}, and no view (those that do: {fitting}). Leave {what} out."
            )
    if min_degree is not None and min_degree < 1:
        raise UsageError(f"--min-degree {min_degree}: expected 1 or more.")
    if isolated and exporter.format in ("svg", "png"):
        raise UsageError("a picture shows what is connected. Leave --isolated out, or write a graph format.")


def table_of(rows: Rows, table: str) -> tuple[list[str], list[list[Any]]]:
    """The columns of a table and its rows, sorted, lists joined by `; `. Errors: `UsageError` for an unknown table."""
    if table not in TABLES:
        raise UsageError(f"unknown table {table!r} (expected one of {', '.join(TABLES)}).")
    return _flat((), Options(table=table, rows=rows))


def write_table(rows: Rows, format: str, table: str | None = None) -> bytes:
    """One of the tables (citations) of these rows in `format`, csv or parquet.

    Errors: `UsageError` for an unknown format or table.
    """
    if format not in flat.WRITERS:
        raise UsageError(f"unknown format {format!r} (expected one of {' '.join(flat.WRITERS)}).")
    name = table or Options().table
    return flat.WRITERS[format](name, *table_of(rows, name))


def _by_plugin(exporter: Exporter, nquads: Iterable[str], options: Options) -> bytes:
    """What an exporter of another package writes; its bugs are not kgraph's."""
    try:
        data = exporter.write(nquads, options)
    except KgraphError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise PluginError(
            f"the plug-in that writes {exporter.format!r} failed ({reason}). Tell its authors."
        ) from error
    if not isinstance(data, bytes):
        raise PluginError(f"the plug-in that writes {exporter.format!r} gave no bytes. Tell its authors.")
    return data
