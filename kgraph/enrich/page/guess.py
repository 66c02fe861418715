"""What trafilatura reads out of a page: the second opinion beside the page's own words.

The only file that knows trafilatura.
"""

from dataclasses import dataclass

from kgraph.enrich.page.quiet import silence
from kgraph.observation import Description

MAX_MARKUP = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafilaturaGuess(Description):
    """trafilatura's reading of a page; `byline` is the line of the authors, `notes` say why it was not asked."""

    byline: str | None = None


def guess(markup: str, url: str) -> TrafilaturaGuess:
    """Trafilatura's metadata of a page, without its guesses from body text (`extensive=False`).

    Whatever the library raises on odd markup means that it has none: an empty guess. Where it is not
    installed, the guess is empty too, and a note says so.
    """
    # Imported here: it costs half a second, and most commands never read a page.
    try:
        from trafilatura.metadata import extract_metadata
    except ImportError as error:
        return TrafilaturaGuess(notes=(f"not-installed: {error.name or 'trafilatura'}",))

    silence("trafilatura")
    silence("htmldate")
    try:
        found = extract_metadata(markup[:MAX_MARKUP], default_url=url, extensive=False)
    except MemoryError:
        raise
    except Exception:  # a foreign parser on hostile text: any failure of its is the same answer
        return TrafilaturaGuess()
    if found is None:
        return TrafilaturaGuess()
    return TrafilaturaGuess(
        title=found.title,
        byline=found.author,
        date=found.date,
        site=found.sitename,
        description=found.description,
    )
