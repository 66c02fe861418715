"""Terms as canonical N-Quads text: the only place that escapes.

Text that XML 1.0 forbids (control characters, lone surrogates, U+FFFE, U+FFFF) becomes U+FFFD here, at the
gate into the graph, so that every export is a file other parsers take.
"""

from functools import lru_cache

from kgraph import late_re as re
from kgraph.identifiers import escape_iri

_ESCAPED = re.compile(r"[\"\\\n\r\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NEVER_HELD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = "\ufffd"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x7f": "\\u007F"}

XSD = "http://www.w3.org/2001/XMLSchema#"
_UNESCAPE = re.compile(r"\\(?:([tbnrf\"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def literal(text: str) -> str:
    """`text` as a plain literal.

    >>> literal('say "hi"')
    '"say \\\\"hi\\\\""'
    """
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """`text` as it stands between the quotes of a literal."""
    # Most texts hold nothing to escape, which is sooner seen so than by a search.
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _ESCAPED.sub(_escape, text)


def held(text: str) -> str:
    """`text` as a literal holds it.

    >>> held("a bell " + chr(7)) == "a bell " + chr(0xFFFD)
    True
    """
    return text if text.isprintable() else _NEVER_HELD.sub(_FORBIDDEN, text)


def integer(number: int) -> str:
    """`number` as an xsd:integer."""
    return f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def char_range(span: tuple[int, int]) -> str:
    """A span of code points as a text fragment identifier.

    Source: RFC 5147 (2008), 2.1.1: positions between characters, from 0.

    >>> char_range((12, 56))
    'char=12,56'
    """
    return f"char={span[0]},{span[1]}"


def typed(text: str, datatype: str) -> str:
    """`text` as a literal of an XML Schema datatype, named without its namespace."""
    return f"{literal(text)}^^<{XSD}{datatype}>"


@lru_cache(maxsize=4096)  # claims name the same sources again and again
def iri(text: str) -> str:
    """`text`, an absolute IRI, in angle brackets; characters a strict parser refuses percent-encoded.

    >>> iri("https://x.org/a b")
    '<https://x.org/a%20b>'
    """
    return f"<{escape_iri(text)}>"


def unescape(text: str) -> str:
    """The text of a literal's escaped form.

    >>> unescape('a\\\\nb')
    'a\\nb'
    """
    return _UNESCAPE.sub(_unescape, text) if "\\" in text else text


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], _FORBIDDEN)


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return _PLAIN[match[1]]
    return chr(int(match[2] or match[3], 16))
