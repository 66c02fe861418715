"""What any fetcher says of a source, in one shape; how an observation is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One service's account of a source; None and empty where it gives none.

    `date` is ISO 8601 in the precision given; `site` the journal, platform or publisher; `kind` in the
    words of `Source.kind`; `canonical` the address the service calls the source's own; `archived` a kept
    copy of it. `notes` name what was odd, `code: detail`.
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
    notes: tuple[str, ...] = ()
