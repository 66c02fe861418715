"""How notes print a work in prose: one row a style, the first that fits says authors, date and title."""

from collections.abc import Callable
from dataclasses import dataclass

from kgraph import late_re as re
from kgraph.extract.entries.authors import names
from kgraph.extract.entries.patterns import APA, AUTHOR_LIST
from kgraph.extract.entries.styles import ENTRY_STYLES, Described
from kgraph.extract.entries.titles import SENTENCE_END, clean, flat
from kgraph.extract.lexicon import words_of
from kgraph.extract.notes.note_text import ADDRESS, NoteText
from kgraph.extract.notes.people import (
    AUTHORS_COLON,
    EASTERN_COLON,
    PERSON,
    author_before_comma,
    family_name_first,
    library_record,
    name_and_year,
    only_people,
    only_person,
)
from kgraph.extract.notes.proofs import LAW, is_dated
from kgraph.extract.notes.short_titles import short_title
from kgraph.extract.notes.title_ends import is_place_and_year, parted_by_dash, title_at_head
from kgraph.extract.notes.wording import CAPITAL, PAGES, YEAR

MAX_TITLE_CHARS = 300
"""No title is longer."""
_PROSE_SENTENCES = 1
"""Words before an address with more stops than this are prose."""
_REVERSED = re.compile(rf"(?P<title>[^.。!?]{{12,300}})[.]\s(?P<authors>{PERSON})\s*$")
_SUBTITLE = re.compile(r"\s?:\s[^,.;:()]{3,120}(?=,)")
_HOUSE = re.compile(rf"(?P<author>[{CAPITAL}][\w'’-]{{2,30}}),\s(?P<title>[^,.;]{{3,60}})")
"""A house by one name, and a title: `Abrupt, Partage https://…`."""
_VOLUME_BEHIND = re.compile(r",\s[Ii]n:\s")
_ONLY_DATED = re.compile(rf"(?P<authors>[^()]{{2,80}}?),?\s?\({YEAR}[^()]{{0,20}}\)")
"""Authors and year, and no title."""
_SURNAMES = re.compile(r"\s?[;/]\s|/|\s(?:&|und|and|et(?!\sal\b)|y|e)\s")
_IN = re.compile(r"[,.]?\s[Ii]n[,:]?\s?")
_BETWEEN_CAPITALS = re.compile(r"(?<=[A-ZÀ-Þ]),\s(?=[A-ZÀ-Þ]{2})")
_SHORT_TAIL_CHARS = 25
"""So much may stand behind a name and a year that are all of a note: pages."""
_ONLY_PAGES = re.compile(rf"{PAGES}[.]?")
_SITE_WORDS = 4
_MAX_NAME_WORDS = 8
_PROSE = re.compile(r"(?:\b[a-zà-ÿ]{4,}\b\W+){2}")
_GOVERNS = re.compile(rf"(?:^|\s)(?:{words_of('words.governing')})$|^(?i:{words_of('words.articles')})$")
"""Words that something must follow; `A` behind a name is an initial."""
_LIVES = re.compile(r"\([^()]{0,12}[-–][^()]{0,12}\)")
_YEARS = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_PROSE_WORDS = 13
"""More words before an address, with a stop among them, are prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStyle:
    """One way to print a work in a note: an example it reads, and a look-alike that it leaves to another."""

    name: str
    rule: str
    example: str
    not_: str
    read: Callable[[NoteText], Described | None]


def _back(note: NoteText) -> Described | None:
    back = note.back
    return Described((), None, clean(back.title) if back.title else None) if back else None


def _before_colon(note: NoteText) -> Described | None:
    found = AUTHORS_COLON.match(note.before) or EASTERN_COLON.match(note.before)
    if found is None:
        return None
    told = note.emphasised_first
    if told and len(told[0]) < found.end("authors"):
        return None  # the colon stands in a title: `Ann Moss, *Kites: A History*`
    title = (
        told[1]
        if told and AUTHORS_COLON.fullmatch(f"{told[0]} ")
        else title_at_head(note.before[found.end() :])
    )
    return Described(_people(found["authors"]), note.date, clean(title))


def _library_record(note: NoteText) -> Described | None:
    found = library_record(note.words)
    if found is None:
        return None
    years = _YEARS.findall(_LIVES.sub("", note.words))
    return Described(found[1], years[-1] if years else None, clean(found[0]))


def _short_title(note: NoteText) -> Described | None:
    found = short_title(note.entry.block, note.entry.start, note.entry.end)
    if found is None:
        return None
    return Described(_people(found.authors), note.date if is_dated(note.words) else None, clean(found.title))


def _marked(note: NoteText) -> Described | None:
    if not note.marked:
        return None
    found = _emphasised_behind_people(note) or _by_entry_styles(note)
    return found._replace(title=_with_subtitle(note, found.title)) if found else None


def _emphasised_behind_people(note: NoteText) -> Described | None:
    """`Ann Moss, *Tides*, …`: what is emphasised right behind people and a comma is the title, whatever links follow."""
    told = None if note.entry.quoted else note.emphasised_first
    if told is None or not told[0].endswith(",") or not only_people(told[0][:-1]):
        return None
    return Described(names(told[0][:-1]), note.date, clean(told[1]))


def _by_entry_styles(note: NoteText) -> Described | None:
    """What the styles of lists read."""
    found = next((x for style in ENTRY_STYLES if (x := style.read(note.entry)) is not None), None)
    return Described(_likely(found.authors), note.date or found.date, found.title) if found else None


def _with_subtitle(note: NoteText, title: str | None) -> str | None:
    """The title with the words behind its quotation marks: `« Le fil » : une histoire`."""
    quoted = note.entry.quoted
    if quoted is None or clean(quoted["title"]) != title:
        return title
    more = _SUBTITLE.match(note.entry.text, quoted.end(), note.entry.end)
    return flat(quoted[0] + more[0]) if more else title


def _title_in_volume(note: NoteText) -> Described | None:
    title = title_at_head(note.before)
    behind = note.before[len(title) :]
    if not _IN.match(behind) or author_before_comma(note.before) or len(SENTENCE_END.findall(title)) > 0:
        return None
    return Described((), note.date, clean(title))


def _initials_or_people(note: NoteText) -> Described | None:
    found = author_before_comma(note.before) or (family_name_first(note.before) if note.date else None)
    if found is None:
        return None
    authors, title = found["authors"], title_at_head(found["title"])
    if is_place_and_year(title) and ", " in authors:
        authors, _, title = authors.rpartition(", ")  # what looks like one more name is the title
    if family_name_first(note.before):
        return Described((authors,), note.date, clean(title))
    return Described(_people(authors), note.date, clean(title))


def _reversed(note: NoteText) -> Described | None:
    found = _REVERSED.fullmatch(note.words)
    return Described((found["authors"],), note.date, clean(found["title"])) if found else None


def _name_and_year(note: NoteText) -> Described | None:
    found = name_and_year(note.words)
    if found is None or note.entry.links or len(note.words) > found.end() + _SHORT_TAIL_CHARS:
        return None
    return Described(_people(_BETWEEN_CAPITALS.sub("; ", found["authors"])), found["date"], None)


def _author_and_address(note: NoteText) -> Described | None:
    entry = note.entry
    if not entry.first or not ADDRESS.match(entry.text, entry.first[0]):
        return None
    behind = flat(entry.text[entry.first[1] : entry.accessed[0] if entry.accessed else entry.end])
    if only_person(note.before):
        return Described((note.before.strip(" ,.;:"),), note.date, None)
    if not note.before and only_person(behind):
        return Described((behind.strip(" ,.;:"),), note.date, None)
    return None


def _as_lists_print(note: NoteText) -> Described | None:
    told = AUTHOR_LIST.match(note.before) or APA.match(note.before)
    return _as_entries(note) if told and note.entry.first else None


def _prose_and_address(note: NoteText) -> Described | None:
    stops = len(SENTENCE_END.findall(note.before + " X"))
    is_prose = stops > _PROSE_SENTENCES or (stops and len(note.before.split()) > _PROSE_WORDS)
    return Described((), note.date, None) if note.entry.first and is_prose else None


def _law(note: NoteText) -> Described | None:
    return Described((), note.date, None) if not note.marked and LAW.match(note.words) else None


def _house_and_title(note: NoteText) -> Described | None:
    entry = note.entry
    found = _HOUSE.fullmatch(note.before)
    if found is None or not entry.first or not entry.text[entry.first[0] - 2 : entry.first[0] - 1].isalnum():
        return None
    return Described((found["author"],), note.date, clean(found["title"]))


def _title_and_site(note: NoteText) -> Described | None:
    head, comma, site = note.before.rpartition(", ")
    if not comma or not note.entry.first or SENTENCE_END.search(head) or len(site.split()) > _SITE_WORDS:
        return None
    return Described((), note.date, clean(head)) if site[:1].isupper() and ", " not in head else None


def _as_entries(note: NoteText) -> Described | None:
    found = _by_entry_styles(note)
    title = _VOLUME_BEHIND.split(found.title)[0] if found and found.title else None
    if title and (head := _ONLY_DATED.fullmatch(title)):
        person, work = parted_by_dash(head["authors"])
        return Described(names(person), note.date, work)
    return found._replace(title=title) if found else None


NOTE_STYLES = (
    NoteStyle(name="back-reference", rule="E18", read=_back, example="Ibid., 15.", not_="Ann Moss, Tides, 15."),
    NoteStyle(
        name="authors-before-colon", rule="E23", read=_before_colon,
        example="Brandt, Anna: Der Turm, in: Ulmer Hefte, Bd. 18, 2016, S. 4 f.", not_="Der große Turm: ein Bau, 2016",
    ),
    NoteStyle(
        name="library-record", rule="E24", read=_library_record,
        example="The tides Moss, Ann (1977-....). Author - Cato, 2018.", not_="Ann Moss, *Tides* (Ulm: Cato, 1977), 12.",
    ),
    NoteStyle(
        name="law", rule="E24", read=_law, example="BGH, Urteil vom 12.3.2019 – VI ZR 12/18, Rn. 14.", not_="Der BGH und das Recht, Ulm 2019",
    ),
    NoteStyle(
        name="author-and-address", rule="E25", read=_author_and_address,
        example="Ann Moss, https://example.org/a", not_="Tides of the north, https://example.org/a",
    ),
    NoteStyle(
        name="families-and-title", rule="E26", read=_short_title,
        example="Moss, “The History of Tide Tables,” introduction.", not_="Moss, “tides,” she said.",
    ),
    NoteStyle(
        name="marked-title", rule="E24", read=_marked,
        example="Ann Moss, *Tides* (Ulm: Cato, 1999), 12.", not_="Ann Moss, Tides (Ulm: Cato, 1999), 12.",
    ),
    NoteStyle(
        name="name-and-year", rule="E26", read=_name_and_year, example="Brandt 2022, 90", not_="Brandt, Tides, 2022, 90",
    ),
    NoteStyle(
        name="title-in-volume", rule="E23", read=_title_in_volume,
        example="Der Turm, in: Lexikon, 5.9.2018. Online: https://example.org/a", not_="Ann Moss, The tide, in: Sea, 1999, p. 3",
    ),
    NoteStyle(
        name="authors-before-comma", rule="E24", read=_initials_or_people,
        example="Ann Moss, The tide, Leeds, Cato, 1999, p. 3", not_="Ann Moss, https://example.org/a",
    ),
    NoteStyle(
        name="author-behind-title", rule="E24", read=_reversed,
        example="Réseau : entre rivière et savoir. Jean-Paul Fermier", not_="Réseau, Paris, 1999",
    ),
    NoteStyle(
        name="as-lists-print", rule="E25", read=_as_lists_print,
        example="Moss, A. (2020). Kites of the sea. Sea Press. https://example.org/a", not_="The hall, https://example.org/a",
    ),
    NoteStyle(
        name="prose-and-address", rule="E25", read=_prose_and_address,
        example="The hall is old. It was built in spring. It stands in Leeds. https://example.org/a", not_="The hall, https://example.org/a",
    ),
    NoteStyle(
        name="house-and-title", rule="E25", read=_house_and_title,
        example="Abrupt, Partage https://example.org/a", not_="Abrupt, https://example.org/a",
    ),
    NoteStyle(
        name="title-and-site", rule="E25", read=_title_and_site,
        example="Tides of the north, Sea Board, https://example.org/a", not_="Tides of the north, https://example.org/a",
    ),
    NoteStyle(name="as-entries", rule="E9", read=_as_entries, example="Moss, A. (2020). Kites of the sea. Sea Press.", not_="Ibid."),
)  # fmt: skip
"""Row order is precedence: the first style that reads a note says what its work is."""


def describe_note(note: NoteText) -> Described:
    """Authors, date and title of the work that a note names, by the first style that fits.

    A title that is longer than one can be is none, and so is a place: `p. 27`.
    """
    found = next((x for style in NOTE_STYLES if (x := style.read(note)) is not None), None)
    if found is None:
        return Described((), note.date, None)
    if found.title and (len(found.title) > MAX_TITLE_CHARS or _ONLY_PAGES.fullmatch(found.title)):
        return found._replace(title=None)
    return found


def _people(authors: str) -> tuple[str, ...]:
    """`Reed, Otto; Moss, Ina`, `Sahle; Henny`: each of them."""
    return tuple(name for part in _SURNAMES.split(authors) for name in names(part.strip()))


def _likely(authors: tuple[str, ...]) -> tuple[str, ...]:
    """Authors, unless they are words of prose: names have few words, few of them in lower case, and none that governs others at their end."""
    sure = all(
        len(a.split()) <= _MAX_NAME_WORDS and not _PROSE.search(a) and not _GOVERNS.search(a) for a in authors
    )
    return authors if sure else ()
