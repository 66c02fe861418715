"""Results as text: the W3C's CSV, TSV, JSON and XML formats for SPARQL 1.1, and Markdown."""

import csv
import io
import json
import re
from xml.sax.saxutils import escape, quoteattr

from kgraph.errors import UsageError
from kgraph.rdf.terms import literal
from kgraph.store.query import Result

FORMATS = ("csv", "tsv", "json", "xml", "md")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_XSD_STRING = _XSD + "string"
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
    if result.boolean is not None and format in ("csv", "tsv", "md"):
        return b"true\n" if result.boolean else b"false\n"
    return {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml, "md": _markdown}[format](result)


class _Lines(io.StringIO):
    """Rows ended by a line feed. The writer is told otherwise, or it would leave a carriage return unquoted."""

    def write(self, row: str) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def _csv(result: Result) -> bytes:
    out = _Lines()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(result.variables)
    for terms in result.terms:
        writer.writerow([terms[v]["value"] if v in terms else "" for v in result.variables])
    return out.getvalue().encode()


def _tsv(result: Result) -> bytes:
    lines = ["\t".join("?" + v for v in result.variables)]
    lines += ["\t".join(_turtle(terms.get(v)) for v in result.variables) for terms in result.terms]
    return "".join(line + "\n" for line in lines).encode()


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


def _json(result: Result) -> bytes:
    if result.boolean is not None:
        return json.dumps({"head": {}, "boolean": result.boolean}).encode() + b"\n"
    data = {"head": {"vars": list(result.variables)}, "results": {"bindings": list(result.terms)}}
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


def _xml(result: Result) -> bytes:
    lines = ['<?xml version="1.0"?>', '<sparql xmlns="http://www.w3.org/2005/sparql-results#">', "<head>"]
    lines += [f"<variable name={quoteattr(v)}/>" for v in result.variables]
    lines.append("</head>")
    if result.boolean is not None:
        lines.append(f"<boolean>{str(result.boolean).lower()}</boolean>")
    else:
        lines.append("<results>")
        for terms in result.terms:
            cells = "".join(
                f"<binding name={quoteattr(v)}>{_element(terms[v])}</binding>"
                for v in result.variables
                if v in terms
            )
            lines.append(f"<result>{cells}</result>")
        lines.append("</results>")
    lines.append("</sparql>")
    return "".join(line + "\n" for line in lines).encode()


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


def _markdown(result: Result) -> bytes:
    lines = ["| " + " | ".join(result.variables) + " |", "|" + "---|" * len(result.variables)]
    for terms in result.terms:
        cells = [
            re.sub(r"([|\\`*_\[\]<>])", r"\\\1", " ".join(terms[v]["value"].split())) if v in terms else ""
            for v in result.variables
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "".join(line + "\n" for line in lines).encode()
