"""The words of citation by language: one TOML file each, named by the language's code (ISO 639-1).

To add a language: a file, and cases that show its words. `LEXICON` is read once; patterns are built from it.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GROUPS = {
    "lists": ("names", "weak", "joined_by"),
    "words": ("access", "abbreviations"),
    "author_years": ("joins", "others", "signals", "tails", "cited_in", "undated", "never", "places"),
}
"""Table → the groups of words that a file may have in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language; a group it lacks is empty."""

    code: str
    name: str
    list_names: tuple[str, ...] = ()
    """What reference lists are called."""
    weak_list_names: tuple[str, ...] = ()
    """Names of lists that head other things too."""
    joined_by: tuple[str, ...] = ()
    """What joins two names of lists into one."""
    access: tuple[str, ...] = ()
    """What goes before a day of access."""
    abbreviations: tuple[str, ...] = ()
    """Words whose stop ends no sentence."""
    joins: tuple[str, ...] = ()
    """What joins two authors."""
    others: tuple[str, ...] = ()
    """What stands for further authors."""
    signals: tuple[str, ...] = ()
    """What goes before a citation in brackets, and with it."""
    tails: tuple[str, ...] = ()
    """What goes behind a citation in brackets, and with it."""
    cited_in: tuple[str, ...] = ()
    """What goes between a work and the one it was found in."""
    undated: tuple[str, ...] = ()
    """What stands for the year of a work."""
    never: tuple[str, ...] = ()
    """What goes before a year and is no author."""
    places: tuple[str, ...] = ()
    """Places, which stand before a year as authors do."""


def load(folder: Path) -> tuple[Language, ...]:
    """The languages of the files in `folder`, by code.

    Errors: `ValueError`, which names file and key, for a file that is no TOML or has a key that nothing reads.
    """
    return tuple(_language(path) for path in sorted(folder.glob("*.toml")))


def _language(path: Path) -> Language:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: no TOML ({error})") from error
    for table, keys in data.items():
        known = GROUPS.get(table, ())
        unknown = [key for key in keys if key not in known] if isinstance(keys, dict) else []
        if unknown or (table != "name" and table not in GROUPS):
            raise ValueError(f"{path.name}: {'.'.join((table, *unknown[:1]))} is no group of words")
    lists, words, cited = data.get("lists", {}), data.get("words", {}), data.get("author_years", {})
    return Language(
        code=path.stem, name=str(data.get("name", path.stem)), list_names=_words(lists, "names"), weak_list_names=_words(lists, "weak"),
        joined_by=_words(lists, "joined_by"), access=_words(words, "access"), abbreviations=_words(words, "abbreviations"),
        **{group: _words(cited, group) for group in GROUPS["author_years"]},
    )  # fmt: skip


def _words(table: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(word).casefold() for word in table.get(key, ()))


LEXICON = load(Path(__file__).parent)
"""Every language that kgraph has words of."""


def each(group: str) -> Iterator[str]:
    """The words of all languages in a group, such as `abbreviations`, each once, longest first."""
    words = dict.fromkeys(word for language in LEXICON for word in getattr(language, group))
    return iter(sorted(words, key=lambda word: (-len(word), word)))
