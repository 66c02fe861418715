"""Checks of claims, and of what backs the article as a whole."""

from collections import Counter
from collections.abc import Iterator

from kgraph.audit.article import Article, Found
from kgraph.audit.lists import heading_of
from kgraph.identifiers import publisher
from kgraph.model import Claim

MIN_CITATIONS = 4
"""Of fewer no share is told."""


def unsourced(article: Article) -> Iterator[Found]:
    """A claim without a source. Not a question, a lead-in, a heading."""
    for claim in article.claims:
        if claim.support == "none":
            yield Found(claim.span, "the claim has no source", "cite one, or soften it")


def low_coverage(article: Article) -> Iterator[Found]:
    """Fewer claims are cited or carried than was asked for."""
    wanted, every = article.min_coverage, len(article.claims)
    if wanted is None or not every:
        return
    backed = sum(claim.support != "none" for claim in article.claims)
    if backed / every < wanted:
        told = (
            f"{backed} of {every} claims have a source: {_percent(backed / every)}, wanted {_percent(wanted)}"
        )
        yield Found(article.start(), told)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def carried(article: Article) -> Iterator[Found]:
    """A claim that only the group at the end of its block backs."""
    for claim in article.claims:
        if claim.support == "carried":
            yield Found(
                claim.span, "only the markers at the end of its block back the claim", "put a marker to it"
            )


def single_source(article: Article) -> Iterator[Found]:
    """A claim with one source."""
    for claim in article.claims:
        if claim.support != "none" and len(set(claim.sources)) == 1:
            yield Found(claim.span, f"the claim has one source, {claim.sources[0]}", "find a second one")


def owner_of(source: str) -> str | None:
    """Who a source counts as of: its publisher; None where that is not known, and for papers, which stand for themselves.

    >>> owner_of("https://github.com/ada/kites"), owner_of("https://blog.example.org/a"), owner_of("https://doi.org/10.1038/x")
    ('github.com/ada', 'example.org', None)
    """
    return None if source.startswith("https://doi.org/") else publisher(source)


def single_site(article: Article) -> Iterator[Found]:
    """A claim with several sources, all of one site."""
    for claim in article.claims:
        owners = {owner_of(source) for source in claim.sources}
        if len(set(claim.sources)) > 1 and len(owners) == 1 and (owner := owners.pop()):
            yield Found(
                claim.span,
                f"all {len(claim.sources)} sources of the claim are of {owner}",
                "find a source elsewhere",
            )


def single_origin(article: Article) -> Iterator[Found]:
    """A claim whose sources go back to one origin: each cites another of them, or is the same page."""
    for claim in article.claims:
        sources = list(dict.fromkeys(claim.sources))
        evidence = _one_origin(article, sources) if len(sources) > 1 else ()
        if evidence:
            yield Found(
                claim.span,
                "the sources of the claim go back to one origin: " + "; ".join(evidence),
                "find a source that does not rest on it",
            )


def _one_origin(article: Article, sources: list[str]) -> tuple[str, ...]:
    """What joins all of the `sources`; nothing where some stand apart."""
    group = {source: source for source in sources}
    evidence = []
    for source in sources:
        facts = article.facts.get(source)
        for other in sources if facts else ():
            cites = facts is not None and other in facts.cites
            same = facts is not None and facts.same_as == other
            if other != source and (cites or same) and group[source] != group[other]:
                evidence.append(f"{source} {'cites' if cites else 'is'} {other}")
                old, new = group[source], group[other]
                group = {s: new if g == old else g for s, g in group.items()}
    return tuple(evidence) if len(set(group.values())) == 1 else ()


def dominant_site(article: Article) -> Iterator[Found]:
    """One site backs more of the citations than was asked for."""
    wanted = article.max_site_share
    if wanted is None:
        return
    cited = [owner_of(source) for claim in article.claims for source in _backing(claim)]
    counts = Counter(owner for owner in cited if owner)
    if len(cited) < MIN_CITATIONS or not counts:
        return
    owner, most = counts.most_common(1)[0]
    if most / len(cited) > wanted:
        place = heading_of(article, min(article.lists)) if article.lists else article.start()
        yield Found(
            place,
            f"{owner} backs {most} of {len(cited)} citations, more than {_percent(wanted)}",
            "find other sources",
        )


def _backing(claim: Claim) -> tuple[str, ...]:
    return claim.sources if claim.support != "none" else ()
