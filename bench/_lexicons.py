"""Words in lexicons: entries of TOML files, and alternatives within them."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _alternatives import alternatives, makes_no_difference, without


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A word of a TOML file: `path` leads to it; `text` is the rest of its value without it, None where nothing is."""

    line: int
    word: str
    path: tuple[str | int, ...]
    text: str | None = None
    same: bool = False
    """Whether it is provable that nothing is found otherwise without it."""


def entries(file: Path) -> list[Entry]:
    """The words of a TOML file: members of lists, keys of numbers, alternatives of patterns; in order."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    found: list[Entry] = []

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            here = (*path, key)
            if isinstance(item, dict | list):
                walk(item, here)
                continue
            word = item if isinstance(item, str) else str(key)
            line = next((n for n, each in enumerate(lines, 1) if word in each), 1)
            if isinstance(value, list) or isinstance(item, int):
                same = isinstance(value, list) and value.count(item) > 1
                found.append(Entry(line=line, word=word, path=here, same=same))
            for each in alternatives(item) if isinstance(item, str) else ():
                same = makes_no_difference(item, each, re.IGNORECASE, whole=True)
                rest = without(item, each)
                found.append(
                    Entry(line=line, word=item[each.start : each.end], path=here, text=rest, same=same)
                )

    walk(tomllib.loads(text), ())
    return found


def without_entry(gone: Entry, lexicon: dict[str, Any]) -> None:
    """Take the word out of what a TOML file says."""
    *outer, last = gone.path
    value: Any = lexicon
    for step in outer:
        value = value[step]
    if gone.text is None:
        del value[last]
    else:
        value[last] = gone.text
