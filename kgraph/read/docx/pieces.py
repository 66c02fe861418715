"""A paragraph of Word as pieces of text, each with how it is set, where it links, and the field it is the result of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from kgraph.read.docx.cited import Cited, endnote_data, is_list, works_of, works_tagged
from kgraph.read.docx.styles import is_set, value
from kgraph.read.mathml import in_a_row, scripted
from kgraph.read.xml.tree import Element, Text

BREAK = "\n"
_SYMBOL_LIMIT = 0xE000
"""From here on characters of symbol fonts stand, which are no text."""
_LINK = "HYPERLINK"
_CONTENTS = "TOC"
_MOST_FIELDS = 24
_SCRIPTS = {"sSup": ("sup",), "sSub": ("sub",), "sSubSup": ("sub", "sup")}
"""Elements of formulas whose parts are raised or lowered, in the order in which TeX writes them."""
_SIGNS = {"sup": "^", "sub": "_"}
_PLAIN: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Field:
    """A field while it is read: its instruction, what it cites, whether its result has begun."""

    instruction: str = ""
    data: str = ""
    """What EndNote keeps of what it cites."""
    works: tuple[Cited, ...] | None = None
    link: tuple[int, str] | None = None
    is_list: bool = False
    is_contents: bool = False
    shown: bool = False

    def begin(self, number: int) -> None:
        """Its result begins: what it is, is known."""
        self.shown = True
        self.works = works_of(self.instruction + self.data)
        self.is_list = is_list(self.instruction)
        words = self.instruction.split()
        self.is_contents = bool(words) and words[0].upper() == _CONTENTS
        if words and words[0].upper() == _LINK:
            self.link = number, _target(words[1:])


class Piece(NamedTuple):
    """A stretch of text that is set, linked and told by fields alike. `note` names a footnote, `anchor` a bookmark here."""

    text: str
    set_as: frozenset[str] = frozenset()
    link: tuple[int, str] | None = None
    field: Field | None = None
    note: tuple[str, str] | None = None
    anchor: str = ""


@dataclass(slots=True)
class Reading:
    """What goes on from paragraph to paragraph: fields that are open, links counted, where links lead."""

    addresses: Mapping[str, str]
    code_styles: frozenset[str]
    fields: list[Field] = field(default_factory=list)
    links: int = 0
    met_list: bool = False
    """Whether the paragraph at hand has text of the list of references that a field prints."""
    met_contents: bool = False
    """Whether it has text of a table of contents."""
    too_deep: int = 0
    """How many fields are open within more fields than are told apart."""

    def meet(self) -> None:
        """Text is met: it may be the result of a field that prints a list."""
        for each in self.fields:
            self.met_list = self.met_list or (each.is_list and each.shown)
            self.met_contents = self.met_contents or (each.is_contents and each.shown)

    def pieces_of(self, paragraph: Element) -> tuple[list[Piece], list[Element]]:
        """The pieces of a paragraph, and the text boxes that are anchored in it."""
        self.met_list = self.met_contents = False
        gathered = _Gatherer(self)
        gathered.through(paragraph)
        return gathered.pieces, gathered.boxes


class _Gatherer:
    """Goes through one paragraph."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._link: tuple[int, str] | None = None
        self._set_as: frozenset[str] = frozenset()
        self._cited: Field | None = None
        self.pieces: list[Piece] = []
        self.boxes: list[Element] = []

    def through(self, element: Element) -> None:
        acts = self.acts
        for child in element.children:
            if child.__class__ is Element and (act := acts.get(child.name)) is not None:
                act(self, child)

    def put(self, text: str) -> None:
        """Text, unless it is the instruction of a field."""
        fields = self._reading.fields
        if not text or (fields and not fields[-1].shown):
            return
        cited, link = self._cited, self._link
        if fields:
            self._reading.meet()
            cited = cited or next((f for f in reversed(fields) if f.works is not None), None)
            link = link or next((f.link for f in reversed(fields) if f.link is not None), None)
        self.pieces.append(Piece(text, self._set_as, link, cited))

    def run(self, element: Element) -> None:
        """`<w:r>`: text that is set alike; hidden text is none."""
        properties = element.first("rPr")
        before = self._set_as
        if properties is None or not properties.children:  # most say nothing but how it is laid out
            self._set_as = _PLAIN
        elif is_set(properties, "vanish") or is_set(properties, "webHidden"):
            return
        else:
            self._set_as = self._how(properties)
        self.through(element)
        self._set_as = before

    def _how(self, properties: Element) -> frozenset[str]:
        raised = value(properties, "vertAlign") == "superscript"
        code = value(properties, "rStyle") in self._reading.code_styles
        told = {
            "strong": is_set(properties, "b"),
            "emphasis": is_set(properties, "i"),
            "sup": raised,
            "code": code,
        }
        return frozenset(kind for kind, is_so in told.items() if is_so)

    def text(self, element: Element) -> None:
        """`<w:t>`, with its white space."""
        self.put(element_text(element))

    def symbol(self, element: Element) -> None:
        """`<w:sym>`: a character, unless only its font knows which."""
        code = element.get("char")
        number = int(code, 16) if code.isalnum() and len(code) <= 5 and _is_hex(code) else _SYMBOL_LIMIT
        if 32 <= number < 0xD800:
            self.put(chr(number))

    def line(self, element: Element) -> None:
        """`<w:br/>`: a line ends, or a page does."""
        self.put(" " if element.get("type") in ("page", "column") else BREAK)

    def tab(self, element: Element) -> None:
        self.put("\t")

    def hyphen(self, element: Element) -> None:
        self.put("\u2011")

    def hyperlink(self, element: Element) -> None:
        """`<w:hyperlink>`: to an address, or to a bookmark of the file."""
        before = self._link
        target = self._reading.addresses.get(element.get("id"), "")
        anchor = element.get("anchor")
        if anchor:
            target = f"{target}#{anchor}" if target else f"#{anchor}"
        self._reading.links += 1
        self._link = (self._reading.links, target) if target else before
        self.through(element)
        self._link = before

    def bookmark(self, element: Element) -> None:
        """`<w:bookmarkStart>`: a place that links go to."""
        name = element.get("name")
        if name and name != "_GoBack":
            self.pieces.append(Piece("", anchor=name))

    def note(self, element: Element) -> None:
        """`<w:footnoteReference>`: the mark of a note; one with a sign of its own is followed by it."""
        if not self._reading.fields or self._reading.fields[-1].shown:
            kind = "footnote" if element.name == "footnoteReference" else "endnote"
            self.pieces.append(Piece("\ufffc", note=(kind, element.get("id"))))

    def field_sign(self, element: Element) -> None:
        """`<w:fldChar>`: a field begins, its result does, or it ends."""
        fields, kind = self._reading.fields, element.get("fldCharType")
        if kind == "begin" and len(fields) >= _MOST_FIELDS:
            self._reading.too_deep += 1
        elif kind == "begin":
            data = element.first("fldData")
            fields.append(Field(data=endnote_data(element_text(data)) if data is not None else ""))
        elif self._reading.too_deep:
            self._reading.too_deep -= kind == "end"
        elif kind == "separate" and fields:
            self._reading.links += 1
            fields[-1].begin(self._reading.links)
        elif kind == "end" and fields:
            ended = fields.pop()
            if fields and not fields[-1].shown:  # EndNote keeps its data in a field within the instruction
                fields[-1].data = fields[-1].data or ended.data

    def instruction(self, element: Element) -> None:
        """`<w:instrText>`: a part of what the field says to do."""
        if self._reading.fields and not self._reading.fields[-1].shown:
            self._reading.fields[-1].instruction += element_text(element)

    def simple_field(self, element: Element) -> None:
        """`<w:fldSimple>`: a field whose result it holds."""
        told = Field(element.get("instr"))
        self._reading.links += 1
        told.begin(self._reading.links)
        self._reading.fields.append(told)
        self.through(element)
        self._reading.fields.remove(told)

    def control(self, element: Element) -> None:
        """`<w:sdt>`: a content control; Mendeley Cite keeps what it cites in its tag."""
        works = works_tagged(value(element.first("sdtPr"), "tag"))
        before = self._cited
        if works is not None:
            self._cited = Field(works=works, shown=True)
        content = element.first("sdtContent")
        if content is not None:
            self.through(content)
        self._cited = before

    def formula(self, element: Element) -> None:
        """`<m:oMath>`: the letters of a formula."""
        before = self._set_as
        self._set_as = frozenset({"math"})
        self.put(_formula_text(element))
        self._set_as = before

    def alternatives(self, element: Element) -> None:
        """`<mc:AlternateContent>`: what newer programs show, once."""
        chosen = element.first("Choice") or element.first("Fallback")
        if chosen is not None:
            self.through(chosen)

    def picture(self, element: Element) -> None:
        """`<w:drawing>`, `<w:pict>`: the text boxes in it stand behind the paragraph."""
        self.boxes += element.all("txbxContent")

    acts: ClassVar[Mapping[str, Callable[["_Gatherer", Element], None]]] = {
        "r": run, "t": text, "br": line, "cr": line, "tab": tab, "noBreakHyphen": hyphen, "sym": symbol,
        "hyperlink": hyperlink, "bookmarkStart": bookmark, "footnoteReference": note, "endnoteReference": note,
        "fldChar": field_sign, "instrText": instruction, "fldSimple": simple_field, "sdt": control,
        "ins": through, "moveTo": through, "smartTag": through, "customXml": through, "dir": through, "bdo": through,
        "oMath": formula, "oMathPara": through, "AlternateContent": alternatives, "drawing": picture, "pict": picture,
        "object": picture, "ruby": through, "rubyBase": through,
    }  # fmt: skip
    """Elements that are text or hold it; deleted and moved text is none, nor is anything else."""


