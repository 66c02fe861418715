"""Books: chapters in order, notes across them, and archives that mean harm."""

import random
import sys
import time

import pytest

from kgraph.engine import ArticleFile, Job, Task, in_process
from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read
from tests.extract.accounting import check
from tests.read.books import book, chapter, packed

_ONE = '<h1>Elms</h1><p>Elms die of a fungus.<a epub:type="noteref" href="notes.xhtml#n1">1</a> Beetles carry it.<a epub:type="noteref" href="notes.xhtml#n2">2</a></p><p>See <a href="two.xhtml#top">the next chapter</a> too.</p>'
_TWO = '<p>Oaks stand for a thousand years.<a epub:type="noteref" href="#fn1">1</a></p><aside epub:type="footnote" id="fn1"><p>1. Reed, Bo. <i>Oaks</i>. Leaf Press, 2011.</p></aside>'
_THREE = '<h2>Ashes</h2><p>Ashes lean over in the wind.<a epub:type="noteref" href="#fn1">1</a></p><aside epub:type="footnote" id="fn1"><p>1. Vale, C. <i>Ashes</i>. Leaf Press, 2012.</p></aside>'
_NOTES = '<section epub:type="endnotes"><h2>Notes</h2><ol><li id="n1"><p>Moss, Ann. <i>Elms of the north</i>. Tree Press, 2010. https://elmlab.net/elms</p></li><li id="n2"><p>Vale, C. <i>Beetles</i>. Leaf Press, 2009.</p></li></ol></section>'
_CHAPTERS = {"one.xhtml": chapter(_ONE), "two.xhtml": chapter(_TWO), "three.xhtml": chapter(_THREE), "notes.xhtml": chapter(_NOTES)}  # fmt: skip


def _read(data: bytes) -> Extraction:
    return extract(read("b.epub", data))


def test_a_book_is_one_article() -> None:
    found = _read(book(_CHAPTERS, titles={"two.xhtml": "On oaks", "one.xhtml": "The first"}))
    said = found.document.metadata
    assert (found.title, said.authors, said.date, said.language) == (
        "The book of trees", ("Ann Moss", "Bo Reed"), "2010-04-03", "en",
    )  # fmt: skip
    assert [(c.text, c.labels, c.section) for c in found.claims] == [
        ("Elms die of a fungus.", ("4:1",), ("Elms",)),
        ("Beetles carry it.", ("2",), ("Elms",)),
        ("See the next chapter too.", (), ("Elms",)),
        ("Oaks stand for a thousand years.", ("2:1",), ("On oaks",)),
        ("Ashes lean over in the wind.", ("3:1",), ("Ashes",)),
    ]
    assert [(r.label, r.title) for r in found.references] == [
        ("2:1", "Oaks"), ("3:1", "Ashes"), ("4:1", "Elms of the north"), ("2", "Beetles"),
    ]  # fmt: skip
    assert found.claims[0].sources == ("https://elmlab.net/elms",)


def test_places_name_the_chapter() -> None:
    found = _read(book(_CHAPTERS))
    source = found.document.source
    assert source.where(found.claims[3].span.start) == "b.epub/OEBPS/two.xhtml:6:4"
    assert source.text[slice(*found.claims[3].span)].startswith("Oaks stand")
    [outcome] = in_process.run([Job(ArticleFile("b.epub", "b.epub"), data=book(_CHAPTERS))], Task(format="nq", base="https://example.org/"))  # fmt: skip
    assert b"OEBPS/two.xhtml" in outcome.payload


def test_notes_of_older_books_lead_back() -> None:
    chapters = {
        "one.xhtml": chapter('<h1>Elms</h1><p>Elms die of a fungus.<a id="r1" href="notes.xhtml#n1"><sup>1</sup></a></p>'),
        "notes.xhtml": chapter('<h1>Notes</h1><p id="n1"><a href="one.xhtml#r1">1</a> Moss, Ann. <i>Elms</i>. Tree Press, 2010.</p>'),
    }  # fmt: skip
    found = _read(book(chapters))
    assert [(c.text, c.labels) for c in found.claims if c.support == "cited"] == [
        ("Elms die of a fungus.", ("1",))
    ]
    assert [r.title for r in found.references] == ["Elms"]


def test_front_and_back_of_a_book_are_no_text() -> None:
    chapters = {
        "cover.xhtml": chapter("").replace("<body>", '<body epub:type="cover"><p>Buy this book of trees now.</p>'),
        "copy.xhtml": chapter("").replace("<body>", '<body epub:type="copyright-page"><p>All rights are kept by us.</p>'),
        "imprint.xhtml": chapter('<section epub:type="imprint"><p>Printed by the hands of many.</p></section>'),
        "nav.xhtml": chapter("<p>What stands in the book.</p>"),
        "one.xhtml": chapter('<section epub:type="cover"><p>The bark covers it.</p></section><p>Elms die of a fungus.</p>'),
    }  # fmt: skip
    assert [c.text for c in _read(book(chapters)).claims] == ["The bark covers it.", "Elms die of a fungus."]


