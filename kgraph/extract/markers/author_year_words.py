"""The words of a citation by author and year: signal words, authors, years, locators (semantics-human, A)."""

from collections.abc import Iterator
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.author_year_index import UNDATED
from kgraph.extract.entries.surnames import PARTICLE, folded, name_key
from kgraph.extract.lexicon import each
from kgraph.extract.markers.locators import LOCATOR

_UPPER = "A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ"
CAPITALISED = rf"[{_UPPER}](?:[^\W\d_]|['’ʼ‐-](?=[^\W\d_])){{0,40}}+"
"""A word that begins with a capital letter; a hyphen or an apostrophe within it stands before a letter."""
INITIALS = rf"[{_UPPER}]\.(?:[\s-]?[{_UPPER}]\.){{0,3}}"
_SMALL = r"(?:of|for|the|on|in|de|del|la|des|für|pour|per|para|dos|di)"
_EASTERN = r"[\u3040-\u30ff\u3400-\u9fff·]{1,8}|[\uac00-\ud7af]{2,4}"
_NAME = re.compile(
    rf"(?:{INITIALS}\s)?(?:{PARTICLE}\s?){{0,3}}{CAPITALISED}(?:\s(?:{_SMALL}\s){{0,3}}{CAPITALISED}){{0,7}}(?:\s[(\[][{_UPPER}]{{2,8}}[)\]])?|{_EASTERN}"
)
_INITIALS = re.compile(INITIALS)
_ABBREVIATION = re.compile(rf"\s[(\[][{_UPPER}]{{2,8}}[)\]]$")


def _words(group: str) -> str:
    """The words of a group of the lexicon, as alternatives; white space within them is any."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s{0,2}") for word in each(group))


_OTHERS = rf"(?i:{_words('author_years.others')}|et\s?al\b)"
_JOIN = rf"(?:\s{{0,2}}[,，、]?\s(?:{_words('author_years.joins')})\s|\s?&\s?|\s{{0,2}}[,，、]\s{{0,2}}|(?<=[\u3040-\u9fff])(?:和|与|與|及|と|・)(?=[\u3040-\u9fff]))"
SEPARATOR = re.compile(_JOIN)
"""What stands between two authors."""
OTHERS_AT_END = re.compile(rf"[,，]?\s{{0,2}}(?:{_OTHERS})\.?\s{{0,2}}[,，]?$")
"""What stands for the further authors behind the first, at the end of them."""
SIGNAL = re.compile(
    rf"(?:(?i:{_words('author_years.signals')})[,:：]?(?:\s{{1,2}}|(?<=[\u3040-\u9fff：:])))+"
)
_CITED_IN = re.compile(rf"(?i:{_words('author_years.cited_in')})\s{{0,2}}")
_ONE_YEAR = r"(?<![\w.–/-])(?:\[(?:1[4-9])\d\d\]\s)?(?:1[4-9]|20)\d\d(?:/(?:1[4-9]|20)\d\d)?(?:[a-z](?![\w])|年?(?![\w]))(?!\s?[–/-]\s?\d)"
_AND = r"(?:and|und|et|y|e)"
"""What joins two works, or two years of one author."""
YEARS = re.compile(
    rf"(?:{_ONE_YEAR}|(?<!\w)(?i:{UNDATED})(?:-?[a-z](?!\w))?)(?:\s?[,，]\s?(?:{_AND}\s)?(?:{_ONE_YEAR}|(?!{_AND}\s)[a-z](?![\w.])))"
    r"{0,8}"
)
"""The year of a work, the years of several by one author: `2003`, `2003a, b, 2005`, `n.d.`."""
_LEFT = re.compile(rf"[\s,;；，]*(?:(?:{_AND}|&)\s)?")
TAIL = re.compile(rf"[\s.,;；，]*(?:(?i:{_words('author_years.tails')})(?!\w)[\s.,]*)?")
NEVER = frozenset(folded(word) for word in each("author_years.never"))
"""Words before a year that are no author's: months, `Version`, `Figure`."""
PLACES = frozenset(folded(word) for word in each("author_years.places"))