def _formula_text(element: Element) -> str:
    """The letters of a formula in a row; a bar stands between the parts of a fraction, `^` before a power, `_` before an index."""
    if element.name == "t":
        return element_text(element)
    if element.name == "f":
        return in_a_row([_formula_text(part) for part in element.elements("num", "den")])
    if element.name in _SCRIPTS:
        parts = {part.name: _formula_text(part) for part in element.elements("e", "sub", "sup")}
        scripts = [(_SIGNS[name], parts.get(name, "")) for name in _SCRIPTS[element.name]]
        return scripted(parts.get("e", ""), *scripts)
    return "".join(map(_formula_text, element.elements()))


def element_text(element: Element) -> str:
    """The text right within an element, as it stands."""
    if len(element.children) == 1:
        child = element.children[0]
        return child.text if isinstance(child, Text) else ""
    return "".join(child.text for child in element.children if isinstance(child, Text))


def _is_hex(code: str) -> bool:
    return all(c in "0123456789abcdefABCDEF" for c in code)


def _target(words: list[str]) -> str:
    """Where a field of a link goes: an address, and behind `\\l` a bookmark."""
    target = anchor = ""
    is_anchor = False
    for word in words:
        bare = word.strip('"')
        if word.startswith("\\"):
            is_anchor = word.lower() == "\\l"
        elif is_anchor:
            anchor, is_anchor = bare, False
        elif not target and bare:
            target = bare
    return f"{target}#{anchor}" if anchor else target
