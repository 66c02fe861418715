"""Where the reference lists of an article are, and which entries stand in them (semantics, section 3)."""

from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.recognise import looks_like_entry
from kgraph.extract.lists.candidates import (
    ENTRY_SIGNS,
    GrowingEntry,
    GrowingLists,
    ReferenceLists,
    anchors_of,
    element,
    ends_in_links,
    listed_label,
    only_link,
)
from kgraph.extract.lists.definitions import Definitions
from kgraph.extract.lists.names import (
    LIST_IDS,
    WEAK_LIST_NAMES,
    attribution,
    heading_name,
    line_head,
    list_name,
    self_citation,
)
from kgraph.extract.lists.run_together import entries_apart
from kgraph.extract.lists.shapes import entry_shaped, is_wrapped, reads_on
from kgraph.extract.lists.tables import in_row_of, row_entry, take_tables
from kgraph.extract.lists.without_heading import Headless
from kgraph.extract.lists.wrapped import entry_lines
from kgraph.extract.text.places import lines
from kgraph.model import Block, Document


def find_lists(document: Document) -> ReferenceLists:
    """All reference lists of `document`, with or without a heading."""
    finder = _Finder(document)
    finder.headed()
    finder.elements()
    finder.definitions.take(finder.lists)
    finder.headless.find()
    take_tables(document.blocks, finder.lists, finder.headless.names_label)
    return finder.lists.done(document.blocks)


