"""What a store knows of sources reaches an audit and an author through its observations."""

import json
from pathlib import Path

import pytest

from kgraph.cli import run
from tests.recorded import Page, enriched

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


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an article, and a store whose sources were asked about."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "a.md").write_text(_ARTICLE)
    paper, post = "https://doi.org/10.1093/jmammal/gyz001", "https://riverbank.net/posts/otters"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        enriched(
            [Path("a.md")],
            Path(".kgraph"),
            {
                "https://sciencedigest.net/otters": Page(
                    title="Otters now eat crabs | Digest", cites=(paper,)
                ),
                "https://otterwatch.org/counts": Page(title="Soap making", cites=(post,)),
                "https://fieldnotes.org/mink": Page(http=404),
                paper: Page(title="Dietary change in Lutra lutra"),
            },
        )
    return folder


@pytest.fixture
def store(asked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(asked)
    return asked / ".kgraph"


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
