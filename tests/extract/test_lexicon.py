"""The lexicon: one file a language, each word read for what its group says."""

import re
from pathlib import Path

import pytest

from kgraph.extract import extract
from kgraph.extract.lexicon import GROUPS, LEXICON, Language, load
from kgraph.extract.lists.names import is_reading_list, list_name
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


_LISTS_AND_LINKS = (
    ("ar", "قائمة المراجع", "مصادر مقترحة"), ("bg", "Използвана литература", "Препоръчани източници"),
    ("ca", "Bibliografia", "Lectures recomanades"), ("cs", "Seznam literatury", "Doporučené zdroje"),
    ("da", "Litteraturliste", "Foreslåede kilder"), ("de", "Quellenverzeichnis", "Empfohlene Quellen"),
    ("el", "Βιβλιογραφία", "Προτεινόμενες πηγές"), ("en", "Works Cited", "Suggested Sources"),
    ("es", "Bibliografía", "Fuentes sugeridas"), ("fa", "فهرست منابع", "منابع پیشنهادی"),
    ("fi", "Lähdeluettelo", "Suositellut lähteet"), ("fr", "Bibliographie", "Sources suggérées"),
    ("he", "רשימת מקורות", "מקורות מומלצים"), ("hi", "संदर्भ सूची", "सुझाए गए स्रोत"),
    ("hr", "Popis literature", "Preporučeni izvori"), ("hu", "Irodalomjegyzék", "Ajánlott források"),
    ("id", "Daftar Pustaka", "Sumber yang disarankan"), ("it", "Bibliografia", "Fonti consigliate"),
    ("ja", "参考文献", "おすすめの資料"), ("ko", "참고문헌", "추천 자료"), ("nl", "Bronnenlijst", "Aanbevolen bronnen"),
    ("no", "Litteraturliste", "Foreslåtte kilder"), ("pl", "Bibliografia", "Sugerowane źródła"),
    ("pt", "Referências", "Fontes sugeridas"), ("ro", "Bibliografie", "Surse recomandate"),
    ("ru", "Список литературы", "Рекомендуемые источники"), ("sk", "Použitá literatúra", "Odporúčané zdroje"),
    ("sl", "Viri in literatura", "Priporočeni viri"), ("sv", "Källförteckning", "Rekommenderade källor"),
    ("th", "บรรณานุกรม", "แหล่งข้อมูลเพิ่มเติม"), ("tr", "Kaynakça", "Önerilen kaynaklar"),
    ("uk", "Використані джерела", "Рекомендовані джерела"), ("vi", "Tài liệu tham khảo", "Nguồn đề xuất"), ("zh", "参考文献", "推荐来源"),
)  # fmt: skip
"""Language, a name of its reference lists, a name of its lists of links to follow."""


@pytest.mark.parametrize(("code", "names", "follow"), _LISTS_AND_LINKS, ids=lambda text: text)
def test_lists_are_told_from_links_to_follow_in_many_languages(code: str, names: str, follow: str) -> None:
    assert list_name(names) is not None
    assert list_name(follow) is None
    assert is_reading_list(follow, of_links=False)
    assert not is_reading_list(names, of_links=False)
    assert code in {language.code for language in LEXICON}


def test_many_languages_have_words_for_the_day_of_access() -> None:
    without = {language.code for language in LEXICON if not language.words("words.access")}
    assert without == set()
