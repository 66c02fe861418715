"""The body of a Word file: paragraphs, lists, tables, notes and text boxes, in the order in which they are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kgraph import late_re as re
from kgraph.read.docx.numbering import Numbering
from kgraph.read.docx.pieces import Piece, Reading
from kgraph.read.docx.sheet import Sheet
from kgraph.read.docx.styles import Style, Styles, is_set, numbered, value
from kgraph.read.xml.prose import Prose
from kgraph.read.xml.tree import Element

_LEFT_OUT: Mapping[str, str] = {"title": "front-matter", "contents": "front-matter", "code": "code"}
_KINDS: Mapping[str, str] = {"quote": "quote", "caption": "caption"}
_TYPED = re.compile(r"\s{0,4}(?:(\d{1,3})[.)]|[•▪·–*-])[ \t\u00a0]{1,9}(?=\S)")
"""The number or the sign of an item that is typed."""
_MOST_COLUMNS = 1000


@dataclass(slots=True)
class Page:
    """What is known of the file beside its text, and what goes on from paragraph to paragraph."""

    styles: Styles
    numbering: Numbering
    reading: Reading
    sheet: Sheet
    list_is_known: bool = False
    """Whether the list of references that a field prints is known from its data."""
    title: list[str] = field(default_factory=list)


class Body:
    """Goes through the paragraphs of a part."""

    def __init__(self, page: Page, *, definition: str | None = None) -> None:
        self._page = page
        self._definition = definition
        self._section: tuple[tuple[int, str], ...] = ()
        self._tables = 0
        self._cell: Prose | None = None

    def through(self, element: Element) -> None:
        """The paragraphs, tables and controls right within an element."""
        for child in element.elements():
            act = self.acts.get(child.name)
            if act is not None:
                act(self, child)

    def control(self, element: Element) -> None:
        """`<w:sdt>`: what it holds; a table of contents is no text."""
        gallery = element.first("sdtPr", "docPartObj", "docPartGallery")
        if gallery is not None and gallery.get("val") == "Table of Contents":
            return
        content = element.first("sdtContent")
        if content is not None:
            self.through(content)

    def paragraph(self, element: Element) -> None:
        """`<w:p>`: a block of the kind that its style says."""
        page = self._page
        pieces, boxes = page.reading.pieces_of(element)
        in_list, in_contents = page.reading.met_list, page.reading.met_contents
        properties = element.first("pPr")
        style = page.styles.of(value(properties, "pStyle"))
        if any(piece.text.strip() for piece in pieces):
            reason = (
                "entry"
                if in_list and page.list_is_known
                else "front-matter"
                if in_contents
                else _LEFT_OUT.get(style.role)
            )
            if reason and self._cell is None:
                self._leave(pieces, style, reason)
            else:
                self._block(pieces, properties, style, is_entry=in_list)
        elif self._cell is None:
            self._page.sheet.leave(pieces, "html")
        for box in boxes:
            cell, self._cell = self._cell, None
            self.through(box)
            self._cell = cell

    def _leave(self, pieces: list[Piece], style: Style, reason: str) -> None:
        if style.role == "title" and not self._page.title:
            self._page.title.append(" ".join("".join(p.text for p in pieces).split()))
        self._page.sheet.leave(pieces, reason)

    def _block(
        self, pieces: list[Piece], properties: Element | None, style: Style, *, is_entry: bool
    ) -> None:
        page = self._page
        if self._cell is not None:
            page.sheet.cell(self._cell, pieces)
            return
        outline = value(properties, "outlineLvl")
        level = style.level or (int(outline) + 1 if outline in tuple("012345678") else 0)
        number, depth = numbered(properties)
        number, depth = (number, depth) if number else (style.number, style.depth)
        about: dict[str, Any] = {
            "kind": _KINDS.get(style.role, "paragraph"),
            "section": tuple(w for _, w in self._section),
        }
        if self._definition is not None:
            page.sheet.paragraph(
                pieces, **{**about, "kind": "footnote", "definition": self._definition, "section": ()}
            )
            return
        if level:
            self._heading(pieces, level)
            return
        if page.numbering.knows(number):
            item = page.numbering.item(number, depth)
            about.update(kind="item", lists=item.lists, ordinal=item.ordinal)
        elif typed := _TYPED.match("".join(piece.text for piece in pieces)):
            ordinal = int(typed[1]) if typed[1] else None
            about.update(kind="item", lists=page.numbering.typed(), ordinal=ordinal, sign=typed.end())
        else:
            page.numbering.leave()
        before = len(page.sheet.begun)
        page.sheet.paragraph(pieces, **about)
        if is_entry or style.role == "entry":
            for prose in page.sheet.begun[before:]:
                prose.is_entry = True

    def _heading(self, pieces: list[Piece], level: int) -> None:
        self._section = tuple(s for s in self._section if s[0] < level)
        self._page.numbering.leave()
        before = len(self._page.sheet.begun)
        section = tuple(words for _, words in self._section)
        self._page.sheet.paragraph(
            [p._replace(text=" ") if p.text == "\n" else p for p in pieces],
            kind="heading",
            level=level,
            section=section,
        )
        block = self._page.sheet.begun[before].block()
        if block is not None:
            self._section = (*self._section, (level, block.text))

    def table(self, element: Element) -> None:
        """`<w:tbl>`: a cell is a block; a first row that is set as one is the head."""
        if self._cell is not None:  # a table in a cell is text of the cell
            for row in element.elements("tr"):
                for cell in row.elements("tc"):
                    self.through(cell)
            return
        self._tables += 1
        rows = element.elements("tr")
        number = 0
        for place, row in enumerate(rows):
            head = is_set(row.first("trPr"), "tblHeader") or (
                place == 0 and len(rows) > 1 and _has_head(element)
            )
            number += not head
            self._row(row, self._tables, 0 if head else number)

    def _row(self, row: Element, table: int, number: int) -> None:
        column = 0
        for cell in row.all("tc"):
            column += 1
            properties = cell.first("tcPr")
            merged = properties.first("vMerge") if properties is not None else None
            if merged is None or merged.get("val") == "restart":
                section = tuple(words for _, words in self._section)
                self._cell = self._page.sheet.begin(
                    kind="cell", table=table, row=number, column=column, section=section
                )
                self.through(cell)
                self._cell = None
            span = value(properties, "gridSpan")
            column += (
                min(int(span), _MOST_COLUMNS) - 1 if span.isdigit() and len(span) < 5 and int(span) else 0
            )

    acts: ClassVar[Mapping[str, Callable[["Body", Element], None]]] = {
        "p": paragraph, "tbl": table, "sdt": control, "customXml": through, "ins": through, "moveTo": through,
    }  # fmt: skip


def _has_head(table: Element) -> bool:
    """Whether a table says that its first row is set as a head."""
    look = table.first("tblPr", "tblLook")
    if look is None:
        return False
    bits = look.get("val")
    return look.get("firstRow") in ("1", "true") or (
        not look.get("firstRow") and len(bits) == 4 and bits[2] in "2367abefABEF"
    )
