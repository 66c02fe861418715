"""Findings as lines between processes: one of what was looked at, then one a finding."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kgraph.audit.article import Article
from kgraph.audit.run import Finding
from kgraph.edits import Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What an audit looked at in an article."""

    claims: int
    backed: int
    sources: int
    fetched: int


def looked(article: Article) -> Looked:
    """How many claims and sources there are, and of how many a store knows."""
    named = {s for c in article.claims for s in c.sources} | {e.source for _, e in article.own if e.source}
    web = {source for source in named if not source.startswith("urn:")}
    return Looked(
        claims=len(article.claims),
        backed=sum(bool(c.sources) for c in article.claims),
        sources=len(web),
        fetched=len(web & article.facts.keys()),
    )


def dumps(looked_at: Looked, findings: Iterable[Finding]) -> str:
    """As lines of JSON."""
    rows = (asdict(looked_at), *(asdict(finding) for finding in findings))
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def loads(text: str) -> tuple[Looked, tuple[Finding, ...]]:
    """What `dumps` wrote."""
    first, *rows = (json.loads(line) for line in text.split("\n"))
    findings = tuple(Finding(**{**row, "edits": tuple(Edit(*e) for e in row["edits"])}) for row in rows)
    return Looked(**first), findings
