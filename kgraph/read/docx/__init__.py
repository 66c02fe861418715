"""Word's `.docx` → `Document`: paragraphs, notes, and what citation managers keep in fields.

Its source text is the text that a reader of the page sees, a paragraph a line: a place is the number of a paragraph.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kgraph.codes import problem
from kgraph.known import KnownEntry, KnownMarker
from kgraph.model import BibliographyEntry, Block, Document, Metadata, Problem
from kgraph.read.docx.body import Body, Page
from kgraph.read.docx.cited import own_sources
from kgraph.read.docx.names import bibliography_of, names_of, shown_in
from kgraph.read.docx.numbering import Numbering, printed
from kgraph.read.docx.package import Package, root_of
from kgraph.read.docx.pieces import Field, Reading
from kgraph.read.docx.sheet import Sheet
from kgraph.read.docx.styles import Styles, value
from kgraph.read.xml.records import iso_day, words_of
from kgraph.read.xml.tree import Element, Tree
from kgraph.spans import SourceText, Span

_NOTES = {"footnote": "decimal", "endnote": "lowerRoman"}
"""Kind of note → how Word numbers those of that kind, unless the file says otherwise."""
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(path: str, data: bytes) -> Document:
    """The text of a Word file, its notes behind it; works that its fields cite are its bibliography.

    Errors: `InputError` for what is no `.docx`, or is broken, or too large.
    """
    package = Package(path, data)
    main = package.read(package.main)
    body = root_of(main).first("body") or Element("none", {}, 0)
    notes = {kind: _notes(package, kind) for kind in _NOTES}
    within = body.by_name()
    numbers = _numbers(within, body, root_of(package.read("word/settings.xml")))
    styles = Styles(root_of(package.read("word/styles.xml")))
    addresses = package.related(package.main, "hyperlink", outside=True)
    addresses_of = {kind: _addresses(package, kind) for kind in _NOTES}

    records = dict(_own_records(package))
    shown = list(shown_in(body, notes, within))
    for field, _ in shown:
        records.update(
            {w.id: w.record for w in field.works or () if w.record is not None and w.id not in records}
        )
    cited = names_of(shown, records)
    names = {**{key: key for key in records}, **cited}

    def named(field: Field) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(w.id, w.id) for w in field.works or ()))

    sheet = Sheet(named, lambda note: numbers.get(note, note[1]))
    page = Page(
        styles,
        Numbering(root_of(package.read("word/numbering.xml"))),
        Reading(addresses, styles.code),
        sheet,
        bool(records),
    )
    Body(page).through(body)
    for kind, each in notes.items():
        for name, note in each.items():
            if (kind, name) in numbers:
                page.reading.fields.clear()
                page.reading.addresses = addresses_of[kind]  # ids of relations are those of their part
                Body(page, definition=f"^{numbers[kind, name]}").through(note)
    text = sheet.text
    source = SourceText(name=path, text=text, sha256=hashlib.sha256(data).hexdigest(), by_paragraph=True)
    blocks, markers, entries = _outcome(sheet)
    return Document(
        source=source, format="docx", metadata=_metadata(package, page), blocks=blocks, markers=markers, entries=entries,
        dropped=tuple(sheet.dropped), exhibits=tuple(sheet.exhibits), bibliography=tuple(bibliography_of(records, names)), problems=tuple(_problems(package, main, len(text))),
        notes_behind=True,
    )  # fmt: skip


def _notes(package: Package, kind: str) -> dict[str, Element]:
    """Id → note, those that only draw a line left out."""
    root = root_of(package.read(f"word/{kind}s.xml"))
    return {n.get("id"): n for n in root.elements(kind) if n.get("type") not in _SEPARATORS}


def _addresses(package: Package, kind: str) -> Mapping[str, str]:
    """Id → where a link in the notes of a kind leads."""
    return package.related(f"word/{kind}s.xml", "hyperlink", outside=True)


def _numbers(
    within: Mapping[str, list[Element]], body: Element, settings: Element
) -> dict[tuple[str, str], str]:
    """Kind and id of each note that the text names → its number as printed; `within` has the elements of `body` by name."""
    found: dict[tuple[str, str], str] = {}
    for kind, usual in _NOTES.items():
        section = body.first("sectPr", f"{kind}Pr")
        format = value(section, "numFmt") or value(settings.first(f"{kind}Pr"), "numFmt") or usual
        count = 0
        for mark in within.get(f"{kind}Reference", ()):
            if (kind, mark.get("id")) not in found and mark.get("customMarkFollows") not in ("1", "true"):
                count += 1
                found[kind, mark.get("id")] = printed(count, format)
    return found


def _own_records(package: Package) -> Iterator[tuple[str, BibliographyEntry]]:
    """Word's own sources, which lie in a part of their own."""
    for name in package.names("customxml/item"):
        if name.endswith(".xml") and "props" not in name:
            root = root_of(package.read(name))
            if root.name == "Sources":
                yield from own_sources(root)


def _outcome(sheet: Sheet) -> tuple[tuple[Block, ...], tuple[KnownMarker, ...], tuple[KnownEntry, ...]]:
    blocks: list[Block] = []
    markers: list[KnownMarker] = []
    entries: list[KnownEntry] = []
    for prose in sheet.begun:
        block = prose.block()
        if block is not None:
            marks = sorted(prose.marks, key=lambda mark: mark.start)
            markers += (KnownMarker(len(blocks), *mark) for mark in marks)
            entries += [KnownEntry(len(blocks))] if prose.is_entry else []
            blocks.append(block)
    return tuple(blocks), tuple(markers), tuple(entries)


def _metadata(package: Package, page: Page) -> Metadata:
    """Title, authors, day and language as the file's properties, or its title on the page, say."""
    core = root_of(package.read("docProps/core.xml"))
    day = words_of(core.first("created")) or ""
    author = words_of(core.first("creator"))
    title = (page.title[0] if page.title else None) or words_of(core.first("title"))
    return Metadata(
        title=title,
        date=iso_day(day),
        language=words_of(core.first("language")),
        authors=(author,) if author else (),
    )


def _problems(package: Package, main: Tree | None, length: int) -> Iterator[Problem]:
    """What is wrong with the file and the part that holds the text; what is left out is behind all that was read."""
    behind = Span(length, length)
    if package.is_cut:
        yield problem("markup-broken", "the file is cut; what follows is left out", behind)
    for name, why in () if package.is_cut else package.flaws.items():
        yield problem("markup-broken", f"{name} in it breaks ({why}); what follows there is left out", behind)
    for flaw in main.problems if main is not None and not package.flaws.get(package.main) else ():
        yield replace(flaw, span=behind)
