"""Wikitext: references, notes and short forms, templates as a reader of the page sees them, tables and boxes."""

import pytest

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read, takes

_WEB = "{{cite web|last=Moss|first=Ann|title=Tides|url=https://example.org/a|year=2010}}"


def _extract(text: str) -> Extraction:
    return extract(read("a.wiki", text.encode()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"'''Tides''' rise [[Day|daily]].<ref>{_WEB}</ref>", "Tides rise daily. [ref:1]"),
        (f"Tides rise fast<ref name=a>{_WEB}</ref><ref name=\"b c\">Kelp</ref>.", "Tides rise fast. [a, b c]"),
        ("Tides rise fast.<ref name=a/>\n\n<references><ref name=a>Moss</ref></references>", "Tides rise fast. [a]"),
        ("Tides rise fast.<ref name=a/>\n{{reflist|refs=\n<ref name=a>Moss</ref>}}", "Tides rise fast. [a]"),
        ("Tides rise fast.{{sfn|Moss|Reed|2010|p=4}}", "Tides rise fast. [Moss 2010]"),
        ("Tides rise fast {{harv|Moss|2010}}.", "Tides rise fast. [Moss 2010]"),
        ("Tides rise fast.{{r|a|b}}", "Tides rise fast. [a, b]"),
        ("Walls are {{convert|150|ft|m}} high, {{lang|de|Mauern}}.", "Walls are 150 ft high, Mauern. []"),
        ("Walls are high{{citation needed|date=May 2010}} and{{nbsp}}old{{ndash}}ish.", "Walls are high and old–ish. []"),
        ("Walls<!-- [1] --> are &nbsp;''very'' '''high'''<br>today.", "Walls are very high today. []"),
        ("Walls are <nowiki>''high</nowiki> [https://example.org/b today].", "Walls are ''high today. [https://example.org/b]"),
        ("The sum <math>x_{[1]}</math> is <span style=\"display:none\">not </span>high.", "The sum $x_{[1]}$ is high. []"),
        ("Tides rise<ref>Moss\n\nand Reed</ref> fast [[File:a.jpg|thumb]] here.", "Tides rise fast here. [ref:1]"),
    ],
)  # fmt: skip
def test_a_sentence(text: str, said: str) -> None:
    assert [f"{c.text} [{', '.join(c.labels)}]" for c in _extract(text).claims] == [said]


def test_an_article() -> None:
    found = _extract(
        "{{Infobox sea|name=Sea|depth=100 m<ref>Moss, ''Depths'', 1999</ref>}}\n'''Sea''' is deep.<ref group=note>It is called so in winter only.</ref>\n\n"
        "== Tides ==\n* Tides rise.{{sfn|Moss|2010}}\n# Twice {{harvtxt|Moss|2010}} says so.\n\n"
        "{| class=wikitext\n|+ Heights\n! Place !! Height\n|-\n| Port || align=right | 3 m<ref>[https://example.org/p Port]</ref>\n|}\n"
        "[[File:a.jpg|thumb|A view of the sea.<ref>{{cite book|title=Views|author=Reed, B.}} and {{cite web|title=More|url=https://example.org/m}}</ref>]]\n"
        "== Sources ==\n* {{cite book|last=Moss|first=A.|year=2010|title=Tides|isbn=978-0-306-40615-7}}\n[[Category:Sea]]\n"
    )
    assert [(c.kind, c.text, c.labels) for c in found.claims if c.labels] == [
        ("cell", "100 m", ("ref:1",)),
        ("item", "Tides rise.", ("Moss 2010",)),
        ("item", "Twice Moss (2010) says so.", ("Moss 2010",)),
        ("cell", "3 m", ("ref:3",)),
        ("caption", "A view of the sea.", ("ref:4",)),
    ]
    assert [(r.label, r.title, r.url, r.part) for r in found.references] == [
        ("ref:1", "Depths", None, None),
        ("ref:3", "Port", "https://example.org/p", None),
        ("ref:4", "Views", None, 1),
        ("ref:4", "More", "https://example.org/m", 2),
        ("Moss 2010", "Tides", None, None),
    ]
    assert [len(c.sources) for c in found.claims if c.labels == ("ref:4",)] == [2]
    assert [i.reason for i in found.ignored] == ["note"]


def test_a_short_form_within_a_reference_means_the_work() -> None:
    found = _extract(
        'Tides rise fast.<ref>{{harvnb|Moss|2010|p=4}}: "They do, and more."</ref>\n\n== Sources ==\n* {{citation|last=Moss|date=May 2010|title=Tides}}\n'
    )
    short, full = found.references
    assert (short.label, short.same_as, short.title) == ("ref:1", "Moss 2010", None)
    assert short.source == full.source and found.claims[0].sources == (full.source,)


