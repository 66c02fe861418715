"""Word files: blocks, notes, fields of citation managers, and packages that mean harm."""

import base64
import io
import json
import zipfile
from typing import Any

import pytest

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read
from tests.read.word_files import (
    field,
    hyperlink,
    links,
    note,
    notes,
    numbering,
    paragraph,
    run,
    styles,
    word,
    zotero,
)

_MOSS = {
    "id": "M", "type": "book", "title": "Tides", "author": [{"family": "Moss", "given": "Anna"}],
    "issued": {"date-parts": [[2019]]}, "publisher": "Sea Press",
}  # fmt: skip
_REED = {
    "id": "R", "type": "article-journal", "title": "Moons", "author": [{"family": "Reed"}, {"family": "Vale"}],
    "issued": {"date-parts": [[2010]]}, "DOI": "10.1234/moons",
}  # fmt: skip


def _read(*blocks: str, **parts: str) -> Extraction:
    return extract(read("a.docx", word(*blocks, **parts)))


def _cited(found: Extraction) -> list[tuple[str, str]]:
    return [(c.text, " ".join(c.labels)) for c in found.claims if c.support == "cited"]


def _titles(found: Extraction) -> dict[str | None, str | None]:
    return {r.label: r.title for r in found.references}


def test_zotero_numbers() -> None:
    found = _read(
        paragraph("Tides rise here ", zotero("[1]", _MOSS), ". Moons pull them ", zotero("[1], [2]", _MOSS, _REED), "."),
        paragraph(field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "[1] Moss, Tides. 2019.")),
    )  # fmt: skip
    assert _cited(found) == [("Tides rise here.", "1"), ("Moons pull them.", "1 2")]
    assert _titles(found) == {"1": "Tides", "2": "Moons"}
    assert [r.source for r in found.references][1] == "https://doi.org/10.1234/moons"


def test_a_work_cited_with_a_place_is_called_by_author_and_year() -> None:
    item = {
        "id": "x",
        "uris": ["http://zotero.org/users/1/items/x"],
        "itemData": _MOSS,
        "locator": "4",
        "prefix": "see ",
    }
    citation = f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps({'citationItems': [item]})} "
    found = _read(paragraph("Tides rise here ", field(citation, "(see Moss, 2019, p. 4)"), "."))
    assert _cited(found) == [("Tides rise here.", "Moss 2019")]


def test_zotero_years() -> None:
    found = _read(
        paragraph("Tides rise here ", zotero("(Moss 2019; Reed and Vale 2010)", _MOSS, _REED), "."),
        paragraph("As ", zotero("Reed and Vale (2010)", _REED), " say, moons pull. It is so ", zotero("(Moss 2019)", _MOSS), "."),
    )  # fmt: skip
    assert _cited(found) == [
        ("Tides rise here.", "Moss 2019 Reed 2010"),
        ("As Reed and Vale (2010) say, moons pull.", "Reed 2010"),
        ("It is so.", "Moss 2019"),
    ]


def test_notes_stand_below_no_heading_of_the_text() -> None:
    found = _read(
        paragraph("Tides rise here.", note("footnote", "2"), " Kelp grows.", note("footnote", "3")),
        paragraph("References"),
        footnotes=notes("footnote", n2=paragraph("By which I mean nothing at all."), n3=paragraph("A. Moss, Tides, https://example.org/a")),
    )  # fmt: skip
    assert [r.label for r in found.references] == ["2"]
    assert [i.reason for i in found.ignored] == ["note"]


def test_authors_and_years_beside_notes_cite_the_list_that_has_no_labels() -> None:
    found = _read(
        paragraph("Tides rise twice (Moss, 2010).", note("footnote", "2"), " Reed (2011) says moons pull.", note("footnote", "3")),
        paragraph("Kelp grows (Roe, 2012).", note("footnote", "4"), " It is tall.", note("footnote", "5"), " It is old.", note("footnote", "6")),
        paragraph("References"), paragraph("Moss, A. (2010). Tides of the sea. Sea, 3, 1–9."), paragraph("Reed, B. (2011). Moons. London: Sky Press."),
        paragraph("Roe, C. (2012). Kelp. Weeds, 2, 3–7."),
        footnotes=notes("footnote", n2=paragraph("This will often be a matter of harbours (see Moss, 2010)."), n3=paragraph("https://example.org/moon"),
                        n4=paragraph("https://example.org/kelp"), n5=paragraph("https://example.org/tall"), n6=paragraph("https://example.org/old")),
    )  # fmt: skip
    assert _cited(found) == [
        ("Tides rise twice.", "Moss 2010"),
        ("Reed (2011) says moons pull.", "Reed 2011 2"),
        ("Kelp grows.", "Roe 2012 3"),
        ("It is tall.", "4"),
        ("It is old.", "5"),
        ("This will often be a matter of harbours.", "Moss 2010"),
    ]


