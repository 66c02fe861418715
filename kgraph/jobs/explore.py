"""What the explorer shows of a store: its columns, the texts behind them, the ready questions answered."""

import gzip
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kgraph.engine import MAX_ARTICLE_BYTES
from kgraph.errors import InputError, QueryError
from kgraph.export import Options
from kgraph.export import dataset as columns
from kgraph.infile import read_bytes
from kgraph.jobs.articles import file_path
from kgraph.spans import SourceText
from kgraph.store import NamedQuery, Reader, list_queries, run_query

ANSWER_ROWS = 400
ANSWER_S = 20.0
_AT_ONCE = 2
"""Questions answered side by side: each may take a query's memory."""


def text_of(reader: Reader, path: str) -> str | None:
    """The text of an article as it was when it was built; None where the file is gone or has changed since.

    It is looked for from the current folder, then from the folder the store lies in.
    """
    known = reader.file(path)
    if known is None:
        return None
    for root in (Path(), reader.path.resolve().parent):
        try:
            source = SourceText.from_bytes(path, read_bytes(str(root / file_path(path)), MAX_ARTICLE_BYTES))
        except InputError:
            continue
        if source.sha256 == known.sha256:
            return source.text
    return None


class Texts(Mapping[str, str]):
    """The texts of a store's articles, read when asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __getitem__(self, path: str) -> str:
        text = text_of(self._reader, path)
        if text is None:
            raise KeyError(path)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._reader.articles)

    def __len__(self) -> int:
        return len(self._reader.articles)


def answers(store: Path) -> list[dict[str, Any]]:
    """Every named query with its answer: the first `ANSWER_ROWS` rows, how many there are, or why there is none."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda query: _answer(store, query), list_queries()))


def _answer(store: Path, query: NamedQuery) -> dict[str, Any]:
    row: dict[str, Any] = questions_row(query.name)
    try:
        result = run_query(store, query.bind({}), name=query.name, timeout_s=ANSWER_S)
    except QueryError as error:
        return {**row, "note": str(error)}
    shown = [
        [t[v]["value"] if v in t else None for v in result.variables] for t in result.terms[:ANSWER_ROWS]
    ]
    return {**row, "vars": list(result.variables), "total": len(result.terms), "rows": shown}


def beside(reader: Reader) -> Options:
    """What a store has beside its quads: its rows, and for the page texts, read when asked for, and answers."""
    return Options(rows=reader.rows, texts=Texts(reader), answers=lambda: answers(reader.path))


def questions_row(name: str) -> dict[str, Any]:
    """A named query as the page shows it: question, parameters, columns, SPARQL text."""
    query = next(q for q in list_queries() if q.name == name)
    return {
        "name": query.name,
        "question": query.question,
        "parameters": query.parameters,
        "columns": query.columns,
        "text": "\n".join(line for line in query.text.splitlines() if not line.startswith("# ")).strip(),
    }


def packed_columns(store: str) -> tuple[str, bytes]:
    """The generation and its columns as gzipped JSON. Runs in a process of its own beside a server."""
    with Reader(store) as reader:
        lines = list(reader.quads())
        data = columns.dataset(
            lines, columns.details(lines, {}), [questions_row(q.name) for q in list_queries()]
        )
        generation = reader.name
    text = json.dumps({**data, "generation": generation}, ensure_ascii=False, separators=(",", ":"))
    return generation, gzip.compress(text.encode("utf-8", "replace"), 5, mtime=0)
