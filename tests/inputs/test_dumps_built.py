"""Dumps from the command line: what is built of them, what is said, and where a run that was stopped goes on."""

import json
import os
import time
from pathlib import Path

import pytest

from kgraph.jobs import build as building
from kgraph.jobs.build import build
from kgraph.jobs.plan import planned
from kgraph.jobs.summary import Summary
from tests.cli.conftest import Run
from tests.inputs import made
from tests.inputs import made_dumps as dumps
from tests.inputs.test_chosen import kgraph

__all__ = ["kgraph"]


_BEFORE = time.time() - 100


def _settle(path: Path) -> None:
    """Makes a file old enough to be trusted, and always of the same time."""
    os.utime(path, (_BEFORE, _BEFORE))


def test_a_dump_is_built(kgraph: Run, tmp_path: Path) -> None:
    path = dumps.multistream(tmp_path)
    done = kgraph("build", path.name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == [
        "6 articles in .kgraph: 6 new",
        "  not read: 1 in namespace Template, 1 of content model Scribunto, 1 that redirect, 1 without text",
    ]
    rows = [json.loads(line) for line in kgraph("extract", path.name).stdout.splitlines()]
    told = {row["article"]["title"]: row["article"] for row in rows}
    assert told["Ulmé & Söhne"]["path"] == f"{path.name}/Ulmé & Söhne"
    assert [told["AC/DC"][key] for key in ("format", "date", "language")] == ["wikitext", "2024-05-02", "en"]
    assert {row["claims"][0]["sources"][0] for row in rows} == {"https://example.org/elms"}
    assert "6 unchanged" in kgraph("build", path.name).stdout
    assert "6 unchanged" in kgraph("build", path.name, "--dry-run").stdout


def test_what_is_told_of_a_page_changes_it(kgraph: Run, tmp_path: Path) -> None:
    for day, told in ((1, "2 new"), (1, "2 unchanged"), (2, "1 changed, 1 unchanged")):
        (tmp_path / "a.xml").write_bytes(dumps.whole([dumps.page("Elm"), dumps.page("Ash", day=day)]))
        assert told in kgraph("build", "a.xml").stdout


def test_globs_hold_for_titles(kgraph: Run, tmp_path: Path) -> None:
    path = dumps.multistream(tmp_path)
    done = kgraph("extract", path.name, "--include", "AC/DC", "--include", "/Elm")
    assert [json.loads(line)["article"]["title"] for line in done.stdout.splitlines()] == ["Elm", "AC/DC"]
    done = kgraph("extract", path.name, "--exclude", "AC", "--exclude", "Elm")
    assert len(done.stdout.splitlines()) == 4


def test_two_pages_of_one_title(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(dumps.whole([dumps.page("Elm"), dumps.page("Elm", "Another text.")]))
    done = kgraph("build", "a.xml", "--report", "r.jsonl")
    assert (done.returncode, "1 new, 1 skipped" in done.stdout) == (1, True)
    assert json.loads((tmp_path / "r.jsonl").read_text())["path"] == "a.xml/Elm"


def test_a_cut_dump_keeps_what_came_before(kgraph: Run, tmp_path: Path) -> None:
    data = dumps.whole()
    (tmp_path / "a.xml").write_bytes(data)
    assert "6 new" in kgraph("build", "a.xml").stdout
    (tmp_path / "a.xml").write_bytes(data[: data.index(b"AC/DC") + 100])
    done = kgraph("build", "a.xml", "--report", "r.jsonl")
    assert done.returncode == 1
    assert "6 articles in .kgraph: 1 unchanged, 1 skipped" in done.stdout, (
        "nobody knows what lies behind the cut"
    )
    [row] = map(json.loads, (tmp_path / "r.jsonl").read_text().splitlines())
    assert (row["path"], row["status"]) == ("a.xml", "skipped")
    assert "cut short behind the page Elm, at byte" in row["reason"]


def test_what_is_gone_from_a_dump_leaves(kgraph: Run, tmp_path: Path) -> None:
    path = dumps.multistream(tmp_path)
    _settle(path)
    kgraph("build", path.name)
    dumps.multistream(tmp_path, dumps.PAGES[1:])
    assert "5 unchanged, 1 removed" in kgraph("build", path.name).stdout


def test_a_dump_is_read_where_it_is_named(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d/a.md").write_bytes(made.ARTICLE)
    (tmp_path / "d/a.xml").write_bytes(dumps.whole())
    (tmp_path / "d/b.xml.bz2").write_bytes(b"")
    done = kgraph("build", "d")
    assert "1 new\n  not read: 1 .xml, 1 .xml.bz2" in done.stdout
    assert "6 new" in kgraph("build", "d/**/a.xml").stdout
    done = kgraph("build", ".")
    assert "removed" not in done.stdout


class _Stopped(Exception):
    """As if by hand."""


def _build(path: Path) -> Summary:
    return build([str(path)], "s", workers=1)


def _stopped(path: Path, stop_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that commits what it did at the article before the one at which it is stopped."""

    def stop(done: int, total: int, outcome: object) -> None:
        patch.setattr(building, "CHECKPOINT_S", -1.0 if done == stop_at - 1 else 1_000.0)
        if done == stop_at:
            raise _Stopped

    with monkeypatch.context() as patch, pytest.raises(_Stopped):
        build([str(path)], "s", workers=1, on_progress=stop)


_MANY = [dumps.page(f"Elm {n}", f"Elm {n} is tall.<ref>https://example.org/{n}</ref>") for n in range(30)]


@pytest.mark.parametrize("packed", [True, False])
def test_a_stopped_run_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, packed: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    twice = [*_MANY[:5], _MANY[2], *_MANY[5:]]
    path = dumps.multistream(tmp_path, twice, each=4) if packed else tmp_path / "a.xml"
    if not packed:
        path.write_bytes(dumps.whole(twice))
    _settle(path)
    _stopped(path, 20, monkeypatch)
    data = path.read_bytes()
    at = len(data) // 3
    path.write_bytes(data[:at] + b"\0" * 9 + data[at + 9 :])  # where it need not look again
    _settle(path)
    note = json.loads((tmp_path / "s/archives.json").read_text())[path.name]
    assert note["through"] > at + 9
    assert 12 <= note["articles"] <= 19
    plan = planned([str(path)], "s")
    assert (plan.new, plan.unchanged, plan.changed) == (11, 19, 0)
    summary = _build(path)
    assert [skip.path for skip in summary.skipped] == [f"{path.name}/Elm 2"], (
        "what was left out is told again"
    )
    assert (summary.articles, summary.removed) == (30, [])
    assert (summary.new, summary.unchanged) == (11, 19)
    path.write_bytes(data[:500] + b"x" * (len(data) - 500))
    _settle(path)
    assert _build(path).unchanged == 30, "now it was read whole"


def test_a_changed_dump_is_read_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is gone from it, nothing else tells."""
    monkeypatch.chdir(tmp_path)
    path = dumps.multistream(tmp_path, _MANY, each=4)
    _settle(path)
    _build(path)
    dumps.multistream(tmp_path, _MANY[1:], each=4)
    os.utime(path, (time.time() - 50, time.time() - 50))
    _stopped(path, 20, monkeypatch)
    summary = _build(path)
    assert (summary.unchanged, summary.removed) == (29, [f"{path.name}/Elm 0"])


def test_an_archive_of_journal_articles_is_read(kgraph: Run, tmp_path: Path) -> None:
    """As PubMed Central packs them: nobody has to ask for the format."""
    article = b'<article article-type="research-article"><front><article-meta><title-group><article-title>Elms</article-title></title-group></article-meta></front><body><p>Elms are tall <xref ref-type="bibr" rid="b1">1</xref>.</p></body><back><ref-list><ref id="b1"><label>1</label><mixed-citation><article-title>On elms</article-title>. <pub-id pub-id-type="doi">10.1000/elms</pub-id></mixed-citation></ref></ref-list></back></article>'
    members = {
        "PMC1/elms.nxml": article, "PMC1/f1.jpg": b"x", "PMC1/elms.pdf": b"x", "PMC2.xml": article.replace(b"Elms", b"Ash trees"),
        "settings.xml": b"<project/>", "page.html": b"<p>x</p>",
    }  # fmt: skip
    made.tar(tmp_path / "a.tar.gz", members, "w:gz")
    done = kgraph("build", "a.tar.gz")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "2 articles in .kgraph: 2 new\n  not read: 1 .html, 1 .jpg, 1 .pdf, 1 .xml of other kinds (--formats html,pdf reads more of them)\n  claims         2   2 cited"
    )
    (tmp_path / "f").mkdir()
    (tmp_path / "f/a.nxml").write_bytes(article)
    assert kgraph("build", "f").returncode == 1, "folders are not walked for them"
    noise = {f"PMC{n}.nxml": article + f"<!-- {os.urandom(20_000).hex()} -->".encode() for n in range(9)}
    data = made.tar(tmp_path / "b.tar.gz", noise, "w:gz").read_bytes()
    (tmp_path / "b.tar.gz").write_bytes(data[: len(data) * 2 // 3])
    done = kgraph("build", "b.tar.gz")
    assert done.returncode == 1
    assert "5 new, 1 skipped" in done.stdout
    assert "b.tar.gz: broken or cut short behind PMC5.nxml" in done.stderr
