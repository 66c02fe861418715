"""What a build did, or would do."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgraph.jobs.chosen import Passed, Skipped
from kgraph.overview import Overview

if TYPE_CHECKING:
    from kgraph.jobs.fetch import FetchReport


@dataclass(slots=True)
class Summary:
    """What a build changed, and what is wrong with what it read."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    empty: list[Skipped] = field(default_factory=list)
    """Folders and archives in which nothing could be read."""
    passed: Passed = field(default_factory=Passed)
    """What was not read in folders and archives, by kind."""
    notes: dict[str, str] = field(default_factory=dict)
    """What was wrong with the files that were read, each once, and the first article that says so."""
    counts: Counter[str] = field(default_factory=Counter)
    overview: Overview = field(default_factory=Overview)
    """How much there is in the articles that were read."""
    articles: int = 0
    """All articles in the store afterwards."""
    fetched: "FetchReport | None" = None
    """What came of addresses that were given."""

    @property
    def problems(self) -> Counter[str]:
        """Problems of the articles that were read, by code."""
        return Counter(
            {k.removeprefix("problem:"): n for k, n in self.counts.items() if k.startswith("problem:")}
        )
