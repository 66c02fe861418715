"""A link as Markdown writes it in an entry: its words, its address."""

import re

LINK = re.compile(
    r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){0,400})\]\(\s{0,3}<?([^()\s<>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,1000})?)>?[^()\n]{0,200}\)"
)
"""`[words](address "title")`: 1 the words, 2 the address."""


def as_words(title: str) -> str:
    """A title as the words of a link: white space as one space, brackets escaped.

    >>> as_words("Kites [2nd  ed.]")
    'Kites \\\\[2nd ed.\\\\]'
    """
    return re.sub(r"([\[\]\\])", r"\\\1", " ".join(title.split()))
