"""Whether a title as cited and as fetched are two."""

import re

from kgraph.audit.article import SourceFacts

DIFFERS_BELOW = 0.6
"""As in the question `titles-that-differ`."""
_SUBTITLE = re.compile(r"\s?[:–—|?!.·]\s|\s-\s")
_WORD = re.compile(r"[^\W_]+")


def differ(cited: str, facts: SourceFacts) -> bool:
    """Whether the page is called something else than what is cited; site names, case and a dropped subtitle do not count.

    >>> differ("The melting point", SourceFacts(title="THE MELTING POINT: A REPLICATION"))
    False
    >>> differ("Choosing a wick", SourceFacts(title="Soap making at home"))
    True
    """
    from kgraph.enrich.agreement import agreement

    fetched = facts.title or ""
    if agreement(cited, fetched, site=facts.site, host=facts.site) >= DIFFERS_BELOW:
        return False
    left, right = _heads(cited), _heads(fetched)
    return not (left & right)


def _heads(title: str) -> set[tuple[str, ...]]:
    """The words of a title, and of each part of it that a subtitle or a site may follow or go before."""
    parts = [title, *_SUBTITLE.split(title)]
    return {words for part in parts if (words := tuple(w.casefold() for w in _WORD.findall(part)))}
