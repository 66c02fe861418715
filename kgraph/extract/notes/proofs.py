"""What proves that the words of a note name a work: one row a proof (semantics, lists)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.patterns import QUOTED
from kgraph.extract.entries.recognise import DOI
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.notes.back_references import TOKEN, read_back
from kgraph.extract.notes.people import (
    AUTHORS_COLON,
    NAME_YEAR_PAGE,
    PERSON,
    SHORT_HEAD,
    author_before_comma,
    library_record,
    only_person,
)
from kgraph.extract.notes.placed_titles import is_placed_title
from kgraph.extract.notes.short_titles import short_title
from kgraph.extract.notes.wording import CAPITAL, EDITION, LOCATOR, PAGES, YEAR, behind_leads
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

HEAD_CHARS = 600
"""So much of a stretch of a note is asked for what names a work."""
LAW = re.compile(rf"(?<!\w)(?:{patterns_of('patterns.laws')})")
_PUBLISHED = re.compile(rf"[(（][^()（）]{{2,80}}?[,:：，]\s?{YEAR}[)）]|\({YEAR}\)")
"""Place, publisher and year, or a year, in brackets: `(Ulm: Cato, 1999)`."""
_DAY_AND_MONTH = r"\d{1,2}\.?\s[^\W\d_]{3,10}\.?\s"
_DATED = re.compile(
    rf"[,，.:]\s?(?:[{CAPITAL}][\w.-]{{1,30}}(?:[/ -][{CAPITAL}][\w.-]{{1,30}}){{0,4}},?\s)?(?:\d{{1,2}}[./]\d{{1,2}}[./]|{_DAY_AND_MONTH})?{YEAR}年?(?=[,.;:，。；]|\s?\(|\s*$)"
)
"""A year behind a comma, a place or a day perhaps before it: `, Ulm 1998`, `, 27.05.2016`, `, 5 May 2016`."""
_DAY_AT_END = re.compile(rf"(?<!\d)\d{{1,2}}[./]\d{{1,2}}[./]{YEAR}[.)]?\s*$")
"""A day in numbers that ends a note: `« Kites », le 02/06/2018`."""
_IN_VOLUME = re.compile(rf"[,，.]\s?(?:{patterns_of('patterns.in_volume')})", re.IGNORECASE)
_PAGES = re.compile(rf"[,，.:]\s?{PAGES}|\),?\s{LOCATOR}[.]?\s*$|[,.]\s{EDITION}{LOCATOR}[.]?\s*$")
_NUMBER_AT_END = re.compile(rf"[,，]\s?{LOCATOR}[.]?\s*$")
_LOOKED_UP = re.compile(rf"(?i:\b(?:{words_of('words.access')}|{patterns_of('patterns.access')})\b)")
_MIN_TITLE_WORDS = 4
"""So many words a title has at least that nothing but a comma tells."""
_BEHIND_LINK_CHARS = 60
"""So much may stand behind the link that ends a note: the day of access, a stop."""
_PROSE_WORDS = 12
"""So many words lead into no link of a citation."""
_UNDATED = re.compile(rf"(?P<title>[^.。!?]{{12,200}})[.]\s(?:{PERSON})\s*$")
"""Title and author without a year: `Réseau : entre rivière et savoir. Jean-Paul Fermier`."""
_REMARK = re.compile(rf"\s?(?:{patterns_of('patterns.remarks')})\s[a-z]")
_TOLD_IN = re.compile(rf"(?<!\w)(?:{patterns_of('patterns.told_in')})\s$")
"""What leads a remark to the link that bears it out: `It is all told in [the charter](…)`."""
_SAID = re.compile(rf"[^\W\d_]|{TOKEN}")


def is_dated(text: str) -> bool:
    """Whether words of a note have a year as publications have it, not as prose (`in 1911, when`)."""
    return bool(_PUBLISHED.search(text) or _DATED.search(text) or _DAY_AT_END.search(text))


class Stretch:
    """Plain `[start, end)` of a block of a note, and what proofs ask of it, each worked out once."""

    def __init__(self, block: Block, start: int, end: int) -> None:
        self.block = block
        self.led = behind_leads(block.text[start : min(end, start + HEAD_CHARS)])
        """How many characters lead to the work."""
        self.start, self.end = start + self.led, end
        self.text = block.text[self.start : min(end, self.start + HEAD_CHARS)]

    @cached_property
    def links(self) -> list[tuple[int, int, str]]:
        """Its links to pages."""
        return [
            link for link in find_links(self.block, self.start, self.end) if not link[2].startswith("mailto:")
        ]

    @cached_property
    def marked(self) -> bool:
        """Whether it is emphasised in part, near its head."""
        marks = inlines_in(
            self.block, self.start, min(self.end, self.start + HEAD_CHARS), "emphasis", "strong"
        )
        return any(n.end - n.start < self.end - self.start - 4 for n in marks)

    @cached_property
    def quoted(self) -> re.Match[str] | None:
        """A quotation near its head."""
        return QUOTED.search(self.text)

    @cached_property
    def dated(self) -> bool:
        """Whether it has a year as publications have it, not as prose (`in 1911, when`)."""
        return is_dated(self.text)

    @cached_property
    def placed(self) -> bool:
        """Whether it names pages, or a volume that the work stands in."""
        return bool(_PAGES.search(self.text) or _IN_VOLUME.search(self.text))

    @cached_property
    def is_remark(self) -> bool:
        """Whether it begins as remarks do: `I use the word …`."""
        return not self.led and bool(_REMARK.match(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteProof:
    """One proof: an example that it holds for, and a look-alike that it does not."""

    name: str
    rule: str
    example: str
    not_: str
    holds: Callable[[Stretch], bool]
    is_weak: bool = False
    """Whether it holds for remarks as well, in a further paragraph of a note that names a work."""


def _identified(note: Stretch) -> bool:
    return bool(DOI.search(note.text))


def _refers_back(note: Stretch) -> bool:
    return read_back(note.block.text[note.start - note.led : note.end]) is not None


def _law(note: Stretch) -> bool:
    return bool(LAW.search(note.text))


def _authors_and_title(note: Stretch) -> bool:
    found = AUTHORS_COLON.match(note.text)
    return found is not None and bool(note.dated or note.placed or note.links)


def _title_told(note: Stretch) -> bool:
    if note.is_remark:
        return False
    told = note.marked or (note.quoted and _stands_apart(note, note.quoted))
    return bool(told) and (note.dated or note.placed or _looked_up(note))


def _short_title(note: Stretch) -> bool:
    if NAME_YEAR_PAGE.fullmatch(note.text.strip()):
        return True
    marks = inlines_in(note.block, note.start, note.end, "emphasis")
    at = marks[0].start - note.start if marks else note.quoted.start() if note.quoted else 0
    return bool(SHORT_HEAD.fullmatch(note.text, 0, at) and _NUMBER_AT_END.search(note.text))


def _families_and_title(note: Stretch) -> bool:
    return short_title(note.block, note.start, note.end) is not None


def _placed_title(note: Stretch) -> bool:
    return is_placed_title(note.block, note.start, note.end)


def _authors_and_year(note: Stretch) -> bool:
    return author_before_comma(note.text) is not None and (note.dated or note.placed)


def _library_record(note: Stretch) -> bool:
    return library_record(note.text) is not None


def _linked(note: Stretch) -> bool:
    if not note.links:
        return False
    first, last = note.links[0], note.links[-1]
    lead = note.block.text[note.start : first[0]]
    if note.is_remark and not _TOLD_IN.search(lead):
        return False
    behind = note.block.text[last[1] : note.end].strip(" .,;:!)]>\n")
    if len(lead.split()) > _PROSE_WORDS and not (note.dated or _looked_up(note)):
        return False
    return not behind or (
        len(behind) <= _BEHIND_LINK_CHARS and bool(_LOOKED_UP.search(behind) or only_person(behind))
    )


def _undated(note: Stretch) -> bool:
    text = " ".join(note.text.split())
    if _UNDATED.fullmatch(text):
        return True
    found = author_before_comma(text)
    if found is None or len(found["title"].split()) < _MIN_TITLE_WORDS:
        return False
    quoted = QUOTED.fullmatch(found["title"].rstrip("."))
    if quoted:
        return not quoted["title"].lstrip()[:1].islower()
    return text[-1] != "." and found["title"][0].isalnum()


def _looked_up(note: Stretch) -> bool:
    return bool(_LOOKED_UP.search(note.text))


def _stands_apart(note: Stretch, quoted: re.Match[str]) -> bool:
    """Whether a quotation is a title of its own: at the head, or behind authors and a comma, a stop or a colon."""
    lead = note.text[: quoted.start()].strip()
    east = quoted[0][0] in "《「『〈"
    return not lead or lead[-1] in ",.:，。：、" or east


NOTE_PROOFS = (
    NoteProof(
        name="back-reference", rule="L14", holds=_refers_back, example="Ibid., 15.", not_="Identity is hard to tell.",
    ),
    NoteProof(
        name="identifier", rule="L14", holds=_identified, example="Moss on tides, doi:10.1000/a", not_="Moss on tides, no. 10",
    ),
    NoteProof(
        name="law", rule="L14", holds=_law, example="GDPR, art. 17(1).", not_="The law is clear on this.",
    ),
    NoteProof(
        name="authors-and-title", rule="L14", holds=_authors_and_title,
        example="Brandt, Anna: Der Turm, Ulm 1998, S. 12.", not_="Merke, lieber Leser: Der Turm steht.",
    ),
    NoteProof(
        name="title-told", rule="L14", holds=_title_told,
        example="Ann Moss, *Tides* (Ulm: Cato, 1999), 12.", not_="They call it a “tide”, as *we* do, since 1999.",
    ),
    NoteProof(
        name="short-title", rule="L14", holds=_short_title,
        example="Moss, *Tides*, 80.", not_="Moss, they say, wrote *Tides* in 80 days",
    ),
    NoteProof(
        name="families-and-title", rule="L14", holds=_families_and_title,
        example="Moss, “The History of Tide Tables,” introduction.", not_="However, “The Harbour Sale,” as they call it, is a fair.",
    ),
    NoteProof(
        name="placed-title", rule="L14", holds=_placed_title,
        example="Reed, *The harbour of fish*, book II, at its end.", not_="Otters, *Lutra lutra*, live by the river II",
    ),
    NoteProof(
        name="authors-and-year", rule="L14", holds=_authors_and_year,
        example="Ann Moss, The tides, Ulm 1999.", not_="Think of the winter of 1947, when nothing moved.",
    ),
    NoteProof(
        name="library-record", rule="L14", holds=_library_record,
        example="The tides Moss, Ann (1977-....). Author - Cato, 2018.", not_="Ann Moss (1977-2010) lived in Leeds.",
    ),
    NoteProof(
        name="link", rule="L14", holds=_linked, is_weak=True,
        example="Anna Moss, Tides, https://example.org/a", not_="My [first boat](https://example.org/a) had no sail, and it sank.",
    ),
    NoteProof(
        name="undated", rule="L14", holds=_undated, is_weak=True,
        example="Ann Moss, The tides and their friends", not_="Leeds, the town, not the castle",
    ),
)  # fmt: skip


def proof_of(block: Block, start: int, end: int) -> NoteProof | None:
    """The first proof that plain `[start, end)` of a note names a work; None where it explains."""
    stretch = Stretch(block, start, end)
    if not _SAID.search(stretch.text):
        return None
    return next((proof for proof in NOTE_PROOFS if proof.holds(stretch)), None)
