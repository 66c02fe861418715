"""Shards: what the newest says counts, however often it changed; they stay few; readers keep what they opened."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph import rdf
from kgraph.errors import StoreError
from kgraph.store import Reader, Writer, _compact, _parquet
from kgraph.store._shard import Shard
from kgraph.store.generations import FORMAT
from tests.shared_corpora import ROOT
from tests.store.made import expected, observe, put, quads, read


def _rows(reader: Reader, table: str, *columns: str) -> list[tuple[object, ...]]:
    return sorted(reader.rows(table, columns), key=str)


def test_a_long_history_is_as_one_build(tmp_path: Path) -> None:
    """Articles come, change, go and come back; each commit is checked against what should be there."""
    rng, held, changes = random.Random(3), dict[str, str](), 0
    for step in range(60):
        with Writer(tmp_path / "kg") as writer:
            writer.base = rdf.DEFAULT_BASE
            for _ in range(rng.choice((1, 1, 1, 4))):
                path, word = f"{rng.randrange(24)}.md", f"word{step}"
                if path in held and rng.random() < 0.4:
                    writer.remove(path)
                    del held[path]
                else:
                    put(writer, path, word)
                    held[path] = word
                changes += 1
            writer.commit()
            assert set(writer.held) == set(held)
        if step % 6 == 0 or step > 55:
            with Reader(tmp_path / "kg") as reader:
                assert list(reader.quads()) == expected(held), step
                assert reader.articles == tuple(sorted(held))
                assert _rows(reader, "claims", "article") == sorted((p,) for p in held for _ in range(2))
                assert reader.count("claims") == 2 * len(held)
                assert reader.has("articles") == bool(held)
                assert dict(reader.graphs([rdf.article_iri("0.md")])).keys() == ({rdf.article_iri("0.md")} if "0.md" in held else set())  # fmt: skip
                for path, word in held.items():
                    known = reader.file(path)
                    assert known is not None
                    assert known.sha256 == read(path, word).sha256
                assert reader.file("none.md") is None
    fresh = tmp_path / "fresh"
    with Writer(fresh) as writer:
        writer.base = rdf.DEFAULT_BASE
        for path, word in held.items():
            put(writer, path, word)
        writer.commit()
    with Reader(fresh) as one, Reader(tmp_path / "kg") as many:
        assert list(one.quads()) == list(many.quads())
        for table in ("articles", "claims", "citations", "markers", "references", "sources"):
            assert _rows(one, table, "article") == _rows(many, table, "article")
        assert max(map(len, many.tables().values())) < 20, "shards become few"
        assert len(list((tmp_path / "kg/shards").iterdir())) < 20, "those that became one are cleared away"


def test_whether_there_is_any(tmp_path: Path) -> None:
    """An article that is gone leaves rows that are dead, and none that counts."""
    for there in (True, False, True):
        with Writer(tmp_path / "kg") as writer:
            writer.base = rdf.DEFAULT_BASE
            if there:
                put(writer, "a.md", "word")
            else:
                writer.remove("a.md")
            writer.commit()
        with Reader(tmp_path / "kg") as reader:
            assert reader.has("articles") is there
            assert not reader.has("problems")


def test_the_same_article_twice_in_one_run(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, "a.md", "first")
        put(writer, "a.md", "second")
        writer.remove("a.md")
        put(writer, "a.md", "third")
        put(writer, "b.md", "only")
        writer.remove("b.md")
        writer.commit()
    assert quads(tmp_path) == expected({"a.md": "third"})


def test_one_that_came_back_is_not_gone_again(tmp_path: Path) -> None:
    """What says that an article is gone is forgotten, or stays older than the article, whatever is merged."""
    for step in range(3 * _compact.FAN_OUT):
        with Writer(tmp_path) as writer:
            if step == 1:
                writer.remove("0.md")
            else:
                put(writer, f"{0 if step == 2 else step}.md", f"word{step}")
            writer.commit()
        with Reader(tmp_path) as reader:
            assert ("0.md" in reader.articles) == (step != 1), step


def test_observations_are_replaced_one_by_one(tmp_path: Path) -> None:
    for step in range(12):
        with Writer(tmp_path) as writer:
            put(writer, "a.md", f"word{step}")
            observe(writer, "https://example.org/all", f"Title {step % 3}")
            writer.commit()
    with Reader(tmp_path) as reader:
        assert _rows(reader, "observations", "title") == [(f"Title {n}",) for n in range(3)]
        assert sum(1 for graph, _ in reader.graphs() if "/obs/" in graph) == 3
        assert reader.articles == ("a.md",)


def test_readers_keep_what_they_opened(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, "a.md", "first")
        writer.commit()
    with Reader(tmp_path) as reader:
        for step in range(2 * _compact.FAN_OUT):
            with Writer(tmp_path) as writer:
                put(writer, "a.md", f"word{step}")
                writer.commit()
        assert list(reader.quads()) == expected({"a.md": "first"})
        key = reader.key
    with Writer(tmp_path) as writer:
        writer.remove("a.md")
        writer.commit()
    with Reader(tmp_path) as reader:
        assert reader.key != key
        assert list(reader.quads()) == []
    assert len(list(tmp_path.glob("gen-*.json"))) == 1, "nobody reads the older ones any more"


def test_nothing_changed_is_no_generation(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, "a.md", "first")
        writer.commit()
        before = (tmp_path / "current").read_text()
        writer.commit()
    assert (tmp_path / "current").read_text() == before


def test_a_run_makes_few_shards_at_its_end(tmp_path: Path) -> None:
    """While it goes on, a commit merges nothing; what a run leaves that is killed in between, the next one merges, changed or not."""
    paths = [f"{number}.md" for number in range(_compact.FAN_OUT + 2)]
    with Writer(tmp_path) as writer:
        writer.base = rdf.DEFAULT_BASE
        for path in paths:
            put(writer, path, "word")
            writer.commit(goes_on=True)
    assert len(list((tmp_path / "shards").iterdir())) == len(paths)
    with Writer(tmp_path) as writer:
        writer.commit()
    assert len(list((tmp_path / "shards").iterdir())) == 1
    assert quads(tmp_path) == expected(dict.fromkeys(paths, "word"))


def test_rows_of_kilobytes_are_copied_in_small_batches(tmp_path: Path) -> None:
    path = tmp_path / "graphs.parquet"
    file = _parquet.TableFile(path, "graphs")
    file.add([["graph"] * 900, ["a.md"] * 900, [1] * 900, [1] * 900, [bytes(20_000)] * 900])
    file.close()
    sizes = [batch.num_rows for batch in _parquet.live(path, "graph", ())]
    assert sum(sizes) == 900
    assert max(sizes) < 300


def test_what_is_not_committed_is_not_there(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, "a.md", "first")
        writer.commit()
    with Writer(tmp_path) as writer:
        put(writer, "b.md", "second")
    assert quads(tmp_path) == expected({"a.md": "first"})
    assert len(list((tmp_path / "shards").iterdir())) == 1


_KILLED = """
import os, signal, sys
from kgraph.store import Writer, _compact
from tests.store.made import observe, put
left, fsync, rename = int(sys.argv[2]), os.fsync, os.replace
def count():
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
def counted(descriptor):
    count(); fsync(descriptor); count()
