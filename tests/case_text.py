"""The text of a case: what all kinds of cases have in common.

A case is one file: a line of intent, a line `rule: FOLDER OTHER… M1…`, and sections that begin with `=== NAME`. The first
rule is the folder the file lies in; the others are folders whose rule it holds too, and numbers of `docs/semantics`. A section `=== each` lists
words, one a line: the same case is checked once for each, with the word for every `{}` of its other sections.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseText:
    intent: str
    rules: tuple[str, ...]
    sections: dict[str, str]
    word: str | None = None
    """The word that stands in this one; None where the case is checked once."""


def files(room: str) -> list[Path]:
    """The cases of `room` (`extract`, `read`), in the order of their names."""
    return sorted((CASES / room).rglob("*.case"), key=lambda path: (path.stem, path))


def folder_of(path: Path, room: str) -> str:
    """The rule whose folder holds the case."""
    return path.parent.relative_to(CASES / room).as_posix()


def numbers(rules: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the rules that are numbers of `docs/semantics`; the others are folders."""
    return tuple(rule for rule in rules if re.fullmatch(r"[A-Z]\d+", rule))


def load(path: Path) -> list[CaseText]:
    """The case as it stands, or once for each of its words.

    Errors: `ValueError` where the file is no case: no rule, no word, one word twice, no place for the words.
    """
    head, *parts = path.read_bytes().decode("utf-8").split("\n=== ")
    intent, _, rules = head.strip().partition("\nrule: ")
    if not rules.strip():
        raise ValueError(f"{path}: no line 'rule: …' below the intent")
    sections = dict(part.partition("\n")[::2] for part in parts)
    if len(sections) != len(parts):
        raise ValueError(f"{path}: two sections have one name")
    words = [word for word in sections.pop("each", "").splitlines() if word]
    whole = CaseText(intent=intent, rules=tuple(rules.split()), sections=sections)
    if not words:
        if any(part == "each" or part.startswith("each\n") for part in parts):
            raise ValueError(f"{path}: '=== each' lists no word")
        return [whole]
    return list(_each(path, whole, words))


def _each(path: Path, whole: CaseText, words: list[str]) -> Iterator[CaseText]:
    if len(set(words)) != len(words):
        raise ValueError(f"{path}: '=== each' lists a word twice")
    if not any("{}" in text for text in whole.sections.values()):
        raise ValueError(f"{path}: no {{}} for the words of '=== each'")
    for word in words:
        sections = {name: text.replace("{}", word) for name, text in whole.sections.items()}
        yield CaseText(intent=whole.intent, rules=whole.rules, sections=sections, word=word)


def write(intent: str, rules: tuple[str, ...], sections: dict[str, str], words: tuple[str, ...] = ()) -> str:
    """The file of a case, which `load` reads back.

    Errors: `ValueError` where a text has a line that would begin a section.
    """
    if broken := [name for name, text in sections.items() if f"\n{text}".find("\n=== ") >= 0]:
        raise ValueError(f"{broken[0]}: a line begins with '=== ', as sections of a case do")
    each = {"each": "\n".join(words)} if words else {}
    body = "".join(f"=== {name}\n{text}\n" for name, text in (each | sections).items())
    return f"{intent}\nrule: {' '.join(rules)}\n\n{body}"


def write_with_words(
    intent: str,
    rules: tuple[str, ...],
    texts: dict[str, str],
    words: tuple[str, ...],
    find: Callable[[dict[str, str]], dict[str, str]],
) -> str:
    """The file of a case: `texts`, and the sections that `find` makes of them with each word for `{}`.

    Errors: `ValueError` names the words for which `find` does not come to the same as for the first.
    """
    if not words:
        return write(intent, rules, texts | find(texts))
    found = [find({name: text.replace("{}", word) for name, text in texts.items()}) for word in words]
    shown = {name: text.replace(words[0], "{}") for name, text in found[0].items()}
    other = [
        word
        for word, sections in zip(words, found, strict=True)
        if sections != {name: text.replace("{}", word) for name, text in shown.items()}
    ]
    if other:
        raise ValueError(f"not the same as for {words[0]!r} is found for {', '.join(map(repr, other))}")
    return write(intent, rules, texts | shown, words)
