"""Numbers, names and rows beyond all measure are text like any other."""

import pytest

from kgraph import extract_text
from tests.extract.accounting import check

_DIGITS = "1" * 5000
_LIST = "\n\n## References\n\n[1] https://example.org/a\n[2] https://example.org/b\n"


@pytest.mark.parametrize(
    "text",
    [
        f'A fact <a id="&#{_DIGITS}">stands</a> here [1].{_LIST}',
        f'A fact [1].\n\n## References\n\n[1] <a id="ref-{_DIGITS}"></a> https://example.org/a\n',
        f"A fact.[^{_DIGITS}]\n\n[^{_DIGITS}]: https://example.org/a\n",
        f'A fact.[^{_DIGITS}]\n\n## References\n\n[^{_DIGITS}]: <a id="ref-7"></a> https://example.org/a\n\n2 Lee B. Moons.\n',
        f"A fact [{_DIGITS}].{_LIST}",
        f"{_DIGITS}. https://example.org/a\n{_DIGITS}. https://example.org/b\n",
        f'<ol start="{_DIGITS}"><li>A fact [1].</li></ol>{_LIST}',
        f"A fact [1].\n\n## References\n\n[1] Title. ISBN {_DIGITS} doi:10.{_DIGITS}/a PMID: {_DIGITS}\n",
        f"A fact [1].\n\n## References\n\n[1] Roe, A. ({_DIGITS}). Title. Accessed {_DIGITS} May {_DIGITS}\n",
        f"+++\na = {_DIGITS}\n+++\nA fact [1].{_LIST}",
    ],
)
def test_numbers(text: str) -> None:
    found = extract_text(text)
    check(found)
    assert found.claims


def test_row_with_many_cells_that_cite() -> None:
    cells = 30
    row = "| " + "word " * 500 + "| [1] " * cells + "|\n"
    found = extract_text("|" + " a |" * (cells + 1) + "\n|" + " - |" * (cells + 1) + "\n" + row + _LIST)
    check(found)
    rows = [c for c in found.claims if c.kind == "row"]
    assert len(rows) == cells
    assert {(len(c.text), c.text[-5:]) for c in rows} == {(1000, "word…")}
    assert len(found.markers) == cells


def test_row_says_what_its_words_say() -> None:
    found = extract_text(
        "| Boat | Year | Fast | Source | More |\n| - | - | - | - | - |\n| Kite | 1959 | — | [1] | [1], [2] |\n"
        + _LIST
    )
    assert [(c.text, c.labels) for c in found.claims] == [
        ("Kite 1959 —", ("1",)),
        ("Kite 1959 —", ("1", "2")),
    ]


def test_groups_below_a_claim() -> None:
    found = extract_text("It rained all day.\n\n[1]\n\n[2] [1]\n\nThen the sun came out.\n" + _LIST)
    assert [(c.text, c.support, c.labels) for c in found.claims] == [
        ("It rained all day.", "cited", ("1", "2")), ("Then the sun came out.", "none", ()),
    ]  # fmt: skip
    assert [m.claim for m in found.markers] == [0, 0, 0]


def test_links_that_are_none_in_one_paragraph() -> None:
    found = extract_text(
        "So it is [1][2]. And [a*b*c][2] too; more [1][2].\n\n[1]: https://e.org/a\n[2]: https://e.org/b\n"
    )
    check(found)
    assert [m.raw for m in found.markers] == ["[1]", "[2]", "[a*b*c][2]", "[1]", "[2]"]
