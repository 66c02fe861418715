"""The named queries: one question a file, with parameters that are bound, never pasted."""

import difflib
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kgraph.errors import InputError, UsageError
from kgraph.rdf.terms import iri, literal

_PARAMETER = re.compile(r"#\s*param\s+(\w+):\s*(.*)")
_COLUMN = re.compile(r"#\s*column\s+(\w+):\s*(.*)")
_DEFAULT = re.compile(r"\(default: ([+-]?\d+(?:\.\d+)?)\)\s*$")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ABSOLUTE = re.compile(r"(?:https?|urn|ftp):[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query with the question it answers, its parameters and its columns.

    A parameter `NAME` stands in the text as `VALUES ?NAME { UNDEF }`; where no value is given, the number
    its description ends in, as `(default: 50)`, or it stays unbound, which means all.
    """

    name: str
    question: str
    parameters: dict[str, str]
    columns: dict[str, str]
    text: str

    def bind(self, values: dict[str, str]) -> str:
        """The query's text with `values` in the place of the parameters.

        Errors: `UsageError` for a parameter that the query has not.
        """
        unknown = sorted(set(values) - set(self.parameters))
        if unknown:
            known = ", ".join(self.parameters) or "none"
            raise UsageError(f"{self.name}: no parameter {unknown[0]!r} (it has: {known}).")
        text = self.text
        for parameter, description in self.parameters.items():
            default = _DEFAULT.search(description)
            given = values.get(parameter, default[1] if default else None)
            if given is not None:
                text = text.replace(
                    f"VALUES ?{parameter} {{ UNDEF }}", f"VALUES ?{parameter} {{ {term(given)} }}"
                )
        return text


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


def list_queries() -> tuple[NamedQuery, ...]:
    """All named queries, by name."""
    return tuple(
        parse_query(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder().glob("*.rq"), key=lambda p: p.stem)
    )


def load_query(name: str) -> NamedQuery:
    """The query of that name, or in that `.rq` file.

    Errors: `UsageError` for an unknown name, with the nearest ones; `InputError` for an unreadable file.
    """
    path = Path(name)
    if path.suffix in (".rq", ".sparql") or "/" in name:
        try:
            return parse_query(name, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no UTF-8 text"
            raise InputError(
                f"{name}: cannot be read ({reason}). Name a query of kgraph query --list, or a file."
            ) from error
    known = {path.stem: path for path in folder().glob("*.rq")}
    if name not in known:
        if any(sign in name for sign in "{}\n"):
            raise UsageError(
                "a query in SPARQL is read from a file, or from standard input: echo '…' | kgraph query -"
            )
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "See kgraph query --list."
        raise UsageError(f"{name}: no such query. {hint}")
    return parse_query(name, known[name].read_text(encoding="utf-8"))


def parse_query(name: str, text: str) -> NamedQuery:
    """A query out of its text; the header's first comment line is the question."""
    lines = [line for line in text.splitlines() if line.startswith("#")]
    notes = [line for line in lines if not _PARAMETER.match(line) and not _COLUMN.match(line)]
    return NamedQuery(
        name=name,
        question=notes[0].lstrip("# ").strip() if notes else "",
        parameters={m[1]: m[2] for line in lines if (m := _PARAMETER.match(line))},
        columns={m[1]: m[2] for line in lines if (m := _COLUMN.match(line))},
        text=text,
    )