def test_the_spine_tells_the_order() -> None:
    chapters = {"a.xhtml": chapter("<p>This is the second one.</p>"), "b.xhtml": chapter("<p>This is the first one.</p>")}  # fmt: skip
    found = _read(book(chapters, spine=("b.xhtml", "a.xhtml", "b.xhtml", "gone.xhtml")))
    assert [c.text for c in found.claims] == ["This is the first one.", "This is the second one."]


def test_a_chapter_that_is_missing_is_told() -> None:
    data = book(_CHAPTERS, parts={"OEBPS/book.opf": '<package><manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/><item id="b" href="gone.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'})  # fmt: skip
    found = _read(data)
    [flaw] = [p for p in found.problems if p.code == "markup-broken"]
    assert flaw.message == "the chapter 'OEBPS/gone.xhtml' is not in the file"
    assert found.document.source.where(flaw.span.start).startswith("b.epub/OEBPS/one.xhtml:")


@pytest.mark.parametrize("share", [0.4, 0.6, 0.9])
def test_a_book_that_is_cut_is_read_up_to_there(share: float) -> None:
    chapters = {f"c{n}.xhtml": chapter("".join(f"<p>Tree {i * n * 7919 % 9973} stood on the {i * 31 % 97}th hill.</p>" for i in range(200))) for n in range(1, 6)}  # fmt: skip
    data = book(chapters)
    whole, cut = _read(data), _read(data[: int(len(data) * share)])
    assert 0 < len(cut.claims) < len(whole.claims)
    [flaw] = [p for p in cut.problems if p.code == "markup-broken"]
    assert flaw.message == "the file is cut; what follows is left out"


def test_a_package_behind_the_cut() -> None:
    members = {"one.xhtml": chapter("<p>Elms die of a fungus.</p>"), "two.xhtml": chapter("<p>Oaks stand for long years.</p>"), "book.opf": "<package/>"}  # fmt: skip
    data = packed(members)
    assert [c.text for c in _read(data[: data.index(b"book.opf") - 10]).claims] == [
        "Elms die of a fungus.", "Oaks stand for long years.",
    ]  # fmt: skip


_OPF = '<package><manifest><item id="a" href="{}" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
_LOCK = '<encryption><EncryptedData><CipherData><CipherReference URI="{}"/></CipherData></EncryptedData></encryption>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "found no ZIP archive"),
        (b"PK\x03\x04" + b"a" * 99, "found no ZIP archive"),
        (packed({}), "found no spine"),
        (book({}), "found no spine"),
        (packed({"book.opf": _OPF.format("gone.xhtml")}), "found no chapter"),
        (packed({"book.opf": _OPF.format("../../../etc/passwd")}), "found no chapter"),
        (packed({"book.opf": _OPF.format("/etc/passwd")}), "found no chapter"),
        (packed({"book.opf": _OPF.format("https://example.org/a.xhtml")}), "found no chapter"),
        (book(_CHAPTERS, parts={"META-INF/encryption.xml": _LOCK.format("OEBPS/one.xhtml")}), "are encrypted"),
        (book({"a.xhtml": " " * 40_000_000}), "is too large"),
        (packed({f"{n}": "" for n in range(10_001)}), "10,00"),
        (packed({"book.opf": '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><package>&b;</package>'}), "entit"),
    ],
    ids=("empty", "bytes", "nothing", "no spine", "gone", "out", "absolute", "web", "locked", "bomb", "many", "entities"),
)  # fmt: skip
def test_what_is_no_book_is_refused(data: bytes, why: str) -> None:
    began = time.process_time()
    with pytest.raises(InputError) as refused:
        read("b.epub", data)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    assert time.process_time() - began < 2


def test_locked_fonts_are_no_lock() -> None:
    data = book(_CHAPTERS, parts={"META-INF/encryption.xml": _LOCK.format("OEBPS/font.otf")})
    assert len(_read(data).claims) == 5


def test_a_book_of_too_many_words_is_cut() -> None:
    many = {f"c{n}.xhtml": chapter("<p>" + "Elms die of a fungus. " * 100_000 + "</p>") for n in range(5)}
    document = read("b.epub", book(many))
    assert len(document.source.text) < 8_400_000
    assert {p.code for p in document.problems} == {"markup-broken"}
    assert all("characters" in p.message for p in document.problems)


def test_deep_nesting_and_many_links() -> None:
    deep = chapter("<div>" * 100_000 + "<p>Elms die of a fungus.</p>")
    links = chapter("<p>" + "".join(f'<a href="two.xhtml#{n}">{n}</a> ' for n in range(5000)) + "</p>")
    ids = chapter("".join(f'<p id="{n}"><a href="one.xhtml#{n}">{n}</a> a</p>' for n in range(5000)))
    began = time.process_time()
    read("b.epub", book({"deep.xhtml": deep, "one.xhtml": links, "two.xhtml": ids}))
    assert time.process_time() - began < (8 if sys.gettrace() is None else 40)  # coverage traces each line


@pytest.mark.parametrize("seed", range(150))
def test_damaged_books_cost_themselves_alone(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(book(_CHAPTERS))
    for _ in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    data = data[: rng.choice((len(data), rng.randrange(len(data))))]
    try:
        document = read("b.epub", bytes(data), format="epub")
    except InputError as error:
        assert str(error).startswith("b.epub")
        assert "\n" not in str(error)
        return
    check(extract(document))
