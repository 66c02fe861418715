"""Org: notes, citations of its own and of LaTeX, lists, tables, what is no text."""

import pytest

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read


def _extract(text: str) -> Extraction:
    return extract(read("a.org", text.encode()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tides rise fast [cite:see @moss2010 p. 4; @reed2011].", "Tides rise fast. [moss2010, reed2011]"),
        ("Tides rise fast cite:moss2010,reed2011.", "Tides rise fast. [moss2010, reed2011]"),
        ("Tides rise fast [[cite:&moss2010]].", "Tides rise fast. [moss2010]"),
        ("Tides rise fast \\cite[4]{moss2010}.", "Tides rise fast. [moss2010]"),
        ("Tides rise fast $^{\\cite{moss2010}}$.", "Tides rise fast. [moss2010]"),
        ("Tides rise fast[fn:a].\n\n[fn:a] Moss, Ann. /Tides/. Sea Press, 2010.", "Tides rise fast. [a]"),
        ("Tides rise fast[fn:: Moss, Ann. /Tides/. Sea Press, 2010.].", "Tides rise fast. [note:1]"),
        ("*Tides* /rise/ ~[fn:x]~ [[https://example.org/a][fast]] --- as $x_{[1]}$ do.", "Tides rise [fn:x] fast — as $x_{[1]}$ do. [https://example.org/a]"),
        ("Tides rise fast in \\ref{a}.\n# Moons [cite:@moss2010]\n#+begin_src c\nx [cite:@y]\n#+end_src", "Tides rise fast in. []"),
        ("* COMMENT Old\nMoons pull it.\n* New\nTides rise fast.", "Tides rise fast. []"),
        ("* Tides\n:PROPERTIES:\n:ID: [fn:1]\n:END:\nTides rise fast.", "Tides rise fast. []"),
        ("#+BEGIN_QUOTE\nTides rise fast [cite:@moss2010].\n#+END_QUOTE", "Tides rise fast. [moss2010]"),
    ],
)  # fmt: skip
def test_a_sentence(text: str, said: str) -> None:
    assert [f"{c.text} [{', '.join(c.labels)}]" for c in _extract(text).claims] == [said]


def test_an_article() -> None:
    found = _extract(
        "#+TITLE: The sea\n#+AUTHOR: Ann Moss\n#+BIBLIOGRAPHY: sea.bib\n#+INCLUDE: more.org\n\n* TODO Rise :sea:\n- Port :: is low [cite:@a]\n  1. Harbours are not so low\n\n"
        "| Place | Height |\n|-------+--------|\n| Port | 3 m [cite:@b] |\n\n\\begin{equation}\nx = [1]\n\\end{equation}\nAs [cite/t:@a] says, it is so.\n"
    )
    said = found.document.metadata
    assert (said.title, said.authors, said.bibliography) == ("The sea", ("Ann Moss",), ("sea.bib",))
    assert [(b.kind, b.text) for b in found.document.blocks] == [
        ("heading", "Rise"),
        ("item", "Port: is low \ufffc"),
        ("item", "Harbours are not so low"),
        ("cell", "Place"),
        ("cell", "Height"),
        ("cell", "Port"),
        ("cell", "3 m \ufffc"),
        ("paragraph", "As \ufffc says, it is so."),
    ]
    assert [m.as_words for m in found.document.markers] == [False, False, True]
    assert "include-unread" in [p.code for p in found.problems]


@pytest.mark.parametrize("piece", ["[fn:a: ", "*", "- a\n", "$", "[[a][", "| a |\n", "\\["])
def test_depth_is_bounded(piece: str) -> None:
    assert _extract("Tides rise fast.\n\n" + piece * 5_000).claims[0].text == "Tides rise fast."
