"""What the lists and notes of an article make known to those that look for tokens."""

from collections.abc import Mapping
from functools import partial

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.entries.author_year_labels import is_named, levelled
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.markers.brackets import bracketed_keys
from kgraph.extract.references import References
from kgraph.extract.text.label_values import value_of
from kgraph.extract.values import Declared
from kgraph.model import Document, ReferenceEntry

_A_NUMBER = re.compile(r"[\[( ]{0,3}\d{1,3}[\]) ]{0,3}")
"""What a marker prints that cites by number. Not a year alone."""
_PROSE = re.compile(r"^[^\W\d_A-ZÀ-Þ][\w’'-]*\s[^\W\d_]")
"""Words in small letters that begin amid a sentence: a name of a work or a site begins otherwise."""


def declare(references: References, lists: ReferenceLists, document: Document) -> Declared:
    """What the entries and the notes of an article make known to those that look for tokens."""
    labels: set[str] = set()
    keys: set[str] = set()
    named: dict[str, str] = {}
    urls: dict[str, str] = {}
    pages: set[str] = set()
    for entry, identity in zip(references.entries, references.identities, strict=True):
        if entry.label is not None:
            labels.update((entry.label, value_of(entry.label)))
            if entry.file is not None:
                keys.add(entry.label)
            elif " " in entry.label and is_named(entry.label):
                named.setdefault(levelled(entry.label), entry.label)
        for link in filter(partial(_opens, entry), entry.links):
            url = identifiers.canonical_url(link)
            if url and entry.label is not None:
                urls.setdefault(url, entry.label)
            elif url:
                pages.add(url)
        if identity.url and entry.label is not None:
            urls.setdefault(identity.url, entry.label)
    cited = {references.entries[i].label for i in references.notes}
    return Declared(
        labels=frozenset(labels),
        keys=frozenset(keys),
        anchors={a: references.entries[i[0]].label for a, i in references.anchors.items()},
        urls=urls,
        pages=frozenset(pages),
        places=_places(references, urls),
        notes=frozenset(
            b.definition[1:]
            for i, b in enumerate(document.blocks)
            if b.definition
            and b.definition.startswith("^")
            and i not in lists.taken
            and b.definition[1:] not in cited
        ),
        bracketed=_keys_in_brackets(document),
        by_key=bool(document.metadata.bibliography),
        by_tags=_by_tags(document),
        named=named,
        entries=references.entries,
    )


def _by_tags(document: Document) -> bool:
    """Whether tags tell the entries and the markers of an article, and no marker prints a number: `(Moss, 2019)`."""
    if not document.bibliography or any(entry.file for entry in document.bibliography):
        return False  # a bibliography beside the article is no tag of it
    printed = (document.blocks[m.block].text[m.start : m.end] for m in document.markers if m.cites)
    return not any(_A_NUMBER.fullmatch(words) for words in printed)


def _opens(entry: ReferenceEntry, link: str) -> bool:
    """Whether a link of an entry opens its work: not one on words of a remark that says more (`a case of [branching](…)`)."""
    if link == entry.url or entry.url is None or f"]({link}" not in entry.text:
        return True
    words = entry.text.partition(f"]({link}")[0].rpartition("[")[2]
    return not _PROSE.search(words) or identifiers.identify(link).id == entry.source


def _keys_in_brackets(document: Document) -> frozenset[str]:
    return frozenset(
        key for b in document.blocks if "@" in b.text and "[" in b.text for key in bracketed_keys(b.text)
    )


def _places(references: References, urls: Mapping[str, str]) -> dict[str, str | None]:
    """Link → label, of the entries that cite one page in several places (`page#a`, `page#b`); the page itself → its own."""
    cited: dict[str, dict[str, str]] = {}
    for entry in references.entries:
        if entry.label is not None and entry.url and "#" in entry.url and "#:~:" not in entry.url:
            cited.setdefault(entry.url.partition("#")[0], {}).setdefault(entry.url, entry.label)
    found: dict[str, str | None] = {}
    for page, places in cited.items():
        if len(places) > 1:
            found.update(places)
            found.setdefault(page, urls.get(identifiers.canonical_url(page) or ""))
    return found
