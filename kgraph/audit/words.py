"""The words of `words.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def words(group: str) -> frozenset[str]:
    """The words of a group, in small letters."""
    found: list[str] = _WORDS[group]["hosts"] if group == "resolvers" else _WORDS[group]
    return frozenset(word.casefold() for word in found)


def sites_of_short(host: str) -> tuple[str, ...]:
    """The sites whose links a short host is."""
    return tuple(_WORDS["short_links"].get(host, ()))
