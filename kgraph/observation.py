"""What someone says of a source, and what a fetcher saw of it: frozen values, kept beside what was cited."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

SourceStatus = Literal["alive", "moved", "gone", "blocked", "refused", "unreachable", "unknown"]
"""`blocked`: the server lets nobody in; `refused`: kgraph does not ask. Only `gone` says it is no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What someone says of a source: a service, a page of itself, a library of a page; None and empty where it says nothing.

    `date` is ISO 8601 in the precision given; `site` the journal, platform or publisher; `kind` in the words of
    `Source.kind`; `canonical` the address that is called the source's own; `archived` a kept copy of it.
    `identifiers` maps schemes to values. `links` are addresses of other sites that its text links to, not its
    navigation. `notes` name what was odd, `code: detail`.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    site: str | None = None
    kind: str | None = None
    description: str | None = None
    language: str | None = None
    canonical: str | None = None
    archived: str | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def by_field(self) -> dict[str, Any]:
        """What is said, by the names of these fields: to say the same in a record that says more."""
        return {each.name: getattr(self, each.name) for each in fields(Description)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Description):
    """What one fetcher saw of a source, and when: a dated snapshot, never a correction of what was cited.

    `about` is the source's id; `asked` and `final` are URLs, `chain` those that redirected, in order. `time` is
    ISO 8601 in UTC, `sha256` the digest of the body. `same_as` is the id of the source that the `canonical` address,
    or a permanent redirect, names where that is another one. `agreement`, from 0 to 1, is that of the titles cited
    and fetched.
    """

    about: str
    fetcher: str
    asked: str
    status: SourceStatus
    time: str
    final: str | None = None
    chain: tuple[str, ...] = ()
    http_status: int | None = None
    sha256: str | None = None
    same_as: str | None = None
    agreement: float | None = None
