"""What an article says of itself: its title, and the model it was made with."""

from kgraph import late_re as re
from kgraph.extract.entries.titles import flat
from kgraph.extract.lexicon import each
from kgraph.extract.lists.names import attribution, list_name
from kgraph.model import Document, Generator

_FIRST = re.compile(r"(?:1|I)(?:\.0)?[.):]?\s+\w")
"""What numbers the first part of an article, where another part is numbered by what follows."""
_SECOND = re.compile(r"(?:2|II)(?:\.0)?[.):]?\s+\w")
_FIRST_PARTS = frozenset(each("words.first_parts"))
_ADDRESS = re.compile(r":?\s{0,3}https?://\S.*", re.DOTALL)


def title_of(document: Document) -> str | None:
    """The title that the front matter gives, else the first heading of the highest level that heads no list.

    None where others stand at that level and the first heads a part: `Abstract`, `1 Tides` above `2 Boats`.
    """
    if document.metadata.title:
        return document.metadata.title
    headings = [b for b in document.blocks[:1] if b.kind == "heading" and b.level != 1]
    headings += [b for b in document.blocks if b.kind == "heading" and b.level == 1]
    headings.sort(key=lambda b: b.level)
    named = [name for b in headings if not list_name(b.text) and (name := flat(b.text))]
    return named[0] if named and not _is_part(named[0], named[1:]) else None


def _is_part(name: str, others: list[str]) -> bool:
    """Whether a heading is that of a part, where `others` follow: `Abstract`, `1 Tides` above `2 Boats`.

    Not `Abstract` alone, nor `I Went to Sea` above `What I Found`.
    """
    if _FIRST.match(name):
        return any(map(_SECOND.match, others))
    return bool(others) and name.strip(" .:").casefold() in _FIRST_PARTS


def generator_of(document: Document) -> Generator | None:
    """The model and site of the article's attribution line: `Based on a chat with MODEL on [site](url)`."""
    for block in reversed(document.blocks):
        rest = attribution(block.text) if block.kind in ("paragraph", "quote", "item") else None
        if rest is None:
            continue
        link = next((n for n in block.inlines if n.kind == "link" and "://" in n.target), None)
        site = block.text[link.start : link.end].strip() if link else None
        model, _, place = rest.strip(" .!_*)").partition(" on ")
        model = _ADDRESS.sub("", model)
        if not place and link and (site or "") in model:
            model = ""
        if place and not site:
            site = place.split(",")[0].strip(" .[]") or None
        return Generator(
            model=re.sub(r"\s+", " ", model).strip(" ,_*") or None,
            site=site,
            url=link.target if link else None,
        )
    return None
