"""Numbers in parentheses, `deficiency is common (1, 3–5).`, as medical styles cite.

They are what prose numbers its points with, too. So they count only in an article that cites in no other
way, whose numbered list has each of them, and which names half of that list so.
"""

import re
from collections.abc import Iterable

from kgraph.extract._tokens import Token, Vocabulary, expand
from kgraph.model import Block

_NUMBER = re.compile(r"(?<=[\w.,;%”\"’)\]]) ?\((\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20})\)(?=[.,;:!?)”\"]|\s|$)")
_POINTS = re.compile(
    r"(?:[,;:]|\b(?:and|or|then|eqs?\.?|equations?|figs?\.?|figures?|tables?|steps?|sections?|chapters?|appendix|p|n|e\.g\.|is|are|was|were|be|by|to|of|that|with|for|in|as|if|because|either|both|namely|includ(?:e|es|ed|ing)))$",
    re.IGNORECASE,
)
"""What goes before a number that points to something else or counts: `first (1)`, `equation (2)`."""
_FEWEST = 3
_BEFORE = 12


def in_parentheses(body: Iterable[tuple[int, Block]], known: Vocabulary) -> list[Token]:
    """The tokens of an article that cites by numbers in parentheses; none of another article."""
    listed = {label for label in known.labels if label.isdecimal()}
    if len(listed) < _FEWEST:
        return []
    found: list[Token] = []
    named: set[str] = set()
    for i, block in body:
        if block.kind == "heading" or "(" not in block.text:
            continue
        for match in _NUMBER.finditer(block.text):
            labels = expand(match[1])
            start = match.start(1) - 1
            if not set(labels) <= listed or _POINTS.search(
                block.text[max(0, start - _BEFORE) : start].rstrip()
            ):
                continue
            found.append(
                Token(block=i, start=start, end=match.end(), labels=labels, convention="parentheses")
            )
            named.update(labels)
    return found if len(named) >= max(_FEWEST, len(listed) / 2) else []
