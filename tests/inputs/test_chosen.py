"""Which files a command reads, what it says of the others, and the report."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from kgraph.jobs.articles import find
from kgraph.jobs.chosen import PASSED_OVER, Choice, Passed
from tests.cli.conftest import Run, clean_environment, run_in
from tests.inputs import made

ARTICLE = made.ARTICLE


@pytest.fixture
def kgraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `kgraph` with the arguments given, in `tmp_path`, where this process is too; never a traceback."""
    monkeypatch.chdir(tmp_path)
    return run_in(tmp_path, clean_environment(tmp_path))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository as a stranger has it, with an article in every corner."""
    monkeypatch.chdir(tmp_path)
    names = [
        "posts/a.md",
        "posts/drafts/b.md",
        "out/c.md",
        *(f"{name}/x.md" for name in PASSED_OVER),
        ".hidden/d.md",
    ]
    for name in names:
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_bytes(ARTICLE)
    for name in ("posts/a.html", "posts/b.PNG", "c.png", "refs.bib", "old.zip", "LICENSE"):
        (tmp_path / "site" / name).touch()
    (tmp_path / "site/.gitignore").write_text("out/\n")
    return tmp_path / "site"


def _found(*arguments: str, **choice: tuple[str, ...]) -> list[str]:
    return [a.path for a in find(arguments, choice=Choice(**choice)).articles]  # type: ignore[arg-type]


def test_what_is_read(site: Path) -> None:
    assert _found("site") == ["site/out/c.md", "site/posts/a.md", "site/posts/drafts/b.md"]
    (site / ".git").mkdir()
    assert _found("site") == ["site/posts/a.md", "site/posts/drafts/b.md"]
    assert _found("site/out") == ["site/out/c.md"], "named itself"
    assert _found("site/out/c.md", "site/public") == ["site/out/c.md", "site/public/x.md"]
    (site / ".kgraphignore").write_text("!public/\ndrafts\n")
    assert _found("site") == ["site/posts/a.md", "site/public/x.md"]
    assert _found("site/**/*.md") == ["site/posts/a.md", "site/public/x.md"]


def test_include_and_exclude(site: Path) -> None:
    assert _found("site", exclude=("drafts/", "out")) == ["site/posts/a.md"]
    assert _found("site", include=("posts/*.md",)) == ["site/posts/a.md"]
    assert _found("site", include=("site/posts/",), exclude=("b*",)) == ["site/posts/a.md"]
    found = find(["site/posts/a.md", "site/out/c.md"], choice=Choice(exclude=("a.md",)))
    assert ([a.path for a in found.articles], found.passed.excluded) == (["site/out/c.md"], 1)


def test_what_is_said_of_the_rest(site: Path) -> None:
    (site / ".git").mkdir()
    found = find(["site"], choice=Choice(exclude=("drafts/",)))
    assert found.passed.told() == (
        "2 .png, 1 .html, 1 .zip, 1 without a suffix; 1 ignored; 1 excluded; __pycache__, _site, dist, node_modules, public, … passed over (--formats html reads more of them)"
    )
    assert not found.empty
    (site / "empty").mkdir()
    (site / "pictures").mkdir()
    (site / "pictures/a.jpg").touch()
    told = [(e.path, e.reason) for e in find(["site/empty", "site/pictures", "site/posts"]).empty]
    assert [path for path, _ in told] == ["site/empty", "site/pictures"]
    assert "found nothing; expected .md" in told[0][1]
    assert "found 1 .jpg; expected .md" in told[1][1]


def test_kinds_are_bounded() -> None:
    passed = Passed()
    for i in range(3_000):
        passed.note(f"a.{i}", "kind")
    passed.note("a." + "x" * 100, "kind")
    assert passed.total == 3_001
    assert len(passed.kinds) <= 1_001


def test_build_says_so(kgraph: Run, site: Path, tmp_path: Path) -> None:
    done = kgraph("build", "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  not read: 2 .png, 1 .html, 1 .zip, 1 without a suffix; __pycache__" in done.stdout
    done = kgraph("build", "site", "--exclude", "drafts/")
    assert "2 unchanged, 1 removed" in done.stdout
    (tmp_path / "kgraph.toml").write_text('exclude = ["out/", "drafts/"]\ninclude = ["*.md"]\n')
    assert "1 unchanged, 1 removed" in kgraph("build", "site").stdout
    done = kgraph("audit", "site", "--fail-on", "never")
    assert "not read: 2 .png, 1 .html, 1 .zip" in done.stderr
    (tmp_path / "void").mkdir()
    for command in ("build", "extract", "audit"):
        done = kgraph(command, "void", "--report", "report.jsonl")
        assert done.returncode == 1, command
        assert done.stderr.startswith("void: nothing in it can be read (found nothing;"), command
        [row] = map(json.loads, (tmp_path / "report.jsonl").read_text().splitlines())
        assert (row["path"], row["status"]) == ("void", "empty")
    assert kgraph("build", "site", "--exclude", "*a*b*c*d*").returncode == 2


def test_the_report(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    for i in range(60):
        (tmp_path / f"p/{i:02}.md").write_bytes(b"\0\1\2\3\4\5\6\7")
    (tmp_path / "p/good.md").write_bytes(ARTICLE)
    (tmp_path / "p/void.md").write_bytes(b"")
    done = kgraph("build", "p", "--report", "r.jsonl")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 51
    assert lines[-1] == "… and 11 more"
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [set(row) for row in rows] == [{"path", "status", "reason"}] * 61
    assert {row["path"]: row["status"] for row in rows} == {f"p/{i:02}.md": "skipped" for i in range(60)} | {"p/void.md": "flawed"}  # fmt: skip
    done = kgraph("extract", "p/00.md", "--report", "r.jsonl")
    assert done.returncode == 3
    assert len((tmp_path / "r.jsonl").read_text().splitlines()) == 1
    assert kgraph("extract", "p/good.md", "--report", "r.jsonl").returncode == 0
    assert (tmp_path / "r.jsonl").read_text() == ""
    assert kgraph("extract", "p/good.md", "--report", "-").returncode == 2


def _articles(kgraph: Run) -> set[str]:
    rows = kgraph("query", "coverage-by-article", "--format", "csv").stdout.splitlines()[1:]
    return {row.partition(",")[0] for row in rows}


def test_archives_are_built_and_kept(kgraph: Run, tmp_path: Path) -> None:
    """Unchanged ones are not opened; what is gone from one, or left out, leaves the graph; others stay."""
    archive = tmp_path / "a.tar.gz"
    made.tar(archive, {"p/a.md": ARTICLE, "p/b.md": ARTICLE, "p/x.png": b""}, "w:gz")
    assert "2 new" in kgraph("build", "a.tar.gz").stdout
    before = time.time() - 100
    os.utime(archive, (before, before))
    assert "2 unchanged" in kgraph("build", "a.tar.gz").stdout
    size = archive.stat().st_size
    archive.write_bytes(b"x" * size)  # the size and the time say that nothing changed
    os.utime(archive, (before, before))
    assert "2 unchanged" in kgraph("build", "a.tar.gz").stdout
    assert "2 unchanged" in kgraph("build", "a.tar.gz").stdout
    made.tar(archive, {"p/a.md": ARTICLE, "p/c.md": ARTICLE, "../c.md": ARTICLE}, "w:gz")
    os.utime(archive, (before + 1, before + 1))
    for told in ("1 new, 1 unchanged, 1 removed, 1 skipped", "2 unchanged, 1 skipped"):
        done = kgraph("build", "a.tar.gz")
        assert (done.returncode, told in done.stdout) == (1, True), "what was left out is told again"
        assert "skipped a.tar.gz/../c.md: its name leads out of the archive" in done.stderr
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.md").write_bytes(ARTICLE)
    assert "1 new" in kgraph("build", "posts").stdout
    assert "removed" not in kgraph("build", ".").stdout
    assert _articles(kgraph) == {"a.tar.gz/p/a.md", "a.tar.gz/p/c.md", "posts/a.md"}
    archive.write_bytes(archive.read_bytes()[:-30])
    done = kgraph("build", "a.tar.gz")
    assert done.returncode == 1
    assert "removed" not in done.stdout, "nobody knows what lies behind the cut"
    archive.unlink()
    assert "2 removed" in kgraph("build", ".").stdout


def test_what_lies_beside_a_member_is_found(kgraph: Run, tmp_path: Path) -> None:
    """Bibliographies beside and above it, what its front matter names, and the list of sources of its tool."""
    log = {"sources": [{"id": 1, "url": "https://example.org/deep", "title": "Deep"}]}
    files = {
        "r/posts/near.md": made.KEYED, "r/posts/refs.bib": made.BIBLIOGRAPHY,
        "r/deep/far.md": b"---\nbibliography: ../lists/more.bib\n---\nElms die [@ash].\n",
        "r/lists/more.bib": b"@article{ash, author={Ash, A.}, title={On ash trees}, year=2001, doi={10.1000/ash}}\n",
        "r/out/out.md": b"---\nbibliography: ../../../../secret.bib\n---\nElms die [@ash].\n",
        "r/tool/told.md": b"Deep water is cold [1].\n", "r/tool/told.json": json.dumps(log).encode(),
    }  # fmt: skip
    (tmp_path / "secret.bib").write_bytes(files["r/lists/more.bib"])
    made.zipped(tmp_path / "a.zip", files)
    done = kgraph("extract", "a.zip")
    lines = {row["article"]["path"]: row for row in map(json.loads, done.stdout.splitlines())}
    cited = {path: [c["sources"] for c in row["claims"]] for path, row in lines.items()}
    assert cited == {
        "a.zip/r/posts/near.md": [["https://doi.org/10.1000/elms"]], "a.zip/r/deep/far.md": [["https://doi.org/10.1000/ash"]],
        "a.zip/r/out/out.md": [[]], "a.zip/r/tool/told.md": [["https://example.org/deep"]],
    }  # fmt: skip
    assert "the bibliography '../../../../secret.bib'" in done.stderr
    inside = subprocess.run(["ls", "-A"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert inside.split() == ["a.zip", "secret.bib"], "nothing is extracted"


def test_the_same_claims_as_from_a_folder(kgraph: Run, tmp_path: Path) -> None:
    from tests.shared_corpora import ROOT

    (tmp_path / "articles").mkdir()
    for name in ("scaling-laws.md", "scaling-laws.bib", "sqlite.md", "linked-data-chat.md"):
        shutil.copy(ROOT / "data/articles" / name, tmp_path / "articles")
    shutil.make_archive(str(tmp_path / "articles"), "zip", tmp_path, "articles")

    def claims(*arguments: str) -> dict[str, object]:
        rows = map(json.loads, kgraph("extract", *arguments).stdout.splitlines())
        return {row["article"]["path"].rpartition("/")[2]: [row["claims"], row["references"]] for row in rows}

    assert claims("articles.zip", "--workers", "2") == claims("articles")


def test_tables_and_their_columns(kgraph: Run, tmp_path: Path) -> None:
    rows = [{"body": ARTICLE.decode(), "url": "https://example.org/a"}, {"body": ARTICLE.decode(), "url": "b.qmd"}]  # fmt: skip
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = kgraph("extract", "t.jsonl")
    assert done.returncode == 3
    assert "no column 'text' (it has: body, url). Give --text-column NAME" in done.stderr
    done = kgraph("build", "t.jsonl", "--text-column", "body", "--name-column", "url")
    assert done.returncode == 0, done.stderr
    assert _articles(kgraph) == {"t.jsonl/https:/example.org/a.md", "t.jsonl/b.qmd"}
    done = kgraph("audit", "t.jsonl", "--text-column", "body", "--fix")
    assert (done.returncode, "an archive is not mended" in done.stderr) == (2, True)
    assert "an archive is not compared" in kgraph("diff", "t.jsonl", "t.jsonl").stderr
