"""Pages that stand before an article, and are none: known by their title, a guard's script, or the form that is all they hold."""

from urllib.parse import urlsplit

from kgraph.errors import InputError
from kgraph.model import Metadata
from kgraph.read.html.chrome import why_left_out
from kgraph.read.html.metadata import title_of_head
from kgraph.read.html.tree import Node, Page
from kgraph.walls import WORDS, Wall, guard_in, wall_of

_MOST_TEXT = 1500
"""A page with more text than that shows something, whatever it is called."""
_MOST_WITH_FORM = 6000
"""One whose title and form say the same is a wall with more text than that: forms of consent explain themselves."""
_BARE = 300
_AROUND = frozenset({"main", "article", "section", "div", "body"})
"""What may hold a form beside its words: a page may have no more than a heading for a main text."""


def refuse_wall(name: str, page: Page, main: Node, metadata: Metadata, text: str, *, cites: bool) -> None:
    """Nothing, for a page that shows an article; `text` is what it shows, and `cites` whether that has markers or entries.

    A title alone makes a wall of little text, a form alone of next to none: an article about cookies or log-ins is called
    so too. A form counts where it stands amid the text, not in a banner or above it.

    Errors: `InputError` for one that is a wall, with the words that it was known by, and for one that scripts fill.
    """
    if cites or len(text) > _MOST_WITH_FORM:
        return
    form = _form_in(page, main)
    titles = [title for title in (title_of_head(page), metadata.title) if title]
    host = urlsplit(metadata.url).hostname if metadata.url else None
    walls = (wall_of(title, host=host, bare=len(text) < _BARE) for title in titles)
    told = next((w for w in walls if w is not None and w.kind != "placeholder"), None)
    if len(text) > _MOST_TEXT:
        wall = told if told is not None and form is not None and told.kind == form.kind else None
    else:
        wall = told or guard_in(page.text, text) or (form if len(text) < _BARE else None)
    if wall is not None:
        raise InputError(
            f"{name}: no article (found {WORDS[wall.kind]}: {wall.words!r}). Save the page that it stands before."
        )
    if not text and any(node.name in ("script", "noscript") for node in page.nodes):
        raise InputError(
            f"{name}: no article (found a page without text, which its scripts fill). Save it as a browser shows it."
        )


def _form_in(page: Page, main: Node) -> Wall | None:
    """The form amid the text of a page that asks for a password or for consent."""
    around = next((n for n in (main, *main.above()) if n.name in _AROUND), page.root)
    last = -1
    for node in page.nodes[around.number : around.last + 1]:
        if node.number <= last:
            continue
        if node.name == "input" and node.get("type").lower() == "password":
            return Wall("login", "a field for a password")
        if node.name == "form" and "consent" in node.get("action").lower():
            return Wall("consent", node.get("action")[:80])
        if node.name not in ("form", "input") and why_left_out(node) is not None:
            last = node.last
    return None
