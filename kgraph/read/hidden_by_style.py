"""Which styles of an element hide its words: one rule for pages and for HTML within Markdown."""

from kgraph import late_re as re

_HIDES = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_MOST_CHARS = 2000


def is_hidden_by(style: str) -> bool:
    """Whether a browser shows nothing of an element with that `style`.

    >>> is_hidden_by("color: red; visibility: hidden"), is_hidden_by("display: block")
    (True, False)
    """
    return _HIDES.search(style[:_MOST_CHARS]) is not None
