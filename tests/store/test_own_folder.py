"""A store is made where nothing else is, and nothing that kgraph did not write is ever removed."""

import os
import shutil
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import KgraphError, OutputError, StoreError
from kgraph.store import Reader

ARTICLE = "A fact stands here [1].\n\n[1] https://example.org/one\n"


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_text(ARTICLE)
    return path


def _build(post: Path, store: Path, *, word: str = "fact") -> None:
    post.write_text(ARTICLE.replace("fact", word))
    kgraph.build([str(post)], store=store, workers=1)


def _tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their bytes, links with where they lead."""
    return {
        str(p.relative_to(folder)): str(p.readlink()).encode() if p.is_symlink() else p.read_bytes() if p.is_file() else None
        for p in sorted(folder.rglob("*"))
    }  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    ["gen-000042/model.bin", "notes.txt", ".hidden", "lock", "current", "gen-000001.json", "shards/000001-0123abcd/claims.parquet",
     "fetched.sqlite"],
)  # fmt: skip
def test_a_folder_of_somebody_else_is_left_as_it_is(post: Path, tmp_path: Path, inside: str) -> None:
    store = tmp_path / "out"
    (store / inside).parent.mkdir(parents=True)
    (store / inside).write_text("precious")
    before = _tree(store)
    with pytest.raises(
        StoreError, match=r"out: no store, and not empty\. Nothing was changed\. .*--store DIR"
    ):
        _build(post, store)
    assert _tree(store) == before


def test_the_current_folder_is_none_but_an_empty_one(
    post: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="no store, and not empty"):
        _build(post, Path())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["post.md"]
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    _build(post, Path())
    _build(post, Path(), word="deed")
    assert len(kgraph.open_graph(Path()).quads()) > 5


def test_what_others_put_into_a_store_stays(post: Path, tmp_path: Path) -> None:
    store = tmp_path / "kg"
    _build(post, store)
    [shard] = [p.name for p in (store / "shards").iterdir()]
    foreign = {
        "notes.txt": "mine",
        "gen-000042.json": "mine",
        "gen-999999.json": '{"format": 4, "shards": []}',
        "gen-000050/db/000001.sst": "mine",
        "shards/notes.txt": "mine",
        f"shards/{shard}/thesis.tex": "mine",
        "shards/000050-0123abcd/claims.parquet": "mine",
    }
    for name, text in foreign.items():
        (store / name).parent.mkdir(parents=True, exist_ok=True)
        (store / name).write_text(text)
    for word in ("deed", "feat", "fact"):
        _build(post, store, word=word)
        assert {name: (store / name).read_text() for name in foreign} == foreign
    current = (store / "current").read_text().split(" ")[0]
    assert {p.name for p in store.glob("gen-*.json")} == {"gen-000042.json", "gen-999999.json", current}
    with Reader(store) as reader:
        used = {part.path.parent.name for parts in reader.tables().values() for part in parts}
    assert {p.parent.name for p in store.rglob("*.parquet")} == {*used, "000050-0123abcd"}


def test_links_lead_to_no_removal_elsewhere(post: Path, tmp_path: Path) -> None:
    store, other = tmp_path / "kg", tmp_path / "other"
    _build(post, store)
    shutil.copytree(store, other)
    (tmp_path / "lockfile").write_text("precious")
    before = _tree(other)
    [shard] = (other / "shards").iterdir()
    (store / "gen-000007.json").symlink_to(other / "gen-000001.json")
    (store / "shards/000007-0123abcd").symlink_to(shard)
    (store / "current.new").symlink_to(tmp_path / "lockfile")
    (store / "lock").unlink()
    (store / "lock").symlink_to(tmp_path / "lockfile")
    with pytest.raises(OutputError, match="lock: cannot be written"):
        _build(post, store, word="deed")
    (store / "lock").unlink()
    for word in ("deed", "feat"):
        _build(post, store, word=word)
    assert _tree(other) == before
    assert (tmp_path / "lockfile").read_text() == "precious"


def test_shards_that_are_a_link_are_not_emptied(post: Path, tmp_path: Path) -> None:
    """The shards moved away and linked to: they answer, and stay whole when they are no longer current."""
    store, elsewhere = tmp_path / "kg", tmp_path / "elsewhere"
    _build(post, store)
    shutil.move(store / "shards", elsewhere)
    (store / "shards").symlink_to(elsewhere)
    before = _tree(elsewhere)
    for word in ("deed", "feat"):
        _build(post, store, word=word)
    after = _tree(elsewhere)
    assert {name: after[name] for name in before} == before


def test_a_store_behind_a_link_is_a_store(post: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    with pytest.raises(OutputError, match="link: cannot be made"):
        _build(post, tmp_path / "link")
    (tmp_path / "disk").mkdir()
    _build(post, tmp_path / "link")
    assert len(kgraph.open_graph(tmp_path / "disk").quads()) > 5


def test_a_store_that_lost_its_mark_is_one_by_what_it_holds(post: Path, tmp_path: Path) -> None:
    store = tmp_path / "kg"
    _build(post, store)
    (store / "kgraph-store").unlink()
    _build(post, store, word="deed")
    assert (store / "kgraph-store").is_file()


@pytest.mark.parametrize("name", ["current", "lock", "kgraph-store", "gen-000001.json"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(post: Path, tmp_path: Path, name: str) -> None:
    store = tmp_path / "kg"
    _build(post, store)
    (store / name).unlink()
    os.mkfifo(store / name)
    for ask in (lambda: _build(post, store, word="deed"), lambda: kgraph.open_graph(store).quads()):
        try:
            ask()
        except KgraphError as error:
            assert "\n" not in str(error)


def test_every_byte_of_pointer_and_manifest_counts(post: Path, tmp_path: Path) -> None:
    """No flip of any of them is overlooked, whatever it hits: paths, digests, settings, base."""
    store = tmp_path / "kg"
    _build(post, store)
    for name in ("current", "gen-000001.json"):
        whole = (store / name).read_bytes()
        for place in range(len(whole)):
            flipped = bytes([whole[place] ^ 1 << place % 8])
            for damaged in (whole[:place] + flipped + whole[place + 1 :], whole[:place]):
                (store / name).write_bytes(damaged)
                with pytest.raises(StoreError, match=r"store damaged .* Rebuild it: kgraph build"):
                    kgraph.open_graph(store)
        (store / name).write_bytes(whole)
    assert len(kgraph.open_graph(store).quads()) > 5


def test_a_damaged_manifest_stops_a_build(post: Path, tmp_path: Path) -> None:
    """A flipped path would drop an article from the graph, and the next build would call it unchanged."""
    store = tmp_path / "kg"
    _build(post, store)
    manifest = store / "gen-000001.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"post", b"pest"))
    before = _tree(store)
    with pytest.raises(StoreError, match=r"store damaged \(gen-000001\.json is not as it was written\)"):
        _build(post, store)
    assert {**_tree(store), "lock": b""} == {**before, "lock": b""}
