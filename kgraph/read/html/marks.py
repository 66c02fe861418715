"""The markers of a page that its syntax tells: where each stands, whole, and which entries it names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import unquote

from kgraph import late_re as re
from kgraph.read.html.chrome import why_left_out
from kgraph.read.html.conventions import BY_SIGN, MARKS, PROCESSORS, MarkRow
from kgraph.read.html.entry import Entries, Entry
from kgraph.read.html.labels import LABEL
from kgraph.read.html.links import Links
from kgraph.read.html.popovers import page_cited, popover_of
from kgraph.read.html.tree import BLOCKS, Node, Page

Sets = Literal["note", "number", "key", "words", "told", "page", "opaque", "place", "prose", "sign"]
"""What a marker is to its sentence.

`note` and `key` say nothing aloud; `number` is printed, and goes; `words` stay; `told` cites what is not in the page; `page` opens the page that is cited;
`opaque` names what its vendor alone knows; `place` and `prose` hold a note where it is read, with a marker and without; `sign` is that of a note that is not there.
"""

_ORDER = {row: i for i, row in enumerate(MARKS)}
_SIGNS = frozenset(BY_SIGN)
_INLINE = frozenset({
    "sup", "span", "cite", "small", "a", "b", "i", "em", "strong", "sub", "font", "abbr", "u", "label", "bdi",
})  # fmt: skip
_BETWEEN = re.compile(r"[\s\[\](){},;.&–—‑-]{0,40}")
"""What may stand around the links of a marker."""
_DASH = re.compile(r"\s{0,3}[–—‑-]\s{0,3}")
_ITEM = r"(?:\d{1,4}(?:[a-z]|:\d{1,3})?|[a-z]|[*†‡§¶]{1,4}|[ivxlc]{1,7}|(?:note|nb|n\.|fn)\s?\d{1,4})"
_APART = r"[\s\[\](){},;&–—‑.-]"
_SIGNALS = r"(?:(?:see|cf|e\.?g|and|also)[\s.,]{1,3}){0,3}"
_NUMBERS = re.compile(
    rf"{_APART}{{0,9}}{_SIGNALS}{_ITEM}(?:{_APART}{{1,9}}{_SIGNALS}{_ITEM}){{0,80}}{_APART}{{0,9}}",
    re.IGNORECASE,
)
"""The words of a marker that only numbers its entries."""
_KEYS = re.compile(r"[\s,;]+")
_BRACKETED = re.compile(r"\s{0,9}[(\[].{1,2000}[)\]]\s{0,9}", re.DOTALL)
_PILL_CHARS = 80
_HIGHEST = 5
"""So many elements around a link may be part of the marker."""
_MOST_CHILDREN = 60
_MOST_RANGE = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mark:
    """A marker: the outermost element that holds nothing else, and the labels of the entries that it names."""

    node: Node
    sets: Sets
    labels: tuple[str, ...] = ()
    url: str = ""
    words: str = ""
    """What the reader sees of it."""
    misprints: tuple[str, str] | None = None
    """The number that is printed and that of the entry, where they disagree."""


def marks_of(page: Page, links: Links, entries: Entries) -> Iterator[Mark]:
    """The markers of a page, in order; none stands in another."""
    skipped = {number for entry in entries.found for number in entry.skipped}
    reader = _Marks(page, links, entries)
    last, notes = -1, 0
    for node in page.nodes:
        if node.number <= last:
            continue
        if node.number in skipped:
            last = node.last
            continue
        mark = reader.at(node)
        if mark is None:
            continue
        if mark.sets == "place":
            notes += 1
            mark = replace(mark, labels=mark.labels or (f"note:{notes}",))
        if mark.sets not in ("place", "prose"):  # a note may cite itself
            last = mark.node.last
        yield mark


class _Marks:
    def __init__(self, page: Page, links: Links, entries: Entries) -> None:
        self.page, self.links, self.entries = page, links, entries

    def at(self, node: Node) -> Mark | None:
        """The marker that begins with an element, if one does."""
        for row in () if _SIGNS.isdisjoint(node.signs) else self._rows(node):
            if mark := _HOWS[row.how](self, row, node):
                return mark
        if node.name == "a" and node.get("href") and self._entry(node) is not None:
            return self._linked(self._whole(node), is_told=False)
        return None

    def _rows(self, node: Node) -> Sequence[MarkRow]:
        """The rows of `MARKS` that an element has a sign of, in their order."""
        rows = {row for sign in node.signs for row in BY_SIGN.get(sign, ())}
        return sorted(rows, key=_ORDER.__getitem__)

    def _told(self, row: MarkRow, node: Node) -> Mark | None:
        if node.name in BLOCKS:
            return None
        if (note := popover_of(node)) is not None:
            page, whole = page_cited(note), self._whole(node)
            return Mark(node=whole, sets="page", url=page) if page else Mark(node=whole, sets="sign")
        return self._linked(self._whole(node), is_told=True)

    # links to entries

    def _entry(self, link: Node) -> Entry | None:
        """The entry that a link leads to from outside of it."""
        entry = self.entries.named(self.links.fragment(link)) or self.entries.of(self.links.target(link))
        return None if entry is None or entry.node.holds(link) else entry

    def _linked(self, node: Node, *, is_told: bool) -> Mark | None:
        found = [n for n in self.page.nodes[node.number : node.last + 1] if n.name == "a" and n.get("href")]
        cited = [(link, entry) for link in found if (entry := self._entry(link)) is not None]
        words = self.page.words(node)
        if not cited:
            return self._dangling(node, found, words) if is_told else None
        if any(node.holds(entry.node) for _, entry in cited):
            return None  # an element that nobody closed, down to the list
        labels = self._labels(cited)
        kind = cited[0][1].kind
        first = cited[0][1]
        is_number = (
            bool(_NUMBERS.fullmatch(words)) or words.strip("[]() ") in labels or (is_told and not words)
        )
        if is_number:
            shown = words.strip("[](){} .")
            misprints = (
                (shown, labels[0])
                if len(labels) == 1
                and first.is_printed
                and shown.isdecimal()
                and labels[0].isdecimal()
                and shown != labels[0]
                else None
            )
            return Mark(
                node=node,
                sets="note" if kind == "note" else "number",
                labels=labels,
                words=words,
                misprints=misprints,
            )
        if not is_told and all(PROCESSORS.isdisjoint(n.signs) for n in (node, *(link for link, _ in cited))):
            return None  # words of the sentence, with a link that somebody set
        return Mark(
            node=node, sets="key" if _BRACKETED.fullmatch(words) else "words", labels=labels, words=words
        )

    def _labels(self, cited: Sequence[tuple[Node, Entry]]) -> tuple[str, ...]:
        """What the entries are called; of two numbers with a dash between, all of the range."""
        labels: list[str] = []
        for i, (link, entry) in enumerate(cited):
            label = entry.label or self.page.words(link, 40).strip("[](){} .")
            if i and label.isdecimal() and labels and labels[-1].isdecimal():
                between = self.page.text[cited[i - 1][0].end : link.start]
                between = re.sub(r"<[^<>]{0,300}>", "", between[-600:])
                first, stop = int(labels[-1][:9]), int(label[:9])
                if _DASH.fullmatch(between) and first < stop <= first + _MOST_RANGE:
                    labels += (str(n) for n in range(first + 1, stop))
            labels.append(label)
        return tuple(dict.fromkeys(labels))

    def _dangling(self, node: Node, links: Sequence[Node], words: str) -> Mark | None:
        """A marker that only its own signs tell: its entry is not in the page."""
        names = [name for link in links if (name := unquote(link.get("href").partition("#")[2]))]
        if names and names[0].startswith("cite_note"):
            return Mark(node=node, sets="number", labels=tuple(names), words=words)
        shown = words.strip("[](){} .")
        if links and not names:
            return None
        if not links and (noted := self.entries.called(shown)) is not None and noted.kind == "note":
            return Mark(node=node, sets="note", labels=(shown,), words=words)
        if LABEL.fullmatch(words) and shown:
            return Mark(node=node, sets="number", labels=(shown,), words=words)
        if names and not any(self.links.target(link) for link in links):
            return Mark(node=node, sets="told" if words else "key", labels=tuple(names), words=words)
        return None

    def _whole(self, node: Node) -> Node:
        """The outermost element around a marker that holds nothing but markers."""
        for above, _ in zip(node.above(), range(_HIGHEST), strict=False):
            if (
                above.name not in _INLINE
                or len(above.children) > _MOST_CHILDREN
                or not self._only_marks(above, node)
            ):
                break
            node = above
        return node

    def _only_marks(self, above: Node, node: Node) -> bool:
        for child in above.children:
            if child is node:
                continue
            if not isinstance(child, Node):
                if not _BETWEEN.fullmatch(self.page.text[child[0] : min(child[1], child[0] + 60)]):
                    return False
            elif (
                why_left_out(child) is None
                and not (child.name == "a" and self._entry(child))
                and not self._is_empty(child)
            ):
                return False
        return True

    def _is_empty(self, node: Node) -> bool:
        return bool(_BETWEEN.fullmatch(self.page.words(node, 20)))

    # other ways

    def _keyed(self, row: MarkRow, node: Node) -> Mark | None:
        written = next((node.get(name) for name in row.attribute.split() if node.get(name)), "")
        keys = [key for key in _KEYS.split(written.strip()) if key]
        if not keys:
            return None
        cited = [(key, self.entries.named(f"ref-{key}")) for key in keys]
        labels = tuple(dict.fromkeys(entry.label if entry and entry.label else key for key, entry in cited))
        words = self.page.words(node)
        if row.attribute == "data-cites" and _is_address(node):
            return None
        if row.attribute != "data-cites":
            return Mark(node=node, sets="words" if words else "key", labels=labels, words=words)
        noted = [
            e
            for n in self.page.nodes[node.number : node.last + 1]
            if n.name == "a" and (e := self._entry(n)) and e.kind == "note"
        ]
        if noted:  # a style that cites in notes: the link decides
            return self._linked(node, is_told=True)
        if _NUMBERS.fullmatch(words) or words.strip("[]() ") in labels:
            return Mark(node=node, sets="number", labels=labels, words=words)
        return Mark(
            node=node,
            sets="key" if not words or _BRACKETED.fullmatch(words) else "words",
            labels=labels,
            words=words,
        )

    def _pill(self, row: MarkRow, node: Node) -> Mark | None:
        """A pill with the name of a site, or a number, that opens the page it cites."""
        link = next(
            (
                n
                for n in self.page.nodes[node.number : node.last + 1]
                if n.name == "a" and "://" in n.get("href")
            ),
            None,
        )
        words = self.page.words(node, _PILL_CHARS + 1)
        if link is not None and len(words) <= _PILL_CHARS:
            return Mark(node=self._whole(node), sets="page", url=self.links.address(link), words=words)
        if node.name.count("-") or "[data-pplx-citation]" in node.signs:
            return Mark(node=self._whole(node), sets="opaque", words=words)
        return None

    def _placed(self, row: MarkRow, node: Node) -> Mark | None:
        if not self.page.words(node, 20):
            return None
        return Mark(node=node, sets="place", labels=self._number_of(node))

    def _number_of(self, node: Node) -> tuple[str, ...]:
        """What a note prints as its number."""
        number = node.get("data-mfn") or next(
            (self.page.words(n, 20) for n in self.page.nodes[node.number : node.last + 1] if not {".ltx_note_mark", ".ltx_tag_note"}.isdisjoint(n.signs)), ""
        )  # fmt: skip
        return (number,) if LABEL.fullmatch(number) else ()

    def _prose(self, row: MarkRow, node: Node) -> Mark | None:
        return Mark(node=node, sets="prose", labels=self._number_of(node))

    def _sign(self, row: MarkRow, node: Node) -> Mark | None:
        """The sign of a note whose text stands elsewhere; it names none where no text of that number does."""
        number = self._number_of(node)
        texts = (n for n in self.page.nodes if ".ltx_role_footnotetext" in n.signs)
        known = any(self._number_of(n) == number for n in texts)
        return Mark(node=node, sets="note" if known else "sign", labels=number)


def _is_address(node: Node) -> bool:
    """Whether what a processor took for a key is part of an address: `https://example.org/@ann/tides`, linked."""
    link = next((above for above, _ in zip(node.above(), range(2), strict=False) if above.name == "a"), None)
    return link is not None and "://" in link.get("href")


_HOWS: Mapping[str, Callable[[_Marks, MarkRow, Node], Mark | None]] = {
    "links": _Marks._told, "keys": _Marks._keyed, "pill": _Marks._pill, "place": _Marks._placed, "prose": _Marks._prose,
    "sign": _Marks._sign,
}  # fmt: skip
"""How a row of `MARKS` is read."""
