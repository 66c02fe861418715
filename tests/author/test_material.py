"""The cases of the shared material, by the command line as a person runs it; facts reach it through a store."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from kgraph.cli import run
from tests.recorded import Page, enriched, pages_of
from tests.shared_corpora import SHARED

_ROOT = SHARED / "authoring" / "author" / "dev"
_CASES: list[dict[str, Any]] = (
    json.loads((_ROOT / "manifest.json").read_text(encoding="utf-8")) if _ROOT.is_dir() else []
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the inputs of all cases, whose sources were asked about."""
    folder = tmp_path_factory.mktemp("store")
    pages: dict[str, Page] = {}
    inputs = []
    for case in _CASES:
        if case.get("facts"):
            pages |= pages_of(json.loads((_ROOT / case["facts"]).read_text(encoding="utf-8")))
            inputs += [_ROOT / name for name in case["inputs"]]
    enriched(inputs, folder / "asked", pages)
    return folder / "asked"


@pytest.mark.skipif(not _CASES, reason="the material (../shared/authoring) is not on this machine")
@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["id"])
def test_cases_of_the_material(
    case: dict[str, Any],
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in case["inputs"]:
        shutil.copy(_ROOT / name, tmp_path)
    argv = list(case["argv"])
    facts = json.loads((_ROOT / case["facts"]).read_text(encoding="utf-8")) if case.get("facts") else {}
    if facts:
        argv += ["--store", str(store)]
    if attribution := facts.get("attribution"):
        Path("kgraph.toml").write_text(f"attribution = {json.dumps(attribution)}\n", encoding="utf-8")
    output = argv[argv.index("-o") + 1] if "-o" in argv else "in.md"
    before = Path("in.md").read_bytes() if Path("in.md").exists() else b""
    capsys.readouterr()
    code = run([*argv, *([] if "-o" in argv else ["--write"])])
    told = capsys.readouterr().err
    if "refused" in case:
        assert code == 3 and Path("in.md").read_bytes() == before
        assert case["refused"]["code"] in told and f"in.md:{case['refused']['line']}:" in told
        return
    right = [case["expected"], *case.get("also_right", [])]
    assert code == 0, told
    new = Path(output).read_bytes()
    wanted = [(_ROOT / name).read_bytes() for name in right]
    if case.get("compare") == "keys-free":
        bib = json.loads((_ROOT / case["also_written"][0]).read_text(encoding="utf-8"))
        _demand_alike_but_for_keys(new, wanted, Path("in.bib").read_text(encoding="utf-8"), bib)
    else:
        assert new in wanted
    for warned in case.get("warns", ()):
        assert warned in told


def _demand_alike_but_for_keys(
    new: bytes, wanted: list[bytes], bibliography: str, records: list[dict[str, str]]
) -> None:
    """Keys map one to one; white space at the end is free; the bibliography has the fields that are given."""
    from pybtex.database import parse_string

    shapes = {_without_keys(text.decode()) for text in wanted}
    assert _without_keys(new.decode()) in shapes
    entries = parse_string(bibliography, "bibtex").entries
    keys = re.findall(r"@([\w:.-]+)", new.decode())
    named = dict(zip(re.findall(r"@([\w:.-]+)", wanted[0].decode()), keys, strict=True))
    assert len(set(named.values())) == len(named)
    for record in records:
        fields = entries[named[record["key"]]].fields
        assert {name: fields[name] for name in record if name != "key"} == {
            name: value for name, value in record.items() if name != "key"
        }


def _without_keys(text: str) -> str:
    """The text with its keys numbered in the order of first use."""
    seen: dict[str, str] = {}
    return re.sub(r"@([\w:.-]+)", lambda m: seen.setdefault(m[1], f"@{len(seen)}"), text).rstrip()
