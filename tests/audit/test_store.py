"""What a store knows of sources reaches an audit and an author through its observations."""

import json
from pathlib import Path
from typing import Any

import pytest

from kgraph.cli import run
from kgraph.observation import Observation
from kgraph.rdf.observe import observation_quads, snapshot
from kgraph.store import Writer

_ARTICLE = """---
permalink: https://riverbank.net/posts/otters
---

Otters eat crabs [1]. A paper counted shells [2]. There were 41 animals [3]. They avoid mink [4].

References

[1] [Otters now eat crabs](https://sciencedigest.net/otters)
[2] https://doi.org/10.1093/jmammal/gyz001
[3] [Counts](https://otterwatch.org/counts)
[4] [Mink](https://fieldnotes.org/mink)
"""


def _observe(store: Path, about: str, **what: Any) -> None:
    seen = Observation(about=about, fetcher="page", asked=about, time="2026-01-10T00:00:00.000Z", **what)
    with Writer(store) as writer:
        kept = snapshot(seen, None)
        writer.replace_graph(kept.iri, observation_quads(seen, kept=kept))
        writer.commit()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(_ARTICLE)
    run(["build", "a.md"])
    place = tmp_path / ".kgraph"
    _observe(place, "https://sciencedigest.net/otters", status="alive", title="Otters now eat crabs | Digest", links=("https://doi.org/10.1093/jmammal/gyz001",))  # fmt: skip
    _observe(place, "https://otterwatch.org/counts", status="alive", title="Soap making", links=("https://riverbank.net/posts/otters",))  # fmt: skip
    _observe(place, "https://fieldnotes.org/mink", status="gone", http_status=404)
    _observe(
        place, "https://doi.org/10.1093/jmammal/gyz001", status="alive", title="Dietary change in Lutra lutra"
    )
    return place


def test_audits_say_what_the_store_knows(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["audit", "a.md", "--format", "jsonl"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["line"], r["code"]) for r in rows] == [
        (9, "source-secondary"), (11, "source-cites-article"), (11, "title-differs"), (12, "source-gone"),
    ]  # fmt: skip


def test_titles_of_the_store_stand_in_for_addresses(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["author", "convert", "a.md", "--to", "anchors", "-o", "b.md"]) == 0
    text = Path("b.md").read_text()
    assert "[doi.org: Dietary change in Lutra lutra](https://doi.org/10.1093/jmammal/gyz001)" in text
    assert "[Counts](https://otterwatch.org/counts)" in text
