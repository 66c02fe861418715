"""The table of blocks on its way: from an article through a store to what the explorer reads."""

import json
from pathlib import Path

import pytest

from kgraph.export.details import detail, details
from kgraph.jobs.build import build
from kgraph.store import Reader

_ARTICLE = "# Elms\n\nElms **die** [1].\n\n```\nint a;\n```\n\n## References\n\n1. Moss. Elms. https://example.org/elms\n"


def test_blocks_reach_the_explorer_without_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    article, store = Path("elms.md"), Path("store")
    article.write_text(_ARTICLE)
    build([str(article)], store, workers=1)
    article.unlink()
    with Reader(store) as reader:
        found = detail(lambda table, columns: reader.rows_of(table, "elms.md", columns), "elms.md", None)
        assert list(details(reader.rows, {})) == [found]
    blocks = json.loads(json.dumps(found.json()["blocks"]))
    assert [block[0] for block in blocks] == ["heading", "paragraph", "code", "heading", "entry"]
    paragraph = blocks[1]
    assert paragraph[2] == "Elms die [1]."
    assert [mark[0] for mark in paragraph[-1]] == ["claim", "strong", "marker"]
    assert ["marker", 9, 12, found.markers[0][0]] in paragraph[-1]
