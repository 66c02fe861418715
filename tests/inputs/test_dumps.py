"""Dumps of MediaWiki: which pages are articles, and what hostile, broken and lying ones cost."""

import bz2
import gzip
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pytest

from kgraph.archives import Columns, Member, Part, _stream, archive_at, archive_of
from kgraph.infile import Unfit
from kgraph.model import Metadata
from tests.inputs import made_dumps as made

ARTICLES = {"Elm", "AC/DC", "Read me.md", "%2Fdev/null", ".hack/%2FSign", "Ulmé & Söhne"}
MOST = 1024 * 1024


def _members(
    path: Path, part: Part | None = None, wanted: Callable[[str], int] = lambda p: MOST
) -> list[Member]:
    kind = archive_of(path.name)
    assert kind
    return list(kind.opened(Columns(), part or Part())(str(path), wanted))


def _articles(members: list[Member]) -> set[str]:
    return {m.path for m in members if m.data is not None}


def _written(folder: Path, data: bytes, name: str = "a.xml") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def _zst(path: Path, data: bytes) -> Path:
    with pyarrow.CompressedOutputStream(pyarrow.OSFile(str(path), "wb"), "zstd") as out:
        out.write(data)
    return path


def test_all_ways_to_pack_one_say_the_same(tmp_path: Path) -> None:
    data = made.whole()
    half = len(data) // 2
    paths = [
        _written(tmp_path, data), _written(tmp_path, bz2.compress(data), "a.xml.bz2"), _written(tmp_path, gzip.compress(data), "a.xml.gz"),
        _zst(tmp_path / "a.xml.zst", data), made.multistream(tmp_path),
        _written(tmp_path, bz2.compress(data[:half]) + bz2.compress(data[half:]), "b.xml-p1p9.bz2"),
    ]  # fmt: skip
    first, *others = [[(m.path, m.data, m.kind, m.told) for m in _members(path)] for path in paths]
    assert [p.name for p, other in zip(paths[1:], others, strict=True) if other != first] == []
    assert {path for path, text, *_ in first if text == made.CITED.encode()} == ARTICLES
    assert {kind for *_, kind, _ in first} == {"", "in namespace Template", "that redirect", "of content model Scribunto", "without text"}  # fmt: skip
    told = next(told for path, *_, told in first if path == "AC/DC")
    assert told == Metadata(title="AC/DC", date="2024-05-02", language="en", url="https://wiki.example.org/wiki/AC/DC")  # fmt: skip


def test_only_what_is_wanted_is_held(tmp_path: Path) -> None:
    asked: list[str] = []

    def wanted(path: str) -> int:
        asked.append(path)
        return MOST if path == "Elm" else 0

    assert _articles(_members(_written(tmp_path, made.whole()), wanted=wanted)) == {"Elm"}
    assert set(asked) == ARTICLES | {"Void"}, "what is no article is not asked for"


def test_the_last_revision_counts_and_its_first_slot(tmp_path: Path) -> None:
    slot = "\n<content><role>data</role><model>json</model><text>{}</text></content>"
    history = made.page("Elm").replace("  </page>", made.revision("Last.", day=9, more=slot) + "  </page>")
    [member] = _members(_written(tmp_path, made.whole([history])))
    assert member.data == b"Last."
    assert member.told
    assert member.told.date == "2024-05-09"


def test_an_article_of_xml_is_no_dump(tmp_path: Path) -> None:
    assert archive_at(str(_written(tmp_path, b'<?xml version="1.0"?>\n<article><front/></article>'))) is None
    assert archive_at(str(_written(tmp_path, made.whole())))
    with pytest.raises(Unfit, match=r"no dump of MediaWiki \(found the element 'article'\)"):
        _members(_written(tmp_path, bz2.compress(b"<article/>"), "a.xml.bz2"))


@pytest.mark.parametrize("by", ["", ".bz2", ".gz", ".zst"])
def test_a_cut_costs_what_lies_behind(tmp_path: Path, by: str) -> None:
    rng = random.Random(1)
    pages = [made.page(f"Elm {n}", rng.randbytes(40_000).hex()) for n in range(12)]
    data = made.whole(pages)
    if by == ".zst":
        data = _zst(tmp_path / "whole", data).read_bytes()
    else:
        data = {"": bytes, ".bz2": lambda d: bz2.compress(d, 1), ".gz": gzip.compress}[by](data)
    kept = len(data) * 2 // 3
    path = _written(tmp_path, data[:kept], f"a.xml{by}")
    kind = archive_of(path.name)
    assert kind
    read: list[Member] = []
    with pytest.raises(Unfit) as error:
        read.extend(kind.opened(Columns())(str(path), lambda p: MOST))
    assert 4 <= len(read) < 12
    where = f"before byte {kept:,} of the file" if by else "at byte "
    assert f"broken or cut short behind the page {read[-1].path}, {where}" in error.value.reason


