"""What the words at hand belong to while LaTeX is read, and the blocks that are laid down of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kgraph.model import BlockKind
from kgraph.read.latex import commands
from kgraph.read.running_text import RunningText
from kgraph.read.sheet import Sheet

LINE, NEXT = "\x1e", "\x1f"
"""Stand between the lines of an author, and between authors."""
MAX_DEPTH = 40
"""Notes, captions, environments within each other: what is deeper is text of the one around it."""


@dataclass(slots=True)
class Context:
    """What the words at hand belong to: the body, a note, a caption, a heading, what is left out."""

    kind: str
    text: RunningText = field(default_factory=RunningText)
    definition: str | None = None
    level: int = 0
    lists: list[tuple[int, int]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """The environments that are open in it."""
    deeper: int = 0
    """How many more are, which are too deep to count."""
    ordinal: int | None = None
    table: tuple[int, int, int] | None = None
    entry: str | None = None
    """The key of the entry that is read."""
    parts: list[int] = field(default_factory=list)
    """Where parts of it begin, but for the first."""


Close = Callable[[int], None]
"""What is done where a group ends, whose brace stands at that token."""


class Page:
    """The blocks so far, and the contexts and groups that are open."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.title: str | None = None
        self.authors: tuple[str, ...] = ()
        self.date: str | None = None
        self.in_body = False
        self.contexts = [Context("body")]
        self.groups: list[Close | None] = []

    @property
    def now(self) -> Context:
        """The context at hand."""
        return self.contexts[-1]

    @property
    def takes_words(self) -> bool:
        """Whether words at hand are any of the article's, not of its preamble."""
        return self.in_body or len(self.contexts) > 1

    def put(self, words: str, start: int, end: int) -> None:
        """Append `words`, which stand at `[start, end)`, to the context at hand."""
        if words and self.takes_words:
            self.now.text.words(words, start, end)

    def enter(self, context: Context) -> None:
        """Open a context that ends with the group that begins."""
        self.contexts.append(context)
        depth = len(self.contexts)

        def close(_: int) -> None:
            while len(self.contexts) >= depth:
                self.leave()

        self.groups.append(close)

    def leave(self) -> None:
        """Close the context at hand, and keep what it says of the article."""
        now = self.now
        if now.kind == "title":
            self.title = " ".join(now.text.text().replace("\ufffc", "").split()) or self.title
        elif now.kind == "author":
            names = (n.partition(LINE)[0] for n in now.text.text().replace("\ufffc", "").split(NEXT))
            self.authors += tuple(name for n in names if (name := " ".join(n.split())))
        elif now.kind == "date":
            self.date = now.text.text() or None
        else:
            self.flush()
        self.contexts.pop()

    def end_block(self) -> None:
        """End the block at hand; what waits for its end is laid down."""
        if self.now.kind in ("title", "author", "date", "heading"):
            return
        self.flush()
        if len(self.contexts) == 1:
            self.sheet.settle()

    def flush(self) -> None:
        """Lays down the block at hand."""
        now, sheet = self.now, self.sheet
        text, now.text = now.text, RunningText()
        now.parts.clear()
        if now.entry is not None:
            sheet.entry(text, now.entry)
            now.entry = None
        elif now.kind == "heading":
            sheet.heading(text, now.level)
        elif now.kind == "footnote":
            sheet.later("footnote", text, definition=now.definition)
        elif now.kind == "caption":
            sheet.put("caption", text)
        elif now.kind == "body" and "thebibliography" not in now.kinds:
            kind: BlockKind = "paragraph"
            if now.table is not None:
                table, row, column = now.table
                sheet.put("cell", text, table=table, row=row, column=column)
                return
            if now.lists:
                kind = "item"
            elif not commands.QUOTES.isdisjoint(now.kinds):
                kind = "quote"
            sheet.put(kind, text, lists=tuple(now.lists), ordinal=now.ordinal)
            now.ordinal = None
