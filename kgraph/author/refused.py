"""What is not rewritten: where, why, and what settles it."""

from kgraph.errors import KgraphError
from kgraph.spans import SourceText


class Refused(KgraphError):
    """An article that cannot be rewritten safely. The message names the line, the readings and what settles it."""


def refused(source: SourceText, offset: int, code: str, reason: str, settle: str) -> Refused:
    """The error for what stands at `offset`; `code` is that of `kgraph audit`."""
    place = source.place(offset)
    return Refused(
        f"{source.name}:{place.line}:{place.column}: {reason} ({code}). {settle}. Nothing was written."
    )