def test_a_break_says_where_it_is(tmp_path: Path) -> None:
    data = made.whole([made.page("Elm"), made.page("Ash").replace("</title>", "</titel>")])
    with pytest.raises(Unfit) as error:
        _members(_written(tmp_path, data))
    assert f"behind the page Elm, at byte {data.index(b'</titel>') + 2:,} of the file (mismatched tag" in error.value.reason  # fmt: skip


_HOSTILE = {
    "entities": ('<!DOCTYPE m [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>\n<mediawiki>&b;</mediawiki>', "declares a document type"),
    "external": ('<!DOCTYPE m SYSTEM "file:///etc/passwd"><mediawiki/>', "declares a document type"),
    "undeclared": (made.HEAD + made.page("Elm").replace("Elms are", "&elm;") + made.END, "undefined entity"),
    "deep": (made.HEAD + "<a>" * 100_000, "more than 20 deep"),
    "deep in a text": (made.HEAD + made.page("Elm").replace("Elms are", "<a>" * 100_000), "more than 20 deep"),
    "long tag": (made.HEAD + "<page " + "a" * 9_000_000, "longer than 4,194,304"),
    "long comment": (made.HEAD + "<!--" + "a" * 9_000_000, "longer than 4,194,304"),
    "nothing": ("", "no dump of MediaWiki, or cut short"),
    "no XML": ("Elms are trees.", "no dump of MediaWiki, or cut short"),
    "NUL": (made.HEAD + "\0", "invalid token"),
}  # fmt: skip


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_ones_are_refused(tmp_path: Path, name: str) -> None:
    text, why = _HOSTILE[name]
    path = _written(tmp_path, bz2.compress(text.encode(), 1), "a.xml.bz2")
    tracemalloc.start()
    with pytest.raises(Unfit, match=why):
        _members(path)
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_a_bomb_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_stream, "_FREE_BYTES", 8 * 1024 * 1024)
    text = made.HEAD + made.page("Elm") + " " * (64 * 1024 * 1024)
    kind = archive_of("a.xml.bz2")
    assert kind
    path = _written(tmp_path, bz2.compress(text.encode()), "a.xml.bz2")
    read: list[Member] = []
    tracemalloc.start()
    with pytest.raises(Unfit, match="grows more than 250 times"):
        read.extend(kind.opened(Columns())(str(path), lambda p: MOST))
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()
    assert [m.path for m in read] == ["Elm"]


