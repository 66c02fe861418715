"""The lexicon: one file a language, each word read for what its group says."""

import re
from pathlib import Path

import pytest

from kgraph.extract import extract
from kgraph.extract.lexicon import GROUPS, LEXICON, Language, load
from kgraph.extract.lists.names import list_name
from kgraph.read import read
from tests.shared_corpora import ROOT


@pytest.mark.parametrize("language", LEXICON, ids=lambda language: language.code)
def test_words_are_read(language: Language) -> None:
    names = (*language.words("lists.names"), *language.words("lists.weak"))
    assert [n for n in names if list_name(n) is None] == []
    for word in language.words("words.access"):
        article = (
            f"Tides rise.[1]\n\n## References\n\n[1] The moon. https://example.org/moon ({word} 5.3.2024)\n"
        )
        (entry,) = extract(read("a.md", article.encode())).references
        assert entry.accessed == "5.3.2024", word


def test_words_stand_once_in_a_group() -> None:
    for language in LEXICON:
        for group, words in language.groups.items():
            assert words, f"{language.code}: {group} is empty"
            assert len(set(words)) == len(words), f"{language.code}: {group}"


def test_patterns_are_patterns_and_catch_nothing() -> None:
    for language in LEXICON:
        for group, patterns in language.groups.items():
            if group.startswith("patterns."):
                assert [p for p in patterns if re.compile(p).groups] == [], f"{language.code}: {group}"


def test_every_group_is_read_and_has_words() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "kgraph/extract").rglob("*.py"))
    groups = [f"{table}.{key}" for table, keys in GROUPS.items() for key in keys]
    assert [group for group in groups if not re.search(rf"[\"']{group}[\"']", code)] == []
    assert [group for group in groups if not any(x.words(group) for x in LEXICON)] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[lists]\nnmaes = []\n", "xx.toml: lists.nmaes"),
        ("[wrods]\n", "xx.toml: wrods"),
        ("names = [", "xx.toml: no TOML"),
    ],
)
def test_a_file_with_a_slip_is_named(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "xx.toml").write_text(text)
    with pytest.raises(ValueError, match=what):
        load(tmp_path)
