"""What the styles of a Word file say of a paragraph: a heading, a quotation, code, an entry of a bibliography."""

from dataclasses import dataclass
from typing import Literal

from kgraph import late_re as re
from kgraph.read.xml.tree import Element

Role = Literal["", "title", "head", "code", "quote", "caption", "contents", "entry", "list"]

_HEADING = re.compile(r"heading\s?([1-9])", re.IGNORECASE)
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"(?:sub)?title|author|date|abstracttitle", re.IGNORECASE), "title"),
    (re.compile(r"toc\s?(?:\d|heading)|table\s?of\s?figures|tocheading", re.IGNORECASE), "contents"),
    (re.compile(r"source\s?code|html\s?preformatted|macro\s?text|code|listing|verbatim|preformatted\s?text", re.IGNORECASE), "code"),
    (re.compile(r"(?:intense\s?)?quote|block\s?(?:text|quote)|quotations?", re.IGNORECASE), "quote"),
    (re.compile(r"(?:image|table|figure)?\s?caption", re.IGNORECASE), "caption"),
    (re.compile(r"bibliography|endnote\s?bibliography|references|bibliography\s?\d", re.IGNORECASE), "entry"),
)  # fmt: skip
"""Names of styles, as Word and the tools that write its files call them; a style based on one is one."""
_MOST_PARENTS = 12


@dataclass(frozen=True, slots=True)
class Style:
    """What a style makes of its paragraphs: a role, a level of headings, a list with a level."""

    role: Role = ""
    level: int = 0
    number: str = ""
    depth: int = 0


_PLAIN = Style()


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: Element) -> None:
        self._styles = {s.get("styleId"): s for s in root.elements("style")}
        self._known: dict[str, Style] = {}
        self.code = frozenset(
            i for i in self._styles if "verbatim" in self._name(i) or "code" in self._name(i)
        )
        """The styles of characters that set code."""

    def of(self, name: str) -> Style:
        """What the style of that id says, or one that it is based on; an unknown one says what its id does."""
        if name not in self._known:
            self._known[name] = self._read(name) if name else _PLAIN
        return self._known[name]

    def _name(self, name: str) -> str:
        style = self._styles.get(name)
        called = style.first("name") if style is not None else None
        return (called.get("val") if called is not None else name).lower()

    def _read(self, name: str) -> Style:
        role: Role = ""
        level, number, depth = 0, "", 0
        for _ in range(_MOST_PARENTS):
            called = self._name(name)
            heading = _HEADING.fullmatch(called)
            style = self._styles.get(name)
            properties = style.first("pPr") if style is not None else None
            outline = value(properties, "outlineLvl")
            level = level or (int(heading[1]) if heading else int(outline) + 1 if outline in _LEVELS else 0)
            role = role or next((r for pattern, r in _ROLES if pattern.fullmatch(called)), "")
            if not number:
                number, depth = numbered(properties)
            based = style.first("basedOn") if style is not None else None
            if based is None:
                break
            name = based.get("val")
        return Style(role, level, number, depth)


_LEVELS = frozenset("012345678")


def value(properties: Element | None, name: str) -> str:
    """The value of a property; empty where it is not set."""
    found = properties.first(name) if properties is not None else None
    return found.get("val") if found is not None else ""


def is_set(properties: Element | None, name: str) -> bool:
    """Whether a property is set, and not to nothing."""
    found = properties.first(name) if properties is not None else None
    return found is not None and found.get("val") not in ("0", "false", "off", "none")


def numbered(properties: Element | None) -> tuple[str, int]:
    """The list that properties number a paragraph in, and its level; `0` takes it out of every list."""
    number = properties.first("numPr") if properties is not None else None
    depth = value(number, "ilvl")
    return value(number, "numId"), int(depth) if depth in _LEVELS else 0
