"""What kgraph extracts, against labels made by hand before it existed (evidence, not change detectors).

A floor is lowered only with a reason in the commit (docs/semantics names them too).
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kgraph
from tests.shared_corpora import CORPORA, SHARED

GOLD = SHARED / "gold"
SCORE = SHARED / "score.py"
FLOORS = {
    "markers": 0.995,
    "references": 0.99,
    "links": 0.99,
    "titles": 0.98,
    "pairs": 0.985,
    "claims": 0.985,
}

needs_gold = pytest.mark.skipif(
    not (GOLD.is_dir() and SCORE.is_file() and CORPORA.is_dir()),
    reason="the gold labels (../shared/gold) are not on this machine",
)


@needs_gold
def test_floors(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run = subprocess.run(
        [sys.executable, "-m", "kgraph", "extract", str(CORPORA), "--output", str(out), "--format", "jsonl"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    floors = [part for name, f1 in FLOORS.items() for part in ("--floor", f"{name}={f1}")]
    scored = subprocess.run(
        [sys.executable, str(SCORE), "--gold", str(GOLD), "--markdown", "--each", "0.95", "--json", *floors, str(out)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    print(scored.stdout)
    assert scored.returncode == 0, scored.stdout + scored.stderr
    figures = json.loads(scored.stdout.splitlines()[-1])
    assert set(FLOORS) <= set(figures.get("f1", figures)), "the scorer measured nothing"


@needs_gold
def test_the_seed() -> None:
    [path] = (CORPORA / "seed").glob("*.md")
    found = kgraph.extract(path)
    support = [c.support for c in found.claims]
    assert len(found.markers) == 25
    assert len(found.references) == 15
    assert (support.count("cited"), support.count("carried")) == (10, 1)
    assert all(m.status == "resolved" for m in found.markers)
    [seventh] = [r for r in found.references if r.label == "7"]
    assert seventh.title is not None
    assert seventh.raw_title is not None
    assert "—" in seventh.title
    assert "â€" in seventh.raw_title
    assert found.generator is not None
    assert (found.generator.model, found.generator.site) == ("claude-3-opus", "perplexity.ai")
    text = found.document.source.text
    comments = [(start, end) for start, end, reason in found.document.dropped if reason == "comment"]
    assert comments, "the seed has comments"
    spans = [m.span for m in found.markers]
    spans += [c.span for c in found.claims]
    spans += [r.span for r in found.references]
    for start, end in comments:
        assert text[start:end].startswith("<!--")
        assert not any(start <= span.start < end for span in spans)
