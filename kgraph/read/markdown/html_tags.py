"""Raw HTML inside Markdown: what a tag means for the text around it."""

from functools import lru_cache
from html import unescape
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.hidden_by_style import is_hidden_by

_ATTRIBUTES = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+"
_NO_TEXT = r"<!--(?:-?>|.*?(?:--!?>|\Z))|<\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<![a-z][^>]*>"
_WITHOUT_TAGS = "script|style|pre|xmp|listing|textarea|svg|iframe|noscript|noembed|noframes|title"
TAG = re.compile(
    rf"{_NO_TEXT}|<({_WITHOUT_TAGS})(?=[\s/>]){_ATTRIBUTES}(?<!/)>.*?(?:</\1\s*>|\Z)"
    rf"|</?([a-z][\w-]*+){_ATTRIBUTES}>",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an instruction, CDATA, a declaration, an element that holds no tags (its name is group 1), or a tag (2)."""
_ONE_TAG = re.compile(rf"</?([a-z][\w-]*+)({_ATTRIBUTES})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_HUGE_REFERENCE = re.compile(r"&#[0-9]{1000,};?")
"""A reference to no character, with more digits than Python makes a number of."""
_NEVER_SHOWN = frozenset(
    [
        "think",  # what a model thought before it answered
        "thinking",
        "script",
        "style",
        "template",
        "textarea",
        "noscript",
        "iframe",
        "noembed",
        "noframes",
        "title",
        "svg",
        "audio",
        "video",
        "canvas",
    ]
)
"""Elements whose words no page shows; those of `<video>` are for browsers that cannot play it."""

MAX_ANCHORS = 8
"""So many anchors on lines of their own name the block that follows them."""
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)

BREAKS = {
    "p": "paragraph", "div": "paragraph", "section": "paragraph", "article": "paragraph", "details": "paragraph",
    "summary": "paragraph", "center": "paragraph", "dd": "paragraph", "dt": "paragraph", "aside": "paragraph",
    "li": "item", "ul": "paragraph", "ol": "paragraph", "dl": "paragraph",
    "td": "cell", "th": "cell", "tr": "paragraph", "table": "paragraph", "thead": "paragraph",
    "tbody": "paragraph", "figcaption": "caption", "caption": "caption", "figure": "paragraph",
    "blockquote": "quote", "video": "paragraph", "iframe": "paragraph", "header": "paragraph",
    "footer": "paragraph", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading",
    "h5": "heading", "h6": "heading", "hr": "paragraph", "main": "paragraph", "nav": "paragraph",
    "address": "paragraph", "fieldset": "paragraph", "form": "paragraph", "legend": "paragraph", "tfoot": "paragraph",
    "menu": "paragraph", "option": "paragraph", "optgroup": "paragraph", "dialog": "paragraph", "search": "paragraph",
    "body": "paragraph", "html": "paragraph", "head": "paragraph", "dir": "paragraph", "hgroup": "paragraph",
}  # fmt: skip
"""Elements that begin a block of their own, and the kind of that block."""


class Tag(NamedTuple):
    """One tag: lower-case name, attributes, and whether it opens, closes or does both."""

    name: str
    attributes: dict[str, str]
    opens: bool
    closes: bool

    @property
    def hidden(self) -> bool:
        """Whether a browser shows nothing of the element's words."""
        return (
            "hidden" in self.attributes
            or self.name in _NEVER_SHOWN
            or is_hidden_by(self.attributes.get("style", ""))
        )

    @property
    def is_entry(self) -> bool:
        """Whether the element is one entry of a bibliography, as pandoc and other users of CSL write them."""
        return "csl-entry" in self.attributes.get("class", "") or (
            self.name == "div"
            and self.attributes.get("id", "").startswith("ref-")
            and not self.attributes.get("class")
        )


def unescaped(value: str) -> str:
    """`value` with characters for references to them."""
    return unescape(_HUGE_REFERENCE.sub("\ufffd", value)) if "&" in value else value


@lru_cache(maxsize=1024)
def parse_tag(raw: str) -> Tag | None:
    """The tag in `raw`; None for a comment, a declaration or text.

    >>> parse_tag('<a id="ref-1">').attributes
    {'id': 'ref-1'}
    """
    match = _ONE_TAG.match(raw)
    if match is None:
        return None
    name = match[1].lower()
    text = match[2]
    attributes = {a[1].lower(): unescaped(a[2] or a[3] or a[4] or "") for a in _ATTRIBUTE.finditer(text)}
    closing = raw.startswith("</")
    single = text.rstrip().endswith("/") or name in VOID
    return Tag(name, attributes, opens=not closing, closes=closing or single)


def open_tags(raw: str) -> list[Tag]:
    """The opening tags that an HTML block ends with: what their elements hold is the Markdown that follows.

    >>> [tag.attributes["id"] for tag in open_tags('<p>Text</p><div id="refs">\\n<div id="ref-lee">\\n')]
    ['refs', 'ref-lee']
    """
    found: list[Tag] = []
    raw = raw.rstrip()
    while raw.endswith(">") and len(found) < MAX_ANCHORS:
        last = raw.rfind("<")
        tag = parse_tag(raw[last:]) if last >= 0 else None
        if tag is None or not tag.opens or tag.closes:
            break
        found.append(tag)
        raw = raw[:last].rstrip()
    return found[::-1]
