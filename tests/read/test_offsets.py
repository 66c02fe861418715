"""From the parser's bytes to code points, and what an article leaves in memory."""

import gc

from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract import extract
from kgraph.rdf import nquads
from kgraph.read import read
from kgraph.read.markdown.offsets import Offsets

ARTICLE = """# Tea — and 茶

Tea is a drink.[^1] **It** is [hot](https://example.org/hot) <sup>1</sup>, they say.

<ul><li>green</li><li>black</li></ul>

[^1]: “Tea”. https://example.org/tea
"""


@given(st.text(st.sampled_from("a?\n é—茶𝄞") | st.characters(exclude_categories=["Cs"])))
def test_every_code_point_is_found_by_its_byte(text: str) -> None:
    """Asked in order and in reverse: what was asked before changes no answer."""
    bytes_before = [len(text[:n].encode()) for n in range(len(text) + 1)]
    offsets = Offsets(text)
    for n, byte in [*enumerate(bytes_before), *reversed(list(enumerate(bytes_before)))]:
        assert offsets[byte] == n


def test_an_article_leaves_no_cycles() -> None:
    """Its memory is free as soon as it is done: the collector, which runs seldom, has nothing to find."""
    nquads(extract(read("a.md", ARTICLE.encode())))
    gc.collect()
    gc.disable()
    try:
        nquads(extract(read("a.md", ARTICLE.encode())))
        assert gc.collect() == 0
    finally:
        gc.enable()
