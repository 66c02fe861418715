"""Which entries the authors and years of the text mean (semantics-human, A4)."""

from collections.abc import Iterable, Sequence

from kgraph.extract.entries.surnames import family_name
from kgraph.extract.markers.author_year_words import Item, without_abbreviation
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.values import NamedWork


def named(items: Iterable[Item], evidence: Evidence) -> list[NamedWork]:
    """The work that each item names, with the entries that it may mean.

    Of a work and the one it was found in (`2000, as cited in Wilson, 2007`), those that the list has.
    """
    found: list[NamedWork] = []
    for item in items:
        work = match(item.names, item.year, item.locator, evidence, others=item.others)
        if item.cited_in and found:
            if work.entries and not found[-1].entries:
                found[-1] = work
                continue
            if found[-1].entries and not work.entries:
                continue
        found.append(work)
    return [with_near(work, evidence) for work in found]


def match(
    names: Sequence[str],
    year: str,
    locator: str | None,
    evidence: Evidence,
    *,
    others: bool = False,
    whole: bool = False,
) -> NamedWork:
    """The work of `names`, the first author first, and of `others` that are not named; the entries that it may mean.

    `whole` takes the first name as it stands, without asking whether given names are part of it.
    """
    index = evidence.author_years
    first, second = without_abbreviation(names[0]), names[1:]
    joint = others or bool(second)
    for name, further in _readings(first, second, evidence, whole=whole):
        entries = index.find(name, year, further, more=others)
        if entries:
            return NamedWork(first, year, entries, locator, joint=joint)
    return NamedWork(first, year, (), locator, joint=joint)


def with_near(work: NamedWork, evidence: Evidence) -> NamedWork:
    """`work`, with the entry that it nearly names where it names none."""
    if work.entries:
        return work
    return work._replace(near=evidence.author_years.near(work.name, work.year))


def _readings(
    first: str, others: Sequence[str], evidence: Evidence, *, whole: bool
) -> Iterable[tuple[str, Sequence[str]]]:
    """What the first author may be called: as printed, by its family name alone, in full or abbreviated; a body with `and` in its name."""
    yield first, others
    if others and not whole:
        yield " and ".join((first, *others)), ()
    elif not whole and " " in first and (surname := family_name(first, inverted=False)) and surname != first:
        yield surname, others
    if alias := evidence.alias(first):
        yield alias, others


def locator_of(works: Sequence[NamedWork]) -> str | None:
    """The places within the works that a citation names, as printed; None where it names none."""
    return "; ".join(work.locator for work in works if work.locator) or None
