"""What Python users hold in their hands: a `Graph` over a store, and functions that make one."""

import os
import tempfile
import warnings
import webbrowser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kgraph.answer import Answer
from kgraph.archives import Columns
from kgraph.beside import Folder, digest
from kgraph.engine import Cluster, Limits
from kgraph.errors import InputError, UsageError
from kgraph.infile import read_bytes
from kgraph.jobs.build import build as build_store
from kgraph.jobs.chosen import Choice
from kgraph.jobs.impact import Impact, impact
from kgraph.jobs.pages import page_at
from kgraph.jobs.paths import graph_path, is_page
from kgraph.jobs.summary import Summary
from kgraph.jobs.unchanged import Check
from kgraph.many import many
from kgraph.model import Extraction
from kgraph.outfile import write_file
from kgraph.store import Reader, language_of, list_queries, load_query, parse_query, run_query, run_sql

_LIMITS = Limits()


def extract(path: str | Path, *, read_as: str = "") -> Extraction:
    """What one article holds: claims, markers, references, sources, problems.

    A page that `kgraph fetch` wrote is called by its address. It is read in this process, without a deadline or a cap on memory; `build` reads in workers that have both.
    `read_as` is its format, where neither its suffix nor its beginning says so.
    Errors: `InputError` for a file that cannot be read or is no article.
    """
    from kgraph.extract import extract as extract_document
    from kgraph.read import max_bytes, read

    page = page_at(str(path))
    name = page.article if page and page.article else graph_path(path)
    data = read_bytes(str(path), max_bytes(str(path), read_as))
    origin = page.origin if page else None
    if origin and origin.sha256 != digest(data):
        raise InputError(f"{path}: is no longer as it was fetched from {origin.address}. Fetch it again.")
    return extract_document(
        read(name, data, beside=Folder(str(path)), format=read_as, origin=origin), path=name
    )


def extract_text(text: str, *, name: str = "article.md", read_as: str = "") -> Extraction:
    """What an article held in memory holds; `read_as`, or else `name`'s suffix, says its format."""
    from kgraph.extract import extract as extract_document
    from kgraph.read import read

    return extract_document(read(name, text.encode("utf-8", "replace"), format=read_as), path=name)


def build(
    paths: str | Path | Iterable[str | Path],
    *,
    store: str | Path = ".kgraph",
    bibliographies: Iterable[str | Path] = (),
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    text_column: str = "text",
    name_column: str | None = None,
    read_as: str = "",
    grobid: str = "",
    allow_hosts: Iterable[str] = (),
    rate: float = 1.0,
    deadline: float = 30.0,
    base: str | None = None,
    check: Check = "stat",
    workers: int | None = None,
    scheduler: str | None = None,
    article_deadline: float = _LIMITS.deadline_s,
    article_memory: int = _LIMITS.memory_mb,
) -> "Graph":
    """Read articles into the store (incrementally) and give its graph.

    `bibliographies` are files that all articles which cite by key may use, wherever they lie. `include` and `exclude` are
    globs as in a `.gitignore`; `text_column` and `name_column` say where tables have their articles and their names. Files
    that are named, and rows of tables, are read as `read_as` (`html`, `latex`, …), where it is given. PDFs are sent to
    the GROBID server at the address `grobid`, where one is given.
    Addresses among the `paths` are fetched, and their pages kept in the folder `pages` of the store: `rate` requests a second
    to a host, each within `deadline` seconds, of private hosts only those of `allow_hosts`.
    `check="digest"` looks at all bytes of a file to know whether it is unchanged, instead of its size and time.
    With the address of a `scheduler` of Dask articles are read on its cluster, instead of by processes here.
    An article that takes more than `article_deadline` seconds of CPU time or `article_memory` megabytes is skipped.
    Errors: `StoreLocked`, `StoreError`, `OutputError`; `InputError` where no article could be read at all;
    `UsageError` for limits of one's own where this system can hold none, for addresses without the extra `enrich` or
    `fsspec`, and where Dask is not installed; `NetworkError` for a cluster that cannot be reached, or is lost.
    """
    arguments = [str(paths)] if isinstance(paths, str | Path) else [str(p) for p in paths]
    limits = Limits(deadline_s=article_deadline, memory_mb=article_memory)
    summary = build_store(
        arguments,
        store,
        bibliographies=[str(b) for b in bibliographies],
        choice=Choice(
            include=tuple(include),
            exclude=tuple(exclude),
            read_as=read_as,
            grobid=grobid,
            columns=Columns(text=text_column, name=name_column),
        ),
        asking=_asking(arguments, tuple(allow_hosts), rate, deadline),
        base=base,
        check=check,
        workers=workers,
        limits=limits,
        cluster=None if scheduler is None else Cluster(scheduler=scheduler),
    )
    if summary.skipped and not (summary.new or summary.changed or summary.unchanged):
        raise InputError(f"no article could be read: {summary.skipped[0].path}: {summary.skipped[0].reason}")
    graph = Graph(store)
    graph.summary = summary
    return graph


