"""What an audit is asked for, for all articles alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from kgraph.audit.article import Article, SourceFacts
from kgraph.extract import Reading

_NONE: Mapping[str, SourceFacts] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Options:
    """The codes to look for, thresholds, today, and what a store knows of sources; it goes from process to process."""

    codes: frozenset[str]
    today: date
    min_coverage: float | None = None
    max_site_share: float | None = None
    url: str | None = None
    facts: Mapping[str, SourceFacts] = field(default_factory=lambda: _NONE)
    papers: frozenset[str] = frozenset()

    def article(self, reading: Reading) -> Article:
        """`reading` as checks see it."""
        return Article(
            reading=reading, today=self.today, url=self.url or reading.document.metadata.url, facts=self.facts, elsewhere=self.papers,
            min_coverage=self.min_coverage, max_site_share=self.max_site_share,
        )  # fmt: skip

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "facts": dict(self.facts)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
