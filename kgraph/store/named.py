"""The named queries: one question a file, in SPARQL, in SQL or in both, with parameters that are bound, never pasted."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Literal

from kgraph.errors import InputError, UsageError
from kgraph.identifiers import escape_iri
from kgraph.rdf.terms import held, iri, literal

Language = Literal["sparql", "sql"]
SUFFIXES: dict[str, Language] = {".rq": "sparql", ".sparql": "sparql", ".sql": "sql"}
"""Suffix of a file → the language of the query in it."""

_FILES: dict[Language, str] = {"sparql": ".rq", "sql": ".sql"}
_COMMENTS: dict[Language, str] = {"sparql": "#", "sql": "--"}
_PARAMETER = re.compile(r"(?:#|--)\s*param\s+(\w+):\s*(.*)")
_COLUMN = re.compile(r"(?:#|--)\s*column\s+(\w+)(?: \((\w+)\))?:\s*(.*)")
_FETCHES = re.compile(r"(?:#|--)\s*from fetches$")
_DEFAULT = re.compile(r"\(default: ([+-]?\d+(?:\.\d+)?)\)\s*$")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ABSOLUTE = re.compile(r"(?:https?|urn|ftp):[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query with the question it answers, its parameters and its columns.

    In SPARQL a parameter `NAME` stands in the text as `VALUES ?NAME { UNDEF }`, in SQL as `$NAME`; where no value is given,
    the number its description ends in, as `(default: 50)`, or it stays unbound (in SQL `NULL`), which means all.
    `types` are those of the columns of SQL that are more than their text: `IRI`, or a datatype of XML Schema.
    """

    name: str
    question: str
    parameters: dict[str, str]
    columns: dict[str, str]
    text: str
    language: Language = "sparql"
    types: dict[str, str] = field(default_factory=dict)
    is_of_fetches: bool = False
    """Whether it has no rows before anything was fetched: its header says `from fetches`."""
    is_ready: bool = False
    """Whether it is one of kgraph's own."""

    def bind(self, values: Mapping[str, str]) -> str:
        """The text of a query in SPARQL with `values` in the place of the parameters.

        Errors: `UsageError` for a parameter that the query has not.
        """
        text = self.text
        for parameter, given in self._given(values).items():
            if given is not None:
                text = text.replace(
                    f"VALUES ?{parameter} {{ UNDEF }}", f"VALUES ?{parameter} {{ {term(given)} }}"
                )
        return text

    def arguments(self, values: Mapping[str, str]) -> dict[str, str | None]:
        """What the parameters of a query in SQL are given, as the tables hold it: IRIs escaped, None for all.

        Errors: `UsageError` for a parameter that the query has not.
        """
        return {
            name: given if given is None else escape_iri(given) if _ABSOLUTE.fullmatch(given) else held(given)
            for name, given in self._given(values).items()
        }

    def _given(self, values: Mapping[str, str]) -> dict[str, str | None]:
        unknown = sorted(set(values) - set(self.parameters))
        if unknown:
            known = ", ".join(self.parameters) or "none"
            raise UsageError(f"{self.name}: no parameter {unknown[0]!r} (it has: {known}).")
        defaults = {name: _DEFAULT.search(says) for name, says in self.parameters.items()}
        return {name: values.get(name, found[1] if found else None) for name, found in defaults.items()}


def term(value: str) -> str:
    """`value` as a SPARQL term: an IRI if it is an absolute one, a number, else a literal.

    >>> term("https://x.org/a"), term("3"), term('say "hi"')
    ('<https://x.org/a>', '3', '"say \\\\"hi\\\\""')
    """
    if _ABSOLUTE.fullmatch(value):
        return iri(value)
    return value if _NUMBER.fullmatch(value) else literal(value)


def folder() -> Path:
    """Where the named queries are: inside the installed package, or beside it in a checkout."""
    inside = Path(str(files("kgraph"))) / "queries"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "queries"


def list_queries(language: Language = "sparql") -> tuple[NamedQuery, ...]:
    """All named queries in a language, by name."""
    return tuple(
        parse_query(path.stem, path.read_text(encoding="utf-8"), language)
        for path in sorted(folder().glob(f"*{_FILES[language]}"), key=lambda p: p.stem)
    )


def languages(name: str) -> tuple[Language, ...]:
    """The languages that a named query is in; none where there is no such query."""
    return tuple(language for language, suffix in _FILES.items() if (folder() / f"{name}{suffix}").is_file())


def language_of(name: str) -> Language:
    """What a query is asked in that nobody said it of: as its file says, SQL where it is in SQL, else SPARQL.

    >>> language_of("sites-by-claims"), language_of("mine.rq"), language_of("mine.sql"), language_of("-")
    ('sql', 'sparql', 'sql', 'sparql')
    """
    return SUFFIXES.get(Path(name).suffix) or ("sql" if "sql" in languages(name) else "sparql")


def load_query(name: str, language: Language | None = None) -> NamedQuery:
    """The query of that name, or in that file, whose suffix says its language where `language` does not; else it is SPARQL.

    Errors: `UsageError` for an unknown name, with the nearest ones; `InputError` for an unreadable file.
    """
    path = Path(name)
    if path.suffix in SUFFIXES or "/" in name:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no UTF-8 text"
            raise InputError(
                f"{name}: cannot be read ({reason}). Name a query of kgraph query --list, or a file."
            ) from error
        return parse_query(name, text, language or SUFFIXES.get(path.suffix, "sparql"))
    language = language or "sparql"
    known = {path.stem: path for path in folder().glob(f"*{_FILES[language]}")}
    if name not in known:
        if any(sign in name for sign in "{}\n "):
            in_sparql = any(sign in name for sign in "{}")
            raise UsageError(
                f"a query in {'SPARQL' if in_sparql else 'SQL'} is read from a file, or from standard input: echo '…' | kgraph query {'' if in_sparql else '--sql '}-"
            )
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "See kgraph query --list."
        raise UsageError(f"{name}: no such query. {hint}")
    return replace(parse_query(name, known[name].read_text(encoding="utf-8"), language), is_ready=True)


def parse_query(name: str, text: str, language: Language = "sparql") -> NamedQuery:
    """A query out of its text; the header's first comment line is the question."""
    lines = [line for line in text.splitlines() if line.startswith(_COMMENTS[language])]
    fetches = [line for line in lines if _FETCHES.match(line)]
    notes = [
        line
        for line in lines
        if line not in fetches and not _PARAMETER.match(line) and not _COLUMN.match(line)
    ]
    columns = [m for line in lines if (m := _COLUMN.match(line))]
    return NamedQuery(
        name=name,
        question=notes[0].lstrip("#- ").strip() if notes else "",
        parameters={m[1]: m[2] for line in lines if (m := _PARAMETER.match(line))},
        columns={m[1]: m[3] for m in columns},
        text=text,
        language=language,
        types={m[1]: m[2] for m in columns if m[2]},
        is_of_fetches=bool(fetches),
    )
