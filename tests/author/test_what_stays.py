"""`kgraph author convert`: what another convention cannot say stays as it is, and is told; lists go where they are read."""

from pathlib import Path

import pytest

from kgraph.cli import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _converted(folder: Path, text: str, to: str) -> str:
    (folder / "in.md").write_text(text, encoding="utf-8")
    assert run(["author", "convert", "in.md", "--to", to, "--write"]) == 0
    return (folder / "in.md").read_text(encoding="utf-8")


_WORDED = 'Hops climb ([Hop Board][1]). Poles bend [1].\n\n[1]: https://a.net/1 "Hops"\n[2]: https://a.net/2 "Rain"\n'


@pytest.mark.parametrize("to", ["anchors", "plain", "footnotes", "links"])
def test_definitions_that_words_link_to_stay(
    to: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _converted(folder, _WORDED, to) == _WORDED
    assert "entry 1 stays as it is: it is named by words of the text" in capsys.readouterr().err


_SCATTERED = (
    "Hops climb.[^1]\n\n[^1]: https://a.net/1\n\n## Rain\n\nRain falls.[^2]\n\n[^2]: https://a.net/2\n"
)


def test_notes_that_stand_scattered_are_one_list_at_the_end(folder: Path) -> None:
    assert _converted(folder, _SCATTERED, "plain") == (
        "Hops climb.[1]\n\n## Rain\n\nRain falls.[2]\n\n## References\n\n[1] https://a.net/1\n[2] https://a.net/2\n"
    )
    assert "Rain falls. [[2](#ref-2)]\n\n---\n## References\n\n[1] <a id" in _converted(
        folder, _SCATTERED, "anchors"
    )


def test_notes_that_refer_to_others_stay_notes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "Hops climb.[^1] Poles bend.[^2] Rain falls.[^3]\n\n[^1]: A. Moss, *Hops of the north* (Leeds, 2014), 12.\n\n"
        "[^2]: Ibid., 15.\n\n[^3]: https://a.net/3\n"
    )
    new = _converted(folder, text, "plain")
    assert new.startswith("Hops climb.[^1] Poles bend.[^2] Rain falls.[3]\n")
    assert "[^2]: Ibid., 15.\n\n## References\n\n[3] https://a.net/3\n" in new
    told = "entries 1, 2 stay as they are: each refers to another note, or is referred to"
    assert told in capsys.readouterr().err


def test_a_note_whose_work_would_be_another_stays(folder: Path) -> None:
    text = (
        "Hops climb.[^1] Rain falls.[^2]\n\n[^1]:\n    They climb poles, says [the fair](https://a.net/fair).\n\n"
        "    Hop Board: [*Hops*](https://a.net/1)\n[^2]: https://a.net/2\n"
    )
    new = _converted(folder, text, "anchors")
    assert "Hops climb.[^1] Rain falls. [[2](#ref-2)]" in new


def test_keys_that_name_works_by_themselves_get_entries(folder: Path) -> None:
    text = "Hops climb [@doi:10.1000/182; @isbn:9780306406157]. Poles bend [@doi:10.1000/182].\n"
    assert _converted(folder, text, "plain") == (
        "Hops climb [1][2]. Poles bend [1].\n\n## References\n\n[1] https://doi.org/10.1000/182\n[2] ISBN 9780306406157.\n"
    )


def test_a_table_of_sources_stays_one(folder: Path) -> None:
    text = (
        "Hops climb [1]. Poles bend [2].\n\n## References\n\n| ID | Source |\n| --- | --- |\n| [1] | Hops, https://a.net/1 |\n"
        "| [2] | Poles, https://a.net/2 |\n"
    )
    assert _converted(folder, text, "plain") == text
    new = _converted(folder, text, "anchors")
    assert '| [2] <a id="ref-2"></a> | Poles, https://a.net/2 |' in new
    assert new.startswith("Hops climb [[1](#ref-1)].")
    (folder / "in.md").write_text(text, encoding="utf-8")
    assert run(["author", "convert", "in.md", "--to", "footnotes", "--write"]) == 3


def test_a_rule_makes_no_heading_of_the_line_above(folder: Path) -> None:
    text = "Hops climb [1].\n\nAnswers may be wrong.\n[1] https://a.net/1\n[2] https://a.net/2\n[3] https://a.net/3\n"
    assert "Answers may be wrong.\n\n---\n## References\n" in _converted(folder, text, "anchors")


def test_a_list_amid_the_text_gets_no_heading(folder: Path) -> None:
    lists = "[{0}] https://a.net/{0}\n[{1}] https://a.net/{1}\n[{2}] https://a.net/{2}\n"
    text = f"Hops climb [1].\n\n{lists.format(1, 2, 3)}\nRain falls [4].\n\n1. Poles bend [5].\n\n{lists.format(4, 5, 6)}"
    new = _converted(folder, text, "anchors")
    assert 'climb [[1](#ref-1)].\n\n[1] <a id="ref-1">' in new
    assert "1. Poles bend [[5](#ref-5)].\n\n---\n## References\n\n[4] <a" in new


def test_a_dead_number_that_would_get_a_meaning_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Hops climb.[^hop] Poles bend.[^pole] Rain falls [2].\n\n[^hop]: https://a.net/1\n[^pole]: https://a.net/2\n"
    (folder / "in.md").write_text(text, encoding="utf-8")
    assert run(["author", "convert", "in.md", "--to", "plain", "--write"]) == 3
    assert (
        "in.md:1:49: [2] names no entry now, but would name one after this (marker-dangling)"
        in capsys.readouterr().err
    )
