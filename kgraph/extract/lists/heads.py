"""What announces a reference list: a heading, an element's id, a line of its own, the first line of its entries."""

from kgraph.extract.entries.recognise import looks_like_entry, read_label
from kgraph.extract.lists.found import Head
from kgraph.extract.lists.names import LIST_IDS, heading_name, line_head, list_name
from kgraph.extract.lists.run_together import labels_apart
from kgraph.extract.text.places import lines
from kgraph.model import Block

_NAME_CHARS = 60
"""How many characters a line has at most that is nothing but the name of a list."""
_COLONS = (":", "：")
_OPENING = "([（【"


def heading(block: Block) -> Head | None:
    """`## References`, or a heading with the id `references`. Not `## Preferences`."""
    if block.kind != "heading" or block.definition:
        return None
    name = heading_name(block.text, [a.target for a in block.inlines if a.kind == "anchor"])
    return Head(len(block.text), name, block.level) if name else None


def element_id(block: Block) -> Head | None:
    """The first entry of Pandoc's `<div id="refs">`, which has no heading. Not `<div id="intro">`."""
    if not _is_line(block):
        return None
    named = block.inlines and block.inlines[0].kind == "anchor" and block.inlines[0].target in LIST_IDS
    return Head(0, "references", 0) if named else None


def line_alone(block: Block) -> Head | None:
    """`**Sources**`, a paragraph of its own. Not the item `- Sources`, unless a colon ends it."""
    if block.kind == "item" and not block.text.strip().endswith(_COLONS):
        return None
    name = _name_of(block)
    return Head(len(block.text), name, 0) if name is not None else None


def line_above(block: Block) -> Head | None:
    """`Sources:` and the entries in the lines below it, one paragraph. Not a wrapped word (`… a circular⏎reference.`), nor `(source)` below a quotation."""
    if "\n" not in block.text or block.kind not in ("paragraph", "item") or not _is_line(block):
        return None
    if _name_of(block) is not None:
        return None
    for start, end in lines(block):
        head = line_head(block.text[start:end])
        if head and start and block.text[start] in _OPENING:
            continue  # `([source](…))` says where the lines above are from
        if head and (not start or not block.text[start].islower() or block.text[end - 1] in _COLONS):
            return Head(start + head[1], head[0], 0)
    return None


def line_before(block: Block) -> Head | None:
    """`Sources: [1] Tides, https://…` with `[2] …` on the next line, or behind it. Not `Sources: [1], [2]`, nor an entry alone."""
    if block.kind == "quote" or not _is_line(block):
        return None
    colon = min((at for sign in _COLONS if (at := block.text.find(sign, 0, _NAME_CHARS)) >= 0), default=-1)
    if colon < 0:
        return None
    name = list_name(block.text[: colon + 1])
    if name is None:
        return None
    (_, end), *below = lines(block)
    begin = end - len(block.text[colon + 1 : end].lstrip(" \t"))
    (_, end), (following, stop), *_ = *(labels_apart(block, begin, end)), *below, (0, 0)
    first = read_label(block, begin, end) if begin < end else None
    second = read_label(block, following, stop) if following < stop else None
    if not first or not second or (first.text, second.text) != ("1", "2"):
        return None
    return Head(begin, name, 0) if looks_like_entry(block, first.end, end) else None


def _name_of(block: Block) -> str | None:
    """The name of a list that is all the text of a line."""
    return list_name(block.text) if _is_line(block) and len(block.text) <= _NAME_CHARS else None


def _is_line(block: Block) -> bool:
    return block.kind not in ("heading", "cell") and not block.definition
