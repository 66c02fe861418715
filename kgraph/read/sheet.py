"""The blocks of a document in order, as a reader lays them down: sections, lists and notes are kept count of."""

from collections.abc import Iterable
from typing import Any

from kgraph.known import Exhibit, ExhibitKind, KnownEntry, KnownMarker
from kgraph.model import BibliographyEntry, Block, BlockKind, Document, Metadata, Problem
from kgraph.read.running_text import RunningText
from kgraph.spans import SourceText, Span


class Sheet:
    """Blocks laid down one after the other; notes wait until the text that they hang on has ended."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.markers: list[KnownMarker] = []
        self.entries: list[KnownEntry] = []
        self.dropped: list[tuple[int, int, str]] = []
        self.exhibits: list[Exhibit] = []
        self.problems: list[Problem] = []
        self.bibliography: list[BibliographyEntry] = []
        self.section: tuple[str, ...] = ()
        self._levels: list[int] = []
        self._waiting: list[tuple[BlockKind, RunningText, dict[str, Any]]] = []
        self._lists = 0
        self._tables = 0

    def put(self, kind: BlockKind, text: RunningText, **where: Any) -> int | None:
        """Lay `text` down as a block of `kind` in the current section; its number, None where it is empty."""
        block = text.block(kind, section=self.section, **where)
        if block is None:
            return None
        number = len(self.blocks)
        self.blocks.append(block)
        self.markers += (told.known(number) for told in text.told if told.at < len(block.text))
        return number

    def heading(self, text: RunningText, level: int) -> None:
        """Lay down a heading of `level`, below which what follows stands."""
        self.settle()
        keep = next((i for i, above in enumerate(self._levels) if above >= level), len(self._levels))
        self.section = self.section[:keep]
        number = self.put("heading", text, level=level)
        if number is not None:
            words = " ".join(self.blocks[number].text.replace("\ufffc", "").split())
            self._levels[keep:] = [level]
            self.section = (*self.section, words)

    def entry(self, text: RunningText, label: str | None, means: str | None = None) -> None:
        """Lay `text` down as an entry of a reference list, called `label`; `means` names that whose work it means."""
        number = self.put("item", text)
        if number is not None:
            self.entries.append(KnownEntry(number, label, means=means))

    def later(self, kind: BlockKind, text: RunningText, **where: Any) -> None:
        """Lay `text` down once `settle` is called: a note, behind the paragraph that it hangs on."""
        self._waiting.append((kind, text, where))

    def settle(self) -> None:
        """Lay down what waits."""
        for kind, text, where in self._waiting:
            self.put(kind, text, **where)
        self._waiting.clear()

    def forget(self) -> None:
        """Lays nothing down of what waits: it hangs on what is no text."""
        self._waiting.clear()

    def new_list(self) -> int:
        """The number of a list that begins."""
        self._lists += 1
        return self._lists

    def new_table(self) -> int:
        """The number of a table that begins."""
        self._tables += 1
        return self._tables

    def drop(self, start: int, end: int, reason: str) -> None:
        """Name `[start, end)` of the source as no body text."""
        if start < end:
            self.dropped.append((start, end, reason))

    def show(self, start: int, end: int, kind: ExhibitKind, words: str) -> None:
        """Name `[start, end)` of the source as no body text, of which a reader sees these words."""
        self.drop(start, end, kind)
        self.exhibits.append(Exhibit(kind, words, Span(start, end)))

    def document(self, source: SourceText, format: str, metadata: Metadata, **more: Any) -> Document:
        """What was laid down, as a document."""
        self.settle()
        return Document(
            source=source, format=format, metadata=metadata, blocks=tuple(self.blocks), markers=tuple(self.markers),
            entries=tuple(self.entries), dropped=tuple(_in_order(self.dropped)), exhibits=tuple(self.exhibits), bibliography=tuple(self.bibliography),
            problems=tuple(self.problems), **more,
        )  # fmt: skip


def _in_order(dropped: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return sorted(set(dropped))
