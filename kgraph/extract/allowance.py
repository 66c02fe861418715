"""How much one article may yield: in proportion to what was read, six times and more what the densest real ones need.

Short words may stand for much: `[1-60]` for sixty labels, a group at the end of a paragraph for the sources of
all its sentences, a long heading for the section of every claim below it. What lies beyond is left out, and told.
"""

from collections.abc import Iterable, Mapping

from kgraph.codes import problem
from kgraph.model import Document, Problem
from kgraph.spans import Span

_OF_A_LINK = 200
"""Characters that a line of the graph takes beside the source it names."""
_PER_CHARACTER = {"labels": 0.25, "links": 64.0, "context": 16.0, "problems": 1 / 64}
"""Labels of markers; characters of what claims and markers name; of what stands around claims; problems."""
_AT_LEAST = {"labels": 2_000, "links": 2_000_000, "context": 100_000, "problems": 1_000}
_LEFT_OUT = {
    "labels": "ranges are read as their two ends",
    "links": "claims and markers name no sources by themselves",
    "context": "claims do not say what stands around them",
    "problems": "problems are not told",
}


Left = Mapping[str, float]
"""Kind → how much of it an article may still yield."""


def allowed(document: Document) -> Left:
    """What the article may yield of each kind."""
    size = document.source.size + sum(len(entry.text) for entry in document.bibliography)
    return {kind: _AT_LEAST[kind] + size * each for kind, each in _PER_CHARACTER.items()}


class Allowance:
    """What a pass takes of what is left. Once something does not fit, nothing of that kind does."""

    def __init__(self, left: Left) -> None:
        self._left = dict(left)
        self._problems: list[Problem] = []

    @property
    def left(self) -> Left:
        """What the next pass may take."""
        return dict(self._left)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was refused, once a kind."""
        return tuple(self._problems)

    def take(self, kind: str, amount: int, span: Span) -> bool:
        """Whether `amount` more may be had, for what stands at `span`; the first refusal is told as a problem."""
        left = self._left[kind]
        if amount <= left:
            self._left[kind] = left - amount
            return True
        if left >= 0:
            self._left[kind] = -1
            message = f"more than kgraph takes from an article of this size: from here on {_LEFT_OUT[kind]}"
            self._problems.append(problem("too-dense", message, span, "split the article"))
        return False


def links(sources: Iterable[str], labels: Iterable[str]) -> int:
    """What naming these sources, by these labels, takes."""
    return sum([_OF_A_LINK + len(x) for x in sources]) + sum(map(len, labels))
