"""What the explorer shows of a generation, worked out from its tables by questions in SQL, once, and kept beside it.

`overview` is small, and what is looked at first; `columns` are all claims, sources and citations; `answers` those of the ready
questions. Each is JSON, gzipped.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kgraph.errors import QueryError
from kgraph.store import (
    Kept,
    Limits,
    NamedQuery,
    Reader,
    Result,
    Tables,
    list_queries,
    load_query,
    parse_query,
)
from kgraph.tables import views_text

PARTS: Mapping[str, Mapping[str, str]] = {
    "overview": {
        "numbers": "counting claims and sources",
        "coverage": "looking at what backs each claim",
        "sites": "looking for the sites most leaned on",
        "publishers": "looking for the publishers most leaned on",
        "sources": "looking for the sources most leaned on",
        "problems": "counting problems",
    },
    "columns": {
        "numbers": "counting claims and sources",
        "articles": "listing articles",
        "claims": "listing claims",
        "sections": "listing sections",
        "sites": "listing sites",
        "publishers": "listing publishers",
        "sources": "listing sources",
        "citations": "listing what backs what",
        "problems": "listing problems",
    },
}
"""Part → its members, each a question `PART/MEMBER.sql`, and what is done while it is asked. Its answer is one cell of JSON, or
several columns: each is one list of the member, and each row has a piece of every list.

The numbers are those of the ready question `overview`, by their words.
"""
ANSWER_ROWS, ALL_ROWS, ALL_CHARACTERS = 400, 4_000, 400_000
"""Of an answer that is kept so many rows are, and how many there are; all of them, where they are no more than that."""
_LEVEL = 4
_NO_END_S = 7 * 24 * 3600.0
"""No question is cut short because the machine has other work: the same store gives the same bytes."""

Progress = Callable[[int, int, str], None]
"""Is told before each step: how many are done, of how many, and what is done now."""


class Explorer:
    """The parts of a generation that is open. A context manager: leaving it ends the process that was asked.

    `failed` has a sentence for each ready question that was not answered.
    """

    def __init__(self, reader: Reader, *, at: Progress = lambda done, of, words: None) -> None:
        self._reader = reader
        self._tables = Tables(reader.tables(), limits=Limits(timeout_s=_NO_END_S))
        self._at = at
        self._done, self._of = 0, sum(map(len, PARTS.values()))
        self.failed: list[str] = []

    def __enter__(self) -> "Explorer":
        return self

    def __exit__(self, *_: object) -> None:
        self._tables.close()

    def part(self, name: str) -> bytes:
        """A part, gzipped. Errors: those of `Tables.ask`."""
        place = Kept(self._reader.path, self._reader.key, made_by())
        data = place.get(name)
        if data is None:
            self._tables.open()  # with all views, before the first question
            text = self._answers() if name == "answers" else self._columns(name)
            data = gzip.compress(text.encode("utf-8", "replace"), _LEVEL, mtime=0)
            if not self.failed:
                place.put(name, data)
        return data

    def _columns(self, part: str) -> str:
        members = [f'"generation":{json.dumps(self._reader.name)}']
        for member, words in PARTS[part].items():
            self._at(self._done, self._of, words)
            members.append(f'"{member}":{_json(self._tables.ask(_question(part, member)))}')
            self._done += 1
        return f"{{{','.join(members)}}}"

    def _answers(self) -> str:
        return json.dumps([self._answer(q) for q in list_queries("sql")], ensure_ascii=False, separators=(",", ":"))  # fmt: skip

    def _answer(self, query: NamedQuery) -> dict[str, Any]:
        """A ready question with the first rows of its answer, and how many there are, or why there is none."""
        row = questions_row(query.name)
        try:
            result = self._tables.ask(query, most=ALL_ROWS)
        except QueryError as error:
            self.failed.append(str(error))
            return {**row, "note": str(error)}
        rows = [[term[v]["value"] if v in term else None for v in result.variables] for term in result.terms]
        if result.total != len(rows) or sum(len(cell or "") for r in rows for cell in r) > ALL_CHARACTERS:
            rows = rows[:ANSWER_ROWS]
        return {**row, "vars": list(result.variables), "total": result.total, "rows": rows}


def kept(store: Path, digest: str, part: str) -> bytes | None:
    """A part of the generation with that digest, where it was worked out before."""
    return Kept(store, digest, made_by()).get(part)


def questions_row(name: str) -> dict[str, Any]:
    """A named query as the page shows it: question, parameters, columns, SPARQL text."""
    query = next(q for q in list_queries() if q.name == name)
    return {
        "name": query.name,
        "question": query.question,
        "parameters": query.parameters,
        "columns": query.columns,
        "fetched": query.is_of_fetches,
        "text": "\n".join(line for line in query.text.splitlines() if not line.startswith("# ")).strip(),
    }


@cache
def made_by() -> str:
    """A digest of the questions, and of what puts their answers together."""
    texts = [_text(part, member) for part, members in PARTS.items() for member in members]
    texts += [query.text for query in (*list_queries("sql"), *list_queries())]
    texts += [views_text(), Path(__file__).read_text(encoding="utf-8")]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _json(answer: Result) -> str:
    """The answer to the question of a member, as JSON."""
    if len(answer.variables) == 1:
        [[cell]] = answer.rows
        return str(cell)
    pieces = zip(*answer.rows, strict=True) if answer.rows else ((),) * len(answer.variables)
    lists = (
        f'"{name}":[{",".join(str(piece)[1:-1] for piece in column)}]'
        for name, column in zip(answer.variables, pieces, strict=True)
    )
    return f"{{{','.join(lists)}}}"


def _question(part: str, member: str) -> NamedQuery:
    return parse_query(f"{part} ({member})", _text(part, member), "sql")


def _text(part: str, member: str) -> str:
    if member == "numbers":
        return f"SELECT json_group_object(what, count) FROM (\n{load_query('overview', 'sql').text}\n)"
    return (Path(__file__).parent / part / f"{member}.sql").read_text(encoding="utf-8")
