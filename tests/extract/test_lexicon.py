"""The lexicon: one file a language, each word read for what its group says."""

from pathlib import Path

import pytest

from kgraph.extract import extract
from kgraph.extract.lexicon import LEXICON, Language, load
from kgraph.extract.lists.names import list_name
from kgraph.read import read


@pytest.mark.parametrize("language", LEXICON, ids=lambda language: language.code)
def test_words_are_read(language: Language) -> None:
    assert [n for n in (*language.list_names, *language.weak_list_names) if list_name(n) is None] == []
    for word in language.access:
        article = (
            f"Tides rise.[1]\n\n## References\n\n[1] The moon. https://example.org/moon ({word} 5.3.2024)\n"
        )
        (entry,) = extract(read("a.md", article.encode())).references
        assert entry.accessed == "5.3.2024", word


def test_words_stand_once_in_a_file() -> None:
    for language in LEXICON:
        for group in (language.list_names, language.weak_list_names, language.access, language.abbreviations):
            assert len(set(group)) == len(group), language.code


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