def test_notes_that_are_fields_cite_for_their_sentence() -> None:
    found = _read(
        paragraph("Tides rise here.", note("footnote", "2"), " I say so loosely.", note("footnote", "3"), " Kelp grows there.", note("endnote", "2")),
        footnotes=notes("footnote", n2=paragraph("See ", zotero("Moss, Tides, 12", _MOSS), "."), n3=paragraph("By which I mean nothing at all.")),
        endnotes=notes("endnote", n2=paragraph("C. Roe, ", run("Kelp and mud", "i"), " (London: Sea Press, 2001), 12.")),
    )  # fmt: skip
    assert _cited(found) == [("Tides rise here.", "Moss 2019"), ("Kelp grows there.", "i")]
    assert [i.reason for i in found.ignored] == ["note"]


_ENDNOTE = (
    "<EndNote><Cite><Author>Moss</Author><Year>2019</Year><RecNum>4</RecNum><record><rec-number>4</rec-number>"
    "<contributors><authors><author>Moss, Anna</author></authors></contributors><titles><title>Tides</title></titles>"
    "<dates><year>2019</year></dates><urls><related-urls><url>https://example.org/tides</url></related-urls></urls></record></Cite></EndNote>"
)
_HIDDEN = base64.b64encode(_ENDNOTE.encode("utf-16-le")).decode()
_MENDELEY = base64.b64encode(
    json.dumps({"citationItems": [{"id": "x", "itemData": _MOSS}]}).encode()
).decode()


@pytest.mark.parametrize(
    "citation",
    [
        field(f" ADDIN EN.CITE {_ENDNOTE} ", "(Moss, 2019)"),
        field(" ADDIN EN.CITE ", "(Moss, 2019)").replace('"begin"/>', f'"begin"><w:fldData>{_HIDDEN}</w:fldData></w:fldChar>'),
        f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{_MENDELEY}"/></w:sdtPr><w:sdtContent>{run("(Moss, 2019)")}</w:sdtContent></w:sdt>',
        field(f' ADDIN CSL_CITATION {json.dumps({"citationItems": [{"id": "x", "itemData": _MOSS}]})} ', "(Moss, 2019)"),
    ],
    ids=("endnote", "endnote-data", "mendeley-cite", "mendeley"),
)  # fmt: skip
def test_fields_of_other_managers(citation: str) -> None:
    found = _read(paragraph("Tides rise here ", citation, "."))
    assert _cited(found) == [("Tides rise here.", "Moss, 2019")]
    assert _titles(found) == {"Moss, 2019": "Tides"}


def test_word_s_own_sources() -> None:
    sources = (
        "<b:Sources><b:Source><b:Tag>Mos19</b:Tag><b:Author><b:Author><b:NameList><b:Person><b:Last>Moss</b:Last></b:Person></b:NameList>"
        "</b:Author></b:Author><b:Title>Tides</b:Title><b:Year>2019</b:Year></b:Source><b:Source><b:Tag>Ree</b:Tag><b:Title>Moons</b:Title></b:Source></b:Sources>"
    ).replace("<b:Sources>", '<b:Sources xmlns:b="b">')
    found = _read(
        paragraph("Tides rise here", field(" CITATION Mos19 \\l 1033 ", " (Moss, 2019)"), "."),
        sources=sources,
    )
    assert _cited(found) == [("Tides rise here.", "Moss, 2019")]
    assert _titles(found) == {"Moss, 2019": "Tides", "Ree": "Moons"}


def test_lists_that_word_numbers() -> None:
    item = "Moss, A. (2019). Tides. Sea Press."
    found = _read(
        "Tides rise here [4], and moons pull [5].", paragraph("Sources"), paragraph(item, number="1"),
        paragraph("Reed, B. (2010). Moons. Sea Press.", number="1"), numbering=numbering(start=4),
    )  # fmt: skip
    assert _titles(found) == {"4": "Tides", "5": "Moons"}
    assert {m.status for m in found.markers} == {"resolved"}


