"""Citations by author and year that are words of their sentence: `Boyle (2003) found …`, `James Boyle … (2003)`."""

from collections.abc import Iterator, Sequence

from kgraph import late_re as re
from kgraph.extract.markers.author_year_initials import with_initials
from kgraph.extract.markers.author_year_matches import locator_of, match, named, with_near
from kgraph.extract.markers.author_year_names import NAME_WORD, VERSUS, Named, authors_before
from kgraph.extract.markers.author_year_words import YEARS, found_in, is_never, years_of
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.locators import LOCATOR
from kgraph.extract.text.places import Marks
from kgraph.extract.values import NamedWork, Token

YEAR_BRACKET = re.compile(rf"[(（\[](?P<years>{YEARS.pattern})(?P<rest>[^()（）\[\]]{{0,120}})[)）\]]")
_LOOK_BACK = 160
"""How many characters before a year in brackets may hold its authors."""
_SENTENCE_BACK = 240
"""How many characters before a year in brackets may hold its author earlier in the sentence."""
_EARLIER_NAMES = 8
"""So many names before a year in brackets are asked."""
_VERSUS_CHARS = 12
"""So many characters before a name may hold what tells the other party of a case."""
_STOP = re.compile(r"(?<!\bal)(?<!\b[A-ZÀ-ÞА-ЯЁ])[.!?]\s|[。！？]\s?")
_VOLUME = re.compile(r"\d\s?$")
"""What goes before the year of a journal's volume: `Nature 529 (2016)`."""


def in_sentences(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """`Boyle (2003)`, `Craik and Tulving (1975, p. 4)`, `Boyle’s (2003) view`. Not `Boyle in 2003`, nor `the fair (2010)`."""
    text = marks.text
    if not evidence.may_cite_by_year(text):
        return
    end = 0
    for bracket in YEAR_BRACKET.finditer(text):
        token = _token(bracket, max(end, bracket.start() - _LOOK_BACK), marks, evidence)
        if token is not None:
            yield with_initials(token, text, evidence)
        end = bracket.end()


def _token(bracket: re.Match[str], since: int, marks: Marks, evidence: Evidence) -> Token | None:
    link = marks.covering("link", bracket.start("years"), bracket.end("years"))
    if link is not None:
        return None  # the link cites
    locator, behind = _rest(bracket, evidence)
    if behind is None:
        return None
    years = list(years_of(bracket["years"]))
    text = marks.text
    best = _best(authors_before(text, since, bracket.start()), years, evidence)
    start, works, joined = best or (bracket.start(), [], False)
    alone = False
    found = joined or any(work.entries for work in (*works, *behind))
    if not found and not _VOLUME.search(text, since, bracket.start()):
        # Behind the year of another work, where a name that no entry has is right before it; else from the start.
        earlier = _earlier(text, since * bool(works), bracket.start(), years, evidence)
        if earlier:
            start, works, alone = bracket.start(), earlier, True
    if not works:
        return None
    works = [with_near(work, evidence) for work in works]
    works[-1] = works[-1]._replace(locator=locator)
    if any(work.entries for work in behind):
        works = [work for work in works if work.entries] + behind
    end = bracket.end()
    return Token(
        -1, start, end, tuple(dict.fromkeys(work.label for work in works)), "author-year", works=tuple(works), keeps_text=True,
        reason=marks.shown_as(start, end), locator=locator_of(works), narrative=True, doubtful=alone,
    )  # fmt: skip


def _rest(bracket: re.Match[str], evidence: Evidence) -> tuple[str | None, list[NamedWork] | None]:
    """What stands behind the years in a bracket: a locator, the works it was found in; no list where it is anything else."""
    at, end = bracket.span("rest")
    place = LOCATOR.match(bracket.string, at, end)
    locator = place["place"].strip() if place else None
    at = place.end() if place else at
    rest = bracket.string[at:end].strip(" \t\n,;，；")
    if not rest:
        return locator, []
    items = found_in(bracket.string, at, end)
    return locator, named(items, evidence) if items else None


def _best(
    candidates: Iterator[Named], years: Sequence[str], evidence: Evidence
) -> tuple[int, list[NamedWork], bool] | None:
    """Where the first of `candidates` that an entry has begins, with its works; else the surname of the likeliest.

    The works of what no entry has are doubtful until the article proves them. The last tells whether they are several
    authors, joined as those of one work: `Moss, Reed and Vale (2020)` names nobody before them. Not `Moss, A. de, & Vale, D. (2020)`.
    """
    likeliest: Named | None = None
    for one in candidates:
        works = [match(one.names, year, None, evidence, others=one.others, whole=True) for year in years]
        if one.behind_comma and len(one.names) > 1:
            works = [_agreeing(work, one.names[1:], evidence) for work in works]
        if any(work.entries for work in works):
            return one.start, works, len(one.names) > 1
        if one.only_listed or is_never(one.names[0]):
            continue
        if likeliest is None or (likeliest.names[1:] == one.names[1:] and not one.behind_comma):
            likeliest = one  # from the words of its first name, the last is the surname
    if likeliest is None:
        return None
    others = likeliest.others
    works = [match(likeliest.names, year, None, evidence, others=others, whole=True) for year in years]
    return (
        likeliest.start,
        works,
        len(likeliest.names) > 1 and not any("." in name for name in likeliest.names),
    )


def _agreeing(work: NamedWork, others: Sequence[str], evidence: Evidence) -> NamedWork:
    index = evidence.author_years
    return work._replace(entries=tuple(i for i in work.entries if index.agrees(i, others)))


def _earlier(text: str, since: int, at: int, years: Sequence[str], evidence: Evidence) -> list[NamedWork]:
    """The works of the last name from `since` to `at`, in its sentence, that an entry has: `James Boyle, in a talk, (2003)`."""
    since = max(since, at - _SENTENCE_BACK)
    for stop in _STOP.finditer(text, since, at):
        since = stop.end()
    for word in [*NAME_WORD.finditer(text, since, at)][: -_EARLIER_NAMES - 1 : -1]:
        if VERSUS.search(text, max(0, word.start() - _VERSUS_CHARS), word.start()):
            return []  # `Reed v. Moss (2019)` names a case
        works = [match((word[0],), year, None, evidence, whole=True) for year in years]
        if any(work.entries for work in works):
            return works
    return []
