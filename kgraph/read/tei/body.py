"""The elements of TEI: what is text of the article, what cites, what is left out."""

from collections.abc import Mapping
from typing import ClassVar

from kgraph.read.tei.references import ENTRIES
from kgraph.read.xml.acts import emphasised, left, listing, nothing, picture, scripts
from kgraph.read.xml.notes import Noted
from kgraph.read.xml.tree import Element, Text
from kgraph.read.xml.walk import Act, Walk

_CITES = frozenset({"bibr", "bibl", "biblio", "cite", "citation"})
_NOTES = frozenset({"foot", "note", "noteAnchor", "fn", "end"})
_SET_AS = {
    "bold": "strong", "b": "strong", "italic": "emphasis", "italics": "emphasis", "i": "emphasis", "emphasis": "emphasis",
}  # fmt: skip
"""What `rend` says of words that are set apart."""
_BESIDE_THE_TEXT = frozenset({"foot", "bottom", "end", "footnote", "endnote", "margin", ""})
"""Where a note stands that is no part of its sentence."""
_READINGS = frozenset({"sic", "orig", "expan"})
"""Of two readings of one place, the one that a reader of the edition is not shown."""


class Body(Noted):
    """Goes through what a TEI article says."""

    def reference(self, element: Element) -> None:
        """`<ref type="bibr" target="#b3">`, `<ptr target="#b3"/>`: a citation; of a figure the words stay, of a note they go."""
        targets = element.get("target").split()
        ids = tuple(t[1:] for t in targets if t.startswith("#"))
        if element.get("type") in _CITES or (ids and all(i in self.listed.places for i in ids)):
            self.citation(element, ids)
        elif element.get("type") in _NOTES or (ids and ids[0] in self.note_names):
            self.note_sign(element, self.note_names.get(ids[0] if ids else ""))
        elif ids and not self.listed.ids and element.name == "ref":
            self.inline("link", element, f"#{ids[0]}")
        elif targets and "://" in targets[0]:
            self.inline("link", element, targets[0])
        else:
            self.through(element)

    def citation(self, element: Element, ids: tuple[str, ...]) -> None:
        """A citation; a space parts it from one right before it, where two words would be one."""
        prose = self.prose
        first = element.children[0] if element.children else None
        glued = prose is not None and prose.marks and prose.marks[-1].end == prose.length
        if (
            prose is not None
            and glued
            and isinstance(first, Text)
            and (first.text[:1].isalnum() or first.text[:1] in "([")
        ):
            prose.space(element.start)
        self.mark(element, "element", ids)

    def footnote(self, element: Element) -> None:
        """`<note>`: its text stands behind all other; one amid words is its own sign."""
        if element.get("place") not in _BESIDE_THE_TEXT or element.get("type") in (
            "raw_reference",
            "report_type",
        ):
            self.through(element)
            return
        self.note_here(element)

    def is_ordered(self, element: Element) -> bool:
        """Whether the items of a list are numbered."""
        told = (element.get("rend"), element.get("type"))
        return any(word.startswith(("ordered", "numbered")) for word in told)

    def titled(self, element: Element) -> None:
        """`<head>`: of a figure or a table a part of its caption, of everything else a heading."""
        if self.around.kind == "caption":
            self.paragraph(element)
        else:
            self.heading(element)

    def figure(self, element: Element) -> None:
        """`<figure>`: its head and its description are its caption."""
        with (
            self.apart(goes_on=self.prose is not None),
            self.within(kind="caption", lists=(), definition=None),
        ):
            described = element.first("figDesc") is not None
            for child in element.elements():
                act = nothing if described and child.name in ("head", "label") else self.acts.get(child.name)
                (act or Walk.through)(self, child)

    def set_apart(self, element: Element) -> None:
        """`<hi rend="bold">`."""
        words = (
            f"{element.get('rend')} {element.get('rendition')}".replace("simple:", "")
            .replace("#", "")
            .split()
        )
        kind = next((_SET_AS[word] for word in words if word in _SET_AS), None)
        if kind:
            self.inline(kind, element)
        else:
            self.through(element)

    def quotation(self, element: Element) -> None:
        """`<quote>`: paragraphs of its own between others, words amid words."""
        if self.prose is None or element.all("p", "lg", "l"):
            self.quote(element)
        else:
            self.through(element)

    def formula(self, element: Element) -> None:
        """A formula: amid words a part of them, between paragraphs no text."""
        if self.prose is None:
            self.show(element, "math", element.words())
        else:
            self.inline("math", element)

    def line_break(self, element: Element) -> None:
        """`<lb/>`: a space, unless it says that it breaks a word."""
        if element.get("break") != "no":
            self.space(element)

    def sentence(self, element: Element) -> None:
        """`<s>`: a sentence, which a space parts from the one before."""
        if self.prose is not None:
            self.prose.space(element.start)
        self.through(element)

    def choice(self, element: Element) -> None:
        """`<choice>`: one of two readings."""
        for child in element.elements():
            shown = child.name not in _READINGS or len(element.elements()) == 1
            (Walk.through if shown else nothing)(self, child)

    def row(self, element: Element, head: bool = False) -> None:
        """`<row>`; one that is labelled so is the head of its table."""
        super().row(element, head or element.get("role") == "label")

    def is_head(self, cell: Element) -> bool:
        """Whether a cell heads a column or a row."""
        return cell.get("role") == "label"

    def listed_works(self, element: Element) -> None:
        """`<listBibl>`: the list of references; its head is none of the text."""
        with self.apart():
            self.leave(element, "entry")

    acts: ClassVar[Mapping[str, Act]] = {
        "p": Walk.paragraph, "ab": Walk.paragraph, "lg": Walk.paragraph, "l": sentence, "item": Walk.item, "s": sentence,
        "head": titled, "div": Walk.section, "abstract": Walk.section, "quote": quotation, "cit": Walk.through,
        **{f"div{n}": Walk.section for n in range(1, 8)},
        "list": Walk.list, "table": Walk.table, "row": row, "figure": figure, "figDesc": Walk.paragraph,
        "ref": reference, "ptr": reference, "note": footnote, "hi": set_apart, "emph": emphasised("emphasis"),
        "title": emphasised("emphasis"), "code": emphasised("code"), "eg": listing, "egXML": listing,
        "formula": formula, "msup": scripts("^"), "msub": scripts("_"), "msubsup": scripts("_", "^"), "lb": line_break, "pb": line_break, "cb": line_break, "choice": choice,
        "rdg": nothing, "fw": nothing, "del": nothing, "gap": nothing, "graphic": picture, "media": left("image"),
        "listBibl": listed_works, "biblStruct": left("entry"), "biblFull": left("entry"), "teiHeader": left("front-matter"),
        "titlePage": left("front-matter"), "docTitle": left("front-matter"), "byline": left("front-matter"),
        "docAuthor": left("front-matter"), "docDate": left("front-matter"), "index": nothing, "term": Walk.through,
    }  # fmt: skip


def entries_in(text: Element) -> list[Element]:
    """The entries of all lists of works, in order."""
    return [entry for each in text.all("listBibl") for entry in each.all(*ENTRIES)]
