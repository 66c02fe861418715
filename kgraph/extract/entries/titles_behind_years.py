"""Titles behind authors and year: `Moss, A. (2020). Kites of the sea. *Sea Journal*`."""

from kgraph.extract.entries.patterns import QUOTED
from kgraph.extract.entries.titles import clean, first_part, flat
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_SAME_WORDS = 4
"""A title says the words of an emphasised journal so often at most."""


def title_behind_year(block: Block, start: int, end: int, rest: str) -> str | None:
    """The title at the head of `rest`, which stands behind authors and year in plain `[start, end)`; emphasis may tell it, or its journal."""
    if not rest.strip():
        return None
    head = rest.lstrip()
    for inline in inlines_in(block, start, end, "emphasis"):
        marked = flat(block.text[inline.start : inline.end])
        at = _place_in(rest, marked, flat(block.text[start : inline.start]))
        if at < 0:
            continue
        lead = rest[:at].strip(" .,")
        if len(lead.split()) < 3:
            return clean(marked) if len(lead) < 4 else clean(lead)
        head = rest[:at].rstrip().removesuffix(".")
        break
    quoted = QUOTED.match(head)
    if quoted is None and head.rstrip().endswith(".,"):
        return clean(
            head.rstrip().removesuffix(",")
        )  # `Kites. Tails., https://…`: the stop is the title's own
    return clean(quoted["title"] if quoted else first_part(head))


def _place_in(rest: str, marked: str, before: str) -> int:
    """Where in `rest` the words stand that are emphasised behind `before`: the second `Soil` of `Soil and sand. *Soil*`."""
    at = rest.find(marked)
    for _ in range(_SAME_WORDS):
        again = rest.find(marked, at + 1) if at >= 0 else -1
        if again < 0 or not before.endswith(rest[:again].rstrip()):
            break
        at = again
    return at
