"""What a reader of wikitext knows while it goes through the tokens, and the blocks that it lays down."""

from dataclasses import dataclass, field

from kgraph import late_re as re
from kgraph.model import BibliographyEntry, BlockKind
from kgraph.read.running_text import RunningText
from kgraph.read.sheet import Sheet
from kgraph.read.wikitext.source import Source
from kgraph.read.wikitext.tokens import Token

MAX_DEPTH = 30
"""Templates, notes and links within each other: what is deeper is no text."""


_MARKUP = re.compile(r"[\[\]{}<>'&|]")


@dataclass(slots=True)
class Context:
    """What the words at hand belong to."""

    kind: str
    text: RunningText = field(default_factory=RunningText)
    label: str | None = None
    """What the entry is called that is read."""
    means: str | None = None
    """What the work is called that the entry names in short."""
    works: int = 0
    """How many works its templates have stated."""
    unknown: list[tuple[int, int]] = field(default_factory=list)
    """Templates in it that nobody knows: the tokens `[first, last)` of each."""


@dataclass(slots=True)
class Table:
    """A table that is open: its number, and the cell at hand."""

    number: int
    row: int = 0
    column: int = 1
    heads: bool = False
    """Whether the cell is the head of a row or a column."""
    told: bool = False
    """Whether what stands before the bar of the cell, its attributes, is over."""
    filled: bool = False
    """Whether the row has a cell."""


class State:
    """The tokens, the blocks so far, and what is open."""

    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.sheet = Sheet()
        self.contexts = [Context("body")]
        self.tables: list[Table] = []
        self.lists: list[tuple[str, int, int]] = []
        """Sign, number and item of each list that is open."""
        self.skip = 0
        """Up to where in the source signs at the head of a line stand."""
        self.defining = False
        """Whether a list of notes is open, in which they are only defined."""
        self.quoted = False
        self.refs = self.notes = 0
        self.entries: list[tuple[str, RunningText, str | None]] = []
        self.further: list[BibliographyEntry] = []
        """Works of lists for readers who want more: entries where the text names them."""
        self.known: set[str] = set()
        """The labels that an entry has."""
        self._open: dict[str, tuple[RunningText, int, int]] = {}

    @property
    def now(self) -> Context:
        """The context at hand."""
        return self.contexts[-1]

    def put(self, words: str, start: int, end: int) -> None:
        """Append `words`, which stand at `[start, end)`."""
        self.now.text.words(words, start, end)

    def toggle(self, kind: str, token: Token) -> None:
        """Begin or end words that are set apart, in one block."""
        text, since, start = self._open.pop(kind, (None, 0, 0))
        if text is self.now.text:
            text.mark(kind, since, "", min(start, token.start), token.start)
        else:
            self._open[kind] = self.now.text, self.now.text.plain, token.end

    def code(self, token: Token, *, closes: bool) -> None:
        """`<code>` and `</code>`."""
        if closes == ("code" in self._open):
            self.toggle("code", token)

    def go(self, i: int, end: int, *, lines: bool = False) -> None:
        """Reads the tokens `[i, end)`; what that means, the reader says."""
        raise NotImplementedError

    def within(self, context: Context, first: int, last: int, *, lines: bool = False) -> Context:
        """`context`, the tokens `[first, last)` read into it; nothing of them where that is too deep."""
        if len(self.contexts) < MAX_DEPTH:
            self.contexts.append(context)
            self.go(first, last, lines=lines)
            self.contexts.pop()
        return context

    def inline(self, first: int, last: int) -> None:
        """Reads the tokens `[first, last)` as words of what is at hand; nothing of them where that is too deep."""
        if len(self.contexts) < MAX_DEPTH:
            self.contexts.append(self.now)
            self.go(first, last)
            self.contexts.pop()

    def words_of(self, first: int, last: int) -> str:
        """The words of the tokens `[first, last)`, markup and markers apart."""
        plain = self.source.plain(first, last)
        if _MARKUP.search(plain) is None:
            return " ".join(plain.split())
        text = self.within(Context("aside"), first, last).text.text()
        return " ".join(text.replace("\ufffc", "").split())

    def end_block(self) -> None:
        """Lays down the block at hand."""
        now = self.now
        if now.kind not in ("body", "note"):
            now.text.space(0, 0)
            return
        text, now.text = now.text, RunningText()
        if now.kind == "note":
            self.sheet.later("footnote", text, definition=f"^{now.label}")
            return
        kind: BlockKind = "quote" if self.quoted else "paragraph"
        if self.tables:
            table = self.tables[-1]
            self.sheet.put("cell", text, table=table.number, row=table.row, column=table.column)
        elif self.lists and self.lists[-1][0] in "*#":
            item = self.lists[-1][2] if self.lists[-1][0] == "#" else None
            self.sheet.put("item", text, lists=tuple((n, i) for _, n, i in self.lists), ordinal=item)
        else:
            self.sheet.put(kind, text)
        self.sheet.settle()

    def lay_entries(self) -> None:
        """Lays the entries of references down, behind all text."""
        self.sheet.settle()
        for label, text, means in self.entries:
            self.sheet.entry(text, label, means)
        if self.further:
            named = {label for marker in self.sheet.markers for label in marker.labels}
            named.update(means for _, _, means in self.entries if means)
            left = {work.span for work in self.further if work.key not in named}
            self.sheet.bibliography = [w for w in self.sheet.bibliography if w.span not in left]

    def stated_by_unknown(self, entry: Context) -> None:
        """What templates that nobody knows say, where an entry holds nothing else."""
        raise NotImplementedError

    def add_work(self, work: BibliographyEntry) -> None:
        """Keeps a work that a template states."""
        self.sheet.bibliography.append(work)
