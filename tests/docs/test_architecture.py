"""The drawing of the pipeline is `PASSES`, in order; the glossary is in order, too."""

import re
from itertools import pairwise

from kgraph.extract import PASSES
from tests.shared_corpora import ROOT


def test_the_drawing_is_the_passes() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    [drawn] = re.findall(r"subgraph extract.*?\n(.*?)\n    end", page, re.DOTALL)
    assert re.findall(r'(\w+)\["(\w+)<br/>([^"]+)"\]', drawn) == [(p.name, p.name, p.does) for p in PASSES]
    arrows = re.findall(r"^ +(\w+) --> (\w+)\[", drawn, re.MULTILINE)
    names = [p.name for p in PASSES]
    assert arrows == list(pairwise(names))


def test_the_glossary_says_each_word_once_in_order() -> None:
    words = re.findall(
        r"^\| ([a-z -]+) \| ", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert words[0] == "word"
    assert words[1:] == sorted(set(words[1:]))
