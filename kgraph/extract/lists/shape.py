"""One shape of a reference list: a record, and what finds it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kgraph.extract.lists.article import Article
from kgraph.extract.lists.found import FoundList, Head, Taken
from kgraph.extract.lists.run import Run
from kgraph.model import Block

Find = Callable[[Article, Taken, "Sequence[ListShape]"], Iterable[FoundList]]
"""The lists of an article that consecutive rows of the table tell, in what no earlier row has taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape:
    """One row of `LIST_SHAPES`.

    `example` is an article with a list of that shape, `not_` one that looks alike and has none. Consecutive rows with
    one `find` are found together: of rows with a `head`, a list ends where that of any other begins; of rows with
    a `proof`, the first that holds tells what a run of entries is. `says` is what told a list, in words for people, `rule` its number
    in `docs/semantics/lists.md`.
    """

    name: str
    rule: str
    says: str
    example: str
    not_: str
    find: Find
    head: Callable[[Block], Head | None] | None = None
    """What announces the list, if that is a block."""
    proof: Callable[[Run], bool] | None = None
    """What makes a list of a run of labelled entries that nothing announces."""

    def told(self, name: str = "") -> str:
        """What told a list called `name`, for people: `entries below 'sources' (line)`."""
        return f"{self.says.format(repr(name))} ({self.name})"
