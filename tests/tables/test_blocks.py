"""The table of blocks on its way: from an article through a store to what the explorer reads."""

import hashlib
import json
from pathlib import Path

import pytest

from kgraph.errors import StoreError
from kgraph.export.details import detail, details
from kgraph.jobs.build import build
from kgraph.store import Reader, generations

_ARTICLE = "# Elms\n\nElms **die** [1].\n\n```\nint a;\n```\n\n## References\n\n1. Moss. Elms. https://example.org/elms\n"


def _as_format(store: Path, number: int) -> None:
    """Write in the list of the current generation that it is of another format."""
    pointer = generations.current(store)
    path = store / f"{pointer.name}.json"
    text = path.read_text().replace(f'"format": {generations.FORMAT}', f'"format": {number}')
    path.write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    (store / "current").write_text(f"{path.name} {digest}\n")


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


def test_a_store_of_format_4_is_read_and_one_of_a_later_format_is_not(tmp_path: Path) -> None:
    article, store = tmp_path / "elms.md", tmp_path / "store"
    article.write_text(_ARTICLE)
    build([str(article)], store, workers=1)
    _as_format(store, 4)
    with Reader(store) as reader:
        assert len(list(reader.articles)) == 1
    _as_format(store, 4)
    article.write_text(_ARTICLE.replace("die", "live"))
    assert build([str(article)], store, workers=1).changed == 1
    assert (
        f'"format": {generations.FORMAT}' in (store / f"{generations.current(store).name}.json").read_text()
    )
    _as_format(store, generations.FORMAT + 1)
    with pytest.raises(StoreError, match="newer kgraph"):
        Reader(store)
