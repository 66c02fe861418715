"""The colours that say how a claim is backed: apart under every kind of colour blindness, and seen on their ground."""

import re
from itertools import combinations

import pytest
from coloraide import Color

from kgraph.export._drawing import COLOURS, EDGE
from tests.shared_corpora import ROOT

APART = 15
"""By CIEDE2000 (CIE 142-2001); what differs by less is taken for one another at a glance."""
CONTRAST = 3
"""Of what is no text with its ground (WCAG 2.2, 1.4.11)."""
STATES = ("several", "one", "unknown", "carried", "uncited", "wrong")
KINDS = ("source", "article", "site")
SIGHTS = (None, "protan", "deutan", "tritan")


def _themes() -> dict[str, dict[str, str]]:
    """Light and dark, each name of a colour with its value; dark is written twice, and the same."""
    text = (ROOT / "web/src/style.css").read_text(encoding="utf-8")
    found = [
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", rule))
        for rule in re.findall(r"\{([^{}]*--several:[^{}]*)\}", text)
    ]
    light, dark, chosen = found
    assert dark == chosen
    return {"light": light, "dark": dark}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_states_are_apart(theme: str, sight: str | None) -> None:
    colours = {name: Color(_themes()[theme][name]) for name in STATES}
    if sight:
        colours = {name: colour.filter(sight) for name, colour in colours.items()}
    for a, b in combinations(STATES, 2):
        assert colours[a].delta_e(colours[b], method="2000") >= APART, (a, b)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_states_are_seen(theme: str) -> None:
    named = _themes()[theme]
    for state in STATES:
        for ground in ("paper", "card"):
            assert Color(named[state]).contrast(Color(named[ground]), method="wcag21") >= CONTRAST, (
                state,
                ground,
            )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_kinds_are_apart(theme: str, sight: str | None) -> None:
    """From each other as states are; from the states by their shapes, since nine colours cannot all be so far apart."""
    named = {name: Color(_themes()[theme][name]) for name in KINDS}
    if sight:
        named = {name: colour.filter(sight) for name, colour in named.items()}
    for a, b in combinations(KINDS, 2):
        assert named[a].delta_e(named[b], method="2000") >= APART, (a, b)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_kinds_and_edges_are_seen(theme: str) -> None:
    named = _themes()[theme]
    for name in (*KINDS, "edge"):
        for ground in ("paper", "card"):
            assert Color(named[name]).contrast(Color(named[ground]), method="wcag21") >= CONTRAST


def test_each_kind_and_state_has_its_shape() -> None:
    text = (ROOT / "web/src/graph/marks.ts").read_text(encoding="utf-8")
    shapes = dict(re.findall(r"(\w+): ([A-Z]+)\b", text.partition("SHAPE: Record")[2].partition("};")[0]))
    marks = [*KINDS, *(state for state in STATES if state != "wrong"), "missing"]
    assert len({shapes[mark] for mark in marks}) == len(marks) == 9


def test_colours_that_look_alike_are_told() -> None:
    """What was there before: green and blue were one colour without blue cones."""
    green, blue = (Color(c).filter("tritan") for c in ("#0b6e5f", "#2f6fa8"))
    assert green.delta_e(blue, method="2000") < APART


def test_pictures_have_the_colours_of_the_page() -> None:
    light = _themes()["light"]
    for name in ("several", "one", "unknown", "carried", "uncited", *KINDS):
        assert COLOURS[name] == light[name]
    assert COLOURS["missing"] == light["wrong"]
    assert light["edge"] == EDGE
