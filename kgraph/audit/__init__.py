"""What is wrong with an article, as a good linter says it: `CHECKS`, what finds each, and what is chosen of them."""

from kgraph.audit.article import Article, SourceFacts
from kgraph.audit.checks import CHECKS, Check
from kgraph.audit.lines import Looked, dumps, loads, looked
from kgraph.audit.options import Options
from kgraph.audit.run import Finding, audit, chosen

__all__ = [
    "CHECKS", "Article", "Check", "Finding", "Looked", "Options", "SourceFacts", "audit", "chosen", "dumps", "loads", "looked",
]  # fmt: skip
