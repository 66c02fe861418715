"""JATS, as journals and PubMed Central publish articles → `Document`: what is tagged as a citation cites."""

from collections import Counter

from kgraph import late_re as re
from kgraph.errors import InputError
from kgraph.model import Document
from kgraph.read.jats.about import metadata_of
from kgraph.read.jats.body import Body
from kgraph.read.jats.references import entries_of, is_tagged, key_of, printed_of
from kgraph.read.xml.ranges import Listed
from kgraph.read.xml.tree import Element, Tree, broken_at, parse
from kgraph.spans import SourceText

_HEAD_CHARS = 65_536
_ROOT = re.compile(r"<(?:\w{1,20}:)?article\s[^<>]{0,4000}>|<!DOCTYPE\s{1,9}article\b", re.IGNORECASE)
_READ = frozenset({"front", "body", "back", "floats-group", "floats-wrap", "sub-article", "response"})
_SIGNS = ("article-meta", "article-type", "dtd-version", "NLM//DTD", "<front>", "<ref-list")


def looks_like_jats(head: str) -> bool:
    """Whether what a file begins with is an article of JATS, or of NLM's older tags.

    >>> looks_like_jats('<?xml version="1.0"?><article article-type="research-article"><front>')
    True
    >>> looks_like_jats('<feed><article><h1>Tides</h1></article></feed>')
    False
    """
    head = head[:_HEAD_CHARS]
    return any(sign in head for sign in _SIGNS) and ("<article" in head or _ROOT.search(head) is not None)


def read_jats(source: SourceText) -> Document:
    """The article in `source`: abstract, body, notes and what floats; its reference list is its bibliography.

    Errors: `InputError` for a file without an article, and for entities made of entities.
    """
    tree = parse(source)
    article = _article(tree)
    if article is None:
        found = f"the element {tree.root.name!r}" if tree.root is not None else "no element"
        raise InputError(
            f"{source.where(broken_at(tree))}: no JATS (found {found}, expected 'article'). Leave it out."
        )
    read = [
        *article.elements("back", "body"),
        *(a for front in article.elements("front") for a in front.all("abstract")),
    ]
    lists = [each for part in read for each in part.all("ref-list")]
    refs = [ref for each in lists for ref in each.all("ref")]
    listed = Listed.of([(key_of(ref, n), printed_of(ref)) for n, ref in enumerate(refs, 1)])
    body = Body(listed, _note_labels(article), frozenset() if refs else _ids(article))
    for part in article.elements():
        if part.name in _READ:
            body.part(part)
        else:
            body.leave(part, "front-matter")
    for number, ref in enumerate(refs, 1):
        if not is_tagged(ref):
            body.entry(ref, key_of(ref, number))
    body.finish_notes(body.defined)
    blocks, markers, entries = body.outcome()
    dropped = [*body.dropped, *((*span, "comment") for span in tree.comments)]
    return Document(
        source=source, format="jats", metadata=metadata_of(article), blocks=blocks, markers=markers, entries=entries,
        dropped=tuple(sorted(dropped)), exhibits=tuple(body.exhibits), bibliography=tuple(entries_of(lists)), problems=tuple(tree.problems),
        notes_behind=True, lists_told=bool(refs),
    )  # fmt: skip


def _article(tree: Tree) -> Element | None:
    """The article, which archives wrap in elements of their own; the first of several."""
    if tree.root is None or tree.root.name == "article":
        return tree.root
    return next(iter(tree.root.all("article")), None)


def _ids(article: Element) -> frozenset[str]:
    """The ids of all elements."""
    return frozenset(e.get("id") for each in article.by_name().values() for e in each)


def _note_labels(article: Element) -> dict[str, str]:
    """Id of a note → what it is called: its printed label, where no other has it."""
    notes = {note.get("id"): printed_of(note) for note in article.all("fn") if note.get("id")}
    labels = Counter(notes.values())
    return {i: label if label and labels[label] == 1 else i for i, label in notes.items()}
