"""No text makes the reader or the extractor raise, lose a token, or slice wrongly (T1 of the threat model)."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph import extract_text
from kgraph.read import looks_binary
from tests.extract.accounting import check
from tests.extract.inputs import INPUTS
from tests.extract.mutate import TOKENS
from tests.shared_corpora import ROOT

_INPUTS = 2_000
_PARTS = 8


@pytest.mark.parametrize("part", range(_PARTS))
@pytest.mark.parametrize(("reader", "generator"), INPUTS, ids="-".join)
def test_random_inputs(reader: str, generator: str, part: int) -> None:
    """Two thousand inputs of each kind; `bench/fuzz.py` makes as many as one likes."""
    make = INPUTS[reader, generator]
    for seed in range(part, _INPUTS, _PARTS):
        began = time.process_time()
        try:
            text = make(random.Random(seed))
        except Exception as error:
            error.add_note(f"{reader} {generator}, seed {seed}")
            raise
        assert time.process_time() - began < 2, text


@pytest.mark.parametrize(
    "text",
    [
        "It is said [by Lee. The tide rises](https://example.org/one) twice a day.",
        "A `span of code. With\ntwo lines. It` has stops.",
        "A `[2024-01-05][2024-01-05]\n` of days in code.",
        "<div>\n<!--\n\n[](https://example.org/x) -->",
        r"Tides rise [@a2020\\; @b2020]. @a2020\\@b2020 says so.",
    ],
)
def test_nothing_stands_twice(text: str) -> None:
    check(extract_text(text))


_piece = st.one_of(
    st.sampled_from(TOKENS),
    st.text(max_size=12),
    st.sampled_from(("Water boils. ", "Ice melts [2].\n", "[1] https://e.org/a\n", "word ")),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(_piece, max_size=40).map("".join))
def test_pieces(text: str) -> None:
    if not looks_binary(text):
        check(extract_text(text))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_bytes(data: bytes) -> None:
    from kgraph.errors import KgraphError
    from kgraph.extract import extract
    from kgraph.read import read

    try:
        document = read("a.md", data)
    except KgraphError as error:
        assert str(error).startswith("a.md:") and "\n" not in str(error)
        return
    check(extract(document))


def test_truncated_at_every_byte() -> None:
    from kgraph.extract import extract
    from kgraph.read import read

    data = (ROOT / "data/articles/keeling-curve.md").read_bytes()
    for size in range(0, len(data), 3):
        check(extract(read("a.md", data[:size])))
