"""The numbers that Word prints before paragraphs and does not write: lists, their levels, where they start."""

from dataclasses import dataclass, field

from kgraph import late_re as re
from kgraph.read.docx.styles import value
from kgraph.read.xml.tree import Element

_COUNTED = frozenset({"decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", ""})
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 99_999
_NUMBER = re.compile(r"-?\d{1,6}")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it counts, and where it starts."""

    format: str = "decimal"
    start: int = 1


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """The place of a paragraph in its lists: (list, item) of each level, and its number where it has one in figures."""

    lists: tuple[tuple[int, int], ...]
    ordinal: int | None


class Numbering:
    """Counts the paragraphs of each list, in order of the text."""

    def __init__(self, root: Element) -> None:
        abstract = {a.get("abstractNumId"): a for a in root.elements("abstractNum")}
        self._instances = {n.get("numId"): n for n in root.elements("num")}
        self._abstract = {name: _levels(a) for name, a in abstract.items()}
        self._lists: dict[str, _List] = {}
        self._overridden: set[str] = set()
        self._open: list[tuple[str, int, int]] = []
        self._number = 0

    def knows(self, number: str) -> bool:
        """Whether a paragraph can be in the list of that id."""
        return number not in ("", "0")

    def item(self, number: str, depth: int) -> Item:
        """The place of the next paragraph of list `number` on level `depth`."""
        instance = self._instances.get(number)
        name = value(instance, "abstractNumId") if instance is not None else number
        # Instances of one abstract list count on together, unless one says where it starts anew.
        counted = self._lists.setdefault(name, _List(dict(self._abstract.get(name, {}))))
        if instance is not None and number not in self._overridden:
            self._overridden.add(number)
            for override in instance.elements("lvlOverride"):
                level, start = override.get("ilvl"), value(override, "startOverride")
                if level.isdigit() and _NUMBER.fullmatch(start):
                    old = counted.levels.get(int(level), Level())
                    counted.levels[int(level)] = Level(old.format, int(start))
                    counted.counts.pop(int(level), None)
        level_of = counted.levels.get(depth, Level("bullet" if instance is None else "decimal"))
        count = counted.counts.get(depth, level_of.start - 1) + 1
        counted.counts[depth] = min(count, _MOST)
        for deeper in [d for d in counted.counts if d > depth]:
            del counted.counts[deeper]
        ordinal = count if level_of.format in _COUNTED else None
        return Item(self._places(name, depth), ordinal)

    def typed(self) -> tuple[tuple[int, int], ...]:
        """The place of the next paragraph whose number is typed: those in a row are one list."""
        return self._places("", 0)

    def leave(self) -> None:
        """A paragraph that is in no list: the next list is another one."""
        self._open.clear()

    def _places(self, name: str, depth: int) -> tuple[tuple[int, int], ...]:
        # A list of another id is another one on its level, and stands within one that is open further out.
        while len(self._open) > depth + 1 or (len(self._open) == depth + 1 and self._open[-1][0] != name):
            self._open.pop()
        while len(self._open) < depth + 1:
            self._number += 1
            self._open.append((name, self._number, 0))
        list_name, number, item = self._open[-1]
        self._open[-1] = (list_name, number, item + 1)
        return tuple((number, item or 1) for _, number, item in self._open)


def printed(count: int, format: str) -> str:
    """A number as Word prints it in a format.

    >>> printed(4, "lowerRoman"), printed(4, "decimal"), printed(28, "upperLetter")
    ('iv', '4', 'BB')
    """
    if format in ("lowerRoman", "upperRoman"):
        parts, left = [], min(count, 3999)
        for worth, sign in _ROMAN:
            parts.append(sign * (left // worth))
            left %= worth
        roman = "".join(parts)
        return roman.upper() if format == "upperRoman" else roman
    if format in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
        return letters.upper() if format == "upperLetter" else letters
    return str(count)


def _levels(abstract: Element) -> dict[int, Level]:
    found = {}
    for level in abstract.elements("lvl"):
        depth, start = level.get("ilvl"), value(level, "start")
        if depth.isdigit():
            found[int(depth)] = Level(value(level, "numFmt"), int(start) if _NUMBER.fullmatch(start) else 1)
    return found
