"""What the syntax of Markdown and of its dialects says of citations: `Document.markers` and `Document.entries`.

The builder notes them as inlines while it builds a block; here they leave it, and what stands in the text as commands
and roles joins them. What they name, and whether they cite, is not known here.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.known import KnownEntry, KnownMarker, Signs
from kgraph.model import Block, Inline
from kgraph.read.markdown import masks
from kgraph.read.markdown.commands import commands
from kgraph.spans import Span

_BACKSLASHES = re.compile(r"\\\\*")
_LOOKALIKE = re.compile(r"<sup>\[?\d{1,4}[^<\n]{0,60}</sup>|<dt?-cite\b[^>]{0,300}>")
RENDER_TAG = re.compile(r"<grok:render\b([^<>]{0,300})>([^<>]{0,200})</grok:render>")
"""A tag of one vendor, which the parser takes for text: it cites what is told nowhere, or sets a picture."""
_KIND_OF_ADMONITION = r"[A-Za-z][\w-]{0,30}(?:\s[a-z][\w-]{0,30}){0,3}"
_TITLE_IN_QUOTES = r"\s{1,3}[\"“”][^\"“”\n]{0,200}[\"“”]"
_ADMONITION = re.compile(
    rf"(?:!!!|\?\?\?\+?)\s{{1,3}}{_KIND_OF_ADMONITION}(?:{_TITLE_IN_QUOTES})?[ \t]{{0,3}}(?=\n|$)"
)
"""What an admonition begins with: its kind, and a title in quotation marks (`!!! note "Rain"`)."""
_LEFTOVER = re.compile(r"\*\*{1,5}|_(?<!\w_)_{1,2}(?=\w)|_(?<=\w_)_{1,2}(?!\w)")
"""Each begins with a character, so that the engine skips to it."""
_CITE_SCHEME = "cite:"
_LINKED_KEY = re.compile(r"[^\s,;&@]+")
_BY_SYNTAX = frozenset({"footnote", "cite", "entry"})


class Known(NamedTuple):
    """Blocks without the inlines that tell markers and entries, and those."""

    blocks: list[Block]
    markers: list[KnownMarker]
    entries: list[KnownEntry]


def take(text: str, blocks: Sequence[Block]) -> Known:
    """What is known of the `blocks` of `text`, by the number each has there."""
    known = Known([], [], [])
    for number, block in enumerate(blocks):
        inlines = block.inlines
        markers: list[KnownMarker] = []
        markers += commands(number, block, text)
        if "</grok:" in block.text:
            markers += (_rendered(number, match) for match in RENDER_TAG.finditer(block.text))
        if block.text[:1] in ("[", "!", "?") and begins_callout(block.kind, block.text):
            begin = block.runs[0][1]
            block = block._replace(
                inlines=_in_order((*inlines, Inline("callout", 0, 0, "", Span(begin, begin))))
            )
            inlines = block.inlines
        if inlines and any(map(_is_known, inlines)):
            markers += (_marker(number, n) for n in inlines if n.kind != "entry" and _is_known(n))
            known.entries.extend(KnownEntry(number) for n in inlines if n.kind == "entry" and not n.start)
            block = block._replace(inlines=tuple(n for n in inlines if not _is_known(n)))
        known.blocks.append(block)
        known.markers.extend(sorted(markers, key=_start))
    return known


def signs(text: str, blocks: Iterable[Block]) -> Signs:
    """Each backslash that escapes the character behind it, and each element that looks like a marker.

    Of two backslashes in a row, one escapes the other.

    >>> signs(r"\\[1\\] \\\\a<sup>1</sup>", []).escapes
    ((0, 1), (3, 4))
    """
    runs = [m.span() for m in _BACKSLASHES.finditer(text)] if "\\" in text else []
    return Signs(
        tuple((end - 1, end) for start, end in runs if (end - start) % 2),
        tuple(Span(*m.span()) for m in _LOOKALIKE.finditer(text)) if "<" in text else (),
        leftover_in(blocks),
    )


def leftover_in(blocks: Iterable[Block]) -> re.Pattern[str] | None:
    """What is left in the `blocks` of emphasis that does not close, if anything is."""
    return _LEFTOVER if any("**" in block.text or "__" in block.text for block in blocks) else None


def _start(marker: KnownMarker) -> int:
    return marker.start


def begins_callout(kind: str, text: str) -> bool:
    """Whether `text`, in a block of `kind`, begins with the title of a callout or an admonition.

    >>> begins_callout("quote", "[!note] Rain"), begins_callout("paragraph", '!!! note "Rain"')
    (True, True)
    """
    if kind == "quote":
        return text.startswith("[!")
    return text[:3] in ("!!!", "???") and _ADMONITION.match(text) is not None


def _in_order(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    return tuple(sorted(inlines, key=lambda n: (n.start, -n.end)))


def _rendered(number: int, match: re.Match[str]) -> KnownMarker:
    if "citation" not in match[1]:
        return KnownMarker(number, *match.span(), "vendor", (), cites=False)
    return KnownMarker(number, *match.span(), "vendor", tuple(re.findall(r"\d{1,4}", match[2])[:1]))


def _is_known(inline: Inline) -> bool:
    return inline.kind in _BY_SYNTAX or is_citing_link(inline)


def is_citing_link(inline: Inline) -> bool:
    """Whether a link goes to keys of a bibliography: `[words](cite:cites lee2010)`."""
    return inline.kind == "link" and inline.target.startswith(_CITE_SCHEME)


def _marker(number: int, inline: Inline) -> KnownMarker:
    if is_citing_link(inline):
        keys = tuple(
            _LINKED_KEY.findall(inline.target.rpartition(masks.NO_SPACE)[2].removeprefix(_CITE_SCHEME))
        )
        return KnownMarker(number, inline.start, inline.end, "cite-link", keys, inline.span)
    if inline.kind == "footnote":
        labels: tuple[str, ...] = (inline.target,)
    else:
        labels = tuple(key for key in re.split(r"[\s,;]+", inline.target) if key)
    return KnownMarker(number, inline.start, inline.end, inline.kind, labels, inline.span)
