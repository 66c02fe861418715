"""reStructuredText: notes, citations, roles, directives and tables, by its lines."""

import pytest

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read

_LIST = (
    "\n\n.. [1] Moss, A. *Tides*. 2010. https://example.org/a\n.. [reed] `Moons <https://example.org/b>`_\n"
)


def _extract(text: str) -> Extraction:
    return extract(read("a.rst", text.encode()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tides rise fast [1]_.", "Tides rise fast. [1]"),
        ("Tides rise\nfast. [1]_ [reed]_", "Tides rise fast. [1, reed]"),
        ("Tides ``rise [1]_`` *fast* **today** \\*.", "Tides rise [1]_ fast today *. []"),
        ("See `the page <https://example.org/c>`__ and tides_ today.", "See the page and tides today. []"),
        ("Tides rise as :pep:`503` and :func:`~sea.rise` say.", "Tides rise as PEP 503 and rise say. []"),
        ("Tides rise :cite:p:`lee2010,roe2011` fast.", "Tides rise fast. [lee2010, roe2011]"),
        ("Tides |often| rise.\n\n.. |often| replace:: nearly always", "Tides nearly always rise. []"),
        (".. note::\n   :class: x\n\n   Tides rise fast [1]_.", "Tides rise fast. [1]"),
        (".. only:: html\n\n   Tides rise fast [1]_.\n\n.. only:: latex\n\n   Moons pull it.", "Tides rise fast. [1]"),
        (".. comment [1]_\n\n.. code::\n\n   x = [1]_\n\nTides rise fast::\n\n   y [1]_\n", "Tides rise fast: []"),
    ],
)  # fmt: skip
def test_a_sentence(text: str, said: str) -> None:
    found = [f"{c.text} [{', '.join(c.labels)}]" for c in _extract(text + _LIST).claims]
    assert found == ([] if said == "Tides rise fast: []" else [said])


def test_an_article() -> None:
    found = _extract(
        ":Author: Ann Moss\n:Date: 2020\n\n=====\nTides\n=====\n\nRise\n----\n\n- Port is low [#]_.\n\n  1. Harbours are not so low [#a]_.\n\n"
        "===== ======\nPlace Height\n===== ======\nPort  3 m [1]_\n===== ======\n\n+------+-------+\n| Sea  | Depth |\n+======+=======+\n| Low  | 10 m  |\n+------+-------+\n\n"
        "   They rise, it is said [1]_.\n\n.. include:: more.rst\n\n.. [#] I use the word loosely.\n.. [#a] Reed, B. (2011). Moons. Sky Press.\n"
        + _LIST
    )
    assert [(c.kind, c.text, c.labels) for c in found.claims if c.labels or c.kind == "footnote"] == [
        ("item", "Harbours are not so low.", ("a",)),
        ("cell", "3 m", ("1",)),
        ("quote", "They rise, it is said.", ("1",)),
        ("footnote", "I use the word loosely.", ()),
    ]
    assert [b.text for b in found.document.blocks if b.kind == "cell"] == [
        "Place",
        "Height",
        "Port",
        "3 m [1]",
        "Sea",
        "Depth",
        "Low",
        "10 m",
    ]
    assert {r.label: r.title for r in found.references} == {"a": "Moons", "1": "Tides", "reed": "Moons"}
    assert "include-unread" in [p.code for p in found.problems]
    assert found.title == "Tides"


def test_an_ordered_list_beside_labelled_entries_is_one() -> None:
    text = (
        "Tides rise fast [1]_.\n\n1. `Roe <https://example.org/r>`_\n2. `Lee <https://example.org/l>`_\n"
        + _LIST
    )
    assert [r.label for r in _extract(text).references] == ["1", "reed"]


@pytest.mark.parametrize("piece", ["* ", "  a\n ", "`", "|a|", ".. note::\n   ", "[1]_ ", "=== ===\n"])
def test_depth_is_bounded(piece: str) -> None:
    assert _extract("Tides rise fast.\n\n" + piece * 5_000).claims[0].text == "Tides rise fast."
