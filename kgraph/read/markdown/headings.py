"""The attributes that Pandoc and kramdown let a heading end with: `# Tides {#tides .part}`."""

from kgraph import late_re as re

_ID = re.compile(r"\{#([\w:.-]{1,60})[^{}\n]{0,200}\}")
_ATTRIBUTES = re.compile(r"\{[#.][^{}\n]{0,200}\}")


def own_id(source: str, start: int, end: int) -> str | None:
    """The id that the heading in `source[start:end]` gives itself, if it does."""
    found = _ID.search(source, start, end) if source.find("{#", start, end) >= 0 else None
    return found[1] if found else None


def without_attributes(heading: str) -> str:
    """The words of a heading without the attributes at its end.

    >>> without_attributes("Tides {#tides .part} ")
    'Tides '
    """
    words = heading.rstrip()
    at = words.rfind("{") if words.endswith("}") else -1
    return words[:at] if at >= 0 and _ATTRIBUTES.fullmatch(words, at) else heading
