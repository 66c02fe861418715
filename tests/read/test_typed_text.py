"""The characters at which markup is looked for are those at which it may begin."""

import random
import re
from types import ModuleType

import pytest

from kgraph.read.asciidoc import words as asciidoc
from kgraph.read.org import words as org
from kgraph.read.rst import words as rst
from tests.read.format_inputs import articles


@pytest.mark.parametrize(
    ("format_", "suffix"), [(asciidoc, ".adoc"), (org, ".org"), (rst, ".rst")], ids=["asciidoc", "org", "rst"]
)
def test_markup_begins_where_it_is_looked_for(format_: ModuleType, suffix: str) -> None:
    looked_for = format_._INLINES._pattern
    anywhere = re.compile(re.sub(r"^\(\?=\[(?:\\.|[^\]\\])*\]\)", "", looked_for.pattern), looked_for.flags)
    assert anywhere.pattern != looked_for.pattern
    texts = articles(suffix)
    pieces = re.findall(r"\w{1,8}|\W", "".join(texts))
    rng = random.Random(0)
    texts += ["".join(rng.choices(pieces, k=120)) for _ in range(400)]
    found = 0
    for text in texts:
        spans = [m.span() for m in looked_for.finditer(text)]
        assert spans == [m.span() for m in anywhere.finditer(text)]
        found += len(spans)
    assert found > 200
