"""Terms and rows of the RDF libraries, narrowed to what a test expects of them."""

from typing import Any

import pyoxigraph
from rdflib.query import Result, ResultRow


def value_of(term: object) -> str:
    """The text of a pyoxigraph node or literal."""
    assert isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal | pyoxigraph.BlankNode), term
    return term.value


def rows_of(result: Result) -> list[tuple[Any, ...]]:
    """The rows of a SELECT of rdflib."""
    rows = list(result)
    assert all(isinstance(row, ResultRow) for row in rows)
    return [tuple(row) for row in rows if isinstance(row, ResultRow)]
