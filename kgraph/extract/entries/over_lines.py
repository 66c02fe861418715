"""What an entry says over its lines: the fields of the first line that gives each."""

from collections.abc import Sequence

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.entries.authors import names, only_people
from kgraph.extract.entries.fields import Fields, parse
from kgraph.extract.entries.patterns import ONLY_HEAD, QUOTED
from kgraph.extract.entries.titles import flat
from kgraph.extract.text.characters import OPENING_QUOTES
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_BACK_LINKS = re.compile(r"[\^↑](?:\s(?:[a-z]|\d\.\d|Jump up to:?)(?=\s)){0,26}\s?")
"""The way back from a note to the text, as encyclopedias print it: `^ a b Roe, A. Tides.`"""
Piece = tuple[Block, int, int]
"""A line of an entry: the block, and the plain span in it."""
_NOT_SPACE = re.compile(r"\S")


def is_definition(block: Block) -> bool:
    """Whether `block` is a link definition (`[1]: url`), not a footnote."""
    return block.definition is not None and not block.definition.startswith("^")


def fields_of(pieces: list[Piece], labels: Sequence[tuple[str | None, int]], title: str | None) -> Fields:
    """The fields of the first line that gives each."""
    block, start, end = pieces[0]
    begin = max(start, labels[-1][1]) if labels[-1][0] is not None else start
    if is_definition(block):
        title = title or next((block.text[t.start : t.end] for t in block.inlines if t.kind == "title"), None)
        begin = start
        if title is None:
            return _definition(block)
    if len(pieces) > 1 and not block.text[begin:end].strip():
        pieces = pieces[1:]  # the label has a line of its own
        block, start, end = pieces[0]
        begin = start
    begin = _body_start(block, start, begin)
    back = _BACK_LINKS.match(block.text, begin, end) if block.text[begin : begin + 1] in ("^", "↑") else None
    begin = back.end() if back else begin
    if (
        len(pieces) > 1
        and pieces[1][0] is block
        and (ONLY_HEAD.fullmatch(block.text, begin, end) or only_people(block.text[begin:end]))
    ):
        end = max(e for b, _, e in pieces if b is block)
        pieces = [(block, start, end), *(p for p in pieces if p[0] is not block)]
    fields = parse(block, begin, end, title_hint=title)
    at = block.text.find(title, begin, end) if title and not is_definition(block) else -1
    if at > begin:  # the format parts the authors from the title
        fields = fields._replace(authors=names(flat(block.text[begin:at]).rstrip(" .,:")))
    if len(pieces) == 1:
        return fields
    return _together(fields, (block, begin, end), pieces[1:])


def _together(fields: Fields, first: Piece, more: Sequence[Piece]) -> Fields:
    """The `fields` of the `first` line, and those that it lacks of the lines below."""
    rest = [parse(b, s, e) for b, s, e in more]
    if rest[0].title and not (fields.authors or fields.links) and _quoted(*more[0]) and not _quoted(*first):
        # `Harbour News`, and the title in quotation marks on the next line
        fields = fields._replace(
            title=rest[0].title,
            raw_title=rest[0].raw_title,
            authors=(fields.title,) if fields.title else rest[0].authors,
        )
    named = fields if fields.title else next((f for f in rest if f.title), fields)
    links = tuple(dict.fromkeys(x for f in (fields, *rest) for x in f.links))
    last_url = next((f.url for f in rest if f.url), None)
    return Fields(
        title=named.title, raw_title=fields.raw_title, site=fields.site,
        url=fields.url or last_url, links=links, authors=fields.authors or named.authors, date=fields.date or next((f.date for f in rest if f.date), None),
        accessed=fields.accessed or next((f.accessed for f in rest if f.accessed), None),
        own_end=fields.own_end, unread=None if named.title else fields.unread,
    )  # fmt: skip


def _quoted(block: Block, start: int, end: int) -> bool:
    return block.text.startswith(tuple(OPENING_QUOTES), start, end) or bool(
        QUOTED.search(block.text, start, end)
    )


def _definition(block: Block) -> Fields:
    """`[key]: url`, or `[@key]: doi:…` as Manubot's aliases are written."""
    target = block.inlines[0].target
    identity = identifiers.identify_key(target)
    if target.startswith("url:"):
        target = target[4:]
    elif identity is not None and "://" not in target:
        return Fields(links=(target,))
    return Fields(url=target, links=(target,))


def _body_start(block: Block, start: int, begin: int) -> int:
    """Where the entry's words begin: behind the label, unless the label itself is all there is."""
    if _NOT_SPACE.search(block.text, begin):
        return begin
    label = inlines_in(block, start, begin, "link")
    return start if any(not n.target.startswith("#") for n in label) else begin
