"""First lines of blocks that are titles of what stands below them, as pasted answers have them (semantics, section 5)."""

from kgraph import late_re as re
from kgraph.extract.lexicon import each

_TITLE_WORDS = 4
"""A title has so many words at most."""
_TITLE_CHARS = 40
_BELOW_CHARS = 50
"""The line below is so long at least: what is wrapped so far does not end its first line sooner."""
_FUNCTION_WORDS = frozenset(each("words.function_words"))
_ENDS = re.compile(r"[\w)]$")
_BEGINS = re.compile(r"[\"“‘(]?[^\W\d_]")


def title_line(text: str) -> int | None:
    """Where the first line of `text` ends, if it is a title; None where it is none.

    >>> below = "Kites rise where the wind is steady, and sink where it is not, says the log of the hill."
    >>> title_line(f"Short answer\\n{below}"), title_line(f"The kites of the\\n{below}"), title_line(below)
    (12, None, None)
    >>> title_line(f"WFS (Wind\\n{below}") is None
    True
    """
    end = text.find("\n")
    if not 0 < end <= _TITLE_CHARS:
        return None
    line = text[:end].rstrip()
    words = line.split()
    below = text[end + 1 : end + 1 + _BELOW_CHARS]
    if len(words) > _TITLE_WORDS or not _ENDS.search(line) or words[-1].lower() in _FUNCTION_WORDS:
        return None
    if line.count("(") > line.count(")"):
        return None
    begins = _BEGINS.match(below)
    if not line[0].isupper() or begins is None or not begins[0][-1].isupper():
        return None
    return end if "\n" not in below and len(below) == _BELOW_CHARS else None
