"""TEI, as GROBID makes it of PDFs and editors write it by hand → `Document`: what is tagged as a citation cites."""

from collections import Counter

from kgraph import late_re as re
from kgraph.errors import InputError
from kgraph.model import Document
from kgraph.read.tei.about import metadata_of
from kgraph.read.tei.body import Body, entries_in
from kgraph.read.tei.counted import without_numbers
from kgraph.read.tei.references import entries_of, is_tagged, key_of
from kgraph.read.xml.ranges import Listed
from kgraph.read.xml.tree import Element, broken_at, parse
from kgraph.spans import SourceText

_HEAD_CHARS = 65_536
_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:TEI|TEI\.2|teiCorpus)[\s>]")
_NOTES = "note"


def looks_like_tei(head: str) -> bool:
    """Whether what a file begins with is TEI.

    >>> looks_like_tei('<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>'), looks_like_tei("<article><front>")
    (True, False)
    """
    return _ROOT.search(head[:_HEAD_CHARS]) is not None


def read_tei(source: SourceText) -> Document:
    """The article in `source`: abstract, body, notes and captions; its lists of works are its bibliography.

    Errors: `InputError` for a file without a text of TEI, and for entities made of entities.
    """
    tree = parse(source)
    root = tree.root
    if root is None or root.name not in ("TEI", "TEI.2", "teiCorpus"):
        found = f"the element {root.name!r}" if root is not None else "no element"
        where = source.where(broken_at(tree))
        raise InputError(f"{where}: no TEI (found {found}, expected 'TEI'). Leave it out.")
    if root.name == "teiCorpus":
        root = root.first("TEI") or root
    header, text = root.first("teiHeader"), root.first("text")
    listed = entries_in(text) if text is not None else []
    body = Body(Listed.of([(key_of(e, n), "") for n, e in enumerate(listed, 1)]), _note_labels(text))
    if header is not None:
        _header(body, header)
    if text is not None:
        body.dropped += ((*span, "html") for span in without_numbers(text))
        body.through(text)
    for number, entry in enumerate(listed, 1):
        if not is_tagged(entry):
            body.entry(entry, key_of(entry, number))
    body.finish_notes(body.defined)
    blocks, markers, entries = body.outcome()
    dropped = [*body.dropped, *((*span, "comment") for span in tree.comments)]
    return Document(
        source=source, format="tei", metadata=metadata_of(root, header), blocks=blocks, markers=markers, entries=entries,
        dropped=tuple(sorted(dropped)), exhibits=tuple(body.exhibits), bibliography=tuple(entries_of(listed)), problems=tuple(tree.problems),
        notes_behind=True, lists_told=bool(listed),
    )  # fmt: skip


def _header(body: Body, header: Element) -> None:
    """Of the header only the abstracts are text."""
    for part in header.elements():
        for child in part.elements() if part.name == "profileDesc" else [part]:
            if child.name == "abstract":
                body.section(child)
            else:
                body.leave(child, "front-matter")


def _note_labels(text: Element | None) -> dict[str, str]:
    """Id of a note → what it is called: its number, where no other has it."""
    notes = text.all(_NOTES) if text is not None else []
    numbers = {note.get("id"): note.get("n") for note in notes if note.get("id")}
    printed = Counter(numbers.values())
    return {i: n if n and printed[n] == 1 else i for i, n in numbers.items()}
