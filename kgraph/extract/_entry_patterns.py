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
PEOPLE = re.compile(
    r"(?>[A-ZÀ-ÞĀ-Ž][\w'’.-]*+|(?:van|von|de|der|den|di|da|du|del|della|la|le|el|al|bin|ibn|ter|ten|zu|y|e|i|et|and|und|ve|en|og|och|of|for|the|ark|vd|vb|others|ed|eds|in)\b\.?|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]|[&,.;|…，、；]|\s)++"
)


def authors_apart(words: str) -> tuple[str, str]:
    """The authors at the head of an entry's words, and what follows them; ("", "") where none are certain."""
    kind = TYPE_MARK.search(words)
    if kind:
        named = AUTHOR_LIST.match(words[: kind.start()])
        lead, _, rest = words[: kind.start()].partition(next((c for c in words if c in ".．。"), "."))
        return (named["authors"], named["rest"]) if named else (lead, rest) if rest else ("", lead)
    year_first = YEAR_FIRST.match(words)
    if year_first and PEOPLE.fullmatch(year_first["authors"]):
        return year_first["authors"], year_first["rest"]
    named = AUTHOR_LIST.match(words)
    if named is None:
        named = FULL_NAMES.match(words)
        if named and not (named["last"] or "," in named["authors"]):
            named = None
    return (named["authors"], named["rest"]) if named and len(named["rest"]) > 8 else ("", "")
