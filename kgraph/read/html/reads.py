"""How the elements of a page are read: the blocks of its body, the notes and entries among them, what is left out."""

from collections.abc import Mapping
from dataclasses import replace

from kgraph import late_re as re
from kgraph.known import KnownEntry
from kgraph.model import BlockKind
from kgraph.read.html.block_text import OBJECT
from kgraph.read.html.chrome import why_left_out
from kgraph.read.html.code import lines_of
from kgraph.read.html.entry import Entry
from kgraph.read.html.fields import said_of
from kgraph.read.html.lists_and_tables import LISTS, is_table, read_list, read_table
from kgraph.read.html.marks import Mark
from kgraph.read.html.math import FORMULAS, formula_of
from kgraph.read.html.tree import BLOCKS, HEADINGS, Node
from kgraph.read.html.walk import Read, Walk
from kgraph.read.html.written import Place
from kgraph.spans import Span

_KINDS: Mapping[str, BlockKind] = {"figcaption": "caption", "caption": "caption", "blockquote": "quote"}
_CAPTIONS = frozenset({".caption", ".wp-caption-text", ".figure-caption", ".thumbcaption", ".image-caption"})
_MARKUP: Mapping[str, str] = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis", "dfn": "emphasis", "sup": "sup",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "var": "emphasis",
}  # fmt: skip
_ITALIC = ".ltx_font_italic"
_LIKE_BLOCKS = frozenset({".ltx_bibblock", ".csl-block", ".csl-indent"})
"""Parts of an entry that stand apart, whatever their element."""
_BEHIND_LABEL = re.compile(r"[\])}.:]{1,3}\s{0,3}")
"""What is left of a label whose number led back."""
_PERMALINKS = frozenset({"#", "¶", "§", "🔗", "∞", "[#]", "[link]"})
_BEHIND_YEAR = re.compile(r"\d{4}[a-z]?[,:]\s{1,3}(?!\d{4}[a-z]?\b)([^;()\[\]]{1,60})[)\]]$")
_PRINTED = frozenset({"number", "key"})


def _is_skipped(walk: Walk, node: Node) -> bool:
    return node.number in walk.skipped


def _back_link(walk: Walk, node: Node) -> None:
    walk.drop(node, "back-link")


def _is_permalink(walk: Walk, node: Node) -> bool:
    return node.get("href")[:1] == "#" and walk.page.words(node, 8) in _PERMALINKS


def _is_mark(walk: Walk, node: Node) -> bool:
    return node.number in walk.marks


def _mark(walk: Walk, node: Node) -> None:
    mark, out = walk.marks[node.number], walk.out
    walk.anchor(node)
    if mark.sets == "prose":
        out.notes.append((node, mark.labels[0] if mark.labels else None))
        return
    if mark.sets == "sign":
        walk.drop(node, "note")
        return
    start, span = out.writer.plain, _written(walk, node)
    if mark.sets in ("words", "told") and span.end != node.end:  # what nothing closes cites where it begins
        span = Span(node.start, node.inner)
        out.writer.unit(OBJECT, *span)
        out.cite("cite", start, mark.labels, span)
        walk.children(node)
        return
    if mark.sets == "told":
        _inline(walk, node)
    elif mark.sets == "words":
        _words(walk, node)
    else:
        out.writer.unit(mark.words if mark.words and mark.sets in _PRINTED else OBJECT, *span)
    if mark.sets == "page":
        out.mark("link", start, mark.url, span)
    else:
        out.cite(_kind(mark), start, mark.labels, span, _locator(mark))
    if mark.sets == "place":
        out.notes.append((node, mark.labels[0]))


def _written(walk: Walk, node: Node) -> Span:
    """Where a marker stands: one that nothing closes ends before the first block in it."""
    inner = walk.page.nodes[node.number + 1 : node.last + 1]
    return Span(node.start, next((n.start for n in inner if n.name in BLOCKS), node.end))


def _locator(mark: Mark) -> str | None:
    """The place that a citation of one work names behind its year: `p. 4` of `(Lee, 2010, p. 4)`."""
    found = _BEHIND_YEAR.search(mark.words) if mark.sets == "key" and len(mark.labels) == 1 else None
    return found[1].strip() if found else None


def _kind(mark: Mark) -> str:
    """The kind of the marker, as `extract` reads it."""
    if mark.sets in _PRINTED:
        return "printed" if mark.words else "cite"
    return {"words": "cite-link", "told": "told", "opaque": "vendor"}.get(mark.sets, "footnote")


def _words(walk: Walk, node: Node) -> None:
    """The words of a marker that stay, without its links: the marker is the citation."""
    for child in node.children:
        if not isinstance(child, Node):
            walk.out.text(*child)
        elif child.name == "a":
            _words(walk, child)
        elif why_left_out(child) is None:
            walk.element(child)


def _is_formula(walk: Walk, node: Node) -> bool:
    return formula_of(walk.page, node) is not None


def _formula(walk: Walk, node: Node) -> None:
    formula, out = formula_of(walk.page, node), walk.out
    if formula is None or formula.is_display:
        walk.show(node, "math", formula.tex if formula else "")
        out.writer.space(node.start)
        return
    walk.drop(node, "math")
    if formula.tex:
        start = out.writer.plain
        out.writer.unit(f"${formula.tex}$", node.start, node.end)
        out.mark("math", start, formula.tex, Span(node.start, node.end))


def _is_left_out(walk: Walk, node: Node) -> bool:
    reason = why_left_out(node)
    return reason is not None and not (reason == "chrome" and node.number in walk.holders)


