"""What finders of lists ask of an article, each told once."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.entries.author_year_words import is_author_year
from kgraph.extract.lists.entry_shape import cites_by_key, footnote_cites
from kgraph.extract.lists.width import Width
from kgraph.extract.notes.parts import Work, works_of
from kgraph.extract.text.characters import RAISED, RAISED_DIGIT, holds_digit
from kgraph.model import Block, Document

_ATTACHED = re.compile(r"\d+_\d+")
"""A label of an export that numbers answers and sources: its notes are sources, if only names of files."""
_WORD_IN_BRACKETS = re.compile(r"\[([^\[\]\s]{1,60})\]")
_KEY = re.compile(r"(?<![\w/@])@[\w:./+-]{1,80}")
_LABEL_TOKEN = re.compile(
    r"[\[.!?”\"’)](?:(?<=\[)(?:(?:cite:\s?)?\^?(\d{1,4})[\],–-]|\^([\w-]{1,40})\])"
    r"|(?<!\[)(?:(?<!\d.)|(?<=(?:19|20)\d\d.))(\d{1,3})(?=\s|$))"
)
"""Begins with a class of characters, so that the engine skips. A decimal (`2.3`) names no label, a year before the stop may."""
_NOTE_ANCHOR = re.compile(r"(?:foot|end)?(?:note|fn|ref|cit|bib|source)|[fnr]\d", re.IGNORECASE)
"""How the anchor of a note is called; that of a step or a section is not."""
_NUMBERED = re.compile(r"^(?:\d{1,2}[.)]?){1,4}\s")
"""The number that begins a heading: `2.1 `, `3) `."""
_DRAWN_RULE = re.compile(r"[-–—_=*·.⁂ ]{3,}")
_OF_KEYS = frozenset({"cite", "cite-link", "element", "latex", "liquid", "role"})
"""Kinds of markers that name keys."""
_LINKED_NUMBER_CHARS = 6
"""No link that is a number with its brackets is longer."""

_SAID_WORDS = 4
"""With so many words before its first citation a note says something."""

_GOES_ON = re.compile(r"\s[a-z]{2,20}(?:\s[^\s.]{1,30}){3}")
"""Words that go on with the sentence of a link: `[Tides (Moss, 2001)](…) has a great deal on harbours`."""

Place = tuple[int, int]
"""A block, and a plain offset in it."""


class Article:
    """The blocks of a document, and what tells lists among them."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self._source = document.source
        self._dropped = document.dropped
        self.notes_behind = document.notes_behind
        self.elements = {entry.block: entry for entry in document.entries}
        """The blocks that are entries by the syntax of the format, and what it tells of them."""
        self._notes: dict[int, list[tuple[str, int]]] = {}
        """Block → the notes that it names, with their plain offsets."""
        self._keyed = {document.blocks[m.block].span for m in document.markers if m.kind in _OF_KEYS}
        """The blocks that cite by key in a way that only syntax tells."""
        self._works: dict[tuple[Block, ...], tuple[Work, ...]] = {}
        told = {entry.label for entry in document.entries}
        self.citing = {
            m.block
            for m in document.markers
            if m.cites
            and self.blocks[m.block].kind == "paragraph"
            and m.block not in self.elements
            and not told.isdisjoint(m.labels)
        }
        """The paragraphs that cite an entry that syntax tells, and are none."""
        for marker in document.markers:
            if marker.kind == "footnote":
                self._notes.setdefault(marker.block, []).append((marker.labels[0], marker.start))

    @property
    def labels_entries(self) -> bool:
        """Whether the format itself says what entries are called."""
        return any(label is not None for label in self.elements.values())

    @cached_property
    def _width(self) -> Width:
        return Width(self._source, self.blocks)

    def wraps(self, block: Block) -> set[int]:
        """The plain offsets of the ends of lines of a block at which the width of the article broke it."""
        return self._width.wraps(block) if "\n" in block.text else set()

    @cached_property
    def rules(self) -> tuple[int, ...]:
        """Where in the source rules stand (`---`)."""
        return tuple(start for start, _, reason in self._dropped if reason == "rule")

    def is_behind_rule(self, number: int) -> bool:
        """Whether a rule stands right above block `number` (`---`, `* * *`)."""
        begin = self.blocks[number].span.start
        before = self.blocks[number - 1].span.end if number else 0
        if any(before - 1 <= rule <= begin for rule in self.rules):
            return True
        return bool(number and _DRAWN_RULE.fullmatch(self.blocks[number - 1].text.strip()))

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, str | None]]:
        """Label → (anchor, title) of link definitions that point into the article."""
        found = {}
        for block in self.blocks:
            if block.definition and points_within(block):
                title = next((block.text[t.start : t.end] for t in block.inlines if t.kind == "title"), None)
                found[block.definition] = (block.inlines[0].target[1:], title)
        return found

    def defines(self, block: Block) -> bool:
        """Whether a definition is an entry: a footnote that cites, a link definition cited by its label."""
        if block.definition is None:
            return False
        key = block.definition.removeprefix("^")
        if block.definition.startswith("^"):
            return self.note_cites((block,))
        if key.isdigit():
            return not (self.only_links(block) and block.inlines[-1].target in self._worded)
        return key in (self._keys if key.startswith("@") else self._cited)

    def note_cites(self, paragraphs: Sequence[Block]) -> bool:
        """Whether a footnote is an entry: it names a work, or is the source of an export that numbers them."""
        key = (paragraphs[0].definition or "").removeprefix("^")
        if any(cites_by_key(block) or block.span in self._keyed for block in paragraphs):
            return False
        if self._links_by_year and any(_says_and_links_by_year(block) for block in paragraphs):
            return False
        return (
            bool(self.works(paragraphs))
            or any(footnote_cites(block) for block in paragraphs)
            or bool(_ATTACHED.fullmatch(key))
        )

    def works(self, paragraphs: Sequence[Block]) -> tuple[Work, ...]:
        """The works that a note names: whether it is an entry hangs on them, and then what its entries are."""
        note = tuple(paragraphs)
        if note not in self._works:
            self._works[note] = works_of(note)
        return self._works[note]

    @cached_property
    def _links_by_year(self) -> bool:
        """Whether the text outside of notes cites by links with authors and years."""
        return any(
            link.kind == "link" and is_author_year(b.text[link.start : link.end])
            for b in self.blocks
            if b.inlines and not b.definition
            for link in b.inlines
        )

    @cached_property
    def _keys(self) -> frozenset[str]:
        """Every word behind an `@` of the body, code apart: what a link definition must be called to be the entry of a key."""
        return frozenset(
            found[0].rstrip(".,:;")
            for b in self.blocks
            if not b.definition and "@" in b.text
            for found in _KEY.finditer(b.text)
            if not any(n.kind == "code" and n.start <= found.start() < n.end for n in b.inlines)
        )

    @cached_property
    def _cited(self) -> frozenset[str]:
        """Every bracketed word of the body: what a link definition must be called to be an entry."""
        return frozenset(
            word for b in self.blocks if not b.definition for word in _WORD_IN_BRACKETS.findall(b.text)
        )

    @cached_property
    def _shown(self) -> frozenset[str]:
        """The words of every link of the body: a number that cites through a definition is its label."""
        return frozenset(
            b.text[n.start : n.end].strip("[]^ ")
            for b in self.blocks
            for n in b.inlines
            if n.kind == "link" and not b.definition
        )

    @cached_property
    def _worded(self) -> frozenset[str]:
        """Where the links of the body go that have words."""
        return frozenset(
            n.target
            for b in self.blocks
            if not b.definition
            for n in b.inlines
            if n.kind == "link" and n.end > n.start
        )

    def only_links(self, block: Block) -> bool:
        """Whether a link definition only says where links with words go (`[Stone, 2004][1]`): no number of the body names it."""
        key = block.definition or "^"
        return key.isdigit() and key not in self._shown and key not in self._cited

    @cached_property
    def raises_text(self) -> bool:
        """Whether anything of the article is set as a superscript."""
        return any(
            RAISED_DIGIT.search(b.text) or any(n.kind == "sup" for n in b.inlines) for b in self.blocks
        )

    def raises(self, labels: set[str | None], before: int) -> bool:
        """Whether an element raises one of `labels` in the text above block `before`."""
        return any(self._raised.get(label, before) < before for label in labels)

    @cached_property
    def _raised(self) -> Mapping[str | None, int]:
        """What elements raise → the first block that has it."""
        found: dict[str | None, int] = {}
        for i, block in enumerate(self.blocks):
            for n in block.inlines:
                if n.kind == "sup":
                    found.setdefault(block.text[n.start : n.end].strip("[]() "), i)
        return found

    @cached_property
    def headings(self) -> frozenset[str]:
        """The words of its headings, as `words_of_heading` has them."""
        return frozenset(words_of_heading(b.text) for b in self.blocks if b.kind == "heading")

    @property
    def named(self) -> Mapping[str, Place]:
        """Every label that the text might name → where it first does."""
        return self._named[0]

    @property
    def note_anchors(self) -> frozenset[str]:
        """The anchors of notes that numbers of the text go to."""
        return self._named[1]

    def names(self, labels: set[str | None], first: Place) -> bool:
        """Whether the text above `first` names one of `labels`, but for those that the format gives to entries."""
        free = labels.difference(self.elements.values())
        return any(label in self.named and self.named[label] < first for label in free if label)

    @cached_property
    def _named(self) -> tuple[Mapping[str, Place], frozenset[str]]:
        named: dict[str, Place] = {}
        anchors = set[str]()
        for i, block in enumerate(self.blocks):
            text = block.text
            for label, start in self._notes.get(i, ()):
                named.setdefault(label, (i, start))
            for n in block.inlines:
                if n.kind == "link" and n.target[:1] == "#" and n.end - n.start <= _LINKED_NUMBER_CHARS:
                    number = text[n.start : n.end].strip("[]()")
                    if number.isdecimal():
                        named.setdefault(number, (i, n.start))
                        if _NOTE_ANCHOR.match(n.target, 1):
                            anchors.add(n.target[1:])
            if not holds_digit(text) and "[^" not in text:
                continue
            if not text.isascii() and RAISED_DIGIT.search(text):
                text = text.translate(RAISED)
            for match in _LABEL_TOKEN.finditer(text):
                if label := match[1] or match[2] or match[3]:
                    named.setdefault(label, (i, match.start(3) if match[3] else match.start()))
        return named, frozenset(anchors)


def words_of_heading(words: str) -> str:
    """The words of a heading, or of a link to it, without the number before them."""
    return _NUMBERED.sub("", " ".join(words.split())).strip(" .:").casefold()


def _says_and_links_by_year(block: Block) -> bool:
    """Whether a note says something and cites for it: `They came from ([Moss, 2001](…)).` Not `See [Moss, 2001](…).`"""
    return any(
        link.kind == "link"
        and (len(block.text[: link.start].split()) >= _SAID_WORDS or _GOES_ON.match(block.text, link.end))
        and is_author_year(block.text[link.start : link.end])
        for link in block.inlines
    )


def points_within(block: Block) -> bool:
    """Whether `block` is a link definition that points into the article: `[a]: #ref-a "Tides"`."""
    definition = block.definition or "^"
    return definition[0] != "^" and block.inlines[0].target.startswith("#")