def _asking(arguments: Iterable[str], allow_hosts: tuple[str, ...], rate: float, deadline: float) -> Any:
    """How addresses among the arguments are asked; None where there are none."""
    if not any(map(is_page, arguments)):
        return None
    from kgraph.jobs.fetch import Asking

    return Asking(allow_hosts=allow_hosts, rate=rate, deadline_s=deadline)


def enrich(graph: "Graph", *, session: Any = None, **options: Any) -> Any:
    """Ask the network about the sources of `graph`; what came of it, as `kgraph.jobs.enrich.EnrichReport`.

    `session` is a `kgraph.enrich.Session`; without one, one with the cache in the store is made. `options`
    are those of `kgraph.jobs.enrich.enrich`: `only`, `table` (fetchers, one's own among them), `limit`.
    Errors: `StoreLocked`, `OutputError`; `UsageError` where the extra `enrich` is not installed.
    """
    from kgraph.enrich import Session
    from kgraph.jobs.enrich import enrich as enrich_store

    if session is not None:
        return enrich_store(graph.store, session, **options)
    with Session(cache=graph.store / "fetched.sqlite") as own:
        return enrich_store(graph.store, own, **options)


def open_graph(store: str | Path = ".kgraph") -> "Graph":
    """The graph in a store. Errors: `StoreError` where there is none."""
    return Graph(store)