class _Finder:
    def __init__(self, document: Document) -> None:
        self.blocks, self.text = document.blocks, document.source.text
        self.lists = GrowingLists()
        self.headless = Headless(document, self.lists)
        self.definitions = Definitions(self.blocks)
        for i, block in enumerate(self.blocks):
            if block.definition and not block.definition.startswith("^"):
                target = block.inlines[0].target
                if target.startswith("#"):
                    title = next(
                        (block.text[t.start : t.end] for t in block.inlines if t.kind == "title"), None
                    )
                    self.lists.aliases[block.definition] = (target[1:], title)
                    self.lists.take(i, 0, len(block.text))

    # lists under a heading

    def headed(self) -> None:
        i = 0
        while i < len(self.blocks):
            head = self._heading(i)
            i = self._collect(i, *head) if head else i + 1

    def _heading(self, i: int) -> tuple[int, str, int] | None:
        """(plain offset where the list starts, its name, heading level; 0 for a line that is no heading)."""
        block = self.blocks[i]
        if block.definition or block.kind == "cell":
            return None
        if block.kind == "heading":
            name = heading_name(block.text, [a.target for a in block.inlines if a.kind == "anchor"])
            return (len(block.text), name, block.level) if name else None
        if block.inlines and block.inlines[0].kind == "anchor" and block.inlines[0].target in LIST_IDS:
            return 0, "references", 0
        if len(block.text) <= 60:
            name = list_name(block.text)
            if name:
                lone = block.kind == "item" and block.text.strip()[-1:] not in ":："
                return None if lone else (len(block.text), name, 0)
        if "\n" in block.text and block.kind in ("paragraph", "item"):
            for start, end in lines(block):
                head = line_head(block.text[start:end])
                # A line in lower case is the end of a wrapped sentence (`… a circular⏎reference.`).
                if head and (not start or not block.text[start].islower() or block.text[end - 1] in ":："):
                    return start + head[1], head[0], 0
        return None

    def _collect(self, head: int, offset: int, name: str, level: int) -> int:
        """Takes the entries below the heading; the index of the block to go on with."""
        entries: list[GrowingEntry] = []
        named: list[GrowingEntry] = []  # link definitions by words: entries only where the list has no other
        i, current = head, None
        strict = level == 0 or name in WEAK_LIST_NAMES
        first, passed, seen = True, False, set[str]()
        while i < len(self.blocks):
            block = self.blocks[i]
            if i > head:
                if block.kind == "heading" and (level == 0 or block.level <= level):
                    break
                if self._heading(i):
                    break
            if block.definition and self.lists.takes(i, 0):
                i += 1
                continue
            if (
                entries
                and (block.definition or "").startswith("^")
                and not self.blocks[entries[0].block].definition
            ):
                break  # footnotes behind a list of another kind are a list of their own
            if block.kind == "heading" or attribution(block.text):
                current = None if block.kind == "heading" else current
                i += 1
                continue
            if i == head + 1 and not entries and self_citation(block.text.partition(":")[0]):
                return head + 1
            if (key := block.definition) and key[0] != "^" and not self.definitions.defines(block):
                named.append(GrowingEntry(i, 0, len(block.text), ((key, 0),)))
                i += 1
                continue
            if entries and not seen and self.definitions.only_links(block):
                self.lists.take(i, 0, len(block.text))
                i += 1
                continue
            start = offset if i == head else 0
            found, current = self._entries_of(i, start, current, entries, labelled=bool(seen))
            if passed and any(e.labels[0][0] in seen for e in found):
                break  # prose, and then a label again: the next answer's own numbered list
            passed = passed or bool(entries and not found and current is None)
            entries.extend(found)
            seen.update(label for e in found if (label := e.labels[0][0]) is not None)
            if first and strict and not (entries or named) and i > head:
                return head + 1
            first = first and i == head
            if not (entries or named) and i > head + 3:
                break
            i += 1
        entries = entries or named
        doubtful = name in WEAK_LIST_NAMES or bool(
            strict and entries and self.blocks[entries[0].block].kind != "item"
        )
        if doubtful and not any(
            e.labels[0][0] is not None or find_links(self.blocks[e.block], e.start, e.end) for e in entries
        ):
            return head + 1
        if name in WEAK_LIST_NAMES and (
            all(reads_on(self.blocks[e.block], e) for e in entries) or self.headless.are_points(entries)
        ):
            return head + 1
        if entries:
            self.lists.keep(entries, f"entries below {name!r}")
            block = self.blocks[head]
            begin = 0 if offset == len(block.text) else block.text.rfind("\n", 0, offset) + 1
            if offset:
                self.lists.take(head, begin, offset)
        return max(i, head + 1)

    def _entries_of(
        self,
        i: int,
        offset: int,
        current: GrowingEntry | None,
        before: list[GrowingEntry],
        *,
        labelled: bool,
    ) -> tuple[list[GrowingEntry], GrowingEntry | None]:
        """Entries that start in block `i` from plain `offset` on, and the one that is still open.

        `labelled` tells that an entry of `before` carries a label.
        """
        block = self.blocks[i]
        if block.kind == "cell":
            if current and in_row_of(self.blocks, i, current):
                current.more.append((i, 0, len(block.text)))
                return [], current
            row = row_entry(self.blocks, i)
            return ([row] if row else []), row
        if not offset and (whole := element(i, block)):
            return [whole], whole
        found: list[GrowingEntry] = []
        spans = lines(block)
        if not (offset or labelled) and len(spans) > 1 and is_wrapped(block, spans):
            spans = [(spans[0][0], spans[-1][1])]
        else:
            spans = entry_lines(block)
        begun: set[int] = set()
        if block.kind == "paragraph" and not labelled:
            spans = [apart for span in spans for apart in entries_apart(block.text, *span)]
            begun = {start for start, _ in spans[1:] if block.text[start - 1] != "\n"}
        for n, (start, end) in enumerate(spans):
            if end <= offset:
                continue
            start = max(start, offset)
            head = n == 0 or start in begun
            label = listed_label(block, start, end, [*before[-1:], *found[-1:]], first=head)
            nested = (
                block.kind == "item"
                and before
                and len(block.lists) > max(1, len(self.blocks[before[0].block].lists))
            )
            if (
                current
                and current.block != i
                and block.lists
                and block.lists == self.blocks[current.block].lists
            ):
                current.more.append((i, start, end))  # a further paragraph of the same item
            elif label and not (nested and label[0][1] == start):
                current = GrowingEntry(i, start, end, label, anchors=anchors_of(block, start, end))
                found.append(current)
                labelled = True
            elif current and ends_in_links(block, self.blocks, current, start, end):
                current = GrowingEntry(i, start, end, ((None, start),), anchors=anchors_of(block, start, end))
                found.append(current)
            elif current and (not head or nested or only_link(block, start, end)):
                current.more.append((i, start, end))
            elif (not labelled and self._is_entry(block, start, end)) or (
                labelled
                and block.kind == "item"
                and before
                and self.blocks[before[-1].block].kind == "item"
                and self._is_entry(block, start, end)
            ):
                current = GrowingEntry(i, start, end, ((None, start),), anchors=anchors_of(block, start, end))
                found.append(current)
            else:
                current = None
        return found, current

    def _is_entry(self, block: Block, start: int, end: int) -> bool:
        text = block.text[start:end]
        if attribution(text) or (text.endswith((":", "：")) and not text.endswith((" In:", " in:"))):
            return False
        if block.kind == "item":
            return looks_like_entry(block, start, end)
        return entry_shaped(block, start, end)

    def elements(self) -> None:
        """Entries that are elements of their own, with no heading above: consecutive ones are one list."""
        if not any(sign in self.text for sign in ENTRY_SIGNS):
            return
        run: list[GrowingEntry] = []
        for i, block in enumerate(self.blocks):
            whole = element(i, block) if block.inlines and not self.lists.takes(i, 0) else None
            if whole:
                run.append(whole)
            elif run:
                self.lists.keep(run, "elements that say they are entries")
                run = []
        if run:
            self.lists.keep(run, "elements that say they are entries")
