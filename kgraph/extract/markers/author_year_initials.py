"""Initials beside a surname, which decide between authors of one name and year: `(A. Roe, 2010)`, `B. Roe (2010)`."""

from kgraph import late_re as re
from kgraph.extract.entries.surnames import folded
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.values import NamedWork, Token

_LETTER = "[A-ZÀ-ÞА-ЯЁ]"
_INITIALS = rf"(?:{_LETTER}\.[ \u00a0-]?){{1,4}}"
_LOOK_BACK_CHARS = 16
_MOST_RIVALS = 64
"""Among more entries of one name and year initials decide nothing."""
_FIRST = re.compile(rf"(?<![^\W\d_]){_LETTER}")


def with_initials(token: Token, text: str, evidence: Evidence) -> Token:
    """`token`, each of its works that several entries may be with those whose first author has the initials printed.

    Where no initials stand beside the name, or none of the entries has them, nothing is decided.
    """
    if all(len(work.entries) < 2 for work in token.works):
        return token
    at, works = max(0, token.start - _LOOK_BACK_CHARS), list[NamedWork]()
    for work in token.works:
        surname = re.escape(work.name)
        beside = re.compile(rf"(?P<before>{_INITIALS})?\b{surname}\b(?:,?\s(?P<behind>{_INITIALS}))?")
        found = beside.search(text, at, token.end)
        at = found.end() if found else at
        initials = (found["before"] or found["behind"] or "") if found else ""
        chosen: tuple[int, ...] = ()
        if initials and len(work.entries) <= _MOST_RIVALS:
            chosen = tuple(i for i in work.entries if _has(evidence, i, _FIRST.findall(initials)))
        works.append(work._replace(entries=chosen) if chosen else work)
    return token._replace(works=tuple(works))


def _has(evidence: Evidence, i: int, initials: list[str]) -> bool:
    """Whether the given names of the first author of an entry begin with `initials`."""
    author = evidence.declared.entries[i].authors[0]
    surname = evidence.author_years.first_names[i] or ""
    given = re.sub(rf"\b{re.escape(surname)}\b", " ", author, count=1)
    own = [folded(letter) for letter in _FIRST.findall(given)]
    return own[: len(initials)] == [folded(letter) for letter in initials]
