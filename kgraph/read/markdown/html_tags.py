"""Raw HTML inside Markdown: what a tag means for the text around it."""

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|pre|textarea|svg)\b.*?(?:</\1\s*>|\Z)|</?([a-zA-Z][\w-]*+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HUGE_REFERENCE = re.compile(r"&#[0-9]{1000,};?")
"""A reference to no character, with more digits than Python makes a number of."""
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_HIDDEN_ATTRIBUTE = re.compile(r"(?:^|\s)hidden(?:\s|=|/|$)", re.IGNORECASE)

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
        """Whether a browser shows nothing of the element, script or no script."""
        return bool(_HIDDEN.search(self.attributes.get("style", ""))) or "hidden" in self.attributes

    @property
    def is_entry(self) -> bool:
        """Whether the element is one entry of a bibliography, as pandoc and other users of CSL write them."""
        return "csl-entry" in self.attributes.get("class", "") or (
            self.name == "div"
            and self.attributes.get("id", "").startswith("ref-")
            and not self.attributes.get("class")
        )


@lru_cache(maxsize=1024)
def parse_tag(raw: str) -> Tag | None:
    """The tag in `raw`; None for a comment, a declaration or text.

    >>> parse_tag('<a id="ref-1">').attributes
    {'id': 'ref-1'}
    """
    match = TAG.match(raw)
    if match is None or match[2] is None:
        return None
    name = match[2].lower()
    text = match[3]
    attributes = {a[1].lower(): _unescaped(a[2] or a[3] or a[4] or "") for a in _ATTRIBUTE.finditer(text)}
    if "hidden" not in attributes and _HIDDEN_ATTRIBUTE.search(text):
        attributes["hidden"] = ""
    closing = raw.startswith("</")
    single = text.rstrip().endswith("/") or name in VOID
    return Tag(name, attributes, opens=not closing, closes=closing or single)


def _unescaped(value: str) -> str:
    return unescape(_HUGE_REFERENCE.sub("\ufffd", value)) if "&" in value else value


class Chunk(NamedTuple):
    """Text of an HTML block between two block-level tags: offsets into the block, its kind, its number in a list, its id, whether it is an entry."""

    start: int
    end: int
    kind: str
    ordinal: int | None = None
    anchor: str | None = None
    entry: bool = False


def split_block(raw: str) -> tuple[list[Chunk], list[tuple[int, int, str]]]:
    """The text chunks of an HTML block, and what was dropped: (start, end, reason).

    Inline tags stay inside their chunk; block-level ones end it. Content that is not for reading
    (comments, scripts, styles, preformatted text, hidden elements) is dropped with its reason.
    """
    chunks: list[Chunk] = []
    dropped: list[tuple[int, int, str]] = []
    kind, start, hidden = "paragraph", 0, 0
    hidden_start = 0
    counts: list[int | None] = []
    ordinal: int | None = None
    anchor: str | None = None
    entry = False
    for match in TAG.finditer(raw):
        if match[2] is None:
            reason = (
                "comment"
                if match[0].startswith("<!--")
                else "code"
                if (match[1] or "").lower() == "pre"
                else "html"
            )
            dropped.append((match.start(), match.end(), reason))
            chunks.append(Chunk(start, match.start(), kind, ordinal, anchor, entry))
            start = match.end()
            continue
        tag = parse_tag(match[0])
        if tag is None:
            continue
        if hidden:
            hidden += tag.opens - tag.closes
            if not hidden:
                dropped.append((hidden_start, match.end(), "hidden"))
                start = match.end()
        elif tag.hidden and not tag.closes:
            chunks.append(Chunk(start, match.start(), kind, ordinal, anchor, entry))
            hidden, hidden_start = 1, match.start()
        elif tag.name in BREAKS:
            chunks.append(Chunk(start, match.start(), kind, ordinal, anchor, entry))
            inner = (
                tag.name == "p" and tag.opens and kind == "item" and not raw[start : match.start()].strip()
            )
            start = match.end()
            if inner:
                continue  # `<li id="fn1"><p>`: one item
            kind = BREAKS[tag.name] if tag.opens and not tag.closes else "paragraph"
            ordinal = _count(tag, counts)
            anchor, entry = tag.attributes.get("id"), tag.opens and tag.is_entry
        elif tag.name == "img":
            dropped.append((match.start(), match.end(), "image"))
    if hidden:
        dropped.append((hidden_start, len(raw), "hidden"))
    else:
        chunks.append(Chunk(start, len(raw), kind, ordinal, anchor, entry))
    return [c for c in chunks if raw[c.start : c.end].strip()], dropped


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


def _count(tag: Tag, counts: list[int | None]) -> int | None:
    """The number of the item that `tag` begins; `counts` has the last number of each open list, None where it has none."""
    if tag.name in ("ol", "ul"):
        if tag.opens and not tag.closes:
            first = tag.attributes.get("start", "1")
            counts.append(int(first) - 1 if tag.name == "ol" and re.fullmatch(r"\d{1,6}", first) else None)
        elif counts:
            counts.pop()
    elif tag.name == "li" and tag.opens and counts:
        last = counts[-1]
        if last is not None:
            counts[-1] = last + 1
        return counts[-1]
    return None
