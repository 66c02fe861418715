"""Values in batches: small ones at first, so that all readers have some, then so large that handing them out costs little."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

MOST = 64
"""An article takes some 10 ms, and a cluster a millisecond or two to hand out a batch (docs/performance.md)."""
MOST_BYTES = 1024 * 1024
_Value = TypeVar("_Value")


def batches(
    values: Iterable[_Value], readers: int, weight: Callable[[_Value], int] = lambda value: 0
) -> Iterator[tuple[_Value, ...]]:
    """The values, in order, in batches for so many `readers`; `weight` says how many bytes of each are sent along.

    >>> [len(batch) for batch in batches("articles!", 2)]
    [1, 1, 1, 1, 2, 2, 1]
    """
    batch: list[_Value] = []
    taken = size = 0
    for value in values:
        batch.append(value)
        size += weight(value)
        if len(batch) > taken // (2 * readers) or len(batch) >= MOST or size >= MOST_BYTES:
            yield tuple(batch)
            taken += len(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)
