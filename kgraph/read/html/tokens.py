"""HTML → tags and stretches of text, each with its place in the file, as the HTML standard cuts them.

No library does that: the parsers of browsers and of lxml tell lines at best, and a claim is found again by its characters.
Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from kgraph import late_re as re

_TAG = re.compile(
    r"<(/?)([A-Za-z][^\s/>]*+)"
    r"((?:[^=>]++|=[ \t\r\n\f]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)"
)
"""A tag with its attributes; quotation marks count behind `=` alone."""
_OTHER = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*+(?:>|\Z)|</[^A-Za-z][^>]*+(?:>|\Z)",
    re.DOTALL,
)
"""A comment, CDATA, a declaration, an instruction, and what the standard calls a bogus comment."""
_ATTRIBUTE = re.compile(
    r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"?+|'([^']*+)'?+|([^\s>\"'][^\s>]*+)))?+"
)
_RAW = frozenset(
    ["script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title", "plaintext"]
)
"""Elements that hold no tags."""
_NUMBER = r"#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?"
ENTITY = re.compile(rf"&(?:{_NUMBER}|[A-Za-z][A-Za-z0-9]{{1,31}};?)")
"""A reference to a character; one with more digits than any has is text."""
MAX_ATTRIBUTES = 200
"""So many attributes of an element are read."""


class Token(NamedTuple):
    """A tag, a stretch of text or a comment at `[start, end)` of the file.

    `kind` is `open`, `close`, `text` or `comment`; `name` is the lower-case name of a tag, `attributes` where those stand.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[int, int] = (0, 0)
    is_single: bool = False
    """Whether the tag closes the element that it opens."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a page, in order, which cover all of it.

    >>> [(t.kind, t.name) for t in tokens("<p>a<br/>b<!-- c --></p>")]
    [('open', 'p'), ('text', ''), ('open', 'br'), ('text', ''), ('comment', ''), ('close', 'p')]
    """
    at, size = 0, len(text)
    start = 0
    while start < size:
        found = text.find("<", at)
        if found < 0:
            break
        tag = _TAG.match(text, found)
        match = tag or _OTHER.match(text, found)
        if match is None:
            at = found + 1  # `a < b`
            continue
        if found > start:
            yield Token("text", start, found)
        start = at = match.end()
        if tag is None:
            yield Token("comment", found, start)
            continue
        closes, name, rest = match.groups()
        name = name.lower()
        if closes:
            yield Token("close", found, start, name)
            continue
        is_single = rest.endswith("/")
        yield Token("open", found, start, name, match.span(3), is_single)
        if name in _RAW and not is_single:
            end = _end_of_raw(text, name, start)
            if end > start:
                yield Token("text", start, end)
            start = at = end
    if start < size:
        yield Token("text", start, size)


def _end_of_raw(text: str, name: str, start: int) -> int:
    """Where the closing tag of an element without tags begins; the end of the page where it has none."""
    if name == "plaintext":
        return len(text)
    closing = re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE).search(text, start)
    return closing.start() if closing else len(text)


def attributes_of(text: str, start: int, end: int) -> Mapping[str, str]:
    """The attributes that stand at `[start, end)` of a page, names in lower case; of two of a name the first.

    >>> dict(attributes_of('<a href="?a=1&amp;b=2" hidden>', 2, 29))
    {'href': '?a=1&b=2', 'hidden': ''}
    """
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text, start, end):
        name, *values = match.groups("")
        name = name.lower()
        if name not in found:
            value = values[0] or values[1] or values[2]
            found[name] = unescaped(value) if "&" in value else value
        if len(found) >= MAX_ATTRIBUTES:
            break
    return found


def unescaped(text: str) -> str:
    """`text` with its references to characters read."""
    return ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text
