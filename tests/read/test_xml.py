"""JATS and TEI: what cites what, where it stands, and files that mean harm."""

from pathlib import Path

import pytest

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.jobs.articles import find
from kgraph.model import Extraction
from kgraph.read import read
from kgraph.read.xml import tree

_LIST = (
    '<back><ref-list><ref id="B1"><label>1</label><element-citation><person-group><name><surname>Moss</surname><given-names>A</given-names></name>'
    "</person-group><article-title>Tides</article-title><year>2019</year><pub-id pub-id-type='doi'>10.1234/a</pub-id></element-citation></ref>"
    '<ref id="B2"><label>2</label><element-citation><article-title>Moons</article-title></element-citation></ref>'
    '<ref id="B3"><label>3</label><mixed-citation>Vale, C. (2001). Kelp and mud. Sea Press.</mixed-citation></ref></ref-list></back>'
)


def _jats(text: str, back: str = _LIST) -> Extraction:
    return extract(read("a.nxml", f"<article><body><p>{text}</p></body>{back}</article>".encode()))


def _x(name: str, words: str) -> str:
    return f'<xref ref-type="bibr" rid="{name}">{words}</xref>'


M, R = _x("B1", "Moss, 2019"), _x("B2", "Reed, 2020")


@pytest.mark.parametrize(
    ("text", "claim", "labels"),
    [
        (f"Tides rise here [{_x('B1', '1')}, {_x('B2', '2')}].", "Tides rise here.", "B1 B2"),
        (f"Tides rise here.<sup>{_x('B1', '1')}&#x2013;{_x('B3', '3')}</sup>", "Tides rise here.", "B1 B2 B3"),
        (f"Tides rise here [{_x('B1', '1')}]–[{_x('B3', '3')}].", "Tides rise here.", "B1 B2 B3"),
        (f"Tides rise here [{_x('B1', '1–3')}].", "Tides rise here.", "B1 B2 B3"),
        (f"Tides rise here [{_x('B1', '4–6')}].", "Tides rise here.", "B1"),
        (f"Tides rise here [{_x('B1 B3', '1, 3')}].", "Tides rise here.", "B1 B3"),
        (f"Tides rise here ({M}; {R}).", "Tides rise here.", "B1 B2"),
        (f"Tides rise here (for a review see {M}, p. 4; e.g., {R}).", "Tides rise here.", "B1 B2"),
        (f"Tides rise here ({_x('F', 'Fig. 1').replace('bibr', 'fig')}; {M}).", "Tides rise here (Fig. 1).", "B1"),
        (f"Tides rise here ({M}; Fig. 1).", "Tides rise here (Fig. 1).", "B1"),
        (f"Tides, as {_x('B1', 'Moss (2019)')} found, rise.", "Tides, as Moss (2019) found, rise.", "B1"),
        (f"Moss et al. ({_x('B1', '2019')}) saw tides.", "Moss et al. (2019) saw tides.", "B1"),
        (f"Tides rise here (Moss, {_x('B1', '2019')}).", "Tides rise here.", "B1"),
        (f"Tides rise here (using the method of {M}).", "Tides rise here (using the method of Moss, 2019).", "B1"),
        (f"Tides rise as in ref. {_x('B1', '1')}.", "Tides rise as in ref. 1.", "B1"),
        ('Tides rise here <xref ref-type="bibr" rid="B1"/>.', "Tides rise here.", "B1"),
        (f"Tides rise here {_x('B9', '9')}.", "Tides rise here.", "B9"),
    ],
)  # fmt: skip
def test_claims_of_jats(text: str, claim: str, labels: str) -> None:
    found = _jats(text)
    [cited] = [c for c in found.claims if c.support == "cited"]
    assert (cited.text, " ".join(cited.labels)) == (claim, labels)


def test_places_are_those_of_the_file() -> None:
    text = f"<article>\n<body><p>Ebbe &amp; Flut – sie steigt [{_x('B1', '1')}].</p></body>{_LIST}</article>"
    found = extract(read("a.nxml", text.replace("\n", "\r\n").encode("utf-16")))
    source = found.document.source
    [marker], [claim] = found.markers, found.claims
    assert marker.raw == source.slice(marker.span) == f"[{_x('B1', '1')}]"
    assert source.slice(claim.span).startswith("Ebbe &amp; Flut")
    assert source.place(marker.span.start).line == 2
    assert [source.slice(r.span)[:13] for r in found.references if r.title == "Tides"] == ['<ref id="B1">']


