"""A store is made where nothing else is, and nothing that kgraph did not write is ever removed."""

import os
import shutil
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import KgraphError, OutputError, StoreError

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
    ["gen-000042/model.bin", "notes.txt", ".hidden", "lock", "current", "gen-000001/db/CURRENT", "gen-000001/manifest.json",
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
    foreign = {
        "notes.txt": "mine",
        "gen-000042/model.bin": "mine",
        "gen-000001/notes.txt": "mine",
        "gen-000001/db/thesis.tex": "mine",
        "gen-999999/manifest.json": "mine",
        "gen-000050/db/000001.sst": "mine",
    }
    for name, text in foreign.items():
        (store / name).parent.mkdir(parents=True, exist_ok=True)
        (store / name).write_text(text)
    for word in ("deed", "feat", "fact"):
        _build(post, store, word=word)
        assert {name: (store / name).read_text() for name in foreign} == foreign
    own = [p for p in store.rglob("*.sst") if p.parent.parent.name not in ("gen-000050",)]
    current = (store / "current").read_text().split(" ")[0]
    assert {p.parent.parent.name for p in own} <= {current, f"gen-{int(current[4:]) - 1:06d}"}


def test_links_lead_to_no_removal_elsewhere(post: Path, tmp_path: Path) -> None:
    store, other = tmp_path / "kg", tmp_path / "other"
    _build(post, store)
    shutil.copytree(store, other)
    (tmp_path / "lockfile").write_text("precious")
    before = _tree(other)
    (store / "gen-000007").symlink_to(other / "gen-000001")
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


def test_a_database_that_is_a_link_is_not_emptied(post: Path, tmp_path: Path) -> None:
    """The current generation's database moved away and linked to: it answers, and stays whole when it is no longer current."""
    store, elsewhere = tmp_path / "kg", tmp_path / "elsewhere"
    _build(post, store)
    shutil.move(store / "gen-000001/db", elsewhere)
    (store / "gen-000001/db").symlink_to(elsewhere)
    before = _tree(elsewhere)
    for word in ("deed", "feat"):
        _build(post, store, word=word)
    assert set(before) <= set(_tree(elsewhere))
    assert {k: v for k, v in _tree(elsewhere).items() if k.endswith(".sst")} == {
        k: v for k, v in before.items() if k.endswith(".sst")
    }


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


@pytest.mark.parametrize("name", ["current", "lock", "kgraph-store", "gen-000001/manifest.json"])
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
    for name in ("current", "gen-000001/manifest.json"):
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
    manifest = store / "gen-000001/manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"post.md", b"post.ed"))
    before = _tree(store)
    with pytest.raises(StoreError, match=r"store damaged \(manifest\.json is not as it was written\)"):
        _build(post, store)
    assert {**_tree(store), "lock": b""} == {**before, "lock": b""}