def _left_out(walk: Walk, node: Node) -> None:
    reason = why_left_out(node) or "hidden"
    if node.name in BLOCKS or reason == "code":
        walk.flush(node.start)
    elif reason == "math":
        walk.out.writer.space(node.start)
    if node.name == "header":  # the headings of a section tell where its text stands
        last = -1
        for n in walk.page.nodes[node.number : node.last + 1]:
            if n.name in HEADINGS and n.number > last:  # a heading that nothing closes holds the next
                _heading(walk, n)
                last = n.last
    if reason == "code":
        walk.show(node, "code", lines_of(walk.page, node))
    elif reason == "math":
        formulas = (
            f
            for n in walk.page.nodes[node.number : node.last + 1]
            if (f := formula_of(walk.page, n)) and f.tex
        )
        walk.show(node, "math", next((f.tex for f in formulas), walk.page.words(node)))
    elif reason == "image":
        shown = next((n for n in walk.page.nodes[node.number : node.last + 1] if n.name == "img"), node)
        walk.show(node, "image", _instead(shown))
    else:
        walk.drop(node, reason)


def _break(walk: Walk, node: Node) -> None:
    walk.out.line(node)


def _picture(walk: Walk, node: Node) -> None:
    if node.name == "img":
        walk.show(node, "image", _instead(node))
    else:
        walk.drop(node, "image")


def _instead(node: Node) -> str:
    """The words that stand in for a picture."""
    return " ".join(node.get("alt").split())


def _is_entry(walk: Walk, node: Node) -> bool:
    return node.number in walk.entries


def _entry(walk: Walk, node: Node) -> None:
    entry, out = walk.entries[node.number], walk.out
    walk.flush(node.start)
    before = out.place
    (_note if entry.kind == "note" else _reference)(walk, entry)
    out.place = before


def _note(walk: Walk, entry: Entry) -> None:
    out, first = walk.out, len(walk.out.body.blocks)
    out.place = Place("footnote", definition=f"^{entry.label}" if entry.label else None)
    walk.children(entry.node)
    walk.flush(entry.node.end)
    if len(out.body.blocks) > first:
        left = _BEHIND_LABEL.match(out.body.blocks[first].text) if entry.skipped else None
        out.behead(first, entry.head or (left.end() if left else 0))


def _reference(walk: Walk, entry: Entry) -> None:
    out = walk.out
    out.place = Place("item" if entry.node.name == "li" else "paragraph", is_entry=True)
    for name in sorted(entry.ids & walk.named):
        out.mark("anchor", 0, name, Span(entry.node.start, entry.node.inner))
    walk.children(entry.node)
    if out.flush(entry.node.end, whole=True) is not None:
        title, url = said_of(walk.page, walk.links, entry)
        out.body.entries.append(KnownEntry(len(out.body.blocks) - 1, entry.label, title, url))


def _heading(walk: Walk, node: Node) -> None:
    out, level = walk.out, HEADINGS[node.name]
    walk.flush(node.start)
    before, out.place = out.place, Place("heading", level=level)
    while out.section and out.section[-1][0] >= level:
        out.section.pop()
    walk.children(node)
    block = out.flush(node.end)
    if block is not None:
        out.section.append((level, block.text.strip()))
    out.place = before


def _is_block(walk: Walk, node: Node) -> bool:
    return node.name in BLOCKS or why_left_out(node) is not None or not _LIKE_BLOCKS.isdisjoint(node.signs)


def _block(walk: Walk, node: Node) -> None:
    out = walk.out
    walk.flush(node.start)
    before, kind = out.place, out.place.kind
    if kind == "paragraph" and not _CAPTIONS.isdisjoint(node.signs):
        kind = "caption"
    elif node.name in _KINDS and kind not in ("cell", "item", "footnote"):
        kind = _KINDS[node.name]
    if kind != before.kind:
        out.place = replace(before, kind=kind)
    walk.anchor(node)
    walk.children(node)
    walk.flush(node.end)
    out.place = before


def _is_reference_within(node: Node) -> bool:
    """Whether a link of LaTeXML names an equation, a figure or a section: `(<a class="ltx_ref" href="#S1.E3">3</a>)`."""
    return (
        ".ltx_ref" in node.signs and node.get("href")[:1] == "#" and not node.get("href").startswith("#bib")
    )


def _always(walk: Walk, node: Node) -> bool:
    return True


def _inline(walk: Walk, node: Node) -> None:
    kind, target = "" if ".citation" in node.signs else _MARKUP.get(node.name, ""), ""
    if node.name == "a" and node.get("href"):
        target = "" if _is_reference_within(node) else walk.links.address(node)
        kind = "link" if target else ""
    elif not kind and _ITALIC in node.signs:
        kind = "emphasis"
    walk.anchor(node)
    if kind:
        walk.out.begin(kind, target, node)
    walk.children(node)
    if kind:
        walk.out.end()


READS: tuple[Read, ...] = (
    ((), _is_skipped, _back_link),
    ((), _is_mark, _mark),
    (("a",), _is_permalink, _back_link),
    (FORMULAS, _is_formula, _formula),
    ((), _is_left_out, _left_out),
    (("br",), _always, _break),
    (("img", "wbr"), _always, _picture),
    ((), _is_entry, _entry),
    (HEADINGS, _always, _heading),
    (LISTS, _always, read_list),
    (("table",), is_table, read_table),
    ((), _is_block, _block),
    ((), _always, _inline),
)
"""What an element is, the first row that fits, and how it is read."""
