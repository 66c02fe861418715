"""PDFs by their text: paragraphs, headings, lists of references, links; and files that mean harm."""

import random
import sys
from collections.abc import Sequence

import pytest

pytest.importorskip("pypdf")

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read
from tests.extract.accounting import check
from tests.read.pdf_files import Set, page, pdf

_FIRST = page(
    "Elms die of a fungus that beetles carry from tree to tree [1]. The first of them fell in",
    "the north, and those of the south fol-",
    "lowed within a few years of it [2, 3].",
    "",
    "Nobody has found a cure that works in every one of the trees of the north, or of any other",
    "place on earth.",
)
_HEAD = Set("References", 72, 700, 10, is_bold=True)
_LIST = [
    _HEAD,
    *page(
        "[1] Moss, A. Elms of the north. Tree Press, 2010. https://elmlab.net/elms",
        "[2] Reed, B. Oaks of the south and of some other places which nobody has seen for a",
        "long time. Leaf Press, 2011.",
        [Set("[3] Vale, C. ", 72, 640), Set("Ashes lean", 130, 640, link="https://ashlab.net/a"), Set(". Leaf Press, 2012.", 190, 640)],
        top=680,
    ),
]  # fmt: skip


def _read(*pages: Sequence[Set], title: str = "") -> Extraction:
    return extract(read("a.pdf", pdf(*pages, title=title)))


def test_numbers_cite_the_list_that_is_printed() -> None:
    found = _read(_FIRST, _LIST)
    assert [(c.text, c.labels) for c in found.claims] == [
        ("Elms die of a fungus that beetles carry from tree to tree.", ("1",)),
        ("The first of them fell in the north, and those of the south followed within a few years of it.", ("2", "3")),
        ("Nobody has found a cure that works in every one of the trees of the north, or of any other place on earth.", ()),
    ]  # fmt: skip
    assert [(r.label, r.title, r.url) for r in found.references] == [
        ("1", "Elms of the north", "https://elmlab.net/elms"),
        ("2", "Oaks of the south and of some other places which nobody has seen for a long time", None),
        ("3", "Ashes lean", "https://ashlab.net/a"),
    ]
    assert [p.code for p in found.problems] == ["layout-unread", "reference-without-link"]


def test_places_are_pages_and_lines() -> None:
    found = _read(_FIRST, _LIST)
    source = found.document.source
    assert source.where(found.claims[1].span.start) == "a.pdf/page-1:1:64"
    assert source.where(found.references[1].span.start) == "a.pdf/page-2:3:1"
    assert source.text[slice(*found.claims[0].span)].startswith("Elms die of a fungus")


def test_raised_numbers_cite() -> None:
    raised = [Set("Elms die of a fungus of the north.", 72, 700), Set("1", 230, 704, 6), Set(" Oaks stand for long years.", 234, 700), Set("2", 360, 704, 6)]  # fmt: skip
    entries = [_HEAD, *page("1. Moss, A. Elms of the north. Tree Press, 2010.", "2. Reed, B. Oaks. Leaf Press, 2011.", top=680)]  # fmt: skip
    found = _read(raised, entries)
    assert [c.labels for c in found.claims] == [("1",), ("2",)]


def test_heads_of_pages_and_their_numbers_are_no_text() -> None:
    texts = [
        f"The {tree} of the north fell in a great storm." for tree in ("elm", "oak", "ash", "yew", "fir")
    ]
    pages = [
        [Set("Journal of Trees 12", 72, 760), *page(text), Set(str(n), 300, 40)]
        for n, text in enumerate(texts, 1)
    ]
    found = _read(*pages)
    assert [c.text for c in found.claims] == texts
    assert {reason for *_, reason in found.document.dropped} == {"chrome"}


def test_the_title() -> None:
    large = [Set("The fall of the elms", 72, 740, 20), *_FIRST]
    assert _read(large, _LIST).title == "The fall of the elms"
    assert _read(large, title="Elms of the north").title == "Elms of the north"
    assert _read(large, title="draft7.docx").title == "The fall of the elms"


def test_headings_part_the_text() -> None:
    found = _read([*_FIRST, Set("2 Methods of ours", 72, 600, 10, is_bold=True), Set("We looked at many trees.", 72, 584)], _LIST)  # fmt: skip
    assert found.claims[-1].section == ("2 Methods of ours",)


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    found = _read(page("Elms die of a fungus that beetles carry over all the land of the"), page("north and south in every year."))  # fmt: skip
    assert [c.text for c in found.claims] == [
        "Elms die of a fungus that beetles carry over all the land of the north and south in every year."
    ]


def test_links_whose_words_are_not_known_are_counted() -> None:
    [flaw] = _read([*_FIRST, Set("", 400, 300, link="https://ashlab.net/a")]).problems[:1]
    assert flaw.message.endswith("; 1 links lead from words that are not known")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no PDF that can be read"),
        (b"%PDF-1.7\n", "no PDF that can be read"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, "no PDF that can be read"),
        (pdf([]), "no text (found 1 pages of pictures)"),
        (pdf(), "no text (found 0 pages"),
    ],
    ids=("empty", "sign", "bytes", "pictures", "no pages"),
)
def test_what_has_no_text_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(InputError) as refused:
        read("a.pdf", data, format="pdf")
    assert str(refused.value).startswith(f"a.pdf: {why}")
    assert "\n" not in str(refused.value)


def test_a_page_in_place_of_a_pdf_is_a_page() -> None:
    with pytest.raises(InputError, match="found a log-in"):
        read("a.pdf", b"<!DOCTYPE html><title>Sign in to continue</title><form><input type=password></form>")


def test_a_locked_file_is_refused() -> None:
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(_FIRST)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(InputError, match="it is encrypted"):
        read("a.pdf", out.getvalue())


def test_without_pypdf_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(InputError, match=r"pip install 'kgraph\[pdf\]'"):
        read("a.pdf", pdf(_FIRST))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files_cost_themselves_alone(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(pdf(_FIRST, _LIST))
    for _ in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    data = data[: rng.choice((len(data), rng.randrange(len(data))))]
    try:
        document = read("a.pdf", bytes(data), format="pdf")
    except InputError as error:
        assert str(error).startswith("a.pdf: ")
        assert "\n" not in str(error)
        return
    check(extract(document))