def test_entries_have_what_is_tagged() -> None:
    by_label = {r.label: r for r in _jats(f"Tides rise here ({M}; {R}; {_x('B3', 'Vale 2001')}).").references}
    assert by_label["B1"].source == "https://doi.org/10.1234/a"
    assert (by_label["B1"].authors, by_label["B1"].date) == (("Moss, A",), "2019")
    assert (by_label["B3"].title, by_label["B3"].date) == ("Kelp and mud", "2001")


def test_works_of_one_entry_are_its_parts() -> None:
    two = "<mixed-citation><source>One</source></mixed-citation><mixed-citation><source>Two</source></mixed-citation>"
    found = _jats(
        f"Tides rise here [{_x('B1', '1')}].", f'<back><ref-list><ref id="B1">{two}</ref></ref-list></back>'
    )
    assert [(r.label, r.title, r.part) for r in found.references] == [("B1", "One", 1), ("B1", "Two", 2)]
    assert [len(m.entries) for m in found.markers] == [2]
    assert not [p for p in found.problems if p.code == "label-duplicate"]


def test_a_work_that_is_described_and_printed_is_one() -> None:
    printed = "<mixed-citation>2. Moss A. Tides.</mixed-citation>"
    described = "<element-citation><article-title>Tides</article-title><year>2019</year></element-citation>"
    further = "<mixed-citation>Reed B. <source>Moons</source>.</mixed-citation>"

    def entries(inner: str) -> list[tuple[str | None, int | None, str]]:
        found = _jats("Tides rise.", f'<back><ref-list><ref id="B1">{inner}</ref></ref-list></back>')
        return [(r.title, r.part, r.text) for r in found.references]

    assert entries(printed + described) == [("Tides", None, "2. Moss A. Tides.")]
    assert [part for _, part, _ in entries(described + described)] == [1, 2]
    assert [part for _, part, _ in entries(described + printed + further)] == [1, 2, 3]


def test_no_heading_announces_a_list_where_the_syntax_tells_all() -> None:
    notes = "<sec><title>Notes</title><p>1. Tides are high in spring. See https://example.org/spring.</p><p>2. Moons are not.</p></sec>"
    found = _jats(f"Tides rise here [{_x('B1', '1')}].</p>{notes}<p>Kelp grows.")
    assert {r.label for r in found.references} == {"B1", "B2", "B3"}
    assert any(c.text.endswith("Moons are not.") for c in found.claims)


def test_numbers_that_nobody_tagged_are_those_that_tagged_ones_prove() -> None:
    proof = " ".join(f"Kelp {n} grows [{_x(f'B{n}', str(n))}]." for n in (1, 2, 3))
    found = _jats(f"{proof} Tides rise [2, 3]. It is x [9].")
    assert [c.labels for c in found.claims if c.text == "Tides rise."] == [("B2", "B3")]
    [alone] = [c for c in _jats("Tides rise [2].").claims if c.text.startswith("Tides rise")]
    assert alone.sources == ()


def test_brackets_of_an_article_that_cites_by_tags_and_years_cite_nothing() -> None:
    found = _jats(f"Tides rise here ({M}; {R}). The swaps are [4, 2, 3] and [7].")
    assert {m.status for m in found.markers} == {"resolved"}
    assert [i.raw for i in found.ignored if i.reason == "other"] == ["[4, 2, 3]", "[7]"]
    numbered = _jats(f"Tides rise here [{_x('B1', '1')}]. Moons pull [7].")
    assert [m.status for m in numbered.markers] == ["resolved", "dangling"]


def test_notes_cite_where_there_is_no_list() -> None:
    note = '<back><fn-group><fn id="n1"><label>7</label><p>Moss, <italic>Tides of the North</italic> (Emden: Sea Press, 2009), 12.</p></fn></fn-group></back>'
    mark = '<xref ref-type="fn" rid="n1">7</xref>'
    assert [m.labels for m in _jats(f"Tides rise here.{mark}", note).markers] == [("7",)]
    assert _jats(f"Tides rise here.{mark}", note + _LIST).markers == ()


