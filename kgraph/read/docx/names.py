"""What the works of citation fields are called: the number that the text prints for them, else its authors and year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kgraph import late_re as re
from kgraph.model import BibliographyEntry
from kgraph.read.docx.pieces import Field, Reading
from kgraph.read.xml.tree import Element

_NUMERIC = re.compile(r"[\s\[\](),;–—-]{0,4}\d{1,3}(?:[\s\[\](),;–—-]{1,6}\d{1,3}){0,60}[\s\[\](),;.]{0,4}")
"""What a numbered style prints; a year has four figures."""
_RANGE = re.compile(r"(\d{1,4})(?:\s?[–—-]\s?(\d{1,4}))?")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d[a-z]?\b")
_MOST = 100
_MOST_ROUNDS = 6
"""So often what is known is used to know more."""
_FIELDS = frozenset({"fldChar", "fldSimple", "sdt"})
"""Elements that a field may be."""
Shown = tuple[Field, str]
"""A field that cites, and its printed text."""


def shown_in(
    body: Element, notes: Mapping[str, Mapping[str, Element]], within: Mapping[str, Sequence[Element]]
) -> Iterator[tuple[Field, str]]:
    """Each field that cites, with the text that it prints, in order; none in notes, where a style prints more than a label.

    `within` has the elements of `body` by name.
    """
    for part in (body, *(note for each in notes.values() for note in each.values())):
        if _FIELDS.isdisjoint(within if part is body else part.by_name()):
            continue
        reading = Reading({}, frozenset())
        for paragraph in part.all("p"):
            last: Field | None = None
            text = ""
            for piece in reading.pieces_of(paragraph)[0]:
                if piece.field is not last and last is not None:
                    yield last, text
                    text = ""
                last = piece.field
                text += piece.text if last is not None and part is body else ""
            if last is not None:
                yield last, text


def names_of(shown: Sequence[Shown], records: Mapping[str, BibliographyEntry]) -> dict[str, str]:
    """Id of a work → its name, no two alike.

    The number of a work is sure where a field cites it alone, or others of which all but one are known.
    """
    printed = [text for _, text in shown if text]
    known = _numbered(shown) if printed and all(map(_NUMERIC.fullmatch, printed)) else {}
    names: dict[str, str] = dict(known)
    taken = set(known.values())
    again: Counter[str] = Counter()
    for field, text in shown:
        works = field.works or ()
        for work in works:
            if work.id not in names:
                name = _printed(text) if len(works) == 1 and work.is_alone and not known else ""
                name = name or _author_and_year(records.get(work.id)) or work.id
                again[name] += 1
                names[work.id] = name if name not in taken else f"{name} ({again[name]})"
                taken.add(names[work.id])
    return names


def _numbered(shown: Iterable[Shown]) -> dict[str, str]:
    """Id → number, as far as the fields of a numbered style tell."""
    known: dict[str, str] = {}
    waiting = [([w.id for w in field.works or ()], _numbers(text)) for field, text in shown]
    taken: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        before = len(known)
        for ids, numbers in waiting:
            left = [i for i in dict.fromkeys(ids) if i not in known]
            free = [n for n in numbers if n not in taken]
            if len(left) == 1 and len(free) == 1:
                known[left[0]] = free[0]
                taken.add(free[0])
        if len(known) == before:
            break
    return known


def _numbers(text: str) -> list[str]:
    found: list[str] = []
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1])
        found += [str(n) for n in range(first, min(last, first + _MOST) + 1)]
    return found


def _printed(text: str) -> str:
    """A citation of one work as printed, without its brackets; empty where it says no author."""
    bare = text.strip().strip("()[]").strip()
    return bare if len(bare) <= 80 and _YEAR.search(bare) and not bare[0].isdigit() else ""


def _author_and_year(record: BibliographyEntry | None) -> str:
    if record is None or not record.families:
        return (record.title or "")[:80] if record is not None else ""
    return f"{record.families[0]} {(record.date or 'n.d.')[:4]}"


def bibliography_of(
    records: Mapping[str, BibliographyEntry], names: Mapping[str, str]
) -> list[BibliographyEntry]:
    """The records by their names: numbered ones in order of their numbers."""
    entries = [replace(record, key=names.get(key, key)) for key, record in records.items()]
    if all(entry.key.isdigit() for entry in entries):
        entries.sort(key=lambda entry: int(entry.key))
    return entries