def test_bad_pages_cost_themselves(tmp_path: Path) -> None:
    pages = [
        made.page("Long", "x" * (MOST + 1)), made.page("Wide", "é" * (MOST // 2 + 1)), made.page("", "No title."),
        made.page("x" * 6_000, "Long title."), made.page("é" * 2_100, "Long title."), "  <page></page>\n", made.page("Elm"),
    ]  # fmt: skip
    found = _members(_written(tmp_path, made.whole(pages)))
    assert [m.unfit.partition(" (")[0].partition(",")[0] for m in found if m.unfit] == [
        "too large", "too large", "it has no title", "it has no title", "its title is longer than 4",
    ]  # fmt: skip
    assert _articles(found) == {"Elm"}


def test_damaged_ones_only_raise_what_they_may(tmp_path: Path) -> None:
    rng = random.Random(7)
    plain, packed = made.whole(), made.multistream(tmp_path).read_bytes()
    for n in range(200):
        data = bytearray(plain if n % 2 else packed)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        kept = rng.randrange(len(data)) if rng.random() < 0.3 else len(data)
        path = _written(tmp_path, bytes(data[:kept]), "a.xml" if n % 2 else "a.xml.bz2")
        try:
            _members(path)
        except (Unfit, OSError):
            continue


def test_pages_take_no_memory(tmp_path: Path) -> None:
    peaks = []
    for many in (300, 3_300):
        path = made.multistream(tmp_path, [made.page(f"Elm {n}") for n in range(many)], each=100)
        kind = archive_of(path.name)
        assert kind
        tracemalloc.start()
        for _ in kind.opened(Columns())(str(path), lambda p: MOST):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 100_000


def _named(*titles: str) -> Part:
    return Part(named=lambda path: path in titles)


def _spoilt(path: Path, stream: int) -> None:
    """Spoils one of the streams of a dump, so that whoever reads it fails."""
    data = bytearray(path.read_bytes())
    at = -1
    for _ in range(stream + 1):
        at = data.index(b"BZh91AY&SY", at + 1)
    data[at + 10 : at + 14] = b"\0\0\0\0"
    path.write_bytes(data)


def test_an_index_leads_to_what_is_asked_for(tmp_path: Path) -> None:
    path = made.multistream(tmp_path, each=2)
    _spoilt(path, 2)
    with pytest.raises(Unfit):
        _members(path)
    found = _members(path, _named("Elm", "Read me.md", "Ulmé & Söhne"))
    assert {"Elm", "Read me.md", "Ulmé & Söhne"} <= _articles(found)
    assert [(m.kind, m.count) for m in found if "streams" in m.kind] == [("in streams without a page that is included", 4)]  # fmt: skip
    assert [m.unfit for m in found if m.unfit] == []


_LIES: dict[str, tuple[Callable[[str], str], str]] = {
    "no stream there": (lambda text: text.replace("\n", "0\n").replace("9:", "8:"), "no stream of bzip2 begins at byte"),
    "behind the end": (lambda text: text + "99999999:7:Ash\n", "it leads to byte 99,999,999, behind"),
    "backwards": (lambda text: text + "1:7:Ash\n", "it leads to byte 1, behind"),
    "no lines of an index": (lambda text: "Elm\n", "a line of it is none of an index"),
    "an endless line": (lambda text: "1:7:" + "x" * 200_000, "longer than"),
    "nothing": (lambda text: "", "it names no page"),
}  # fmt: skip


@pytest.mark.parametrize("name", _LIES)
def test_an_index_that_lies_is_left_out(tmp_path: Path, name: str) -> None:
    lie, why = _LIES[name]
    path = made.multistream(tmp_path)
    begins = [line.split(":")[0] for line in made.index_text(path).splitlines()]
    text = lie(made.index_text(path))
    if name == "no stream there":
        text = made.index_text(path).replace(begins[3], str(int(begins[3]) + 1))
    made.index(path, text)
    found = _members(path, _named("AC/DC", "Read me.md"))
    told = [m.unfit for m in found if m.unfit]
    assert _articles(found) == ARTICLES
    assert len(told) == 1
    assert why in told[0]
    assert "the dump was read without it" in told[0]


def test_pages_that_are_not_where_an_index_says_are_told(tmp_path: Path) -> None:
    path = made.multistream(tmp_path, each=1)
    made.index(path, made.index_text(path).replace(":AC/DC", ":Void").replace("Read me.md", "AC/DC"))
    found = _members(path, _named("AC/DC"))
    assert [m.unfit for m in found if m.unfit] == ["1 of the pages that are asked for do not stand where it says"]  # fmt: skip


def test_an_index_that_is_none_is_left_out(tmp_path: Path) -> None:
    path = made.multistream(tmp_path)
    for data in (b"", b"no bzip2", made.index(path).read_bytes()[:30]):
        made.index(path).write_bytes(data)
        found = _members(path, _named("AC/DC"))
        assert _articles(found) == ARTICLES
        assert [m.path for m in found if m.unfit] == ["wiki-multistream-index.txt.bz2"]


def test_reading_goes_on_where_a_member_says(tmp_path: Path) -> None:
    for path in (made.multistream(tmp_path, each=2), _written(tmp_path, made.whole())):
        members = [m for m in _members(path) if m.data is not None]
        assert members[-1].begin > members[0].begin > 0
        for member in members:
            again = _members(path, Part(since=member.begin))
            first = next(n for n, m in enumerate(members) if m.begin == member.begin)
            assert [m for m in again if m.data is not None] == members[first:], (path.name, member.path)
    path = made.multistream(tmp_path, each=2)
    late = _members(path, Part(since=_members(path)[6].begin, named=lambda path: path in ARTICLES))
    assert _articles(late) == {"Read me.md", "%2Fdev/null", ".hack/%2FSign", "Ulmé & Söhne"}
    assert [m.unfit for m in late if m.unfit] == []
    bare = _written(tmp_path, made.whole(head='<mediawiki version="0.11">'))
    assert {m.begin for m in _members(bare)} == {0}, "nothing says what comes before the pages"
    for name, pack in (("a.xml.gz", gzip.compress), ("a.xml.bz2", bz2.compress)):
        assert {m.begin for m in _members(_written(tmp_path, pack(made.whole()), name))} == {0}
