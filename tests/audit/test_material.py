"""The audits of the shared material, by the command line as a person runs it; facts reach it through a store."""

import io
import json
import shutil
from collections import defaultdict
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from kgraph.audit import CHECKS
from kgraph.cli import run
from tests.recorded import Page, enriched, pages_of
from tests.shared_corpora import SHARED

_ROOT = SHARED / "authoring" / "audit" / "dev"
_CASES: list[dict[str, Any]] = (
    json.loads((_ROOT / "manifest.json").read_text(encoding="utf-8")) if _ROOT.is_dir() else []
)
_ASKED = {check.code for check in CHECKS if check.on == "asked"}


_NEEDED = pytest.mark.skipif(not _CASES, reason="the material (../shared/authoring) is not on this machine")


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The findings of each case, by its name: cases that are asked for alike are audited together."""
    folder = tmp_path_factory.mktemp("cases")
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    pages: dict[str, Page] = {}
    known = []
    for case in _CASES:
        (folder / case["id"]).mkdir()
        for name in (case["article"], *case["files"]):
            shutil.copy(_ROOT / name, folder / case["id"])
        facts = json.loads((_ROOT / case["facts"]).read_text(encoding="utf-8")) if case["facts"] else {}
        pages |= pages_of(facts)
        known += [Path(case["id"])] if facts else []
        options = [
            "--today",
            case["today"],
            "--store",
            "asked" if facts else "none",
            *map(str, case["options"]),
        ]
        options += ["--select", ",".join(case["select"])] if case["select"] != "default" else []
        url = facts.get("article", {}).get("url")
        alike[*options, *(["--url", url] if url else [])].append(case["id"])
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        enriched(known, Path("asked"), pages)
        for asked, names in alike.items():
            for row in _audited([*names, *asked]):
                found[row["file"].partition("/")[0]].append(row)
    return found


def _audited(arguments: list[str]) -> list[dict[str, Any]]:
    """What the command prints."""
    out = io.StringIO()
    with redirect_stdout(out):
        run(["audit", *arguments, "--format", "jsonl", "--workers", "1"])
    return [json.loads(line) for line in out.getvalue().splitlines()]


@_NEEDED
@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["id"])
def test_audits_of_the_material(case: dict[str, Any], findings: dict[str, list[dict[str, Any]]]) -> None:
    found = {(row["code"], row["line"]) for row in findings[case["id"]]}
    missing = [
        e for e in case["expect"] if not found & {(code, e["line"]) for code in (e["code"], *e.get("or", ()))}
    ]
    missing += [e for e in case["expect_document"] if not any(code == e["code"] for code, _ in found)]
    assert missing == []
    wanted = {(code, e["line"]) for e in case["expect"] for code in (e["code"], *e.get("or", ()))}
    wanted |= {(e["code"], e["line"]) for e in case["may_at"]}
    loose = {told.split(" ")[0].split("@")[0] for told in case["may"]} | {
        e["code"] for e in case["expect_document"]
    }
    selected = {code for code, _ in found if _counts(code, case["select"])}
    assert {each for each in found - wanted if each[0] in selected - loose} == set()


def _counts(code: str, select: Any) -> bool:
    """Whether a finding of `code` that nobody expects is a false alarm."""
    return code not in _ASKED if select == "default" else code in select
