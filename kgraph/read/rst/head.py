"""What an article of reStructuredText says of itself: the head of a PEP, a list of fields."""

from kgraph import late_re as re
from kgraph.read.rst.tables import Tables

FIELD = re.compile(r":[^:\n`]{1,80}:(?:[ \t]|$)")
_HEADER = re.compile(r"([A-Z][A-Za-z-]{1,30}):[ \t]*(.*)")


class Head(Tables):
    """The head of an article."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.title: str | None = None
        self.authors: tuple[str, ...] = ()
        self.bibliography: list[str] = []

    def head(self) -> int:
        """Behind the head of a PEP, or a list of fields: what the article says of itself."""
        i, count = 0, len(self.lines)
        while i < count and self.lines[i].is_blank:
            i += 1
        first = i
        while i < count and not self.lines[i].is_blank:
            written = self.line(i)
            field = _HEADER.match(written) if i == first or not self.lines[i].indent else None
            if field and field[1].lower() == "title":
                self.title = field[2].strip() or None
            elif field and field[1].lower() == "author":
                names = (re.sub(r"\s*<[^<>]{0,200}>", "", name).strip() for name in field[2].split(","))
                self.authors = tuple(name for name in names if name)
            if not field and not self.lines[i].indent and not FIELD.match(written):
                return first
            i += 1
        if i > first + 1 and i < count:
            self.sheet.drop(self.lines[first].start, self.lines[i - 1].end, "front-matter")
            return i
        return first
