"""Where the code and the HTML of an article are: signs of money and math in there are none."""

from functools import lru_cache
from typing import Any

from kgraph.read.markdown.events import PARSER
from kgraph.read.markdown.offsets import Offsets

_SIGNS = ("`", "<", "~~~")
_INLINES = frozenset({"Code", "InlineHtml"})
_BLOCKS = frozenset({"CodeBlock", "HtmlBlock"})
FILLED = "`"
"""Stands for what is code or HTML; neither money nor math holds it."""


@lru_cache(maxsize=1)  # masks that change nothing ask of the same text
def without_code(text: str) -> str:
    """`text`, as long as it is, with `FILLED` for each character of its code and its HTML.

    Only the parser knows where a code span ends: backticks in comments and fences begin none.

    >>> without_code("It is `$5` now.")
    'It is ```` now.'
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    # Dollars would be math to the parser, and hide the code between them.
    plain = text.replace("$", "\x02")
    offsets = range(len(text) + 1) if text.isascii() else Offsets(plain)
    parts, last = [], 0
    found: Any = PARSER.events_with_range(plain)
    for event, place in found:
        # As `_is_no_text` says, for text and ends, which most events are, without asking it.
        if type(event) is not dict or "Text" in event or "End" in event or not _is_no_text(event):
            continue
        start, end = offsets[place["start"]], offsets[place["end"]]
        if start >= last:
            parts += [text[last:start], FILLED * (end - start)]
            last = end
    return "".join((*parts, text[last:]))


def _is_no_text(event: dict[str, Any]) -> bool:
    started = event.get("Start")
    if started is None:
        return not _INLINES.isdisjoint(event)
    return started in _BLOCKS if type(started) is str else not _BLOCKS.isdisjoint(started)
