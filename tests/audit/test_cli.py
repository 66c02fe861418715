"""`kgraph audit` as people and programs use it: exit codes, formats, fixes, the store beside."""

import json
from pathlib import Path
from typing import Any

import pytest

from kgraph.audit import CHECKS
from kgraph.cli import run

_BAD = "Elms fall [1]. Oaks stand [3].\n\nSources:\n[1] https://elmlab.net/elms?utm_source=feed\n"
_GOOD = "Elms fall [1].\n\nSources:\n[1] https://elmlab.net/elms\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.md").write_text(_BAD)
    (tmp_path / "good.md").write_text(_GOOD)
    return tmp_path


def test_a_good_article_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "good.md"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_jsonl_has_a_row_a_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "bad.md", "--format", "jsonl"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["file"], r["line"], r["code"]) for r in rows] == [
        ("bad.md", 1, "marker-dangling"),
        ("bad.md", 4, "url-tracking"),
    ]
    assert all({"file", "line", "column", "code", "severity", "message", "fix"} <= r.keys() for r in rows)


def _sarif_faults(log: dict[str, Any]) -> list[str]:
    """What the schema of SARIF 2.1.0 demands of the parts that are written here."""
    faults = [] if log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json") else ["head"]
    for one in log["runs"]:
        rules = one["tool"]["driver"]["rules"]
        faults += [] if one["tool"]["driver"]["name"] else ["driver"]
        faults += [r["id"] for r in rules if not r["shortDescription"]["text"] or not r["help"]["text"]]
        for result in one["results"]:
            place = result["locations"][0]["physicalLocation"]
            region = place["region"]
            right = (
                rules[result["ruleIndex"]]["id"] == result["ruleId"]
                and result["level"] in ("none", "note", "warning", "error")
                and result["message"]["text"]
                and region["startLine"] >= 1
                and region["endColumn"] > region["startColumn"] >= 1
                and " " not in place["artifactLocation"]["uri"]
            )
            faults += [] if right else [result["ruleId"]]
    return faults


def test_sarif_is_as_its_schema_demands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "bad.md", "--format", "sarif"])
    log = json.loads(capsys.readouterr().out)
    assert _sarif_faults(log) == []
    assert [r["ruleId"] for r in log["runs"][0]["results"]] == ["marker-dangling", "url-tracking"]


def test_annotations_escape_what_would_end_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["audit", "bad.md", "--format", "github"])
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("::warning file=bad.md,line=1,col=27,title=marker-dangling::")


def test_severities_choose_the_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "bad.md", "--fail-on", "error"]) == 0
    assert run(["audit", "bad.md", "--fail-on", "warning"]) == 1
    assert run(["audit", "bad.md", "--ignore", "marker", "--fail-on", "warning"]) == 0
    assert run(["audit", "bad.md", "--fail-on", "never"]) == 0


@pytest.mark.parametrize("arguments", [["--select", "markr"], ["--today", "tomorrow"], ["--explain", "no-code"], ["--min-coverage", "a lot"]])  # fmt: skip
def test_what_cannot_be_meant_is_usage(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "bad.md", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_fix_mends_and_twice_is_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "bad.md", "--fix"]) == 0
    once = (folder / "bad.md").read_text()
    assert once == _BAD.replace("?utm_source=feed", "")
    run(["audit", "bad.md", "--fix"])
    assert (folder / "bad.md").read_text() == once


def test_a_fix_keeps_line_ends_and_marks(folder: Path) -> None:
    data = b"\xef\xbb\xbf" + _BAD.replace("\n", "\r\n").encode()
    (folder / "bad.md").write_bytes(data)
    run(["audit", "bad.md", "--fix"])
    assert (folder / "bad.md").read_bytes() == data.replace(b"?utm_source=feed", b"")


def test_what_is_asked_without_anyone_there_is_usage(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "bad.md", "--fix", "--unsafe"]) == 2


def test_repeats_are_folded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "many.md").write_text("Elms fall [1].\n" + "".join(f"Oaks stand [{n}].\n" for n in range(20, 40)) + "\nSources:\n[1] https://elmlab.net/elms\n")  # fmt: skip
    run(["audit", "many.md"])
    out = capsys.readouterr().out
    assert "and 17 more marker-dangling" in out
    assert out.count(" warning marker-dangling ") == 3
    run(["audit", "many.md", "--unfolded"])
    assert capsys.readouterr().out.count(" warning marker-dangling ") == 20


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.code)
def test_each_code_is_explained(check: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "--explain", check.code]) == 0
    assert check.says in capsys.readouterr().out


def test_the_articles_of_a_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "good.md", "bad.md"])
    capsys.readouterr()
    assert run(["audit", "--format", "jsonl"]) == 1
    assert {json.loads(line)["file"] for line in capsys.readouterr().out.splitlines()} == {"bad.md"}


def test_a_fix_closes_gaps(folder: Path) -> None:
    (folder / "gap.md").write_text(
        "Elms fall [2][4].\n\nSources:\n[2] https://elmlab.net/elms\n[4] https://oaklab.net/oaks\n"
    )
    assert run(["audit", "gap.md", "--fix"]) == 0
    assert (
        (folder / "gap.md").read_text()
        == "Elms fall [1][2].\n\nSources:\n[1] https://elmlab.net/elms\n[2] https://oaklab.net/oaks\n"
    )
