"""What a page is shown of Markdown: kinds, places in lists and tables, labels, marks; and what it never is."""

from time import process_time

import pytest

from kgraph.blocks import ShownBlock, shown_blocks
from kgraph.blocks._marks import address
from kgraph.extract import extract
from kgraph.read import read
from tests.blocks.placed import faults
from tests.payloads import XSS


def _shown(text: str, name: str = "a.md") -> list[ShownBlock]:
    extraction = extract(read(name, text.encode("utf-8", "surrogatepass")), path=name)
    assert faults(extraction) == []
    return shown_blocks(extraction)


def _marked(block: ShownBlock, kind: str) -> list[tuple[str, str | int | None]]:
    return [(block.text[m.start : m.end], m.value) for m in block.marks if m.kind == kind]


def test_lists_keep_their_paths_and_code_its_item() -> None:
    blocks = _shown("4. One\n\n   ```\n   code\n   ```\n\n   - in\n5. Two\n")
    assert [(b.kind, b.text, b.lists) for b in blocks] == [
        ("item", "One", "1.1:4"),
        ("code", "code", "1.1:4"),
        ("item", "in", "1.1:4/2.1"),
        ("item", "Two", "1.2:5"),
    ]


def test_pictures_stand_in_their_cells() -> None:
    blocks = _shown("| a | b |\n|---|---|\n| ![x](u) | c |\n| d | ![y](u) |\n\nEnd.\n")
    assert [(b.text, b.row, b.column) for b in blocks if b.table] == [
        ("a", 0, 1), ("b", 0, 2), ("x", 1, 1), ("c", 1, 2), ("d", 2, 1), ("y", 2, 2),
    ]  # fmt: skip


def test_entries_in_one_paragraph_are_blocks_and_the_heading_is_none() -> None:
    text = "Elms die [1]. Oaks live [2].\n\n## References\n\n[1] Moss. Elms. https://example.org/a\n[2] Reed. Oaks. https://example.org/b\n"
    blocks = _shown(text)
    assert [(b.kind, b.label, text[b.start : b.end]) for b in blocks[1:]] == [
        ("heading", None, "## References\n"),
        ("entry", "1", "[1] Moss. Elms. https://example.org/a"),
        ("entry", "2", "[2] Reed. Oaks. https://example.org/b"),
    ]
    assert _marked(blocks[0], "marker") == [("[1]", 9), ("[2]", 24)]


def test_footnotes_keep_their_keys_and_markers_without_words_have_places() -> None:
    blocks = _shown(
        "Elms die[^a], oaks live.\n\n[^a]: It is said that elms die in June.\n\n[b]: https://example.org/b\n"
    )
    assert [(b.kind, b.label, b.text) for b in blocks] == [
        ("paragraph", None, "Elms die, oaks live."),
        ("footnote", "a", "It is said that elms die in June."),
    ]


def test_a_claim_of_a_row_is_marked_in_its_cells() -> None:
    text = "| Tree | Age | Source |\n|---|---|---|\n| Elm | 300 years | [1] |\n\n## References\n\n1. Moss. Elms. https://example.org/a\n"
    cells = [b for b in _shown(text) if b.row == 1]
    assert [[m.kind for m in cell.marks] for cell in cells] == [["claim"], ["claim"], ["claim", "marker"]]


def test_what_is_hidden_is_not_shown() -> None:
    text = (
        "---\ntitle: front\n---\n<!-- ![comment](u)\n```\ncode\n```\n-->\n<div style='display: none'>\n\n![no](u)\n\n```\nhidden\n```\n\n"
        "</div>\n\n<script>alert(1)</script>\n\nElms {% tag %} die <span hidden>![no](u)</span> in June.\n\n[//]: # (comment)\n"
    )
    assert [(b.kind, b.text.split()) for b in _shown(text)] == [("paragraph", ["Elms", "die", "in", "June."])]


@pytest.mark.parametrize("text", [*XSS, "\u202eevil \x07 \ud800 text"])
@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_hostile_text_stays_text_and_links_lead_to_addresses(text: str, name: str) -> None:
    page = f"Elms die {text} in June [x]({text}).\n\n```\n{text}\n```\n"
    for block in _shown(
        page if name == "a.md" else f"<article><p>Elms die in June.</p>{text}<p>So.</p></article>", name
    ):
        assert all(
            m.value is None or str(m.value).startswith("http") for m in block.marks if m.kind == "link"
        )
        assert block.kind in (
            "paragraph",
            "image",
            "code",
            "quote",
            "heading",
            "cell",
            "item",
            "caption",
            "math",
        )


def test_addresses_that_may_be_followed() -> None:
    followed = ["http://a.b", "HTTPS://a.b", "mailto:a@b.c", "ftp://a.b", " https://a.b "]
    others = [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//a.b",
        "#a",
        "",
        "vbscript:x",
        "file:///a",
        "http:a",
    ]
    assert [address(each) for each in followed] == [each.strip() for each in followed]
    assert [address(each) for each in others] == [None] * len(others)


def test_parts_of_one_block_cost_no_walk_through_all_of_it() -> None:
    """Twice as many formulas or entries in one paragraph take about twice as long, not four times."""
    word = 'Word <math display="block" alttext="x"></math> and <b>more</b>. '
    for name, text in (
        ("a.html", "<article><p>{}</p></article>"),
        ("a.md", "A fact [1].\n\n# References\n\n{}"),
    ):
        taken = []
        for count in (1000, 4000):
            many = word * count if name == "a.html" else "\n".join(f"[{n}] Moss. {n}." for n in range(count))
            extraction = extract(read(name, text.format(many).encode()), path=name)
            begun = process_time()
            assert len(shown_blocks(extraction)) >= count
            taken.append(process_time() - begun)
        assert taken[1] < 10 * taken[0]
