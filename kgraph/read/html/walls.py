"""Pages that stand before an article, and are none."""

from urllib.parse import urlsplit

from kgraph.errors import InputError
from kgraph.model import Metadata
from kgraph.read.html.metadata import title_of_head
from kgraph.read.html.tree import Page
from kgraph.walls import WORDS, guard_in, wall_of

_MOST_TEXT = 1500
"""A page with more text than that shows something, whatever it is called."""
_BARE = 300


def refuse_wall(name: str, page: Page, metadata: Metadata, text: str, *, cites: bool) -> None:
    """Nothing, for a page that shows an article; `text` is what it shows, and `cites` whether that has markers or entries.

    Errors: `InputError` for one that is a wall, with the words that it was known by.
    """
    if cites or len(text) > _MOST_TEXT:
        return
    titles = [title for title in (title_of_head(page), metadata.title) if title]
    host = urlsplit(metadata.url).hostname if metadata.url else None
    walls = (wall_of(title, host=host, bare=len(text) < _BARE) for title in titles)
    wall = next((w for w in walls if w is not None and w.kind != "placeholder"), None) or guard_in(
        page.text, text
    )
    if wall is not None:
        raise InputError(
            f"{name}: no article (found {WORDS[wall.kind]}: {wall.words!r}). Save the page that it stands before."
        )
