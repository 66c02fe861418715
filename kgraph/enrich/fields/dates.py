"""Dates of publication, as ISO 8601 in the precision the page or API gives."""

import re

from kgraph.months import MONTHS

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_MONTH_YEAR = re.compile(r"([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?!\d)")
_YEAR = re.compile(r"\s*(\d{4})\s*$")

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def iso_date(value: object) -> str | None:
    """`YYYY-MM-DD`, `YYYY-MM` or `YYYY` for a date in one of many spellings; None where unreadable.

    The day is the one the page writes, in its own time zone. A spelling such as 03/04/2020, which two
    continents read differently, gives the year alone. Placeholders (year 1, 1970-01-01) give None.

    >>> iso_date("2017-01-18T23:00:00-0800"), iso_date("May 20, 2019"), iso_date("1 de diciembre de 2017")
    ('2017-01-18', '2019-05-20', '2017-12-01')
    >>> iso_date("03/04/2020"), iso_date("2020年9月21日"), iso_date("yesterday")
    ('2020', '2020-09-21', None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:200].casefold()
    return _year_first(text) or _named_month(text) or _numeric(text) or _year_alone(text)


def parts_date(parts: object) -> str | None:
    """The date of a CSL-JSON or Crossref `date-parts` list, `[[2020, 3, 1]]` or `[2020, 3, 1]`.

    >>> parts_date([[2020, 3]]), parts_date([[None]])
    ('2020-03', None)
    """
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        parts = parts[0]
    if not isinstance(parts, list) or not parts:
        return None
    numbers: list[int] = []
    for part in parts[:3]:
        try:
            numbers.append(int(part))
        except (TypeError, ValueError, OverflowError):
            break
    return _joined(numbers) if numbers else None


def _year_first(text: str) -> str | None:
    for pattern in (_ISO, _SLASHED, _CJK):
        if match := pattern.search(text):
            return _joined([int(group) for group in match.groups() if group])
    if match := _COMPACT.match(text):
        return _joined([int(group) for group in match.groups()])
    return None


def _named_month(text: str) -> str | None:
    if match := _DAY_FIRST.search(text):
        day, month, year = match.group(1), MONTHS.get(match.group(2)), match.group(3)
        if month:
            return _joined([int(year), month, int(day)])
    if match := _MONTH_FIRST.search(text):
        month, day, year = MONTHS.get(match.group(1)), match.group(2), match.group(3)
        if month:
            return _joined([int(year), month, int(day)])
    if match := _MONTH_YEAR.search(text):
        month = MONTHS.get(match.group(1))
        if month:
            return _joined([int(match.group(2)), month])
    return None


def _numeric(text: str) -> str | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    first, dot, second, year = int(match.group(1)), match.group(2), int(match.group(3)), int(match.group(4))
    if dot == "." or first > 12:  # 24.12.2020 is day first wherever it is written
        return _joined([year, second, first])
    if second > 12 or first == second:
        return _joined([year, first, second])
    return _joined([year])


def _year_alone(text: str) -> str | None:
    match = _YEAR.match(text)
    return _joined([int(match.group(1))]) if match else None


def _joined(numbers: list[int]) -> str | None:
    year, *rest = numbers
    if not 1000 <= year <= 2999 or numbers == [1970, 1, 1]:
        return None
    if not rest or not 1 <= rest[0] <= 12:
        return f"{year:04}"
    if len(rest) == 1 or not 1 <= rest[1] <= _DAYS[rest[0] - 1]:
        return f"{year:04}-{rest[0]:02}"
    return f"{year:04}-{rest[0]:02}-{rest[1]:02}"