os.fsync = counted
with Writer(sys.argv[1]) as writer:
    put(writer, "a.md", "second")
    put(writer, "c.md", "new")
    writer.remove("b.md")
    observe(writer, "https://example.org/all", "Title")
    writer.commit()
print("done")
"""


def _points() -> Iterator[int]:
    return iter(range(0, 84, 7))


def test_killed_at_any_point_of_a_commit(tmp_path: Path) -> None:
    """Before and after every file is made durable: what was there stays, or what is new is there, and the next run goes on."""
    before, after = {"a.md": "first", "b.md": "old"}, {"a.md": "second", "c.md": "new"}
    states = []
    for point in _points():
        store = tmp_path / str(point)
        for n in range(_compact.FAN_OUT):  # the next commit merges
            with Writer(store) as writer:
                put(writer, "b.md" if n else "a.md", "old" if n else "first")
                writer.commit()
        run = subprocess.run([sys.executable, "-c", _KILLED, str(store), str(point)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
        assert run.returncode in (0, -signal.SIGKILL), run.stderr
        held = [line for line in quads(store) if "/obs/" not in line]
        assert held in (expected(before), expected(after)), point
        states.append(held == expected(after))
        with Writer(store) as writer:
            put(writer, "d.md", "later")
            writer.commit()
        assert len([line for line in quads(store) if "/obs/" not in line]) == len(held) + len(expected({"d.md": "later"}))  # fmt: skip
        with Reader(store) as reader:
            used = {part.path.parent.name for parts in reader.tables().values() for part in parts}
        assert {path.name for path in (store / "shards").iterdir()} == used, "nothing is left behind"
        if run.returncode == 0:
            break
    assert states == sorted(states)
    assert not states[0]
    assert states[-1]


def test_shards_of_one_class_become_one() -> None:
    def shards(keys: int, count: int, *, dead: int = 0, size: int = 1000) -> list[Shard]:
        return [Shard(name=f"{keys}-{n}", sha256="", bytes=size, keys=keys, dead=dead) for n in range(count)]

    assert _compact.together([*shards(1, 7), *shards(9, 7), *shards(100, 7)]) == ()
    assert len(_compact.together([*shards(1, 7), *shards(9, 8)])) == 8
    assert len(_compact.together([*shards(1000, 3), *shards(5000, 1, dead=999)])) == 0
    assert len(_compact.together([*shards(1000, 3), *shards(5000, 1, dead=1000)])) == 1
    assert len(_compact.together(shards(5000, 9, size=_compact.LARGE_BYTES))) == 0
    assert len(_compact.together(shards(5000, 40, size=_compact.LARGE_BYTES // 16))) == 16
    assert len(_compact.together(shards(5000, 40, size=_compact.LARGE_BYTES // 2))) == 8


def test_a_store_of_a_newer_kgraph_is_told(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        put(writer, "a.md", "first")
        writer.commit()
    listed = tmp_path / "gen-000001.json"
    listed.write_text(listed.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}'))
    import hashlib

    (tmp_path / "current").write_text(f"gen-000001.json {hashlib.sha256(listed.read_bytes()).hexdigest()}\n")
    with pytest.raises(StoreError, match=r"written by a newer kgraph \(format \d, this one knows \d\)"):
        Reader(tmp_path)
