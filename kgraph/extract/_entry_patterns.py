"""Patterns that tell an entry from prose and say what it is made of."""

import re

YEAR = re.compile(r"(?<![\d/.-])(?:1[5-9]|20)\d\d[a-z]?(?![A-Za-z\d/_-]|\.\d)")
QUOTED = re.compile(
    r"[\"“„«「『《](?P<title>[^\"“”„«»「」『』《》]{2,400}(?:[“‘'][^\"”]{1,100}[”’'][^\"”“]{0,200})?)[\"”“»」』》]"
)
_INITIALS = r"(?:[A-ZÀ-Þ]\.(?:[\s-]?[A-ZÀ-Þ]\.){0,3}|[A-ZÀ-Þ]{1,3}(?=[\s,;.:&]))"
_SURNAME = r"(?:(?:van|von|de|der|la|di|da|del)\s)?[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)?"
AUTHOR_LIST = re.compile(
    rf"^(?P<authors>(?>(?>{_SURNAME},\s{_INITIALS}|{_INITIALS}\s{_SURNAME}|{_SURNAME}\s[A-ZÀ-Þ]{{1,3}}(?=[,;.:]))(?>,?\s(?:and|&|et al)\.?\s?|[,;]\s|(?<=\.)\s|[.:]\s)){{1,20}}(?:et al\.?|and others)?[.,:]?)\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
_NAME = r"[A-ZÀ-Þ][\w'’-]+(?>\s(?:[A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)?|[A-ZÀ-Þ][\w'’-]{1,30}|van|von|de|der|den|di|da|la|le|el|al|bin)){1,4}"
FULL_NAMES = re.compile(
    rf"^(?P<authors>{_NAME}(?>(?>,\s(?:and\s|&\s)?|\s(?:and|&)\s){_NAME}){{0,20}},?)(?P<last>\set al\.?|\sand others)?[.:]?\s+(?<=[.:]\s)(?P<rest>\S.*)$",
    re.DOTALL,
)
"""Authors by given name and surname (`Jane Doe, Bo Roe. Title. Venue`); one alone may as well be a title."""
YEAR_FIRST = re.compile(
    r"^(?P<authors>[^()]{2,300}?(?:[.,]|\bet al))[.,]?\s+\(?(?P<date>(?:1[5-9]|20)\d\d[a-z]?)\)?[.,:]\s+(?P<rest>\S.*)$",
    re.DOTALL,
)
"""The Harvard style without parentheses: `Doe, J. and Roe, B., 2020. Title. Venue`."""
TYPE_MARK = re.compile(r"\s?\[(?:[JMDCRNSPZAGK]|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\]")
"""The kind of work behind its title, as the Chinese standard (GB/T 7714) has it: `Title[J]`."""