@pytest.mark.parametrize(
    ("file", "text", "format"),
    [
        (
            "a.xml",
            '<?xml version="1.0"?><article article-type="x"><body><p>A b c.</p></body></article>',
            "jats",
        ),
        ("a.xml", "<TEI><text><body><p>A b c.</p></body></text></TEI>", "tei"),
        ("a.tei.xml", "<TEI><text><body><p>A b c.</p></body></text></TEI>", "tei"),
        ("a.nxml", "<pmc-articleset><article><body><p>A b c.</p></body></article></pmc-articleset>", "jats"),
    ],
)
def test_formats_of_one_suffix_are_told_by_content(file: str, text: str, format: str) -> None:
    document = read(file, text.encode())
    assert (document.format, [b.text for b in document.blocks]) == (format, ["A b c."])


@pytest.mark.parametrize("text", ["<feed><p>a</p></feed>", "no XML", ""])
def test_other_xml_is_no_article(text: str) -> None:
    with pytest.raises(InputError, match=r"^a\.xml: unknown kind of article"):
        read("a.xml", text.encode())


def test_folders_are_not_walked_for_them(tmp_path: Path) -> None:
    for name in ("a.nxml", "a.xml", "a.tei", "a.docx", "b.md"):
        (tmp_path / name).write_text("Tides rise.")
    assert [Path(each.path).name for each in find([str(tmp_path)]).articles] == ["b.md"]
    assert [Path(each.path).name for each in find([str(tmp_path / "a.nxml")]).articles] == ["a.nxml"]


# files that mean harm

_ARTICLE = "<article><body><p>Tides rise here.</p>{}</body></article>"
_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE article [<!ENTITY l0 "lol">{_LAUGHS}]>{_ARTICLE.format("&l9;")}',
        f'<!DOCTYPE article [<!ENTITY l0 "{"a" * 100_000}">]>{_ARTICLE.format("&l0;" * 100_000)}',
    ],
)
def test_entities_that_grow_refuse_the_file(text: str) -> None:
    with pytest.raises(InputError, match=r"^a\.nxml:1:\d+: an entity made of entities"):
        read("a.nxml", text.encode())


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Sesame opens.")
    text = f'<!DOCTYPE article SYSTEM "{secret.as_uri()}" [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{_ARTICLE.format("<p>See &x; now.</p>")}'
    document = read("a.nxml", text.encode())
    assert [b.text for b in document.blocks] == ["Tides rise here.", "See now."]
    assert [p.code for p in document.problems] == ["entity-unread"]


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        ("<sec>" * 100_000 + "</sec>" * 100_000, "200 deep"),
        ("<p/>" * 2_000, "1,000 elements"),
        ("<p>Moons <b>pull</p>", "mismatched tag"),
        ("<p>Moons", "mismatched tag"),
    ],
    ids=("deep", "many", "broken", "open"),
)
def test_what_is_too_much_is_cut_and_named(inner: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_NODES", 1_000)
    document = read("a.nxml", _ARTICLE.format(inner).encode())
    [flaw] = document.problems
    assert (flaw.code, why in flaw.message) == ("markup-broken", True)
    assert document.blocks[0].text == "Tides rise here."
    assert document.source.place(flaw.span.start).column > 40


def test_a_file_that_is_cut_is_read_up_to_there() -> None:
    whole = f"<article><body><p>Tides rise here [{_x('B1', '1')}].</p></body>{_LIST}</article>"
    for end in range(0, len(whole), 7):
        try:
            extract(read("a.nxml", whole[:end].encode()))
        except InputError as error:
            assert "no JATS" in str(error), end


def test_the_name_of_a_journal_is_no_title() -> None:
    """That of a book is its title (T30)."""
    entries = "".join(
        f'<ref id="B{n}"><element-citation publication-type="{kind}"><person-group><name><surname>Moss</surname>'
        f"<given-names>A</given-names></name></person-group><source>Boats of the sea</source><year>2010</year>"
        f"</element-citation></ref>"
        for n, kind in enumerate(("journal", "book"))
    )
    cited = "".join(f'<xref ref-type="bibr" rid="B{n}">{n}</xref>' for n in range(2))
    text = f"<article><body><p>Tides rise {cited}.</p></body><back><ref-list>{entries}</ref-list></back></article>"
    found = extract(read("tides.nxml", text.encode()))
    assert [(entry.label, entry.title) for entry in found.references] == [
        ("B0", None),
        ("B1", "Boats of the sea"),
    ]
