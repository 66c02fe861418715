"""Results as text: the W3C's CSV, TSV, JSON and XML formats for SPARQL 1.1, and Markdown."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from kgraph.errors import UsageError
from kgraph.rdf.terms import literal
from kgraph.store._cells import Cells
from kgraph.store.query import Result

FORMATS = ("csv", "tsv", "json", "xml", "md")
_ROWS_A_TIME = 100
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_XSD_STRING = _XSD + "string"
_XML_HEAD = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
Terms = Mapping[str, dict[str, str]]
"""A row in SPARQL-JSON's form: variable to term."""
_BARE = {
    "integer": re.compile(r"[0-9]+"),
    "decimal": re.compile(r"[0-9]*\.[0-9]+"),
    "double": re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    "boolean": re.compile(r"true|false"),
}
"""What Turtle writes without quotes, as TSV does too (SPARQL 1.1 Query Results CSV and TSV Formats, 4). Not numbers
with a sign, which rdflib cannot read there."""


def render(result: Result, format: str) -> bytes:
    """The result in one of `FORMATS`; a graph is N-Triples in all of them, a truth value a word in CSV, TSV and Markdown.

    Errors: `UsageError` for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown result format {format!r} (expected one of {' '.join(FORMATS)})")
    if result.lines is not None:
        return "".join(line + "\n" for line in result.lines).encode()
    if result.boolean is not None:
        return _truth(result.boolean, format)
    return b"".join(rendered(result.variables, result.terms, format))


def rendered(variables: Sequence[str], terms: Iterable[Terms], format: str) -> Iterator[bytes]:
    """Solutions in one of `FORMATS`, some rows at a time."""
    for text in _WRITERS[format](variables, terms):
        yield text.encode()


def _truth(boolean: bool, format: str) -> bytes:
    word = "true" if boolean else "false"
    if format == "json":
        return json.dumps({"head": {}, "boolean": boolean}).encode() + b"\n"
    if format == "xml":
        return f"{_XML_HEAD}<head>\n</head>\n<boolean>{word}</boolean>\n</sparql>\n".encode()
    return word.encode() + b"\n"


def _csv(variables: Sequence[str], terms: Iterable[Terms]) -> Iterator[str]:
    lines: list[str] = []
    # The writer is told of another end of line than we write, or it would leave a carriage return unquoted.
    writer = csv.writer(_Taker(lines.append), lineterminator="\r\n")
    writer.writerow(variables)
    rows = iter(terms.rows() if isinstance(terms, Cells) else ([t[v]["value"] if v in t else "" for v in variables] for t in terms))  # fmt: skip
    while lines:
        yield "".join(line.removesuffix("\r\n") + "\n" for line in lines)
        lines.clear()
        writer.writerows(islice(rows, _ROWS_A_TIME))


class _Taker:
    """A file of which only `write` is asked."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write


def _tsv(variables: Sequence[str], terms: Iterable[Terms]) -> Iterator[str]:
    yield "\t".join("?" + v for v in variables) + "\n"
    for each in terms:
        yield "\t".join(_turtle(each.get(v)) for v in variables) + "\n"


def _turtle(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "uri":
        return f"<{term['value']}>"
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    bare = _BARE.get(term.get("datatype", "").removeprefix(_XSD))
    if bare and bare.fullmatch(term["value"]):
        return term["value"]
    text = literal(term["value"])
    if "xml:lang" in term:
        return f"{text}@{term['xml:lang']}"
    datatype = term.get("datatype", _XSD_STRING)
    return text if datatype == _XSD_STRING else f"{text}^^<{datatype}>"


def _json(variables: Sequence[str], terms: Iterable[Terms]) -> Iterator[str]:
    yield f'{{"head": {json.dumps({"vars": list(variables)}, ensure_ascii=False)}, "results": {{"bindings": ['
    comma = ""
    for each in terms:
        yield comma + json.dumps(each, ensure_ascii=False)
        comma = ", "
    yield "]}}\n"


def _xml(variables: Sequence[str], terms: Iterable[Terms]) -> Iterator[str]:
    yield _XML_HEAD + "<head>\n"
    yield "".join(f"<variable name={quoteattr(v)}/>\n" for v in variables)
    yield "</head>\n<results>\n"
    for each in terms:
        cells = (
            f"<binding name={quoteattr(v)}>{_element(each[v])}</binding>" for v in variables if v in each
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _element(term: dict[str, str]) -> str:
    text = escape(_ILLEGAL.sub("\ufffd", term["value"]))
    if term["type"] in ("uri", "bnode"):
        return f"<{term['type']}>{text}</{term['type']}>"
    attribute = (
        f" xml:lang={quoteattr(term['xml:lang'])}"
        if "xml:lang" in term
        else f" datatype={quoteattr(term['datatype'])}"
        if "datatype" in term
        else ""
    )
    return f"<literal{attribute}>{text}</literal>"


def _markdown(variables: Sequence[str], terms: Iterable[Terms]) -> Iterator[str]:
    yield "| " + " | ".join(variables) + " |\n|" + "---|" * len(variables) + "\n"
    for each in terms:
        cells = [
            re.sub(r"([|\\`*_\[\]<>])", r"\\\1", " ".join(each[v]["value"].split())) if v in each else ""
            for v in variables
        ]
        yield "| " + " | ".join(cells) + " |\n"


_WRITERS = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml, "md": _markdown}
