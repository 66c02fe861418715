"""The place within its source that a citation names, by every way to cite that can say one."""

import pytest

from kgraph import extract_text
from kgraph.extract import extract
from kgraph.read import read

_LIST = "\n\n## References\n\n1. https://example.org/a\n2. https://example.org/b\n"

_MARKDOWN = {
    "Tides rise twice a day [2, p. 5].": "p. 5",
    "Tides rise twice a day [2, p. 5; 1, chap. 2].": "p. 5; chap. 2",
    "Tides rise twice a day [1: 5-7].": "5-7",
    "Tides rise twice a day [1].": None,
    "Tides rise twice a day [@lee2010, pp. 3–4].": "pp. 3–4",
    "Tides rise twice a day [see @lee2010, p.\u00a03; @roe2011, 12].": "p. 3; 12",
    "Tides rise twice a day [@lee:2010].": None,
    "As @lee2010 [p. 4] says, tides rise [@lee2010].": "p. 4",
}


@pytest.mark.parametrize("text", _MARKDOWN)
def test_markdown(text: str) -> None:
    assert extract_text(text + _LIST).markers[0].locator == _MARKDOWN[text]


_OTHERS = {
    "a.tex": r"Tides rise \citep[see][p.~4]{lee}. Moons pull \cite[\S~2]{roe}. Kelp grows \cite{lee}. All \cites[4]{lee}[5]{roe}.",
    "a.org": "Tides rise [cite:see @lee p. 4]. Moons pull [cite:@roe, § 2]. Kelp grows [cite:@lee]. All [cite:@lee 4; @roe 5].",
    "a.rst": "Tides rise :cite:p:`{see}lee{p. 4}`. Moons pull :cite:`roe{§ 2}`. Kelp grows :cite:`lee`. All :cite:`lee{4}, roe{5}`.",
    "a.adoc": "Tides rise cite:[lee(p. 4)]. Moons pull cite:[roe(§ 2)]. Kelp grows cite:[lee]. All cite:[lee(4), roe(5)].",
}


@pytest.mark.parametrize("name", _OTHERS)
def test_commands_and_roles(name: str) -> None:
    found = extract(read(name, _OTHERS[name].encode()))
    assert [m.locator for m in found.markers] == ["p. 4", "§ 2", None, "4; 5"]
    assert [m.labels for m in found.markers] == [("lee",), ("roe",), ("lee",), ("lee", "roe")]


def test_short_forms_of_wikitext() -> None:
    text = "Tides rise.{{sfn|Lee|2010|p=4}} Moons pull.{{sfn|Roe|2011|pp=4–5}} Kelp {{harv|Lee|2010|loc=§ 2}} grows.{{sfn|Lee|2010}}\n"
    found = extract(read("a.wiki", text.encode()))
    assert [m.locator for m in found.markers] == ["p. 4", "pp. 4–5", "§ 2", None]
