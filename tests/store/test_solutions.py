"""An answer read a row at a time holds what it holds read at once."""

import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.store import solutions as module
from kgraph.store.solutions import solutions

TERM = st.builds(lambda value: {"type": "literal", "value": value}, st.text(max_size=20))
ROWS = st.lists(st.dictionaries(st.sampled_from("abc"), TERM, max_size=3), max_size=5)


def _answer(rows: list[dict[str, dict[str, str]]]) -> bytes:
    """As the engine writes it: no spaces, all characters as they are."""
    data = {"head": {"vars": ["a", "b", "c"]}, "results": {"bindings": rows}}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class Dripping(io.BytesIO):
    """Gives a few bytes at a time, whatever is asked for."""

    def read(self, count: int | None = -1, /) -> bytes:
        return super().read(3)


@pytest.mark.parametrize("kind", [io.BytesIO, Dripping])
@settings(deadline=None)
@given(rows=ROWS)
def test_any_rows(kind: Callable[[bytes], io.BytesIO], rows: list[dict[str, dict[str, str]]]) -> None:
    variables, found = solutions(kind(_answer(rows)))
    assert variables == ("a", "b", "c")
    assert list(found) == rows


def test_rows_across_pieces() -> None:
    rows = [
        {"a": {"type": "literal", "value": "]}," * length}}
        for length in (0, 1, module._CHUNK // 3, 400_000, 2)
    ]
    assert list(solutions(io.BytesIO(_answer(rows)))[1]) == rows


def test_an_answer_that_breaks_off() -> None:
    whole = _answer([{"a": {"type": "uri", "value": "urn:x"}}])
    for length in range(len(whole) - 3):
        with pytest.raises(ValueError, match="breaks off"):
            list(solutions(io.BytesIO(whole[:length]))[1])
