"""Whether something takes time in proportion to its size, told on a machine that does other things too."""

import gc
from collections.abc import Callable

import pytest

BOUND = 2.3
"""Twice the size takes at most so many times as long."""
_FIRST, _LEAP = 500, 16
"""How many parts there are at first, and how many times as many there may be in one step: what is not linear overshoots."""
_FLOOR_S = 0.03
"""What takes less is too short to be measured."""


def judge(
    time_of: Callable[[int], float], length_of: Callable[[int], int], longest: int, most_s: float
) -> None:
    """Fail unless the time, in seconds, of what is made of `n` parts grows as `n` does.

    `n` grows until it takes long enough to be measured, or has `longest` characters; that may take `most_s`.
    """
    gc.collect()
    gc.freeze()  # what was loaded: else it is gone through again for each of hundreds
    gc.disable()  # the work itself, not the collector's visits to it
    try:
        _judge(time_of, length_of, longest, most_s)
    finally:
        gc.enable()


def _judge(
    time_of: Callable[[int], float], length_of: Callable[[int], int], longest: int, most_s: float
) -> None:
    n = _FIRST
    while (once := time_of(n)) < _FLOOR_S and length_of(2 * n) < longest:
        more = 2
        while more < _LEAP and once * more < _FLOOR_S and length_of(2 * more * n) < longest:
            more *= 2
        n *= more
    assert once < most_s
    ratios = []
    shorts = [] if n == _FIRST else [once]  # what runs before all others may load what it needs
    # Noise is only ever upwards: look closer, take the least of the runs, and let four and eight times the size tell.
    for doublings in (1, 2, 3):
        longs = []
        for tried in range(doublings):
            if len(shorts) == tried:
                shorts.append(time_of(n))
            longs.append(time_of(n << doublings))
        long = min(longs)
        ratios.append(long / min(shorts))
        if ratios[-1] <= BOUND**doublings or long <= BOUND * _FLOOR_S:
            return
    pytest.fail(f"2, 4 and 8 times as much took {ratios} times as long at n = {n}")
