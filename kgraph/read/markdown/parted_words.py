"""Where an element of HTML amid a line parts the words around it."""

from kgraph import late_re as re
from kgraph.read.markdown.html_tags import BREAKS, Tag
from kgraph.read.markdown.notes_in_place import is_note

_NEXT = re.compile(r"</?([a-z][a-z0-9]*)|[\s|]|\Z", re.IGNORECASE)
"""What parts words by itself, or a tag that may."""


def parts_words(tag: Tag, source: str, end: int) -> bool:
    """Whether a space stands for `tag`, which ends at `end`: `<li>one</li><li>two</li>` is two words, `<b>high</b>er` one.

    A note and what nobody sees part none.
    """
    if tag.name not in BREAKS or tag.hidden or is_note(tag):
        return False
    follows = _NEXT.match(source, end)
    return follows is None or (follows[1] is not None and follows[1].lower() not in BREAKS)
