"""Which edition or volume of a work an entry names: another one is another source."""

from kgraph import late_re as re

_ORDINAL = r"(?P<edition>\d{1,2})(?:st|nd|rd|th|\.|ª|e|ème|-[еяй])?\s?(?:[Rr]ev(?:ised|\.)\s)?"
_EDITIONS = r"(?:[Ee]d(?:ition|n|\.)|[Aa]ufl|[ÉéEe]d|[Ee]diz|изд|版)"
_VOLUME = r"(?:[Vv]ol(?:ume|\.)|[Bb]d\.|[Bb]and|[Tt]ome|т\.)\s?(?:\d{1,4}|[IVXLC]{1,7})"
_EDITION = re.compile(rf"(?<!\w)(?:{_ORDINAL}{_EDITIONS}|(?P<volume>{_VOLUME})\b)")


def edition_of(words: str) -> str:
    """The number of the edition and of the volume that an entry names, nothing where it names none.

    >>> edition_of("Moss, A. Tides, 2nd ed., Leeds, 1999"), edition_of("Moss, A. Tides, Leeds, 1999")
    ('2', '')
    """
    found = dict.fromkeys(
        (m["edition"] or " ".join(m["volume"].casefold().split())) for m in _EDITION.finditer(words)
    )
    return " ".join(found)
