"""How much one article may yield: in proportion to what was read, six times and more what the densest real ones need.

Short words may stand for much: `[1-60]` for sixty labels, a group at the end of a paragraph for the sources of
all its sentences, a long heading for the section of every claim below it. What lies beyond is left out, and told.
"""

from collections.abc import Iterable

from kgraph.model import Document, Problem
from kgraph.spans import Span

_OF_A_LINK = 200
"""Characters that a line of the graph takes beside the source it names."""
_MAX_MESSAGE = 500
_PER_CHARACTER = {"labels": 0.25, "links": 64.0, "context": 16.0, "problems": 1 / 64}
"""Labels of markers; characters of what claims and markers name; of what stands around claims; problems."""
_AT_LEAST = {"labels": 2_000, "links": 2_000_000, "context": 100_000, "problems": 1_000}
_LEFT_OUT = {
    "labels": "ranges are read as their two ends",
    "links": "claims and markers name no sources by themselves",
    "context": "claims do not say what stands around them",
    "problems": "problems are not told",
}


class Allowance:
    """What is left of each kind. Once something does not fit, nothing of that kind does."""

    def __init__(self, document: Document) -> None:
        size = len(document.source.text) + sum(len(entry.text) for entry in document.bibliography)
        self._left = {kind: _AT_LEAST[kind] + size * each for kind, each in _PER_CHARACTER.items()}
        self.problems: list[Problem] = []

    def take(self, kind: str, amount: int, span: Span) -> bool:
        """Whether `amount` more may be had, for what stands at `span`; the first refusal is told as a problem."""
        left = self._left[kind]
        if amount <= left:
            self._left[kind] = left - amount
            return True
        if left >= 0:
            self._left[kind] = -1
            self.problems.append(
                Problem(
                    code="too-dense", severity="warning", span=span, hint="split the article",
                    message=f"more than kgraph takes from an article of this size: from here on {_LEFT_OUT[kind]}",
                )
            )  # fmt: skip
        return False

    def told(self, found: Iterable[Problem]) -> tuple[Problem, ...]:
        """`found`, as many as may be told, and what was left out."""
        kept = [p for p in found if self.take("problems", 1, p.span)]
        return (*kept, *self.problems)


def links(sources: Iterable[str], labels: Iterable[str]) -> int:
    """What naming these sources, by these labels, takes."""
    return sum([_OF_A_LINK + len(x) for x in sources]) + sum(map(len, labels))


def shortened(message: str) -> str:
    """`message` as one line, cut where it is long."""
    line = " ".join(message.split())
    return line if len(line) <= _MAX_MESSAGE else line[: _MAX_MESSAGE - 1] + "…"
