"""Numbers as options: what is none, or lies outside its bounds, is said in one line."""

import argparse
from collections.abc import Callable


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 20 and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"found {text!r}, expected a number from {low} to {high}")
        return int(text)

    return read


def positive(high: float, unit: str = "") -> Callable[[str], float]:
    """A reader of numbers above 0 and at most `high`."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = 0.0
        if not 0 < number <= high:
            raise argparse.ArgumentTypeError(
                f"found {text!r}, expected a number above 0 and at most {high:g}{unit}"
            )
        return number

    return read
