"""The text of an entry as the styles ask of it: dates, quotations, emphasis, the words before its first link."""

from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.entries.authors import are_people
from kgraph.extract.entries.dates import published
from kgraph.extract.entries.emphasis import Marked, marked_title
from kgraph.extract.entries.patterns import (
    APA,
    LEADING_ID,
    PERSON,
    QUOTED,
    SINGLE_QUOTED,
    WIDE_YEAR,
    YEAR_COLON,
)
from kgraph.extract.entries.titles import flat
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.text.characters import OPENING_QUOTES
from kgraph.model import Block

_QUOTE_OPENING = re.compile(f"[{OPENING_QUOTES}'‘]")
_DOI_TAIL = re.compile(
    r"(?<![\s.,;:(\[])[\s.,;:(\[]+(?:doi:?\s*(?:https?://)?|(?:https?://)?(?:dx\.)?doi\.org/)10\.\d{4,9}/\S",
    re.IGNORECASE,
)
_WIDE_YEAR = re.compile(rf"{WIDE_YEAR}\s?")
_LISTED = re.compile(r"^\S+$|[,&.]|\b(?:and|et al)\b")
"""What authors before a year and a colon are: one surname, or several with what joins them."""
_EDITED = re.compile(rf"\s\((?:{patterns_of('patterns.editor_marks')})\.?\)\.?(?=\s?\()")
_ACCESS_TAIL = re.compile(
    rf"(?<![\s,.;:(\[|–—-])[\s,.;:(\[|–—-]*(?<![\w])(?:{patterns_of('patterns.address_leads')})"
    r"(?:\s*\.?\s*(?:available|online)(?:\s+(?:at|from))?)?\s*[:：]?\s*$",
    re.IGNORECASE,
)

_MARKED_WORDS = 3
"""How many words an emphasised title has at least that a link on its venue stands behind."""
_PUNCTUATION_CHARS = 8
_BEFORE_VENUE = " .,;:?!\n"

Link = tuple[int, int, str]
"""(start, end, URL) of a link in the plain text of a block."""


class EntryText:
    """An entry, label apart; each answer is worked out once, when asked for."""

    def __init__(
        self, block: Block, start: int, end: int, links: list[Link], accessed: tuple[int, int] | None
    ) -> None:
        self.block, self.text = block, block.text
        self.start, self.end = start, end
        self.links = links
        self.accessed = accessed
        """Where the day of access is told."""
        self.first = links[0] if links else None

    @cached_property
    def date(self) -> str | None:
        """When the source was published."""
        year = published(self.text, self.start, self.accessed[0] if self.accessed else self.end)
        if year is None and self.accessed:
            year = published(self.text, self.accessed[1], self.end)
        return year[0] if year else None

    @cached_property
    def before(self) -> str:
        """The words before the first link, the DOI and the day of access."""
        stop = self.accessed[0] if self.accessed else self.end
        has_doi = self.text.find("10.", self.start, stop) >= 0
        doi = _DOI_TAIL.search(self.text, self.start, stop) if has_doi else None
        stop = doi.start() if doi else stop
        return flat(self.text[self.start : min(stop, self.first[0] if self.first else self.end)])

    @cached_property
    def marked(self) -> Marked | None:
        """The title that emphasis tells before the first link."""
        return marked_title(self.block, self.start, self.first[0] if self.first else self.end)

    def is_titled_before(self, link: int) -> bool:
        """Whether authors and a title in emphasis stand before the link at `link`, whose words are none then.

        Without a year between the two, nothing but punctuation may stand between title and link.
        """
        end, dated = self._title_end
        if not 0 < end <= link:
            return False
        return dated or (link - end <= _PUNCTUATION_CHARS and not self.text[end:link].strip(_BEFORE_VENUE))

    @cached_property
    def _title_end(self) -> tuple[int, bool]:
        """Where a title in emphasis behind authors ends, and whether a year goes before it; 0 where there is none."""
        found = self.marked
        if found is None or len(found.title.split()) < _MARKED_WORDS:
            return 0, False
        lead = found.lead.rstrip(".,:")
        people, year, _ = lead.rpartition(" (") if lead.endswith(")") else (lead, "", "")
        at = self.text.find(found.title, self.start, self.end)
        return (at + len(found.title), bool(year)) if at >= 0 and are_people(people) else (0, False)

    @cached_property
    def quoted(self) -> re.Match[str] | None:
        """The title in quotation marks; none where it stands apart from an emphasised one before it."""
        stop = self.first[0] if self.first else self.end
        if not _QUOTE_OPENING.search(self.text, self.start, stop):
            return None
        found = QUOTED.search(self.text, self.start, self.end) or SINGLE_QUOTED.search(
            self.text, self.start, self.end
        )
        if found is None or found.start() >= stop:
            return None
        parted = self.text[self.marked.start + len(self.marked.title) : found.start()] if self.marked else ""
        # `*Title* by A, "quote"`, but `*Example Daily*: "The tide"`
        return None if parted and parted.strip() not in (":", ",") else found

    @cached_property
    def dated(self) -> re.Match[str] | None:
        """Authors, year and what follows, where the words before the first link begin so: `Moss, A. (2020). Kites.`"""
        before = self.before
        looked_up = bool(self.accessed and self.first and self.accessed[1] <= self.first[0])
        head = _ACCESS_TAIL.sub(
            "", before if before.isascii() else _WIDE_YEAR.sub(lambda m: f"({m['wide']}). ", before, count=1)
        )
        if "(" in head:
            head = _EDITED.sub("", head, count=1)
        apa = APA.match(head) if "(" in head else None
        stopped = apa is not None and head.startswith(").", apa.end("date"))
        if looked_up and apa and (apa["dash"] or not (stopped or PERSON.search(apa["authors"]))):
            apa = None  # `The kite (2020) - Wikipedia, accessed …`
        if apa is None and not looked_up and ": " in head:
            apa = YEAR_COLON.match(head)
            if apa and not _LISTED.search(apa["authors"]):
                apa = None  # `Kite Trends 2026: what …`
        return apa

    @cached_property
    def words(self) -> str:
        """The words before the first link, without identifier and words of access."""
        words = _ACCESS_TAIL.sub("", LEADING_ID.sub("", self.before)).strip(" -–—:,|，、。")
        if words[-1:] in ("(", "（", "<") and self.first:
            words = words[:-1].rstrip(" -–—:,|，、。")
        return words
