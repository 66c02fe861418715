"""Jupyter notebooks: the same article as in Markdown, places by cell, and files that are no notebooks."""

import json
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.errors import InputError
from kgraph.explain import explain
from kgraph.extract import extract
from kgraph.jsonl import dumps
from kgraph.model import Extraction
from kgraph.read import read
from kgraph.spans import Place
from tests.extract.case_file import Case, one_of_each_file

_LIST = "## References\n\n[1] https://example.org/a\n[2] https://example.org/b\n"


def _markdown(*lines: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": list(lines)}


def _code(source: str) -> dict[str, Any]:
    output = {"output_type": "stream", "name": "stdout", "text": ["[1] of the output\n"]}
    return {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": [output], "source": source}


def _notebook(*cells: dict[str, Any], metadata: dict[str, Any] | None = None, ascii_only: bool = True) -> str:
    whole = {"cells": cells, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=ascii_only, indent=1)


def _extract(text: str) -> Extraction:
    return extract(read("a.ipynb", text.encode("utf-8")))


def _said(found: Extraction) -> list[Any]:
    """What was found; sources of no address by their place in the order of entries: some are this article's alone."""
    called: dict[str | None, str] = {}
    for entry in found.references:
        if entry.source and entry.source.startswith("urn:kgraph:text:"):
            called.setdefault(entry.source, f"text {len(called)}")
    return [
        [
            (c.text, c.support, c.rule, c.labels, [called.get(s, s) for s in c.sources], c.section, c.lead_in)
            for c in found.claims
        ],
        [
            (r.label, r.text, r.title, r.url, r.authors, r.date, called.get(r.source, r.source or ""))
            for r in found.references
        ],
        [(m.labels, m.status) for m in found.markers],
        [i.reason for i in found.ignored],
        [(p.code, p.message) for p in found.problems],
    ]


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as it is"])
@pytest.mark.parametrize("case", [c for c in one_of_each_file() if not c.beside], ids=lambda c: c.name)
def test_an_article_says_the_same_in_a_cell(case: Case, ascii_only: bool) -> None:
    """The front matter of a first cell is one, and the text is told from the escapes that JSON needs."""
    cell = _markdown(*case.article.splitlines(keepends=True))
    found = _extract(_notebook(cell, ascii_only=ascii_only))
    written = extract(read("a.md", case.article.encode("utf-8")))
    for here, there in zip(_said(found), _said(written), strict=True):
        assert here == there
    for claim in found.claims:
        assert found.document.source.place(claim.span.start).cell == 1


def test_spans_count_into_the_file_as_it_stands() -> None:
    text = _notebook(_markdown('The "tide"\n', "über all rises [1].\n"), _code("x = [1]\n"), _markdown(_LIST))
    found = _extract(text)
    [marker] = found.markers
    assert text[marker.span.start : marker.span.end] == marker.raw == "[1]"
    [claim] = found.claims
    assert claim.text == 'The "tide" über all rises.'
    assert text[slice(*claim.span)].startswith('The \\"tide\\"\\n') and "\\u00fc" in text[slice(*claim.span)]
    assert [i.reason for i in found.ignored] == ["code", "code", "entry", "entry"]


def test_one_list_serves_all_cells() -> None:
    found = _extract(
        _notebook(
            _markdown("Tides rise [1]."),
            _code("1"),
            _markdown(_LIST),
            _markdown("# More\n", "Moons pull [2]."),
        )
    )
    assert [(c.text, c.labels) for c in found.claims] == [("Tides rise.", ("1",)), ("Moons pull.", ("2",))]


def test_headings_reach_over_cells() -> None:
    found = _extract(
        _notebook(
            _markdown("# Sea"),
            _markdown("Tides rise fast."),
            _markdown("## Moon"),
            _markdown("It pulls the sea."),
        )
    )
    assert [c.section for c in found.claims] == [("Sea",), ("Sea", "Moon")]


@pytest.mark.parametrize(
    "opened",
    ["```\ncode", "<!-- a", "<div hidden>", "<script>", "| a |\n| - |", "> quote", "- item", "$$\nx", "~~~"],
)
def test_a_cell_ends_what_it_leaves_open(opened: str) -> None:
    found = _extract(
        _notebook(_markdown(opened), _markdown("Tides rise fast."), _markdown("Moons pull the sea."))
    )
    assert [c.text for c in found.claims][-2:] == ["Tides rise fast.", "Moons pull the sea."]
    assert found.claims[-1].kind == "paragraph"


def test_blocks_do_not_reach_over_cells() -> None:
    found = _extract(_notebook(_markdown("Tides rise"), _markdown("and fall every day.")))
    assert "Tides rise and fall every day." not in [c.text for c in found.claims]


def test_raw_cells_and_attachments_are_no_text() -> None:
    raw = {"cell_type": "raw", "metadata": {}, "source": "Raw tides rise [1]."}
    picture = _markdown("Tides rise fast.") | {"attachments": {"a.png": {"image/png": "[1]"}}}
    assert [c.text for c in _extract(_notebook(raw, picture)).claims] == ["Tides rise fast."]


def test_title_and_authors_of_the_metadata() -> None:
    said = {"title": "Tides \ud800", "authors": [{"name": " Ada\nLee "}, {"name": 3}, "Bo"]}
    found = _extract(_notebook(_markdown("Tides rise."), metadata=said))
    assert (found.title, found.document.metadata.authors) == ("Tides \ufffd", ("Ada Lee",))
    assert str(found.title).encode("utf-8")


def test_keys_in_code_ask_for_no_bibliography(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@misc{lee2010, title={Tides}}")
    article = tmp_path / "a.ipynb"
    article.write_text(_notebook(_markdown("Tides rise."), _code("@cached2\ndef f(): ...")))
    assert kgraph.extract(article).references == ()
    article.write_text(_notebook(_markdown("Tides rise [@lee2010].")))
    assert [r.label for r in kgraph.extract(article).references] == ["lee2010"]


# places


def test_places_are_told_by_cell_and_line() -> None:
    text = _notebook(_code("x = 1"), _markdown("# Sea\n", "\n", 'The "tide" rises [3].\n'), _markdown(_LIST))
    found = _extract(text)
    source = found.document.source
    assert source.place(found.markers[0].span.start) == Place(3, 18, 2)
    assert source.where(found.markers[0].span.start) == "a.ipynb: cell 2, line 3"
    assert source.place(text.index("x = 1")).cell is None
    assert source.place(0) == Place(1, 1)
    for cell in source.cells:  # each character leads to its line, and back
        for at in range(len(cell.text)):
            span = cell.span(at, at + 1)
            lines = cell.text[: at + 1].split("\n")
            line = len(lines) - (cell.text[at] == "\n")
            assert source.place(span.start).line == line
            assert cell.offset(span.start) == at
            assert source.words(span) == cell.text[at]


def test_every_output_says_the_same_place(tmp_path: Path) -> None:
    article = tmp_path / "a.ipynb"
    article.write_text(
        _notebook(_code("1"), _markdown("# Sea\n", "\n", "Tides rise [3].\n"), _markdown(_LIST))
    )
    found = kgraph.extract(article)
    [dangling] = [p for p in found.problems if p.code == "marker-dangling"]
    place = found.document.source.place(dangling.span.start)
    assert str(place) == "cell 2, line 3"
    row = next(p for p in json.loads(dumps(found))["problems"] if p["code"] == dangling.code)
    assert (row["line"], row["column"], row["cell"]) == place[:3]
    assert any(f": {place} " in line for line in explain(found.document))
    graph = kgraph.build([article], store=tmp_path / "store")
    [told] = [r for r in graph.query("problems") if r.code == dangling.code]
    assert (told.line, told.column, told.cell) == place[:3]


# what is no notebook


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its end"),
        ("{", "no name"),
        ("# Tides\n\nThey rise.\n", "the notebook is not an object"),
        ("[1]", "not an object"),
        ('{"cells": [', "its end"),
        ('{"cells": {}, "nbformat": 4}', "cells is not a list"),
        ('{"cells": null, "nbformat": 4}', "cells is not a list"),
        ('{"cells": [1], "nbformat": 4}', "cell 1 is not an object"),
        ('{"cells": [{}], "nbformat": 4}', "cell 1 has no cell_type"),
        ('{"cells": [{"cell_type": 3}], "nbformat": 4}', "cell 1 has no cell_type"),
        ('{"cells": [{"cell_type": "markdown", "source": 3}], "nbformat": 4}', "the source of cell 1 is not a list"),
        ('{"cells": [{"cell_type": "markdown", "source": [["a"]]}], "nbformat": 4}', "the source of cell 1 is no text"),
        ('{"cells": [{"cell_type": "markdown", "source": "a\nb"}], "nbformat": 4}', "invalid control character"),
        ('{"cells": [{"cell_type": "markdown", "source": "a\\q"}], "nbformat": 4}', "invalid \\escape"),
        ('{"nbformat": 4}', "found no cells"),
        ('{"cells": [], "nbformat": 3}', "nbformat 3"),
        ('{"cells": []}', "nbformat unknown"),
        ('{"cells": [], "nbformat": 4} x', "more behind its end"),
        ('{"cells": [] "nbformat": 4}', "no comma"),
        ('{"cells" [], "nbformat": 4}', "no colon"),
        ('{cells: [], "nbformat": 4}', "no name"),
        ('{"cells": [], "nbformat": 4, "metadata": ' + "[" * 200_000, "nested too deeply"),
        ('{"cells": [], "nbformat": ' + "9" * 5_000 + "}", "a number too long"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read("a.ipynb", text.encode("utf-8"))
    message = str(error.value)
    assert message.startswith("a.ipynb") and said in message and "\n" not in message
    assert message.endswith("Open it in Jupyter and save it again, or leave it out.")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "mark"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", ""])
def test_marks_and_line_ends(mark: bytes, ends: str) -> None:
    text = _notebook(_markdown("Tides\r\n", "rise [1]."), _markdown(_LIST)).replace("\n", ends)
    found = extract(read("a.ipynb", mark + text.encode("utf-8")))
    assert [(c.text, c.labels) for c in found.claims] == [("Tides rise.", ("1",))]
    assert text[slice(*found.markers[0].span)] == "[1]"
    assert found.document.source.place(found.markers[0].span.start) == Place(2, 6, 1)


def test_halves_of_characters_and_nothing_at_all() -> None:
    found = _extract(
        '{"cells": [{"cell_type": "markdown", "source": ["Tides \\ud83d\\ude00 \\ud800 rise.", ""]}, {"cell_type": "markdown", "source": []}, {"cell_type": "markdown", "source": ""}], "nbformat": 4}'
    )
    assert [c.text for c in found.claims] == ["Tides \U0001f600 \ufffd rise."]
    assert _extract(_notebook()).claims == ()


def test_the_last_of_keys_that_repeat_counts() -> None:
    found = _extract(
        '{"nbformat": 4, "cells": [{"cell_type": "raw"}], "cells": [{"cell_type": "code", "cell_type": "markdown", "source": "No.", "source": "Tides rise fast."}]}'
    )
    assert [c.text for c in found.claims] == ["Tides rise fast."]


def test_huge_outputs_are_passed_over() -> None:
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBO" * 1_000_000}}
    code = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": 1,
        "outputs": [output],
        "source": "plot()",
    }
    found = _extract(_notebook(_markdown("Tides rise [1]."), code, _markdown(_LIST)))
    assert len(found.claims) == 1


def test_a_hundred_thousand_cells() -> None:
    cells = '{"cell_type": "markdown", "source": "Tides rise."}, ' * 99_999
    text = f'{{"cells": [{cells}{{"cell_type": "markdown", "source": "Moons pull."}}], "nbformat": 4}}'
    document = read("a.ipynb", text.encode("utf-8"))
    assert len(document.blocks) == 100_000
    assert document.source.place(document.blocks[-1].span.start) == Place(1, 1, 100_000)
