"""What the page shows: worked out once, kept beside the store, told of while it is made; answers that are cut short say so."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
import requests

from kgraph.serve._shown import Shown
from tests.serve.conftest import ARTICLES, Server, kgraph, serving


def built(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text(ARTICLES[name])
    run = kgraph("build", *names, "--store", "kg", cwd=folder)
    assert run.returncode == 0, run.stderr
    return folder / "kg"


def get(store: Path, part: str = "columns") -> dict[str, Any]:
    import gzip

    shown = Shown(str(store))
    try:
        return dict(json.loads(gzip.decompress(shown.get(part))))
    finally:
        shown.close()


def test_it_is_kept_and_made_anew_where_it_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = built(tmp_path, "ice.md")
    first = get(store)
    assert first["claims"]["backing"] == [1, 0, 5, 4]
    files = sorted(path.name for path in (store / "explorer").iterdir())
    assert [name.rpartition("-")[2] for name in files] == ["columns.json.gz", "overview.json.gz", "explorer"]
    with monkeypatch.context() as patch:
        patch.setattr(Shown, "_run", lambda *_: pytest.fail("it is kept"))
        assert get(store) == first
    columns = store / "explorer" / files[0]
    data = bytearray(columns.read_bytes())
    data[-20] ^= 1
    columns.write_bytes(data)
    assert get(store) == first
    assert columns.read_bytes() != data
    built(tmp_path, "ice.md", "lakes.md")
    assert [path.name for path in (store / "explorer").iterdir()] == ["kgraph-explorer"]
    assert len(get(store)["articles"]) == 2


def test_where_nothing_can_be_kept_it_is_shown_all_the_same(tmp_path: Path) -> None:
    store = built(tmp_path, "ice.md")
    (store / "explorer").write_text("not ours")
    assert get(store, "overview")["numbers"]["claims"] == 4
    assert (store / "explorer").read_text() == "not ours"


def test_how_far_it_is(server: Server) -> None:
    overview = requests.get(server.url + "api/overview", timeout=60)
    columns = requests.get(server.url + "api/columns", timeout=60)
    state = requests.get(server.url + "api/explorer", timeout=10).json()
    assert state["parts"] == {"overview": len(overview.content), "columns": len(columns.content)}
    numbers = overview.json()["numbers"]
    assert {what: numbers[what] for what in ("articles", "claims", "sources", "sources: never cited", "sites")} == {
        "articles": 2, "claims": 6, "sources": 3, "sources: never cited": 1, "sites": 3,
    }  # fmt: skip


def test_a_store_that_cannot_be_read_is_an_error_and_is_tried_again(tmp_path: Path) -> None:
    store = built(tmp_path, "ice.md")
    [claims] = store.glob("shards/*/claims.parquet")
    whole = claims.read_bytes()
    claims.write_bytes(whole[:-1])
    with serving(store) as server:
        reply = requests.get(server.url + "api/columns", timeout=60)
        assert (reply.status_code, "damaged" in reply.json()["error"]) == (503, True)
        assert "damaged" in requests.get(server.url + "api/explorer", timeout=10).json()["error"]
        claims.write_bytes(whole)
        assert requests.get(server.url + "api/columns", timeout=60).status_code == 200


def test_an_answer_that_is_cut_short_says_so(server: Server) -> None:
    asked = server.url + "api/questions/sources-by-claims"
    whole = requests.get(asked, timeout=30).json()
    assert set(whole) == {"head", "results"}
    assert len(whole["results"]["bindings"]) == 2
    cut = requests.get(asked, params={"limit": "1"}, timeout=30).json()
    assert (cut["total"], cut["cut"], cut["results"]["bindings"]) == (2, True, whole["results"]["bindings"][:1])  # fmt: skip
    assert requests.get(asked, params={"limit": "9"}, timeout=30).json()["cut"] is False
    assert requests.get(asked, params={"limit": "x"}, timeout=30).status_code == 400


def test_many_ask_at_once_while_it_is_made(tmp_path: Path) -> None:
    store = built(tmp_path, "ice.md")
    shown = Shown(str(store))
    sizes: list[int] = []
    threads = [threading.Thread(target=lambda: sizes.append(len(shown.get("columns")))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shown.close()
    assert len(sizes) == 20
    assert len(set(sizes)) == 1
