"""The elements of JATS: what is text of the article, what cites, what is left out."""

from collections.abc import Mapping
from typing import ClassVar

from kgraph.model import Inline
from kgraph.read.xml.acts import emphasised, left, listing, nothing, picture, scripts
from kgraph.read.xml.notes import Noted
from kgraph.read.xml.prose import Mark
from kgraph.read.xml.ranges import Listed
from kgraph.read.xml.tree import Element
from kgraph.read.xml.walk import Act, Walk

_CITES = frozenset({"bibr", "ref", "bib"})
_NOTES = frozenset({"fn", "table-fn", "author-notes", "corresp", "aff", "contrib"})
"""What an `xref` goes to that is neither a source nor a place a reader is told of."""
_FORMULAS = ("math", "tex-math", "textual-form")
"""The one reading of a formula that is taken, the first that is there."""
_NO_WORDS = frozenset({"annotation", "annotation-xml", "label", "alt-text"})
"""What a formula set apart has beside its reading."""
_PAGES = {
    "doi": "https://doi.org/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/", "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
}  # fmt: skip
_TEX = ("\\begin{document}", "\\end{document}")


class Body(Noted):
    """Goes through what a JATS article says. `notes` says what the note of an id is called; `anchors` are the ids that text has."""

    def __init__(
        self, listed: Listed, notes: Mapping[str, str], anchors: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(listed, notes)
        self.anchors = anchors

    def part(self, element: Element) -> None:
        """A part of the article: of its front only the abstracts are text."""
        if element.name == "front":
            for child in element.elements():
                self.part(child) if child.name == "article-meta" else self.leave(child, "front-matter")
        elif element.name == "article-meta":
            for child in element.elements():
                if child.name == "abstract":
                    self.section(child)
                else:
                    self.leave(child, "front-matter")
        else:
            self.acts.get(element.name, Walk.section)(self, element)

    def cross_reference(self, element: Element) -> None:
        """`<xref ref-type="bibr" rid="B1">`: a citation. Of a figure or a section the words stay, of a note they go."""
        ids = tuple(element.get("rid").split())
        kind = element.get("ref-type")
        if kind in _CITES and ids and not self.listed.ids:
            self.to_untagged(element, ids)
        elif kind in _CITES or (not kind and ids and ids[0] in self.listed.places):
            self.mark(element, "element", ids)
        elif kind in _NOTES:
            self.note_sign(element, self.note_names.get(ids[0]) if kind == "fn" and ids else None)
        else:
            self.through(element)

    def to_untagged(self, element: Element, ids: tuple[str, ...]) -> None:
        """A citation, where no list is tagged as one: a link to what may be one; without its place, what no rule finds by its words dangles."""
        if not element.words():
            self.mark(element, "element", ids)
            return
        prose = self.prose or self.open()
        start = prose.length
        self.inline("link", element, f"#{ids[0]}")
        if ids[0] not in self.anchors and self.prose is prose:
            prose.marks.append(Mark(start, prose.length, "told", ids, element.span))

    def link(self, element: Element) -> None:
        """`<ext-link xlink:href="…">`."""
        target = element.get("href") or element.words()
        if "://" in target:
            self.inline("link", element, target)
        else:
            self.through(element)

    def is_ordered(self, element: Element) -> bool:
        """Whether the items of a list are numbered."""
        return element.get("list-type") in ("order", "arabic", "ordered")

    def identifier(self, element: Element) -> None:
        """`<pub-id>`: of an entry that is nothing else tagged, a link to its page."""
        page = _PAGES.get(element.get("pub-id-type"))
        if page is not None:
            self.inline("link", element, page + element.words())
        else:
            self.through(element)

    def titled(self, element: Element) -> None:
        """`<title>`: of a caption it is a part, of everything else a heading."""
        if self.around.kind == "caption":
            self.paragraph(element)
        else:
            self.heading(element)

    def formula(self, element: Element) -> None:
        """A formula amid words: one of its readings."""
        chosen = next((e for name in _FORMULAS for e in element.all(name)), None)
        if chosen is None:
            self.inline("math", element)
        elif chosen.name != "tex-math":
            self.inline("math", chosen)
        else:
            self.tex(chosen)

    def tex(self, element: Element) -> None:
        """TeX in a document of its own: what stands in it."""
        prose = self.prose or self.open()
        shown = _shown_tex(element)
        if shown:
            start = prose.length
            prose.add(shown, element.start, element.end)
            prose.inlines.append(Inline("math", start, prose.length, "", element.span))

    def display(self, element: Element) -> None:
        """A formula on lines of its own: no text, and no end of a sentence."""
        chosen = next((e for name in _FORMULAS for e in element.all(name)), element)
        self.show(
            element, "math", _shown_tex(chosen) if chosen.name == "tex-math" else chosen.words(_NO_WORDS)
        )
        self.space(element)

    def code(self, element: Element) -> None:
        """Lines of code: no text."""
        with self.apart():
            listing(self, element)

    def definition(self, element: Element) -> None:
        """A term and what it means."""
        with self.apart(), self.within(kind="item"):
            self.through(element)

    acts: ClassVar[Mapping[str, Act]] = {
        "p": Walk.paragraph, "verse-line": Walk.paragraph, "attrib": Walk.paragraph, "term": Walk.paragraph,
        "title": titled, "subtitle": titled, "label": nothing,
        "sec": Walk.section, "ack": Walk.section, "app": Walk.section, "notes": Walk.section, "abstract": Walk.section,
        "glossary": Walk.section, "fn-group": Walk.section, "app-group": Walk.section, "boxed-text": Walk.floating,
        "fig": Walk.floating, "fig-group": Walk.floating, "table-wrap": Walk.floating, "table-wrap-group": Walk.floating,
        "supplementary-material": Walk.floating, "media": Walk.floating, "floats-group": Walk.floating,
        "caption": Walk.caption, "disp-quote": Walk.quote, "verse-group": Walk.quote,
        "list": Walk.list, "list-item": Walk.item, "def-item": definition,
        "table": Walk.table, "thead": Walk.head, "tr": Walk.row, "table-wrap-foot": Walk.section,
        "pub-id": identifier, "fn": Noted.note_here, "xref": cross_reference, "ext-link": link, "uri": link,
        "italic": emphasised("emphasis"), "bold": emphasised("strong"), "monospace": emphasised("code"),
        "break": Walk.space, "hr": nothing, "col": nothing, "colgroup": nothing,
        "inline-formula": formula, "math": emphasised("math"), "msup": scripts("^"), "msub": scripts("_"), "msubsup": scripts("_", "^"), "tex-math": tex,
        "disp-formula": display, "disp-formula-group": display, "annotation": nothing, "annotation-xml": nothing,
        "code": code, "preformat": code,
        "graphic": picture, "inline-graphic": picture, "alt-text": left("image"), "long-desc": left("image"),
        "ref-list": left("entry"), "sub-article": left("sub-article"), "response": left("sub-article"),
        "object-id": left("front-matter"), "kwd-group": left("front-matter"), "permissions": left("front-matter"),
        "sec-meta": left("front-matter"), "bio": left("front-matter"), "index-term": nothing,
        "processing-meta": left("front-matter"), "related-article": nothing, "related-object": nothing,
    }  # fmt: skip


def _shown_tex(element: Element) -> str:
    """TeX in a document of its own: what stands in it."""
    words = element.words()
    begin, end = (words.find(sign) for sign in _TEX)
    return words[begin + len(_TEX[0]) : end].strip() if 0 <= begin < end else words
