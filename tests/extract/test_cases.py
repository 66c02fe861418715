"""Each rule, as cases that a person can read: a folder a rule (tests/cases/extract)."""

from pathlib import Path

import pytest

from tests import case_text, write_case
from tests.extract.case_file import SECTIONS, Case, cases, load, render, run, write

ALL = list(cases())


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for articles that nothing lies beside: one for all, since to make thousands takes longer than to read them."""
    return tmp_path_factory.mktemp("alone")


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name)
def test_case(case: Case, alone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = render(run(case, tmp_path_factory.mktemp("beside") if case.beside else alone))
    assert {name: found[name] for name in case.expected} == case.expected, case.intent


def test_every_case_expects_something() -> None:
    assert len(ALL) >= 190
    for case in ALL:
        assert set(case.expected) == set(SECTIONS), case.name


def test_cases_have_names_of_their_own() -> None:
    names = [path.stem for path in case_text.files("extract")]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("room", ["extract", "read"])
def test_every_case_names_its_rule_first_and_rules_that_are(room: str) -> None:
    files = case_text.files(room)
    rules = {case_text.folder_of(path, room) for path in files}
    assert len(rules) > 4
    for path in files:
        named = case_text.load(path)[0].rules
        assert named[0] == case_text.folder_of(path, room), path.name
        folders = set(named) - set(case_text.numbers(named))
        assert folders <= rules, f"{path.name}: no folder {folders - rules}"


_ARTICLE = "Elms die [1].\n\n## References\n\n1. Elm leaves, {} May 1, 2025, https://example.org/elms\n"


def test_a_written_case_holds_for_each_of_its_words(tmp_path: Path) -> None:
    file = tmp_path / "days.case"
    file.write_text(
        write("Days.", ("entries/days",), _ARTICLE, {}, ("accessed", "retrieved")), encoding="utf-8"
    )
    first, second = load(file)
    assert (first.name, second.name) == ("days (accessed)", "days (retrieved)")
    assert "retrieved May 1" in second.article
    assert "| May 1, 2025 |" in second.expected["references"]
    for number, case in enumerate((first, second)):
        (tmp_path / str(number)).mkdir()
        assert render(run(case, tmp_path / str(number))) == case.expected


def test_words_that_differ_are_named() -> None:
    with pytest.raises(ValueError, match=r"is found for 'xqzzy'$"):
        write("Days.", ("entries/days",), _ARTICLE, {}, ("accessed", "xqzzy"))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    article, bib = "Elms\r\ndie [@elm2020].\n\n", "@book{elm2020, title = {Elms}, year = 2020}\n"
    file = tmp_path / "elms.case"
    file.write_bytes(write("Elms.", ("a/b", "c"), article, {"refs.bib": bib}).encode())
    [case] = load(file)
    assert case.article == article
    assert (case.intent, case.rules) == ("Elms.", ("a/b", "c"))
    assert case.beside == {"refs.bib": bib.rstrip("\n") + "\n"}
    assert "Elms" in case.expected["references"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Intent.\n\n=== article\nA.\n", "no line 'rule"),
        ("Intent.\nrule: a\n\n=== each\n\n=== article\nA {}.\n", "lists no word"),
        ("Intent.\nrule: a\n\n=== each\nx\nx\n\n=== article\nA {}.\n", "a word twice"),
        ("Intent.\nrule: a\n\n=== each\nx\n\n=== article\nA.\n", "no {} for the words"),
        ("Intent.\nrule: a\n\n=== article\nA.\n=== article\nB.\n", "two sections"),
    ],
)
def test_a_file_that_is_no_case_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "a.case").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        load(tmp_path / "a.case")


def test_a_text_that_would_break_the_case_is_refused() -> None:
    with pytest.raises(ValueError, match="article: a line begins with '=== '"):
        write("Intent.", ("a",), "Head\n=== Foot\n", {})


def test_the_command_writes_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "elms.md").write_text(_ARTICLE, encoding="utf-8")
    words = ["--each", "accessed", "--each", "retrieved"]
    options = ["--rule", "entries/access-days", "--rule", "lists/names", "--intent", "Days.", *words]
    assert write_case.main([str(tmp_path / "elms.md"), *options], tmp_path) == 0
    written = tmp_path / "extract/entries/access-days/elms.case"
    assert written.read_text(encoding="utf-8") in capsys.readouterr().out
    assert [case.rules for case in load(written)] == [("entries/access-days", "lists/names")] * 2
    with pytest.raises(SystemExit):
        write_case.main([str(tmp_path / "elms.md"), *options], tmp_path)
    assert "has this name; choose another" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        write_case.main([str(tmp_path / "elms.md"), "--rule", "E12", "--intent", "Days."], tmp_path / "other")
    assert "the first --rule is the folder" in capsys.readouterr().err