class Item(NamedTuple):
    """Authors and one of their years."""

    names: tuple[str, ...]
    others: bool
    year: str
    locator: str | None
    at: int
    """Where its year, or the first of its years, begins."""
    cited_in: bool = False
    """Whether it is the work in which the one before was found."""


class Authors(NamedTuple):
    """The names of a citation's authors, and whether words stand for more of them."""

    names: tuple[str, ...]
    others: bool


def authors_of(words: str) -> Authors | None:
    """The authors that `words` are; None where they are anything else.

    >>> authors_of("Craik & Lockhart"), authors_of("van Gassen et al.")
    (Authors(names=('Craik', 'Lockhart'), others=False), Authors(names=('van Gassen',), others=True))
    >>> authors_of("about the tides") is None, authors_of("March") is None
    (True, True)
    """
    words = words.strip().strip(",，").strip()
    more = OTHERS_AT_END.search(words)
    bare = words[: more.start()] if more else words
    names: list[str] = []
    for piece in SEPARATOR.split(bare):
        name = piece.strip()
        if names and (not name or _INITIALS.fullmatch(name)):
            continue  # `Moss, A.`
        if not _NAME.fullmatch(name):
            return None
        names.append(_without_initials(" ".join(name.split())))
    if not names or is_never(names[0]):
        return None
    return Authors(tuple(names), more is not None)


def _without_initials(name: str) -> str:
    found = _INITIALS.match(name)
    return name[found.end() :].lstrip() if found else name


def is_never(name: str) -> bool:
    """Whether the first word of a name, or all of it, is none of an author: `March`, `Figure`."""
    level = folded(name)
    return level in NEVER or name_key(name).split(" ")[0] in NEVER


def items_of(text: str, start: int, end: int) -> list[Item] | None:
    """The works that `[start, end)` of `text` names, where it names nothing else; None where there are other words.

    `Moss, 2019, 2020a, p. 4`, `see Moss 2019 and Reed 2020`. Not `about 10 % in 2019`.
    """
    found: list[Item] = []
    at = start
    while at < end:
        years = YEARS.search(text, at, end)
        if years is None:
            break
        head = _LEFT.match(text, at, years.start())
        first = head.end() if head else at
        signal = SIGNAL.match(text, first, years.start())
        second = _CITED_IN.match(text, first, years.start())
        if second and found:
            first = second.end()
        elif signal:
            first = signal.end()
        words = text[first : years.start()].rstrip(" \t\n([（")
        authors = authors_of(words)
        if authors is None:
            return None
        until = years.end()
        if (
            until < end
            and text[until] in ")]"
            and words[-1:] != text[years.start() - 1]
            and text[years.start() - 1] in "(["
        ):
            until += 1
        place = LOCATOR.match(text, until, end)
        locator = place["place"].strip() if place else None
        stop = place.end() if place else until
        each_one = list(years_of(years[0]))
        for n, year in enumerate(each_one):
            last = n == len(each_one) - 1
            found.append(
                Item(
                    authors.names,
                    authors.others,
                    year,
                    locator if last else None,
                    years.start(),
                    bool(second and found),
                )
            )
        at = stop
    return found if found and TAIL.fullmatch(text, at, end) else None


def found_in(text: str, start: int, end: int) -> list[Item] | None:
    """The work in which another was found, where `[start, end)` says so: `as cited in Wilson & Korn, 2007`."""
    head = _LEFT.match(text, start, end)
    lead = _CITED_IN.match(text, head.end() if head else start, end)
    return items_of(text, lead.end(), end) if lead else None


def years_of(words: str) -> Iterator[str]:
    """Each year that `words` hold: `2003a, b` are `2003a` and `2003b`.

    >>> list(years_of("2003a, b, 2005")), list(years_of("1890/1983"))
    (['2003a', '2003b', '2005'], ['1983'])
    """
    last = ""
    for part in re.split(rf"\s?[,，]\s?(?:{_AND}\s)?", words):
        year = part.strip(" []").rpartition("/")[2].removesuffix("年")
        year = year.rpartition("] ")[2]
        if len(year) == 1:
            year = last[:4] + year
        last = year
        yield year


def without_abbreviation(name: str) -> str:
    """A body's name without the abbreviation that is given behind it: `World Health Organization [WHO]`."""
    return _ABBREVIATION.sub("", name)
