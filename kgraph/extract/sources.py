"""The sources of an article, out of what its entries and its markers say of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kgraph.extract.references import References
from kgraph.extract.values import Mention
from kgraph.identifiers import Identity
from kgraph.model import Source


def sources_of(references: References, mentions: Sequence[Mention]) -> tuple[Source, ...]:
    """Each source once, in order of first mention in the lists, then in the text."""
    found: dict[str, _Cited] = {}
    for entry, identity in zip(references.entries, references.identities, strict=True):
        cited = found.get(identity.id)
        if cited is None:
            cited = found[identity.id] = _Cited(identity)
        if entry.url:
            cited.urls[entry.url] = None
        cited.title = cited.title or entry.title
        cited.authors = cited.authors or entry.authors
        cited.date = cited.date or entry.date
    for mention in mentions:
        for identity in mention.resolved.identities:
            if identity.id not in found:
                urls = [u for u in mention.resolved.labels if "://" in u and not u.startswith("url:")]
                found[identity.id] = _Cited(identity, dict.fromkeys(urls))
    return tuple(cited.source() for cited in found.values())


@dataclass(slots=True)
class _Cited:
    """What the entries and markers that name one source say of it."""

    identity: Identity
    urls: dict[str, None] = field(default_factory=dict)
    """Each once, in order of first mention."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None

    def source(self) -> Source:
        return Source(
            id=self.identity.id, kind=self.identity.kind, urls=tuple(self.urls), identifiers=dict(self.identity.identifiers),
            title=self.title, site=self.identity.site, authors=self.authors, date=self.date,
        )  # fmt: skip
