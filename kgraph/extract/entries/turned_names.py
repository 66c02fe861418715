"""Entries whose authors stand turned round before a colon or a comma: `Brandt, Anna: Der Turm`, `DUPONT Jean, Le quai`."""

from kgraph import late_re as re
from kgraph.extract.entries.entry_text import EntryText
from kgraph.extract.entries.patterns import EDITED, SMALL_NAME
from kgraph.extract.entries.titles import clean, first_part
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.text.characters import YEAR_DIGITS

_WORD = r"[A-ZÀ-ÞĀ-Ž][\w'’-]{1,30}"
_GIVEN = rf"{_WORD}(?:[ -]{_WORD}){{0,2}}(?:\s[A-ZÀ-Þ]\.){{0,2}}(?:\s(?:{words_of('words.name_particles')}))?"
"""A given name in full, initials behind it. A word behind initials may be the title: `MOSS, A. B. Marés: um livro`."""
_PERSON = rf"(?:(?:{words_of('words.surname_particles')})\s)?{_WORD}(?:\s{_WORD})?,\s{_GIVEN}"
_NEXT = rf"\s?[;/]\s?|\s(?:{words_of('words.and')}|&)\s"
_OTHERS = r"(?:,?\s(?:u\.\s?a\.|et al\.?))"
_BEFORE_COLON = re.compile(
    rf"(?P<authors>{_PERSON}(?:(?:{_NEXT}){_PERSON}){{0,8}})(?:{_OTHERS}?(?:\s{EDITED})?\s?:|{_OTHERS},(?!\s\d))\s(?P<rest>\S.*)$",
    re.DOTALL,
)
"""Names turned round before a colon, or with others before a comma: `Brandt, Anna; Reed, Ina: …`, `Brandt, Anna et al., …`."""
_BEHIND_CAPITALS = rf"(?:{SMALL_NAME}|[A-ZÀ-Þ]\.)(?:[ -](?:{SMALL_NAME}|[A-ZÀ-Þ]\.)){{0,2}}"
_IN_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,30}"
_CAPITALS_FIRST = re.compile(
    rf"(?P<authors>{_IN_CAPITALS}\s\(?{_BEHIND_CAPITALS}\)?(?:(?:,\s|{_NEXT}){_IN_CAPITALS}\s\(?{_BEHIND_CAPITALS}\)?){{0,6}}),\s(?P<rest>[A-ZÀ-Þ\d]\S*\s.*)$",
    re.DOTALL,
)
"""A family name in capitals before the given name and a comma: `DUPONT Jean, Le quai`. Not `SILVA JÚNIOR, J. Mares`."""
_TWO_PEOPLE = re.compile(rf"{_WORD}\s{_WORD},\s{_WORD}\s{_WORD}")
"""`Joseph Moss, Peter Reed`: no name of them is turned round."""
_EACH = re.compile(rf"(?:{_NEXT})|,\s(?=[A-ZÀ-Þ]{{3}})")
_PLACE = rf"{_WORD}(?:[ /-]{_WORD}){{0,3}}"
_BEHIND_STOP = rf"\.\s{_PLACE}(?::\s|\s{YEAR_DIGITS}|,\s{YEAR_DIGITS})"
_BEHIND_COMMA = rf",\s(?:{_PLACE},?\s){{0,2}}{YEAR_DIGITS}"
_END = re.compile(
    rf",?\s[Ii]n:\s|{_BEHIND_STOP}|{_BEHIND_COMMA}|,\s(?:{patterns_of('patterns.volume_marks')})\s"
)
"""What follows the title: the volume that it stands in, place and publisher, the year."""


def turned_names(entry: EntryText) -> tuple[tuple[str, ...], str, str | None] | None:
    """Authors, date and title of `Brandt, Anna: Der Turm. Ulm 1998`; None where it begins otherwise, or has no year.

    Not `Der große Turm: ein Bau, 2016`, nor `Wikipedia: Turm`.
    """
    words, date = entry.words, entry.date
    found = _BEFORE_COLON.match(words) or _CAPITALS_FIRST.match(words)
    if found is None or date is None or _TWO_PEOPLE.match(found["authors"]):
        return None
    rest = found["rest"]
    end = _END.search(rest, 1)
    title = clean(rest[: end.start()] if end else first_part(rest))
    return (tuple(_EACH.split(found["authors"])), date, title) if title else None
