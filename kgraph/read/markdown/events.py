"""Markdown → the events of pyromark (CommonMark, GFM tables, footnotes, math), their places in code points."""

from collections.abc import Iterator
from typing import Any

import pyromark
from pyromark import Options

from kgraph.read.markdown.offsets import Offsets

PARSER = pyromark.Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_MATH
)
DELIMITERS = frozenset({"**", "***", "__", "___"})
"""Left over where emphasis does not close: no text."""


def events(text: str, base: int) -> Iterator[tuple[str, Any, int, int]]:
    """Name, value, start and end of each event of `text`, which stands in the source at `base`.

    The parser cuts text at every bracket: pieces that follow each other are put together again. The value
    is None for events that carry none (`SoftBreak`, `Rule`). The start of a code block
    carries what stands behind its fence, and the pieces of its text, each with its place.
    """
    offsets = None if text.isascii() else Offsets(text)
    info: Any = None
    code: list[tuple[str, int, int]] = []
    pieces: list[str] = []
    first = last = -1
    """The code point at which the pieces start, and the byte at which they end."""
    found: Any = PARSER.events_with_range(text)
    value: Any
    for event, place in found:
        start, end = place["start"], place["end"]
        kind, value = event.popitem() if type(event) is dict else (event, None)
        if kind == "Text":
            # Places count bytes here. Text as written is as long as its place, unlike an entity's.
            length = len(value) if value.isascii() else len(value.encode("utf-8", "replace"))
            if info is not None:
                if offsets is not None:
                    start, end = offsets[start], offsets[end]
                code.append((value, base + start, base + end))
                continue
            if length < 4 and value in DELIMITERS:
                continue
            if end - start == length:
                if start != last:
                    if pieces:
                        yield _joined(pieces, first)
                        pieces = []
                    first = base + (start if offsets is None else offsets[start])
                pieces.append(value)
                last = end
                continue
        if pieces:
            yield _joined(pieces, first)
            pieces, last = [], -1
        if info is not None:
            if kind != "End" or value != "CodeBlock":
                continue
            kind, value = "Start", {"CodeBlock": (info, code)}
            info, code = None, []
        elif kind == "Start" and type(value) is dict and "CodeBlock" in value:
            info = value["CodeBlock"]
            continue
        if offsets is not None:
            start, end = offsets[start], offsets[end]
        yield kind, value, base + start, base + end
    if pieces:
        yield _joined(pieces, first)


def _joined(pieces: list[str], start: int) -> tuple[str, str, int, int]:
    """The pieces as one event."""
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    return "Text", text, start, start + len(text)
