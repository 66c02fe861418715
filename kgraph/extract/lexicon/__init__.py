"""The words of citation by language: one TOML file each, named by the language's code (ISO 639-1).

To add a language: a file, and cases that show its words. `LEXICON` is read once; patterns are built from it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgraph import own_words
from kgraph.errors import InputError

GROUPS = {
    "lists": (
        "names", "weak", "of_remarks", "joined_by", "joined_to", "around_before", "around_behind", "self_citation_headings",
    ),
    "words": (
        "access", "abbreviations", "abbreviations_before_numbers", "abbreviations_at_ends", "months", "seasons",
        "function_words", "openers", "and", "particles", "people_joins", "title", "line_joins", "before_digits",
        "before_cell_digits", "counted", "zones", "no_subjects", "cited", "looked_at", "speech",
        "capitalized_abbreviations", "abbreviations_in_capitals", "list_ends", "title_small", "surname_particles", "name_particles",
        "title_ends", "unnamed", "link_words", "label_heads", "list_stems", "governing", "governing_unspaced", "source_words", "ranges", "articles",
        "first_parts", "reports", "before_subjects", "behind_governed",
    ),
    "patterns": (
        "reading", "reading_heads", "numbering", "before_names", "behind_names", "uses", "attributions",
        "self_citations", "access", "access_prefixes", "access_days", "available_at", "looks_up", "bylines", "address_leads",
        "organisations", "organisations_at_end", "editor_marks", "editors", "others", "no_titles", "placeholders",
        "signals", "invitations", "remarks", "again", "table_labels", "table_sources", "before_points", "continues",
        "dates", "title_goes_on", "proceedings", "media", "media_behind_dash", "grades", "measures", "parts",
        "shown", "note_signals", "undated", "line_starts", "made_by", "places", "prefixes", "leads", "pages_before",
        "others_eastern", "source_lines", "cited_above", "above", "note_leads", "note_names", "in_volume", "laws", "roles", "note_editors", "critiques",
        "venues", "other_works", "venue_words", "own_works", "reference_words", "told_in", "parts_of_works", "signed_by", "volume_marks",
    ),
    "author_years": ("joins", "others", "signals", "tails", "cited_in", "undated", "never", "places", "presses", "houses"),
}  # fmt: skip
"""Table → the groups that a file may have in it: `lists` and `words` are plain words, `author_years` too; `patterns` regular expressions."""

_FOLDED = frozenset((*(f"lists.{key}" for key in GROUPS["lists"]), "words.access", "words.abbreviations"))
"""Groups whose words are looked for in text without case; others are kept as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language by group, such as `lists.names`; a group it lacks is empty."""

    code: str
    name: str
    ordinals_stop: bool | None
    """Whether it writes ordinals with a stop (`18. Jahrhundert`); None where its words do not tell."""
    groups: Mapping[str, tuple[str, ...]]

    def words(self, group: str) -> tuple[str, ...]:
        """Its words of a group."""
        return self.groups.get(group, ())


def load(folder: Path) -> tuple[Language, ...]:
    """The languages of the files in `folder`, by code.

    Errors: `ValueError`, which names file and key, for a file that is no TOML or has a key that nothing reads.
    """
    paths = sorted(folder.glob("*.toml"))
    return tuple(_language(path, path.read_text(encoding="utf-8", errors="replace")) for path in paths)


def _of_the_user() -> Iterator[Language]:
    """The languages in the folder of the user's own, which add to kgraph's.

    Errors: `InputError` for a file that is no TOML, has a key that nothing reads, or a pattern that is none.
    """
    for path, text in own_words.files():
        try:
            language = _language(path, text)
            for group, words in language.groups.items():
                for word in words if group.startswith("patterns.") else ():
                    re.compile(word)
        except (ValueError, TypeError, re.error) as error:
            raise InputError(f"{own_words.VARIABLE}: {path}: {error}. Correct it.") from error
        yield language


def _language(path: Path, text: str) -> Language:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: no TOML ({error})") from error
    name, ordinals = data.pop("name", path.stem), data.pop("ordinals_stop", None)
    groups = {}
    for table, keys in data.items():
        known = GROUPS.get(table, ())
        unknown = [key for key in keys if key not in known] if isinstance(keys, dict) else []
        if unknown or table not in GROUPS:
            raise ValueError(f"{path.name}: {'.'.join((table, *unknown[:1]))} is no group of words")
        groups.update({f"{table}.{key}": _words(f"{table}.{key}", words) for key, words in keys.items()})
    return Language(code=path.stem, name=str(name), ordinals_stop=ordinals, groups=groups)


def _words(group: str, words: list[Any]) -> tuple[str, ...]:
    return tuple(str(word).casefold() if group in _FOLDED else str(word) for word in words)


LEXICON = (*load(Path(__file__).parent), *_of_the_user())
"""Every language that kgraph has words of, and those of the user's own."""


def each(group: str, *codes: str) -> Iterator[str]:
    """The words of a group, such as `words.abbreviations`, in all languages or those of `codes`: each once, longest first."""
    chosen = [language for language in LEXICON if not codes or language.code in codes]
    words = dict.fromkeys(word for language in chosen for word in language.words(group))
    return iter(sorted(words, key=lambda word: (-len(word), word)))


def words_of(*groups: str) -> str:
    """A pattern of one of the words of `groups`, in whatever language."""
    return "|".join(re.escape(word) for group in groups for word in each(group))


def patterns_of(*groups: str) -> str:
    """A pattern of one of the patterns of `groups`, in whatever language."""
    return "|".join(pattern for group in groups for pattern in each(group))
