"""Days of entries that lie after today."""

import re
from collections.abc import Iterator
from datetime import date

from kgraph.model import ReferenceEntry
from kgraph.months import MONTHS

_NO_MONTHS = frozenset({"ago", "out", "set"})
"""Months of one language that are words of another: `phased out 2040`."""
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>[12]\d{3})"
_WRITTEN = (
    re.compile(
        rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?\s(?:de\s)?)?{_MONTH},?\s(?:de\s)?{_YEAR}(?!\w)"
    ),
    re.compile(rf"(?<!\w){_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}(?!\w)"),
    re.compile(rf"(?<!\w){_YEAR},?\s{_MONTH}(?:\s(?P<day>\d{{1,2}})(?!\w))?"),
)
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?P<year>[12]\d{3})(?P<sign>[-/.])(?P<m>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?(?![\w-])"
)
_EASTERN = re.compile(r"(?P<year>[12]\d{3})年(?:(?P<m>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?")
_ALONE = re.compile(rf"(?:[(（]\s?|[,.;]\s|^\s?){_YEAR}(?=[a-z]?[)）]|[.,;:]|\s?$|\s\[|\s<|\s?https?:)")
"""A year that stands where a date does: in parentheses, between commas and stops."""
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:|doi\.org/)\S{1,2000}|\]\([^)\n]{0,2000}\)|<a [^>\n]{0,80}>")
_QUOTED = re.compile(r"[\"“«„][^\"“”«»„]{1,300}[\"”»“]|(?<!\w)[*_]{1,2}[^*_\n]{1,300}[*_]{1,2}(?!\w)")


Day = tuple[int, int, int]
"""Year, month and day; 0 where it is not told."""


def later_than(today: date, entry: ReferenceEntry) -> str | None:
    """The date of an entry that lies after `today`, in words; None where none does.

    >>> from kgraph.spans import Span
    >>> entry = ReferenceEntry("1", 1, 1, "Moss. Tides of 2050. 3 March 2027.", Span(0, 34), title="Tides of 2050")
    >>> later_than(date(2026, 1, 15), entry)
    "the date '3 March 2027'"
    """
    if entry.file is not None:
        given = next(
            (d for d in (entry.date, entry.accessed) if d and _is_later(_read(d) or _year(d), today)), None
        )
        return f"the date {given!r}" if given else None
    if entry.accessed and _is_later(_read(entry.accessed) or _year(entry.accessed), today):
        return f"the day of access {entry.accessed!r}"
    words = _without_title(entry)
    for text, found in _dates(words):
        if _is_later(found, today):
            return f"the date {text.strip(' ,.;()')!r}"
    return None


def _is_later(day: Day | None, today: date) -> bool:
    """Whether a day, whose month and day are 0 where they are not told, is later than today for sure."""
    if day is None:
        return False
    known = tuple(part for part in day if part)
    return known > (today.year, today.month, today.day)[: len(known)] and day[0] < 3000


def _without_title(entry: ReferenceEntry) -> str:
    words = _ADDRESS.sub(" ", entry.text)
    for title in (entry.raw_title, entry.title):
        if title and title in words:
            words = words.replace(title, " ", 1)
    return _QUOTED.sub(" ", words)


def _dates(words: str) -> Iterator[tuple[str, Day]]:
    for pattern in (*_WRITTEN, _NUMERIC, _EASTERN):
        for match in pattern.finditer(words):
            day = _day(match)
            if day:
                yield match[0], day
    for match in _ALONE.finditer(words):
        yield match[0], (int(match["year"]), 0, 0)


def _month(name: str) -> int | None:
    return None if name in _NO_MONTHS else MONTHS.get(name)


def _day(match: re.Match[str]) -> Day | None:
    parts = match.groupdict()
    month = (
        int(parts["m"]) if parts.get("m") else _month(parts["month"].casefold()) if parts.get("month") else 0
    )
    if month is None or month > 12:
        return None
    return int(parts["year"]), month, int(parts.get("day") or 0) if month else 0


def _read(text: str) -> Day | None:
    return next((day for _, day in _dates(text)), None)


def _year(text: str) -> Day | None:
    match = re.search(r"(?<!\d)[12]\d{3}(?!\d)", text)
    return (int(match[0]), 0, 0) if match else None
