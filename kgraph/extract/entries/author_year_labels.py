"""Labels of authors and year: `[Moss et al., 2019]` in the text, and at the head of an entry (semantics, section 4)."""

from collections.abc import Collection, Iterable, Mapping

from kgraph import late_re as re
from kgraph.extract.entries.surnames import PARTICLE
from kgraph.extract.text.characters import YEAR_DIGITS

_WORD = r"[A-ZÀ-ÞĀ-Ž][\w'’-]{0,30}"
_AUTHORS = rf"(?:{PARTICLE}\s){{0,2}}{_WORD}(?:\s{_WORD}){{0,3}}(?:,?\s(?:and|&)\s{_WORD}(?:\s{_WORD}){{0,2}}|,?\set\s?al\.?)?"
_YEAR = rf"{YEAR_DIGITS}[a-z]?"
_SHORT_YEAR = rf"(?:{_YEAR}|\d\d[a-z]?(?!\d))"
_BRACKETED = re.compile(rf"\[({_AUTHORS},?\s[(\[]?{_SHORT_YEAR}[)\]]?)\][:.]?\s*")
_AT_HEAD = re.compile(rf"({_AUTHORS}\s?(?:\({_YEAR}\)|\[{_YEAR}\]))(\s?)(?=[A-ZÀ-ÞĀ-Ž])")
"""How conversions of TeX set labels before entries: `Moss et al. (2019)Ann Moss, …`, `Moss [2019] Ann Moss. …`."""
_GIVEN_NAMES = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž][\w.'’-]{0,30}\s){0,4}")
_NEXT = re.compile(r",|\.|\s(?:and|&)\s[A-ZÀ-ÞĀ-Ž]")
"""What goes before and behind the surname of an entry's first author: `Ann B. Moss, …`."""
_ITEM = re.compile(
    rf"({_AUTHORS})(?:,\s?|\s|(?=[(\[]))[(\[]?({_SHORT_YEAR}(?:\s?,\s?(?:{_YEAR}|[a-z]\b(?!\.|\s\d))){{0,5}})[)\]]?"
)
_YEARS = re.compile(rf"{_YEAR}(?:\s?,\s?(?:{_YEAR}|[a-z])){{0,5}}")
_BEFORE = re.compile(rf"(?:^|[^\w’'-])({_AUTHORS}(?:['’]s?)?)\s?$")
_BETWEEN = re.compile(
    r"(?:[\s,;]|\b(?:and|see|also|cf|e\.g|i\.e|p{1,2}\.?\s?\d{1,4}(?:[-–]\d{1,4})?)\b\.?){0,20}",
    re.IGNORECASE,
)
_HEAD = 70
"""How many characters a label has at most before its year."""
_LOOK_BACK = 90
"""How many characters before `[2019]` may hold its authors."""
_NEAR = 80
"""Within how many characters behind a label its first author is named in full."""


def label_at_head(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The authors and year that label the entry at `start`, and where the label ends.

    Without brackets around it, a label is one only where the first author follows in full.

    >>> label_at_head("[Moss et al., 2019] Moss, A. Kites.", 0, 35)
    ('Moss et al., 2019', 20)
    >>> label_at_head("Moss et al. (2019) A survey of kites.", 0, 37) is None
    True
    """
    if text[start] in "-*•" and text[start + 1 : start + 2] == " ":
        start += 2
    if text[start : start + 1] == "[":
        found = _BRACKETED.match(text, start, end)
        return (found[1], found.end()) if found else None
    if text.find("(", start, start + _HEAD) < 0 and text.find("[", start, start + _HEAD) < 0:
        return None
    found = _AT_HEAD.match(text, start, end)
    if found is None:
        return None
    surname = re.split(r"\s?(?:\set\s?al|,|\sand\s|\s&\s|[(\[])", found[1])[0]
    at = text.find(surname, found.end(), min(end, found.end() + _NEAR))
    if (
        at < 0
        or not _GIVEN_NAMES.fullmatch(text, found.end(), at)
        or not _NEXT.match(text, at + len(surname))
    ):
        return None
    return found[1], found.end()


def levelled(label: str) -> str:
    """A label without what may be written one way or the other.

    >>> levelled("Moss & Reed [2019]") == levelled("Moss and Reed, 2019")
    True
    """
    return " ".join(re.findall(r"\w+", label.replace("&", " and ").casefold()))


def is_named(label: str) -> bool:
    """Whether a label names authors and year."""
    return bool(_ITEM.fullmatch(label))


def labels_in(content: str, named: Mapping[str, str], others: Collection[str]) -> list[str]:
    """The labels that a bracket names, where it names nothing else and one of them or more is in `named`.

    `others` are labels that name no year: they may stand among those that do.

    >>> labels_in("e.g. Moss, 2019, 2020; KIT20", {"moss 2019": "Moss (2019)"}, {"KIT20"})
    ['Moss (2019)', 'Moss, 2020', 'KIT20']
    """
    labels: list[str] = []
    known = False
    for part in content.split(";"):
        whole, head = part.strip(), part.partition(",")[0].strip()
        if whole in others or (head in others and _BETWEEN.fullmatch(part, part.find(",") + 1)):
            labels.append(whole if whole in others else head)
            known = known or levelled(whole) in named
            continue
        at = 0
        for item in _ITEM.finditer(part):
            if not _BETWEEN.fullmatch(part, at, item.start()):
                return []
            at = item.end()
            for year in _each_year(item[2]):
                label = f"{item[1]}, {year}"
                known = known or levelled(label) in named
                labels.append(named.get(levelled(label), label))
        if not at or not _BETWEEN.fullmatch(part, at):
            return []
    return list(dict.fromkeys(labels)) if known else []


def labels_behind_authors(text: str, start: int, years: str, named: Mapping[str, str]) -> list[str]:
    """The labels of `[2019]` that stands at `start` behind its authors, all of which must be in `named`."""
    if not _YEARS.fullmatch(years):
        return []
    found = _BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    if found is None:
        return []
    authors = re.sub(r"['’]s?$", "", found[1])
    labels = [_with_authors(authors, year, named) for year in _each_year(years)]
    return [label for label in labels if label] if all(labels) else []


def _with_authors(authors: str, year: str, named: Mapping[str, str]) -> str | None:
    """The label of a year and of the authors that end the words before it: `In Moss [2019]` is by Moss."""
    words = authors.split()
    for first in range(min(4, len(words))):
        label = named.get(levelled(f"{' '.join(words[first:])} {year}"))
        if label:
            return label
    return None


def _each_year(years: str) -> Iterable[str]:
    last = ""
    for year in re.split(r"\s?,\s?", years):
        last = year if len(year) > 1 else last[:4] + year
        yield last
