"""Items and cells that are nothing but links: resources to follow, neither claims nor what backs them."""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.text.characters import CJK
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_BEGINS_LATE_CHARS = 3
"""How many characters, such as an icon, go before the first link at most."""
_SMALL_CHARS = 3
"""Words in small letters that join names and venues are no longer: `by`, `in`, `vol`, `pdf`."""
_ITEM_CHARS = 1000
_ITEM_MARKS = 60
"""No such item has more characters, or links and other marks."""
_STOPS = frozenset('.!?:。！？…)]”"')
_FEWEST_BUTTONS = 3
"""So many links that are all of a paragraph are buttons; fewer are what its author says where a stop ends them."""
_VENUE_WORDS = re.compile(rf"(?:{patterns_of('patterns.venue_words')})[.,:]?", re.IGNORECASE)


def is_link_item(block: Block) -> bool:
    """Whether an item or a cell is nothing but links, with author, year, venue, `pdf` or icons around them.

    `[Tides](…)`, `[Tides](…) by Ann Moss, Sea Journal, 2020`, a paragraph of buttons, a heading that is a link. Not `[Tides](…) – a library for waves`, nor
    `[Moss](…) says so.`
    """
    if block.kind == "paragraph" and not block.definition:
        return _are_buttons(block)
    if block.kind == "heading":
        return bool(block.inlines) and _is_linked(block)
    if block.kind not in ("item", "cell") or (block.kind == "cell" and not block.row):
        return False
    if len(block.text) > _ITEM_CHARS or len(block.inlines) > _ITEM_MARKS:
        return False
    links = [n for n in inlines_in(block, 0, len(block.text), "link") if n.end > n.start]
    if not any(n.target and not block.text[n.start : n.end].strip("[]()^ ").isdigit() for n in links):
        return False
    if links[0].start > _BEGINS_LATE_CHARS or any(c.isalnum() for c in block.text[: links[0].start]):
        return False
    outside = _outside(block)
    return not CJK.search(outside) and not any(map(_tells, outside.split()))


def _is_linked(block: Block) -> bool:
    """Whether a heading is a link to what it heads, and nothing else: `## [Tides](…)`. Not `## Tides [1](…)`."""
    links = [n for n in block.inlines[:_ITEM_MARKS] if n.kind == "link" and n.end > n.start]
    if not links or any(block.text[n.start : n.end].strip("[]()^ ").isdigit() for n in links):
        return False
    return not any(map(str.isalnum, _outside(block)))


def _are_buttons(block: Block) -> bool:
    """Whether a paragraph is links and nothing else: buttons of a page, or the title of another page. Not `[The tide rises twice.](…)`."""
    links = [n for n in block.inlines[:_ITEM_MARKS] if n.kind == "link" and n.end > n.start]
    if not links or len(links) == _ITEM_MARKS or len(block.text) > _ITEM_CHARS:
        return False
    if len(links) < _FEWEST_BUTTONS and block.text.rstrip()[-1:] in _STOPS:
        return False
    if any(block.text[n.start : n.end].strip("[]()^ ").isdigit() or n.target[:1] == "#" for n in links):
        return False
    if any(map(str.isalnum, _outside(block))):
        return False
    emphasised = _outside(block, "link")
    return not CJK.search(emphasised) and not any(map(_tells, emphasised.split()))


def _outside(block: Block, *kinds: str) -> str:
    """The text of a block without what is linked or emphasised; other kinds name what goes instead."""
    pieces, at = list[str](), 0
    for inline in inlines_in(block, 0, len(block.text), *(kinds or ("link", "emphasis"))):
        if inline.end > at:
            pieces.append(block.text[at : inline.start])
            at = inline.end
    return " ".join((*pieces, block.text[at:]))


def _tells(word: str) -> bool:
    """Whether a word outside of links says something: one in small letters that joins no names."""
    bare = word.strip(".,;:()[]!?–—-|*_")
    return bare[:1].islower() and len(bare) > _SMALL_CHARS and not _VENUE_WORDS.fullmatch(bare)
