"""HTML → tags and stretches of text, each with its place in the file, as the HTML standard cuts them.

No library does that: the parsers of browsers and of lxml tell lines at best, and a claim is found again by its characters.
Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from collections.abc import Iterable, Iterator, Mapping
from html import unescape

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


Token = tuple[str, int, int, str, tuple[int, int], bool]
"""A tag, a stretch of text or a comment at `[start, end)` of the file: a page has too many for tuples with names.

First its kind, which is `open`, `close`, `text` or `comment`; behind its place the lower-case name of a tag, where its attributes
stand, and whether the tag closes the element that it opens.
"""
_NOWHERE = (0, 0)
_MANY_CHARS = 4096
"""The attributes of a longer tag are read one by one, so that no more are held than are kept."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a page, in order, which cover all of it.

    >>> [(kind, name) for kind, _, _, name, _, _ in tokens("<p>a<br/>b<!-- c --></p>")]
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
            yield "text", start, found, "", _NOWHERE, False
        start = at = match.end()
        if tag is None:
            yield "comment", found, start, "", _NOWHERE, False
            continue
        closes, name, rest = tag.groups()
        name = name.lower()
        if closes:
            yield "close", found, start, name, _NOWHERE, False
            continue
        is_single = rest.endswith("/")
        yield "open", found, start, name, tag.span(3), is_single
        if name in _RAW and not is_single:
            end = _end_of_raw(text, name, start)
            if end > start:
                yield "text", start, end, "", _NOWHERE, False
            start = at = end
    if start < size:
        yield "text", start, size, "", _NOWHERE, False


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
    written: Iterable[tuple[str, ...]] = (
        _ATTRIBUTE.findall(text, start, end)
        if end - start <= _MANY_CHARS
        else (match.groups("") for match in _ATTRIBUTE.finditer(text, start, end))
    )
    for name, double, single, bare in written:
        name = name.lower()
        if name not in found:
            value = double or single or bare
            found[name] = unescaped(value) if "&" in value else value
        if len(found) >= MAX_ATTRIBUTES:
            break
    return found


def unescaped(text: str) -> str:
    """`text` with its references to characters read."""
    return ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text
