"""Patterns of paths in which `**` takes any number of folders."""

import fnmatch
from collections.abc import Sequence


def fits(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the names of a path, one by one, fit the parts of a pattern, of which `**` takes any number of names."""
    at = {0}
    for name in [*names, None]:
        for i in range(len(pattern)):
            if i in at and pattern[i] == "**":
                at.add(i + 1)
        if name is None:
            break
        at = {
            i if pattern[i] == "**" else i + 1 for i in at if i < len(pattern) and _fits_one(name, pattern[i])
        }
    return len(pattern) in at


def _fits_one(name: str, part: str) -> bool:
    return part == "**" or fnmatch.fnmatchcase(name, part)
