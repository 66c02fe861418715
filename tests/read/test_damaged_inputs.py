"""No article of any format makes its reader or the extractor raise, lose a token, or slice wrongly (T1 of the threat model)."""

import random
import sys
import time

import pytest

from kgraph.extract import extract
from kgraph.read import FORMATS, read
from tests.extract.inputs import INPUTS
from tests.read.format_inputs import FORMAT_INPUTS, articles

_INPUTS = 1_000 if sys.gettrace() is None else 400
"""Of each reader, fewer where coverage traces them; `bench/fuzz.py --reader NAME` makes as many as one likes."""


@pytest.mark.parametrize(("reader", "generator"), FORMAT_INPUTS, ids=map("-".join, FORMAT_INPUTS))
def test_damaged_articles(reader: str, generator: str) -> None:
    make = FORMAT_INPUTS[reader, generator]
    for seed in range(_INPUTS):
        began = time.process_time()
        try:
            text = make(random.Random(seed))
        except Exception as error:
            error.add_note(f"{reader} {generator}, seed {seed}")
            raise
        assert time.process_time() - began < 2, text


def test_every_reader_is_tried() -> None:
    assert {reader for reader, _ in (*INPUTS, *FORMAT_INPUTS)} >= set(FORMATS)


@pytest.mark.parametrize(
    "suffix", [".html", ".tex", ".wiki", ".rst", ".org", ".adoc", ".nxml", ".tei", ".ipynb"]
)
def test_there_is_something_to_damage(suffix: str) -> None:
    assert len(articles(suffix)) >= 5


@pytest.mark.parametrize("sign", ["&#1;", "&#x0;", "&#xD800;", "&#55357;", "&#1114112;", "&#xFDD0;"])
def test_characters_that_no_text_has(sign: str) -> None:
    found = extract(read("a.html", f"<p>{sign}Tides {sign} rise twice{sign} a day.</p>".encode()))
    assert "rise" in found.claims[0].text
