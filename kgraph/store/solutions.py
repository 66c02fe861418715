"""SPARQL-JSON, read a row at a time: an answer may be larger than memory ought to hold."""

import codecs
import json
from collections.abc import Iterator
from typing import Any

from kgraph.rdf import Source

_CHUNK = 64 * 1024
_ROWS = '"bindings":['
_row = json.JSONDecoder().raw_decode


def solutions(answer: Source) -> tuple[tuple[str, ...], Iterator[dict[str, dict[str, str]]]]:
    """The variables and the rows of an answer of the engine, which writes no spaces between them.

    >>> import io
    >>> data = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"urn:x"}}]}}'
    >>> variables, rows = solutions(io.BytesIO(data))
    >>> variables, list(rows)
    (('a',), [{'a': {'type': 'uri', 'value': 'urn:x'}}])
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    text = ""
    while _ROWS not in text:
        text += _more(answer, decoder, len(text))
    head, _, rest = text.partition(_ROWS)
    variables = json.loads(head + _ROWS + "]}}")["head"]["vars"]
    return tuple(variables), _rows(answer, decoder, rest)


def _rows(answer: Source, decoder: Any, text: str) -> Iterator[dict[str, dict[str, str]]]:
    at = 0
    while True:
        at += text[at : at + 1] == ","
        if text[at : at + 1] == "]":
            return
        try:
            row, at = _row(text, at)
        except json.JSONDecodeError:  # the row goes on
            text = text[at:]
            text, at = text + _more(answer, decoder, len(text)), 0
            continue
        yield row


def _more(answer: Source, decoder: Any, held: int) -> str:
    """The text that follows: as much as is held, so that a long row is tried again only a few times."""
    data = answer.read(max(_CHUNK, held))
    if not data:
        raise ValueError("the answer of the engine breaks off")
    return str(decoder.decode(data))
