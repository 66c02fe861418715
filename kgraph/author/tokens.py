"""Markers as written: the numbers in them, and the same token with other numbers."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph.model import Marker

_DASH = "–—-"
_SEPARATOR = re.compile(r"\s{0,2}(?:\\?\]\s{0,2}[,;]?\s{0,2}\\?\[|[,;，、]|[–—-])\s{0,2}")
_NUMBERS = re.compile(rf"\d{{1,5}}(?:{_SEPARATOR.pattern}\d{{1,5}}){{0,60}}")
_TARGET = re.compile(r"\]\((#[^()\s]{0,300})\)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISING = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of a token: where they stand in it, each item with the numbers it counts, and what joins them."""

    start: int
    end: int
    items: tuple[tuple[int, ...], ...]
    joint: str
    dash: str
    raised: bool = False

    def all(self) -> list[int]:
        """Every number, ranges counted out."""
        return [n for item in self.items for n in item]


def numbers_in(marker: Marker) -> Numbers | None:
    """The numbers of a marker that is nothing but numbers; None for any other, and for one with a place in its source.

    >>> from kgraph.spans import Span
    >>> numbers_in(Marker("[1, 3-5]", Span(0, 8), ("1", "3", "4", "5"), "resolved")).items
    ((1,), (3, 4, 5))
    """
    raw = marker.raw
    raised = raw.translate(_RAISED)
    is_raised = raised != raw
    target = raw.find("](")
    match = _NUMBERS.search(raised, 0, target if target >= 0 else len(raised))
    if match is None or marker.locator:
        return None
    items: list[tuple[int, ...]] = []
    joint, dash = "", ""
    last, separator = None, ""
    for number, after in _walk(match[0]):
        if last is not None and separator.strip() and separator.strip()[0] in _DASH:
            items[-1] = (
                tuple(range(items[-1][0], number + 1))
                if items[-1][0] <= number < items[-1][0] + 200
                else (0,)
            )
            dash = dash or separator
        else:
            items.append((number,))
            joint = joint or separator
        last, separator = number, after
    found = Numbers(start=match.start(), end=match.end(), items=tuple(items), joint=joint or ", ", dash=dash or "-", raised=is_raised)  # fmt: skip
    wanted = [int(label) for label in marker.labels if label.isdecimal()]
    return found if set(found.all()) >= set(wanted) and len(wanted) == len(marker.labels) else None


def _walk(text: str) -> Iterator[tuple[int, str]]:
    """Each number with what stands behind it."""
    at = 0
    for match in re.finditer(r"\d+", text):
        following = re.compile(r"\d").search(text, match.end())
        at = following.start() if following else len(text)
        yield int(match[0]), text[match.end() : at]


def renumbered(
    marker: Marker,
    numbers: Numbers,
    new: Callable[[int], int],
    anchors: Mapping[str, str],
    drop: Sequence[int] = (),
) -> tuple[list[int], str]:
    """The new numbers of a token, sorted, and the token with them; numbers of `drop` go, ranges stay where they can."""
    rows: list[tuple[int, ...]] = []
    seen = set(drop)
    for item in numbers.items:
        fresh = sorted(n for n in {new(n) for n in item} if n not in seen)
        seen.update(fresh)
        if not fresh:
            continue
        whole = len(fresh) > 1 and fresh == list(range(fresh[0], fresh[0] + len(fresh)))
        rows += [tuple(fresh)] if whole else [(n,) for n in fresh]
    rows.sort()
    parts = [str(r[0]) if len(r) == 1 else f"{r[0]}{numbers.dash}{r[-1]}" for r in rows]
    told = numbers.joint.join(parts)
    raw = (
        marker.raw[: numbers.start]
        + (told.translate(_RAISING) if numbers.raised else told)
        + marker.raw[numbers.end :]
    )
    return [n for row in rows for n in row], retargeted(raw, anchors)


def retargeted(raw: str, anchors: Mapping[str, str]) -> str:
    """A token with the targets of its links under their new names."""
    return _TARGET.sub(lambda m: f"](#{anchors.get(m[1][1:], m[1][1:])})", raw)
