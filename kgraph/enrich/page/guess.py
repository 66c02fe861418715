"""What trafilatura reads out of a page: the second opinion beside the page's own words.

The only file that knows trafilatura.
"""

from typing import NamedTuple

from kgraph.enrich.page.quiet import silence

MAX_MARKUP = 1_000_000


class Opinion(NamedTuple):
    """trafilatura's reading of a page; None where it has none. `note` says why nobody was asked."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    site: str | None = None
    description: str | None = None
    note: str | None = None


def opinion_on(markup: str, url: str) -> Opinion:
    """Trafilatura's metadata of a page, without its guesses from body text (`extensive=False`).

    Whatever the library raises on odd markup means that it has no opinion: an empty `Opinion`. Where it is not
    installed, the opinion is empty too, and its `note` says so.
    """
    # Imported here: it costs half a second, and most commands never read a page.
    try:
        from trafilatura.metadata import extract_metadata
    except ImportError as error:
        return Opinion(note=f"not-installed: {error.name or 'trafilatura'}")

    silence("trafilatura")
    silence("htmldate")
    try:
        found = extract_metadata(markup[:MAX_MARKUP], default_url=url, extensive=False)
    except MemoryError:
        raise
    except Exception:  # a foreign parser on hostile text: any failure of its is the same answer
        return Opinion()
    if found is None:
        return Opinion()
    return Opinion(
        title=found.title,
        author=found.author,
        date=found.date,
        site=found.sitename,
        description=found.description,
    )
