"""No text makes the reader or the extractor raise, lose a token, or slice wrongly (T1 of the threat model)."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph import extract_text
from kgraph.read import looks_binary
from tests import case_text
from tests.extract.accounting import check
from tests.extract.mutate import TOKENS, mutant
from tests.shared_corpora import ROOT, markdown_files

_MUTANTS = 2_000
_PARTS = 8


def _seeds() -> list[str]:
    paths = [
        *sorted((ROOT / "data/articles").glob("*.md")),
        *case_text.files("extract"),
        *markdown_files(),
    ]
    return [Path(p).read_text(encoding="utf-8", errors="replace")[:20_000] for p in paths]


@pytest.mark.parametrize("part", range(_PARTS))
def test_mutants(part: int) -> None:
    seeds = _seeds()
    rng = random.Random(part)
    for _ in range(_MUTANTS // _PARTS):
        text = mutant(rng.choice(seeds), rng, seeds)
        if looks_binary(text):
            continue
        began = time.process_time()
        check(extract_text(text))
        assert time.process_time() - began < 2, text


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
