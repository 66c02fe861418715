"""What the page must show, worked out from the exported tables and not by the page's own code."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.serve.conftest import kgraph

Row = dict[str, str]


@cache
def table(folder: Path, name: str) -> list[Row]:
    """A table of the store in `folder`, as `kgraph export` writes it."""
    run = kgraph("export", f"{name}.csv", "--table", name, "--store", ".kgraph", cwd=folder)
    assert run.returncode == 0, run.stderr
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def backing(folder: Path) -> dict[str, str]:
    """Claim → how it is backed."""
    publisher = {row["source"]: row["publisher"] for row in table(folder, "sources")}
    known: dict[str, set[str]] = defaultdict(set)
    sources: set[str] = set()
    unknown: set[str] = set()
    for row in table(folder, "citations"):
        sources.add(row["claim"])
        known[row["claim"]] |= {publisher[row["source"]]} - {""}
        if not publisher[row["source"]]:
            unknown.add(row["claim"])

    def cited(claim: str) -> str:
        if claim not in sources:
            return "missing"
        return "several" if len(known[claim]) > 1 else "unknown" if claim in unknown else "one"

    return {
        row["claim"]: cited(row["claim"]) if row["support"] == "cited" else row["support"]
        for row in table(folder, "claims")
    }


def underlined(folder: Path, article: str) -> Counter[str]:
    """How many claims of an article are backed in each way."""
    of = backing(folder)
    return Counter(of[row["claim"]] for row in table(folder, "claims") if row["article"] == article)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The edges of a view of the graph, claims that are backed alike by the same sources as one; `more` were counted in."""

    edges: frozenset[tuple[str, str]]
    more: int = 0

    @property
    def nodes(self) -> set[str]:
        return {node for edge in self.edges for node in edge}

    @property
    def said(self) -> str:
        return f"{len(self.nodes)} nodes, {len(self.edges)} edges."


def drawn(folder: Path, view: str, **filters: str) -> Drawn:
    """The edges a view must draw; `filters` are columns of the citations, or `support` as the page has it."""
    of = backing(folder)
    ends = {
        "claims-sources": ("claim", "source"),
        "articles-sources": ("article", "source"),
        "sites": ("article", "site"),
    }[view]
    wanted = filters.pop("support", None)
    rows = [
        row
        for row in table(folder, "citations")
        if all(row[name] == value for name, value in filters.items())
        and (wanted is None or of[row["claim"]] == wanted)
        and row[ends[1]]
    ]
    if view != "claims-sources":
        return Drawn(frozenset((row[ends[0]], row[ends[1]]) for row in rows))
    sources: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sources[row["claim"]].add(row["source"])
    groups = {claim: f"{of[claim]} {sorted(own)}" for claim, own in sources.items()}
    edges = frozenset((groups[row["claim"]], row["source"]) for row in rows)
    return Drawn(edges, len(groups) - len(set(groups.values())))


def met(folder: Path, by: str = "site") -> dict[tuple[str, str], set[str]]:
    """Article and site (or source) → the claims of the one that rest on the other."""
    out: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in table(folder, "citations"):
        out[row["article"], row[by]].add(row["claim"])
    return out