def test_a_reference_of_a_template_that_nobody_knows_is_an_entry() -> None:
    found = _extract(
        "Tides rise.<ref name=a>{{SCref|unit=cd|3520}}</ref> Moons pull.<ref>{{Stadt|titel=Moons|url=https://example.org/m}}{{dead link}}</ref>"
        " Kelp grows.<ref>{{cite Q|Q7}}</ref>"
    )
    assert [c.labels for c in found.claims] == [("a",), ("ref:2",), ("ref:3",)]
    assert [(r.label, r.text, r.url) for r in found.references] == [
        ("a", "{{SCref|unit=cd|3520}}", None),
        ("ref:2", "Moons", "https://example.org/m"),
        ("ref:3", "", "https://www.wikidata.org/wiki/Q7"),
    ]


def test_works_for_further_reading_are_entries_where_the_text_names_them() -> None:
    found = _extract(
        "Tides rise.{{sfn|Moss|2010}}\n\n== Further reading ==\n* {{cite book|last=Moss|year=2010|title=Tides}}\n"
        "=== Moons ===\n* {{cite book|last=Reed|year=2011|title=Moons}}\n\n== Bibliography ==\n* {{cite book|last=Roe|year=2012|title=Kelp}}"
    )
    assert [r.label for r in found.references] == ["Moss 2010", "Roe 2012"]


@pytest.mark.parametrize(
    "template",
    [
        "{{Literatur|Autor=Moss, Ann|Titel=Gezeiten|Jahr=2010|Online=https://example.org/a}}",
        "{{Ouvrage|nom1=Moss|prénom1=Ann|titre=Gezeiten|année=2010|lire en ligne=https://example.org/a}}",
        "{{cita libro|apellidos=Moss|nombre=Ann|título=Gezeiten|año=2010|url=https://example.org/a}}",
        "{{книга|автор=Moss, Ann|заглавие=Gezeiten|год=2010|ссылка=https://example.org/a}}",
        "{{Cytuj książkę|nazwisko=Moss|imię=Ann|tytuł=Gezeiten|rok=2010|url=https://example.org/a}}",
        "{{Citeer boek|achternaam=Moss|voornaam=Ann|titel=Gezeiten|datum=2010|url=https://example.org/a}}",
        "{{Cita libro|cognome=Moss|nome=Ann|titolo=Gezeiten|anno=2010|url=https://example.org/a}}",
        "{{Citar livro|último=Moss|primeiro=Ann|título=Gezeiten|data=2010|url=https://example.org/a}}",
        "{{Kitap kaynağı|soyadı=Moss|ad1=Ann|başlık=Gezeiten|yıl=2010|url=https://example.org/a}}",
        "{{서적 인용|성=Moss|이름=Ann|제목=Gezeiten|날짜=2010|url=https://example.org/a}}",
        "{{Webarchiv|autor=Moss, Ann|text=Gezeiten|datum=2010|url=https://example.org/a}}",
    ],
)
def test_templates_of_other_languages(template: str) -> None:
    [entry] = _extract(f"Tides rise fast.<ref>{template}</ref>").references
    assert (entry.title, entry.url, entry.authors, entry.date) == (
        "Gezeiten",
        "https://example.org/a",
        ("Moss, Ann",),
        "2010",
    )


def test_a_text_file_is_one_where_it_looks_so() -> None:
    wiki = f"'''Tides''' are [[sea]] and [[moon]].<ref>{_WEB}</ref>\n\n== Rise ==\nThey rise [[daily]].\n"
    assert read("a.txt", wiki.encode()).format == "wikitext"
    with pytest.raises(InputError, match="unknown kind of article"):
        read("a.txt", b"Tides rise fast. See [1].")
    assert not takes("a.wiki") and not takes("a.txt")


@pytest.mark.parametrize(
    ("opens", "closes"), [("{{", "}}"), ("{{lang|de|", "}}"), ("[[a|", "]]"), ("<ref>", "</ref>"), ("{{efn|", "}}"), ("{|\n| ", "\n|}\n"), ("[[File:a|", "]]")]
)  # fmt: skip
def test_depth_is_bounded(opens: str, closes: str) -> None:
    for close in ("", closes):
        found = _extract(f"Tides rise fast.\n\n{opens * 5_000}Moons{close * 5_000}\n\nTides fall again.")
        assert found.claims[0].text == "Tides rise fast."
