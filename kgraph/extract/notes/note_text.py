"""The words of a note that names a work, as its styles look at them."""

from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.entries.entry_text import EntryText, Link
from kgraph.extract.entries.titles import flat
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.notes.back_references import read_back
from kgraph.extract.notes.wording import YEAR
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_ACCESS_TAIL = re.compile(
    rf"[\s,.;:(\[<]*(?:(?:{patterns_of('patterns.address_leads')}|online|en ligne|pdf)\s?[:：]?)?[\s,.;:(\[<]*$",
    re.IGNORECASE,
)
_LONG_QUOTE = re.compile(r"[«“„\"][^«»“”„\"]{200,2000}[»”\"]\s?[,.;]?\s?")
"""A quotation that is what the source says, not how it is called."""
_DAY = re.compile(rf"(?<![\d./])\d{{1,2}}[./]\d{{1,2}}[./]{YEAR}(?!\d)")
_PEOPLE_CHARS = 120
"""What is emphasised further behind is no title."""
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


class NoteText:
    """Plain `[start, end)` of a note that names a work, behind what leads to it; each answer is worked out once, when asked for."""

    def __init__(
        self,
        block: Block,
        start: int,
        end: int,
        links: list[Link],
        accessed: tuple[int, int] | None,
        *,
        led: bool = False,
    ) -> None:
        self.back = read_back(block.text[start:end], led=led)
        """What it refers back to."""
        quote = _LONG_QUOTE.match(block.text, start, end)
        start = quote.end() if quote else start
        self.entry = EntryText(block, start, end, [x for x in links if x[0] >= start], accessed)

    @cached_property
    def words(self) -> str:
        """The words, on one line."""
        return flat(self.entry.text[self.entry.start : self.entry.end])

    @cached_property
    def before(self) -> str:
        """The words before the first address and the day of access."""
        entry = self.entry
        stop = min(
            entry.first[0] if entry.first else entry.end, entry.accessed[0] if entry.accessed else entry.end
        )
        stop = stop if self.volume is None else min(stop, self.volume)
        bare = ADDRESS.search(entry.text, entry.start, stop)
        return _ACCESS_TAIL.sub("", flat(entry.text[entry.start : bare.start() if bare else stop]))

    @cached_property
    def marked(self) -> bool:
        """Whether words of a link, emphasis or a quotation may tell the title."""
        entry = self.entry
        marks = inlines_in(entry.block, entry.start, entry.end, "emphasis", "strong")
        told = any(n.start != self.volume and not ADDRESS.match(entry.text, n.start) for n in marks)
        return bool(entry.quoted or told or any(not ADDRESS.match(entry.text, a) for a, _, _ in entry.links))

    @cached_property
    def emphasised_first(self) -> tuple[str, str] | None:
        """The words before what is emphasised first, and that; None where it stands far behind."""
        entry = self.entry
        mark = next(iter(inlines_in(entry.block, entry.start, entry.end, "emphasis")), None)
        if mark is None or mark.start - entry.start > _PEOPLE_CHARS:
            return None
        return flat(entry.text[entry.start : mark.start]).rstrip(), flat(entry.text[mark.start : mark.end])

    @cached_property
    def volume(self) -> int | None:
        """Where an emphasised `in` leads to the volume that the work stands in."""
        marks = inlines_in(self.entry.block, self.entry.start, self.entry.end, "emphasis")
        return next((n.start for n in marks if self.entry.text[n.start : n.end].strip(" ,:") == "in"), None)

    @cached_property
    def date(self) -> str | None:
        """The day of publication in numbers, else the year."""
        entry = self.entry
        day = _DAY.search(entry.text, entry.start, entry.accessed[0] if entry.accessed else entry.end)
        return day[0] if day else entry.date
