"""How entries are printed: one row a style, the first that fits says authors, date and title."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries import single_quotes
from kgraph.extract.entries.author_styles import attributed
from kgraph.extract.entries.authors import NAME, Attributed, are_people, names
from kgraph.extract.entries.commas import title_behind
from kgraph.extract.entries.dates import ACCESSED
from kgraph.extract.entries.entry_text import EntryText
from kgraph.extract.entries.link_words import are_words
from kgraph.extract.entries.linked_references import authors_before_title, whole_reference
from kgraph.extract.entries.patterns import QUOTED, SEE, YEAR
from kgraph.extract.entries.quotes import names_title, prose_quote
from kgraph.extract.entries.titles import SENTENCE_END, clean, first_part, flat
from kgraph.extract.entries.titles_behind_years import title_behind_year
from kgraph.extract.entries.turned_names import turned_names
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.text.characters import YEAR_DIGITS

_BULLET = re.compile(r"^[\s•*-]+")
_BEFORE_NOTE = re.compile(r"^\s*[>\])]*\s*(?:[-–—:|]\s*|\(|,\s*)?")
LONG_LEAD_CHARS = 25
"""A longer lead before a link may hold the title already."""
_YEAR_BEHIND = re.compile(rf"(?<=\w)(?:\s\((?:[A-Z][^(),]{{1,40}},\s){{0,2}}{YEAR_DIGITS}[a-z]?\)|,\s{YEAR_DIGITS}[a-z]?)\.?$")  # fmt: skip
_GRADE = re.compile(rf"\s*\((?:{patterns_of('patterns.grades')})[^()]*\)\s*$")
_ADDRESS_NEXT = re.compile(rf"(?:{patterns_of('patterns.available_at')})\s?:?\s{{0,2}}$", re.IGNORECASE)
"""What goes before a link that is no title, but where the source is found: `“Title.” Available at: [site](…)`."""
_LOOKS_UP = re.compile(rf"(?:{patterns_of('patterns.looks_up')})\.?", re.IGNORECASE)
"""Words of a link behind an entry that only looks its work up: `Moss, A. Tides. 2019. [Google Scholar](…)`."""
_VENUE_AND_NOTE = re.compile(
    rf"(?P<title>[^.]{{3,300}}?\s[–—]\s[^.()]{{2,80}}?)(?:\s\([^()]{{0,40}}{YEAR_DIGITS}\))?\.\s(?=[A-Z][^.]{{20}})"
)
"""A title, its venue behind a dash, perhaps edition and year, and a remark before the address: `Tides – Sea Board (2020). Tells how …`."""
_SIGNED = re.compile(
    rf"(?P<title>.{{3,200}}?),?\sby\s(?P<authors>{NAME}(?:(?:,\s|,?\s(?:and|&)\s){NAME}){{0,5}})(?:,?\s\(?{YEAR_DIGITS}\)?)?\.?"
)
"""A title that its authors sign: `The Harbour Book by Bo Reed (2011)`."""
_EACH = re.compile(r",?\s(?:and|&)\s|,\s")
_MEDIUM = re.compile(rf"\s\[(?:{patterns_of('patterns.media')})\]")
"""What ends a title by the style of Vancouver: `Kites [Internet]. London: Kite Press; 2017`."""


class Described(NamedTuple):
    """What a style reads out of an entry."""

    authors: tuple[str, ...]
    date: str | None
    title: str | None


def describe(entry: EntryText) -> Described:
    """Authors, date and title of an entry, by the first style that fits."""
    for style in ENTRY_STYLES:
        found = style.read(entry)
        if found is not None:
            return found
    return Described((), entry.date, None)


def _of(
    read: Callable[[EntryText], tuple[tuple[str, ...], str, str | None] | None],
) -> Callable[[EntryText], Described | None]:
    return lambda entry: Described(*found) if (found := read(entry)) else None


def _linked_title(entry: EntryText) -> Described | None:
    text, start, end = entry.text, entry.start, entry.end
    for a, b, url in entry.links:
        words = flat(text[a:b]).strip(" ,.")
        if not are_words(words, url) or (a - start > LONG_LEAD_CHARS and _LOOKS_UP.fullmatch(words)):
            continue
        if (
            a - start > LONG_LEAD_CHARS
            and (
                entry.is_titled_before(a)  # `Roe, B. *Tides of the sea*, [Workshop (2020)](…)`
                or names_title(text[start:a])  # `Roe, B. (2006). "Tides". [*Workshop*](…)`
                or SEE.search(text, a - 24, a)
                or _ADDRESS_NEXT.search(text, a - 24, a)
            )
        ):
            return None
        inner = flat(text[max(a, start) : b])
        told = authors_before_title(inner, text[b:end]) if not text[start:a].strip(" *-–•") else None
        if told:
            return Described(*told)
        return _from_link(inner, flat(text[start:a]), entry.date, alone=b - a >= end - start - 6)
    return None


def _quoted_title(entry: EntryText) -> Described | None:
    quoted = entry.quoted
    if quoted and entry.block.kind == "cell" and quoted.end() >= entry.end and quoted.start() > entry.start:
        return None  # a cell of titles: the title goes on from the words before it
    lead = flat(entry.text[entry.start : quoted.start()]) if quoted else ""
    if quoted is None or len(lead) >= 200 or prose_quote(lead, quoted):
        return None
    return Described(names(lead), entry.date, clean(quoted["title"]))


def _year_behind_authors(entry: EntryText) -> Described | None:
    apa = entry.dated
    if apa is None or not are_people(apa["authors"]):
        return None
    dash = apa.groupdict().get("dash")
    rest = apa["rest"].split(f" {dash} ")[0] if dash else apa["rest"]
    title = title_behind_year(entry.block, entry.start, entry.first[0] if entry.first else entry.end, rest)
    return Described(names(apa["authors"]), apa["date"], title) if title else None


def _emphasised_title(entry: EntryText) -> Described | None:
    marked = entry.marked
    return Described(names(marked.lead), entry.date, marked.title) if marked else None


def _title_before_year(entry: EntryText) -> Described | None:
    apa = entry.dated
    if (
        apa
        and re.match(r"\.\s+\(", entry.before[len(apa["authors"]) - 1 :])
        and not attributed(apa["authors"])
    ):
        return Described((), apa["date"], clean(apa["authors"]))
    return None


def _address_first(entry: EntryText) -> Described | None:
    if entry.words:
        return None
    first, accessed = entry.first, entry.accessed
    after = entry.text[first[1] : entry.end] if first else ""
    if accessed and first and accessed[0] >= first[1]:
        after = entry.text[first[1] : accessed[0]] + entry.text[accessed[1] : entry.end].lstrip(" )")
    title = _note(flat(after), dated=accessed is not None) if after.strip() else None
    return Described((), entry.date, title)


def _medium_behind_title(entry: EntryText) -> Described | None:
    medium = _MEDIUM.search(entry.words) if "[" in entry.words else None
    if medium is None:
        return None
    words = entry.words[: medium.start()]
    head = (
        attributed(words) or attributed(entry.words) or (_by_first_stop(words) if words[-1:] != "." else None)
    )
    if head is None:
        return _bare_title(entry, words)
    return _authored(head._replace(rest=_MEDIUM.split(head.rest)[0]), entry.date)


def _authors_first(entry: EntryText) -> Described | None:
    head = attributed(entry.words)
    return _authored(head, entry.date) if head else None


def _authored(head: Attributed, date: str | None) -> Described:
    return Described(names(head.authors), date, clean(_without_year(title_behind(head), head.rest)))


def _title_alone(entry: EntryText) -> Described | None:
    return _bare_title(entry, entry.words)


def _bare_title(entry: EntryText, words: str) -> Described:
    whole = entry.first is not None or entry.accessed is not None
    noted = _VENUE_AND_NOTE.match(words) if whole and "." in words else None
    if noted:
        words = noted["title"]
    signed = _SIGNED.fullmatch(words)
    if signed:
        return Described(tuple(_EACH.split(signed["authors"])), entry.date, clean(signed["title"]))
    return Described((), entry.date, clean(words if whole else first_part(words)))


def _by_first_stop(words: str) -> Attributed | None:
    """`Kaggle. Kites and wind`: who made what has its medium behind the title."""
    stop = SENTENCE_END.search(words)
    return Attributed(words[: stop.start()], words[stop.end() :]) if stop else None


def _without_year(title: str, rest: str) -> str:
    """`title` without the year of the entry behind it, which `rest` has nowhere else: `Tides (2020).`, `Tides, 2020.`"""
    behind = _YEAR_BEHIND.search(title)
    return title[: behind.start()] if behind and len(YEAR.findall(rest)) == 1 else title


def _note(after: str, *, dated: bool) -> str | None:
    """The title among the words behind an address that stands first: `https://… - Title`, `https://… (Title)`."""
    note = _BEFORE_NOTE.sub("", after)
    note = ACCESSED.sub("", note) if dated else note
    note = _GRADE.sub("", note)
    if note.count(")") > note.count("("):
        note = note.removesuffix(".").removesuffix(")")
    return clean(note) if len(note) > 2 else None


def _from_link(words: str, lead: str, date: str | None, *, alone: bool) -> Described:
    whole = whole_reference(words, date) if alone else None
    if whole:
        return Described(*whole)
    lead = _BULLET.sub("", lead)
    quoted = QUOTED.fullmatch(words.strip(" .,"))
    title = quoted["title"] if quoted else words
    return Described(names(lead), date, clean(title))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStyle:
    """One way to print an entry: an example it reads, and a look-alike that it leaves to another style.

    `rule` is its number in `docs/semantics/entries.md`.
    """

    name: str
    rule: str
    example: str
    not_: str
    read: Callable[[EntryText], Described | None]


ENTRY_STYLES = (
    EntryStyle(
        name="quoted-behind-year", rule="E19", read=_of(single_quotes.quoted_behind_year),
        example="Moss, A. (2020) ‘Boats’ tides’, Sea J., vol. 3. DOI: [10.1000/a](https://doi.org/10.1000/a)",
        not_="Moss, A. (2020) The ‘calm’ sea, Sea Press.",
    ),
    EntryStyle(
        name="film", rule="E20", read=_of(single_quotes.film),
        example="Kites of the sea (2020) Directed by Ann Moss [Film].", not_="Kites of the sea (2020) [Film].",
    ),
    EntryStyle(
        name="linked-title", rule="E1", read=_linked_title,
        example="Moss, A. [Kites of the sea](https://example.org/a). 2020.", not_="Moss, A. (2020). Kites of the sea. [link](https://example.org/a)",
    ),
    EntryStyle(
        name="quoted-title", rule="E2", read=_quoted_title,
        example="Moss, A. “Kites of the sea.” Sea J. 2020.", not_="The “Moons” of the sea, 2020.",
    ),
    EntryStyle(
        name="year-behind-authors", rule="E3", read=_year_behind_authors,
        example="Moss, A. (2020). Kites of the sea. Sea Press.", not_="Kite Trends 2026: what flies. Sea Press.",
    ),
    EntryStyle(
        name="emphasised-title", rule="E4", read=_emphasised_title,
        example="Moss, A. *Kites of the sea*. Sea Press, 2020.", not_="Moss, A. et al. Kites of the sea. Sea Press, 2020.",
    ),
    EntryStyle(
        name="title-before-year", rule="E5", read=_title_before_year,
        example="Kites of the northern sea. (2020). Sea Press.", not_="Kites of the northern sea, 2020, Sea Press.",
    ),
    EntryStyle(
        name="turned-names", rule="E36", read=_of(turned_names),
        example="Brandt, Anna: Der Turm. Ulm: Cato 1998.", not_="Der große Turm: ein Bau, 2016",
    ),
    EntryStyle(
        name="address-first", rule="E6", read=_address_first,
        example="https://example.org/a - Kites of the sea", not_="Kites of the sea - https://example.org/a",
    ),
    EntryStyle(
        name="medium-behind-title", rule="E7", read=_medium_behind_title,
        example="Kite Board. Kites of the sea [Internet]. London: Sea Press; 2020.", not_="Kites of the sea [draft]. London: Sea Press; 2020.",
    ),
    EntryStyle(
        name="authors-first", rule="E8", read=_authors_first,
        example="Moss A, Lee B. Kites of the sea. Sea J. 2020;3:1-9.", not_="Kites of the sea. Sea J. 2020;3:1-9.",
    ),
    EntryStyle(
        name="title-alone", rule="E9", read=_title_alone,
        example="Kites of the sea, Sea Press", not_="https://example.org/a",
    ),
)  # fmt: skip
"""Row order is precedence: the first style that reads an entry says what it is."""
