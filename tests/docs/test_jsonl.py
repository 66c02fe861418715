"""The lines of `extract` have the keys the page names, and the page names the keys they have."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

import kgraph
from kgraph.jsonl import SCHEMA, dumps
from tests.extract.case_file import one_of_each_file, run
from tests.shared_corpora import ROOT

PROMISED = {
    "article": "path sha256 format title date language generator",
    "markers": "start end raw labels list status claim",
    "ignored": "start end raw reason",
    "references": "label list text title site url authors accessed source start end",
    "claims": "id text start end support rule labels sources section lead_in",
    "sources": "id kind urls identifiers title site",
    "problems": "code severity message start end hint",
}
"""What every record of a kind has, from the specification of the interface."""

SOMETIMES = {
    "markers": {"passage", "locator"},
    "references": {"title_as_written", "file", "part", "same_as", "locator"},
    "problems": {"cell", "file"},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[set[str]]]:
    """The keys of every record of every kind, of all samples and cases."""
    folder = tmp_path_factory.mktemp("cases")
    found: dict[str, list[set[str]]] = defaultdict(list)
    samples = [*(ROOT / "data/articles").glob("*.md"), *(ROOT / "data/notebooks").glob("*.ipynb")]
    extractions = [kgraph.extract(a) for a in sorted(samples)]
    for number, case in enumerate(one_of_each_file()):
        (folder / str(number)).mkdir()
        extractions.append(run(case, folder / str(number)))
    for extraction in extractions:
        line = dumps(extraction)
        assert "\n" not in line
        data = json.loads(line)
        assert set(data) == {"schema", "version", *PROMISED}
        assert (data["schema"], data["version"]) == (SCHEMA, kgraph.__version__)
        found["article"].append(set(data["article"]))
        for kind in set(PROMISED) - {"article"}:
            found[kind] += [set(record) for record in data[kind]]
    return found


@pytest.mark.parametrize("kind", PROMISED)
def test_keys(written: dict[str, list[set[str]]], kind: str) -> None:
    page = (ROOT / "docs/jsonl.md").read_text(encoding="utf-8")
    [row] = re.findall(rf"^\| `{kind}` \| (.*) \|$", page, re.MULTILINE)
    named = set(re.findall(r"`([a-z0-9_]+)`", row)) - {"claims"}  # where a marker says into what it counts
    records = written[kind]
    assert len(records) > 10
    always, ever = set.intersection(*records), set.union(*records)
    assert always >= set(PROMISED[kind].split())
    assert ever - always == SOMETIMES.get(kind, set())
    assert ever - named == set(), "keys the page does not name"


def test_generator(tmp_path: Path) -> None:
    text = "A fact [1].\n\n[1] https://example.org/a\n\n*Written with claude-3-opus on perplexity.ai.*\n"
    generator = json.loads(dumps(kgraph.extract_text(text)))["article"]["generator"]
    assert generator["model"] == "claude-3-opus"
    assert set(generator) == {"model", "site", "url"}
