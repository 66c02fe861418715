"""AsciiDoc: notes, bibliographies, links, lists, tables, what is no text."""

import pytest

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read

_LIST = "\n\n[bibliography]\n== References\n\n* [[[moss]]] Moss, Ann. _Tides_. 2010.\n* [[[reed,2]]] Reed, Bo. _Moons_. 2011.\n"


def _extract(text: str) -> Extraction:
    return extract(read("a.adoc", text.encode()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tides rise fast <<moss>>.", "Tides rise fast. [moss]"),
        ("Tides rise fast. <<moss>> <<reed>>\nMoons <<sea,pull it>> up.", "Tides rise fast. [moss, reed]|Moons pull it up. []"),
        ("Tides rise fast.footnote:a[Moss, Ann (2010): Tides, https://example.org/a] So do moons.footnote:a[]", "Tides rise fast. [a]|So do moons. [a]"),
        ("Tides rise fast.footnote:[See https://example.org/a]", "Tides rise fast. [1]"),
        ("Tides rise fast cite:[lee2010(4),roe2011].", "Tides rise fast. [lee2010, roe2011]"),
        ("*Tides* _rise_ `footnote:x[]` https://example.org/a[fast] -- or \"`so`\".", "Tides rise footnote:x[] fast — or “so”. []"),
        ("NOTE: Tides rise fast <<moss>>.", "Tides rise fast. [moss]"),
        ("// Moons <<moss>>\n----\nx <<moss>>\n----\n\n[source]\ny <<moss>>\n\nTides rise link:#sea[very] fast.", "Tides rise very fast. []"),
        (":port: Low Port\n\nTides of {port} rise {fast}.", "Tides of Low Port rise {fast}. []"),
    ],
)  # fmt: skip
def test_sentences(text: str, said: str) -> None:
    found = _extract(text + _LIST)
    assert "|".join(f"{c.text} [{', '.join(c.labels)}]" for c in found.claims) == said
    assert {r.label: r.title for r in found.references if r.label in ("moss", "reed")} == {
        "moss": "Tides",
        "reed": "Moons",
    }


def test_an_article() -> None:
    found = _extract(
        "= The sea\nAnn Moss <ann@example.org>; Bo Reed\n1.0, 2020-01-01\n:toc:\n\n== Rise\n\nThings stand here:\n\n* Port is low <<moss>>.\n** Below it\n. First\n\n"
        ".Heights of tides\n|===\n|Place |Height\n\n|Port |3 m <<reed>>\n|===\n\n____\nThey rise, it is said.\n____\n\ninclude::more.adoc[]\n\nimage::a.png[]\n"
        + _LIST
    )
    said = found.document.metadata
    assert (said.title, said.authors) == ("The sea", ("Ann Moss", "Bo Reed"))
    assert [(b.kind, b.text) for b in found.document.blocks][:11] == [
        ("heading", "Rise"),
        ("paragraph", "Things stand here:"),
        ("item", "Port is low \ufffc."),
        ("item", "Below it"),
        ("item", "First"),
        ("caption", "Heights of tides"),
        ("cell", "Place"),
        ("cell", "Height"),
        ("cell", "Port"),
        ("cell", "3 m \ufffc"),
        ("quote", "They rise, it is said."),
    ]
    assert "include-unread" in [p.code for p in found.problems]


@pytest.mark.parametrize("piece", ["footnote:[", "*", "* a\n", "<<a,", "|===\n", "____\n", "[[["])
def test_depth_is_bounded(piece: str) -> None:
    assert _extract("Tides rise fast.\n\n" + piece * 5_000).claims[0].text == "Tides rise fast."
