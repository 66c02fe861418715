"""Tokens of AI systems: what a vendor's page shows as a citation, and what its copies leave of it."""

from collections.abc import Iterator

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.markers.convention import token_of
from kgraph.extract.markers.numbers import NUMBERS, expand, numeric_reason
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.model import Inline

PRIVATE_USE = re.compile(r"\ue200([^\ue200\ue201]{0,2000})\ue201")
"""The marker of one vendor, between characters of the private use area."""
CONTENT_REFERENCE = re.compile(r":contentReference\[[^\[\]]{0,60}\](?:\{[^{}]{0,60}\}|index=\d{1,4}\}?)?")
LENTICULAR = re.compile(r"【([^【】\n]{1,300})】")
TORTOISE_SHELL = re.compile(r"〔([^〔〕\n]{1,40})〕")
FULL_WIDTH = re.compile(r"［([^［］\n]{1,80})］")
_NUMBER_FIRST = re.compile(r"^\d{1,4}(?!\d)")
_OPAQUE_ID = re.compile(r"turn\d+\w+|[\w-]*\d[\w-]*")
_SPANS = frozenset({"start_span", "end_span"})
"""Where links of one vendor go that stand at either end of what it cites."""


def private_use(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """U+E200 `cite` U+E202 `turn0search1` U+E201."""
    ids = [part for part in match[1].split("\ue202")[1:] if _OPAQUE_ID.fullmatch(part)]
    return token_of(match, "opaque", ids, opaque=True)


def content_reference(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`:contentReference[oaicite:3]{index=3}`."""
    return token_of(match, "opaque", re.findall(r"\d+", match[0])[:1], opaque=True)


def known_by_syntax(marks: Marks, declared: Declared) -> Iterator[Token]:
    """Elements of a vendor that a reader found: what they cite is told nowhere. Not a picture set so."""
    for marker in marks.known:
        if marker.kind == "vendor":
            reason = None if marker.cites else "generator-tag"
            yield Token(
                -1, marker.start, marker.end, marker.labels, "opaque", reason=reason, opaque=marker.cites
            )


def wide_bracket(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`【1】` and its like are brackets; `【4†source】`, `【F:notes/tides.md†L3-L9】` are opaque. Not `【注意】`."""
    content = match[1].strip()
    if NUMBERS.fullmatch(content):
        labels = expand(content)
        start, end = match.span()
        reason = block.shown_as(start, end)
        if reason is None and known.labels.isdisjoint(labels):
            reason = numeric_reason(block.text, start, end, labels)
        return token_of(match, "bracket", labels, reason=reason)
    if "†" in content or content.startswith(("oaicite", "F:")):
        return token_of(match, "opaque", _NUMBER_FIRST.findall(content), opaque=True)
    return None


def chip(block: Marks, link: Inline, known: Declared) -> Token | None:
    """`[oai_citation:3‡site](https://…)`: a link that a vendor's copy labels so cites the page it goes to."""
    text = block.text[link.start : link.end].strip().strip("^")
    if not text.startswith("oai_citation"):
        return None
    url = identifiers.canonical_url(link.target)
    label = known.urls.get(url or "", link.target)
    return Token(-1, link.start, link.end, (label,), "link", target=link.target)


def span_tag(block: Marks, link: Inline, known: Declared) -> Token | None:
    """`[span_1](start_span)`: it only says where what is cited begins or ends."""
    if link.target not in _SPANS:
        return None
    return Token(-1, link.start, link.end, (), "opaque", reason="generator-tag")