class Graph:
    """The graph in a store, as it stands when each method is called."""

    def __init__(self, store: str | Path) -> None:
        self.store = Path(store)
        self.summary: Summary | None = None
        """What the build that made this graph changed; None for a graph that was opened."""
        with Reader(self.store) as reader:
            self._articles = len(reader.articles)

    def __repr__(self) -> str:
        return f"Graph({str(self.store)!r}, {many(self._articles, 'article')})"

    def _repr_html_(self) -> str:
        """What a notebook shows: numbers, backing, sites, a picture of a small graph."""
        from kgraph.export.card import card

        return card(self.tables(), str(self.store))

    def show(self, file: str | Path | None = None) -> Path:
        """Open the explorer in the browser as one HTML file, and say where it is.

        It is written to `file`, or to a temporary file that stays. On a machine without a browser it is
        only written. Errors: those of `export`.
        """
        if file is None:
            handle, name = tempfile.mkstemp(prefix="kgraph-", suffix=".html")
            os.close(handle)
            file = name
        page = Path(file).resolve()
        self.export(page, format="html")
        webbrowser.open(page.as_uri())
        return page

    def quads(self) -> list[str]:
        """Every quad as a line of canonical N-Quads, sorted."""
        with Reader(self.store) as reader:
            return list(reader.quads())

    def query(
        self, query: str, *, timeout_s: float = 60.0, engine: str | None = None, **parameters: Any
    ) -> list[Any]:
        """Rows of a named query, or of SPARQL text, as named tuples, which a notebook shows as a table; `True`/`False` in a list for ASK.

        A named query is asked of the tables, in SQL; `engine="sparql"` asks the graph, which has the same rows.
        Errors: `QueryError` (with line and column), `QueryTimeout`, `UsageError` for an unknown name or engine.
        """
        if engine not in (None, "sql", "sparql"):
            raise UsageError(f"unknown engine {engine!r} (expected sql or sparql)")
        values = {k: str(v) for k, v in parameters.items() if v is not None}
        if any(c in query for c in "{ \n"):
            if parameters:
                raise UsageError("parameters belong to named queries: put values into the query's text")
            if engine == "sql":
                raise UsageError("text in SQL is asked by Graph.sql")
            result = run_query(self.store, query, timeout_s=timeout_s)
        elif (engine or language_of(query)) == "sql":
            result = run_sql(self.store, load_query(query, "sql"), values, timeout_s=timeout_s)
        else:
            named = load_query(query, "sparql")
            result = run_query(self.store, named.bind(values), name=named.name, timeout_s=timeout_s)
        if result.boolean is not None:
            return [result.boolean]
        return list(result.lines) if result.lines is not None else Answer(result.rows, result.variables)

    def sql(self, text: str, *, timeout_s: float = 60.0, **parameters: Any) -> list[Any]:
        """Rows of a question of one's own in SQL, as named tuples, which a notebook shows as a table; `$NAME` stands for a parameter.

        A parameter is declared in a line of its own, `-- param NAME: what it is`. What may be asked: docs/sql.md.
        Errors: `QueryError` (with line and column), `QueryTimeout`, `UsageError` for a parameter it has not.
        """
        values = {k: str(v) for k, v in parameters.items() if v is not None}
        result = run_sql(self.store, parse_query("sql", text, "sql"), values, timeout_s=timeout_s)
        return Answer(result.rows, result.variables)

    def impact(self, sources: str | Iterable[str], *, timeout_s: float = 60.0) -> Impact:
        """Which claims rest on these sources, and which of them on nothing else, should they fall.

        Each is named by its IRI, an address that leads to it, a site (`wikipedia.org`) or a publisher (`github.com/ada`),
        or by the address of one of these where no source has it.
        Errors: `UsageError` for a name that stands for no source, with the nearest that do; `QueryTimeout`.
        """
        return impact(self.store, [sources] if isinstance(sources, str) else sources, timeout_s=timeout_s)

    @staticmethod
    def queries() -> dict[str, str]:
        """The named queries and the question each answers."""
        return {q.name: q.question for q in list_queries()}

    def tables(self, *, merged: bool = False) -> Any:
        """Articles, claims, sources and citations as typed rows (`kgraph.export.Tables`).

        `merged` counts as one the sources that fetches found to be one.
        """
        from kgraph.export import tables_of

        with Reader(self.store) as reader:
            return tables_of(reader.rows, merged=merged)

    def to_networkx(self, view: str = "claims-sources") -> Any:
        """A `networkx.DiGraph` of one view: claims-sources, articles-sources or sites."""
        from kgraph import export

        return export.to_networkx(export.view(self.tables(), view), view)

    def to_rdflib(self) -> Any:
        """An `rdflib.Dataset` whose default graph is the union of all graphs."""
        from kgraph.export.rdflib_ import to_rdflib

        return to_rdflib(self.quads())

    def to_pandas(self, table: str = "citations") -> Any:
        """A `pandas.DataFrame` of one table: citations, claims, sources, articles, markers, references, problems, observations, blocks.

        Errors: `UsageError` where pandas is not installed, and for an unknown table.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError("pandas is not installed. Install it: pip install 'kgraph[pandas]'") from None
        from kgraph.export import table_of

        with Reader(self.store) as reader:
            columns, data = table_of(reader.rows, table)
        return pandas.DataFrame(data, columns=columns)

    def export(
        self, file: str | Path, *, format: str | None = None, view: str | None = None, table: str | None = None, merged: bool = False,
        isolated: bool | None = None, min_degree: int | None = None, texts: bool | None = None,
    ) -> None:  # fmt: skip
        """Write the graph to `file`; its suffix says the format where `format` does not.

        `view` (claims-sources) is for graph formats and pictures, `table` (citations) for CSV and Parquet.
        A view has nodes without edges only where `isolated`, and only those with `min_degree` edges. The explorer has no texts of articles if `texts` is False.
        Errors: `UsageError` for an unknown format, view or table, `OutputError` for a file that cannot be written.
        """
        from kgraph import export
        from kgraph.jobs.explore import exportable

        exporter = export.exporter_of(format, str(file))
        with exportable(self.store) as held:
            data = export.export(
                held.quads, exporter.format, view=view, table=table, merged=merged, isolated=isolated, min_degree=min_degree, texts=texts, beside=held.beside,
            )  # fmt: skip
        for failed in held.lacking:
            warnings.warn(f"a ready question has no answer in the page: {failed}", stacklevel=2)
        write_file(Path(file), data)
