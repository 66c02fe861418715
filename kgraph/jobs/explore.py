"""What the explorer shows of a store: its columns, the texts behind them, the ready questions answered."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kgraph.beside import Folder
from kgraph.errors import InputError, QueryError
from kgraph.export import Options
from kgraph.export.dataset import dataset
from kgraph.export.details import details
from kgraph.infile import read_bytes
from kgraph.jobs.pages import page_at
from kgraph.jobs.paths import file_path
from kgraph.jobs.unchanged import page_file
from kgraph.read import max_bytes, text_read
from kgraph.store import Limits, NamedQuery, Reader, Tables, list_queries

ANSWER_ROWS = 400
ANSWER_S = 20.0


def text_of(reader: Reader, path: str) -> str | None:
    """The text of an article as it was when it was built; None where the file is gone or has changed since.

    It is looked for from the current folder, then from the folder the store lies in.
    """
    known = reader.file(path)
    if known is None:
        return None
    page = page_file(known.beside)
    read_as, sent = _reading(known.settings)
    if sent and path.lower().endswith(".pdf"):
        return None  # its text is what a server made of it, which nobody kept
    for root in (Path(), reader.path.resolve().parent):
        file = str(root / file_path(page or path))
        row = page_at(file) if page else None
        try:
            data = read_bytes(file, max_bytes(path, read_as))
            source = text_read(
                path, data, beside=Folder(file), format=read_as, origin=row.origin if row else None
            )
        except InputError:
            continue
        if source.sha256 == known.sha256:
            return source.text
    return None


def _reading(settings: str) -> tuple[str, bool]:
    """As what an article was read, "" where its name says it, and whether PDFs were sent to a server.

    >>> _reading("0f https://w3id.org/kgraph/ html grobid"), _reading("0f https://w3id.org/kgraph/")
    (('html', True), ('', False))
    """
    words = settings.split(" ")[2:]
    return next((word for word in words if word != "grobid"), ""), "grobid" in words


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


def answers(reader: Reader) -> list[dict[str, Any]]:
    """Every named query with its answer: the first `ANSWER_ROWS` rows, how many there are, or why there is none."""
    with Tables(reader.tables(), limits=Limits(timeout_s=ANSWER_S)) as tables:
        return [_answer(tables, query) for query in list_queries("sql")]


def _answer(tables: Tables, query: NamedQuery) -> dict[str, Any]:
    row: dict[str, Any] = questions_row(query.name)
    try:
        result = tables.ask(query)
    except QueryError as error:
        return {**row, "note": str(error)}
    shown = [
        [t[v]["value"] if v in t else None for v in result.variables] for t in result.terms[:ANSWER_ROWS]
    ]
    return {**row, "vars": list(result.variables), "total": len(result.terms), "rows": shown}


def beside(reader: Reader) -> Options:
    """What a store has beside its quads: its rows, and for the page texts, read when asked for, and answers."""
    return Options(rows=reader.rows, texts=Texts(reader), answers=lambda: answers(reader))


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
        rows = reader.rows
        data = dataset(
            rows, details(rows, {}, with_blocks=False), [questions_row(q.name) for q in list_queries()]
        )
        generation = reader.name
    text = json.dumps({**data, "generation": generation}, ensure_ascii=False, separators=(",", ":"))
    return generation, gzip.compress(text.encode("utf-8", "replace"), 5, mtime=0)