def test_a_numbered_link_cites_the_entry_of_its_page() -> None:
    found = _read(
        paragraph("Tides rise here ", hyperlink("r1", "[7]"), ". Moons pull them [2]."),
        paragraph("Sources"), paragraph("[1] Tides ", hyperlink("r1", "https://example.org/a")),
        paragraph("[2] Moons ", hyperlink("r2", "https://example.org/b")),
        relations=links(r1="https://example.org/a", r2="https://example.org/b"),
    )  # fmt: skip
    assert _cited(found) == [("Tides rise here.", "1"), ("Moons pull them.", "2")]
    assert "marker-target-mismatch" in {p.code for p in found.problems}


def test_text_boxes_tables_of_contents_and_hidden_text() -> None:
    box = f"<w:drawing><wps:txbx><w:txbxContent>{paragraph('Boxed tides rise too.')}</w:txbxContent></wps:txbx></w:drawing>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    found = _read(
        paragraph("Sea 4", style="T"), paragraph(field(" TOC \\o ", "Harbours 7")),
        paragraph("Tides rise", run(" never", "vanish"), both, " here."), styles=styles(T="toc 1"),
    )  # fmt: skip
    assert [b.text for b in found.document.blocks] == ["Tides rise here.", "Boxed tides rise too."]


def test_places_are_paragraphs() -> None:
    found = _read(
        "Tides rise here.",
        "Moons pull them [9]",
        paragraph("Sources"),
        paragraph("[1] https://example.org/a"),
    )
    source = found.document.source
    assert source.slice(found.claims[1].span) == "Moons pull them [9]"
    assert str(source.place(found.claims[1].span.start)) == "paragraph 2"
    assert source.where(found.claims[1].span.start) == "a.docx: paragraph 2"


# packages that mean harm


def _zip(**parts: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "found no ZIP archive"),
        (b"\x00\x01\x02" * 100, "found no ZIP archive"),
        (b"\xd0\xcf\x11\xe0" + b"a" * 600, "found a .doc, or one with a password"),
        (_zip(a="b"), "found no word/document.xml"),
        (_zip(a="b" * 99, word__document_dot_xml="c")[:60], "its end is lost"),
        (_zip(word__document_dot_xml="<w:document>" + " " * 60_000_000), "is too large"),
        (_zip(**{f"a{i}": "" for i in range(10_001)}), "10,001 parts"),
    ],
    ids=("empty", "bytes", "doc", "other", "cut", "bomb", "many"),
)
def test_what_is_no_word_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(InputError) as refused:
        read("a.docx", data)
    assert why in str(refused.value)


_LONG = [
    paragraph(f"Tide {n} rises on the {n * 7919 % 1000}th day of {n * 104729 % 9999}.") for n in range(300)
]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_file_that_is_cut_is_read_up_to_there(share: float) -> None:
    data = word(*_LONG)
    whole, cut = extract(read("a.docx", data)), extract(read("a.docx", data[: int(len(data) * share)]))
    assert 0 < len(cut.claims) < len(whole.claims)
    texts = [c.text for c in cut.claims]
    assert texts[:-1] == [c.text for c in whole.claims][: len(texts) - 1]
    [flaw] = [p for p in cut.problems if p.code == "markup-broken"]
    assert flaw.message == "the file is cut; what follows is left out"
    assert cut.document.source.place(flaw.span.start).line == len(cut.document.blocks)


def test_a_file_that_lost_its_list_of_parts_is_whole() -> None:
    data = word(paragraph("Tides rise twice a day."), paragraph("The moon pulls them."))
    found = extract(read("a.docx", data[:-40]))
    assert [c.text for c in found.claims] == ["Tides rise twice a day.", "The moon pulls them."]
    assert [p.code for p in found.problems] == ["markup-broken"]


def test_wrong_bytes_in_a_part_are_told() -> None:
    data = bytearray(word(*_LONG))
    at = data.index(b"word/document.xml") + 2000
    data[at : at + 40] = b"\0" * 40
    found = extract(read("a.docx", bytes(data)))
    [flaw] = [p for p in found.problems if p.code == "markup-broken"]
    assert flaw.message.startswith("word/document.xml in it breaks (some of its bytes are wrong)")
    assert found.claims


def test_relations_lead_nowhere_else() -> None:
    relation = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="../../../../etc/passwd"/></Relationships>'
    with pytest.raises(InputError, match=r"found no word/document\.xml"):
        read("a.docx", _zip(_rels___dot_rels=relation, word__document_dot_xml="<a/>"))
    found = _read(
        paragraph("Tides rise ", hyperlink("r1", "here"), " a lot."), relations=links(r1="file:///etc/passwd")
    )
    assert [c.support for c in found.claims] == ["none"]
