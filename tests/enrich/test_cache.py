"""The cache of fetched answers: what it gives is what was kept, whatever became of its file."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.damage_cache import in_process, request, response
from kgraph.enrich.wire.cache import Cache
from kgraph.errors import OutputError

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _with_one(path: Path) -> Cache:
    cache = Cache(path)
    cache.put(request(1), response(1), _NOW)
    return cache


def test_damages_are_noticed_and_never_believed() -> None:
    found = in_process(count=120, seed=7)
    assert sum(found.values()) == 120
    assert set(found) <= {"whole", "noticed", "lost unseen", "unusable"}
    assert found["noticed"] > 30
    # What a torn log held is gone as after a kill; all else is noticed.
    assert found["lost unseen"] < 40


@pytest.mark.parametrize("column", ["time", "meta", "content", "digest", "key"])
def test_a_row_that_was_changed_counts_as_none(tmp_path: Path, column: str) -> None:
    path = tmp_path / "c.sqlite"
    _with_one(path).close()
    with sqlite3.connect(path) as db:
        if column == "key":  # the answer of one page under the name of another
            cache = Cache(path)
            cache.put(request(2), response(2), _NOW)
            cache.close()
            db.execute("DELETE FROM answer WHERE key LIKE '%page/1%'")
            db.execute("UPDATE answer SET key = replace(key, 'page/2', 'page/1')")
        else:
            db.execute(f"UPDATE answer SET {column} = substr({column}, 2)")
    db.close()
    cache = Cache(path)
    assert cache.get(request(1)) is None
    assert cache.troubles == (f"{path}: answers that were damaged and are not believed: 1",)
    cache.put(request(1), response(1), _NOW)
    kept = cache.get(request(1))
    assert kept is not None
    assert kept.content == response(1).content
    cache.close()


def test_a_file_that_is_no_cache_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    for turn in (1, 2):
        path.write_bytes(b"my diary, " * 1000)
        cache = _with_one(path)
        assert cache.get(request(1)) is not None
        [trouble] = cache.troubles
        assert f"set aside as c.sqlite.damaged-{turn} and made anew" in trouble
        cache.close()
    assert (tmp_path / "c.sqlite.damaged-1").read_bytes() == b"my diary, " * 1000, "not ours to delete"


def test_damage_amid_a_run(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    cache = _with_one(path)
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE answer")
    db.close()
    assert cache.get(request(1)) is None
    cache.put(request(2), response(2), _NOW)
    assert cache.get(request(2)) is not None
    [trouble] = cache.troubles
    assert "no such table" in trouble
    cache.close()


def test_a_run_whose_beginning_was_changed_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    cache = Cache(path)
    cache.begin(_NOW)
    cache.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE run SET began = '2025-12-31T23:00:00+00:00'")
    db.close()
    cache = Cache(path)
    assert cache.begin(_NOW) == _NOW
    cache.close()


def test_what_cannot_be_used_says_so_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "nowhere" / "c.sqlite"):
        with pytest.raises(OutputError, match="cannot be used"):
            Cache(path)


def test_a_file_that_is_locked_keeps_no_run_from_its_answers(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    cache = _with_one(path)
    cache._db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache.put(request(2), response(2), _NOW)
    assert cache.troubles == (f"{path}: answers that could not be kept: 1 (database is locked)",)
    other.execute("ROLLBACK")
    other.close()
    assert cache.get(request(1)) is not None
    assert cache.get(request(2)) is None
    cache.close()
