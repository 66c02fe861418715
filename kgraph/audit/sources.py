"""Checks of sources by what a store's observations say of them, and of an article that cites itself."""

from collections.abc import Iterator

from kgraph import identifiers
from kgraph.audit.article import Article, Found, SourceFacts
from kgraph.audit.link_text import as_words
from kgraph.audit.titles import differ
from kgraph.edits import Edit
from kgraph.identifiers import likely_page
from kgraph.model import ReferenceEntry
from kgraph.spans import Span

Row = tuple[str, ReferenceEntry | None, Span]
"""A source, the entry that names it, if one does, and where it is named."""
_NOT_ANSWERED = frozenset({"unreachable", "unknown"})


def _observed(article: Article) -> Iterator[tuple[Row, SourceFacts]]:
    for row in article.named if article.facts else ():
        facts = article.facts.get(row[0])
        if facts is not None:
            yield row, facts


def other_titles(article: Article) -> Iterator[Found]:
    """The page is called something else. Not where its site's name, its case or a subtitle differ."""
    for (_, entry, span), facts in _observed(article):
        cited = entry.title if entry else None
        if cited and facts.title and facts.status in ("alive", "moved", None) and differ(cited, facts):
            at = article.text.find(cited, *span) if entry and entry.file is None else -1
            edits = (Edit(at, at + len(cited), as_words(facts.title)),) if at >= 0 else ()
            yield Found(
                span,
                f"cited as {cited!r}, the page is called {facts.title!r}",
                f"look at the page; if the link is right, write {facts.title}",
                edits,
            )


def gone(article: Article) -> Iterator[Found]:
    """404 or 410. Not a server that lets nobody in, nor one that is silent."""
    for (source, _, span), facts in _observed(article):
        if facts.status == "gone":
            hint = f"a copy is at {facts.archived}" if facts.archived else "find another source"
            yield Found(span, f"{source} is gone", hint)


def moved(article: Article) -> Iterator[Found]:
    """A permanent redirect elsewhere."""
    for (source, entry, span), facts in _observed(article):
        if facts.status != "moved" or not facts.final or likely_page(facts.final) == likely_page(source):
            continue
        was, now = identifiers.site_of(source), identifiers.site_of(facts.final)
        where = "" if was == now else f", to another site ({now})"
        edits: tuple[Edit, ...] = ()
        if entry is not None and entry.file is None and entry.url:
            at = article.text.find(entry.url, *entry.span)
            edits = (Edit(at, at + len(entry.url), facts.final),) if at >= 0 else ()
        yield Found(span, f"it has moved for good to {facts.final}{where}", f"write {facts.final}", edits)


def unfetched(article: Article) -> Iterator[Found]:
    """Nobody asked about it, or it did not answer."""
    for source, _, span in article.named:
        facts = article.facts.get(source)
        if source.startswith("urn:"):
            continue
        if facts is None or facts.status in _NOT_ANSWERED:
            told = "nobody asked the network about" if facts is None else "no answer came from"
            yield Found(span, f"{told} {source}", "kgraph enrich")


def secondary(article: Article) -> Iterator[Found]:
    """It cites a source that is cited beside it: a news item and its paper. Not where each cites the other."""
    itself = likely_page(article.url) if article.url else None
    own = {source for source, _, _ in article.named if itself is None or likely_page(source) != itself}
    for (source, _, span), facts in _observed(article):
        site = identifiers.site_of(source)
        for other in sorted(facts.cites & (own | article.elsewhere) - {source}):
            back = article.facts.get(other)
            if identifiers.site_of(other) != site and not (back and source in back.cites):
                yield Found(
                    span, f"it cites {other}, which is a source too", "cite that one for what it found"
                )
                break


def is_article(article: Article) -> Iterator[Found]:
    """An entry with the article's own address. Not another page of its site."""
    own = likely_page(article.url) if article.url else None
    for source, entry, span in article.named if own else ():
        if own in (likely_page(source), likely_page(entry.url) if entry and entry.url else None):
            yield Found(span, "the entry is the article itself", "name another source, or none")


def cites_article(article: Article) -> Iterator[Found]:
    """A page whose text links to the article."""
    own = likely_page(article.url) if article.url else None
    for (source, _, span), facts in _observed(article) if own else ():
        if likely_page(source) != own and any(likely_page(cited) == own for cited in facts.cites):
            yield Found(span, f"{source} cites this article", "find a source that does not rest on it")
