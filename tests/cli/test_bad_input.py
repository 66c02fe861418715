"""Bad input costs one line that says where, what and what to do — and the right exit code."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest

from tests.cli.conftest import Run

_LINE = re.compile(r"(?:kgraph: |skipped )?(?P<name>[^\n:]+)(?::\d+:\d+)?: (?P<what>\S.*)[.?]")
"""`name:line:column: what is wrong. What to do.`"""


def _one_line(err: str, *words: str) -> None:
    lines = err.strip("\n").split("\n")
    assert len(lines) == 1, err
    assert _LINE.fullmatch(lines[0]), err
    for word in words:
        assert word in lines[0], err


def test_missing(kgraph: Run) -> None:
    done = kgraph("extract", "nowhere.md")
    assert (done.returncode, done.stdout) == (3, "")
    _one_line(done.stderr, "nowhere.md", "not found", "Check the path")


def test_missing_beside_a_good_one(kgraph: Run, article: Path) -> None:
    done = kgraph("extract", "nowhere.md", "post.md")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    _one_line(done.stderr, "nowhere.md")


def test_unreadable(bound: Run, article: Path) -> None:
    article.chmod(0)
    done = bound("extract", "post.md")
    assert done.returncode == 3
    _one_line(done.stderr, "post.md", "cannot be read")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no /proc here")
def test_a_file_that_fails_while_it_is_read(kgraph: Run, article: Path, tmp_path: Path) -> None:
    """The memory of a process is a regular file whose first byte nobody may read, root included."""
    (tmp_path / "a.md").symlink_to("/proc/self/mem")
    done = kgraph("extract", "a.md")
    assert (done.returncode, done.stdout) == (3, "")
    _one_line(done.stderr, "a.md", "cannot be read", "Check the path")
    done = kgraph("build", "a.md", "post.md")
    assert done.returncode == 1
    assert "1 new" in done.stdout


def test_an_article_over_the_limit(kgraph: Run, tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    done = kgraph("extract", "a.md")
    assert (done.returncode, done.stdout) == (3, "")
    _one_line(done.stderr, "a.md", "too large", "Split it")
    done = kgraph("extract", "-", stdin=bytes(64 * 1024 * 1024 + 1))
    assert (done.returncode, done.stdout) == (3, "")
    _one_line(done.stderr, "-: too large", "Split it")


def test_unknown_suffix(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("text")
    done = kgraph("extract", "a.xyz")
    assert done.returncode == 3
    _one_line(done.stderr, "a.xyz", ".xyz", ".md")


def test_binary(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(bytes(range(256)) * 20)
    done = kgraph("extract", "a.md")
    assert done.returncode == 3
    _one_line(done.stderr, "a.md", "binary")


def test_empty_file(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    done = kgraph("extract", "a.md")
    assert done.returncode == 1
    assert '"claims": []' in done.stdout
    _one_line(done.stderr, "a.md:1:1: empty", "Leave it out")
    (tmp_path / "b.md").write_bytes(b"\xef\xbb\xbf \r\n")
    done = kgraph("build", "b.md")
    assert done.returncode == 1
    assert "1 new" in done.stdout
    _one_line(done.stderr, "b.md:1:1: empty", "Leave it out")
    done = kgraph("extract", "-", stdin=b"")
    assert done.returncode == 1
    _one_line(done.stderr, "stdin.md:1:1: empty")


def test_empty_folder(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    done = kgraph("build", "posts")
    assert done.returncode in (0, 1)
    assert "0 articles" in done.stdout


def test_broken_bibliography(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nbibliography: r.bib\n---\nA fact stands here [@a].\n")
    (tmp_path / "r.bib").write_text(
        "@misc{a, title={Never closed\n@misc{b, title={Whole}, url={https://example.org/b}}\n"
    )
    done = kgraph("extract", "a.md")
    assert done.returncode == 1
    assert "bibliography-unread" in done.stdout
    _one_line(done.stderr, "r.bib:1:1: ", "cannot be read", "Correct it")
    (tmp_path / "b.md").write_text((tmp_path / "a.md").read_text())
    for arguments in (("build", "."), ("extract", "."), ("extract", ".", "--format", "nq")):
        done = kgraph(*arguments)
        assert done.returncode == 1
        _one_line(done.stderr, "r.bib:1:1: ")  # once, however many articles share it


def test_broken_csl(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.md").write_text("---\nbibliography: r.json\n---\nA fact stands here [@a].\n")
    (tmp_path / "posts/r.json").write_text('[\n {"id": "a",\n')
    done = kgraph("build", "posts")
    assert done.returncode == 1
    assert "1 new" in done.stdout
    _one_line(done.stderr, "posts/r.json:3:1: no JSON", "Correct it")


def test_missing_bibliography(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nbibliography: gone.bib\n---\nA fact stands here [@a].\n")
    done = kgraph("extract", "a.md")
    assert done.returncode == 1
    assert "bibliography-missing" in done.stdout
    _one_line(done.stderr, "a.md:1:1: ", "'gone.bib' was not found", "Check its name")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * WHERE { ?s ?p }", ("1:25", "near", "?s ?p }")),
        ("SELECT * WHERE {\n  ?s ?p ?o\n  FILTER(", ("3:",)),
        ("not sparql at all", ("1:",)),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", ()),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", ("SERVICE",)),
        ("LOAD <http://127.0.0.1:1/>", ("LOAD",)),
        ("SELECT * WHERE " + "{ " * 1000 + "?s ?p ?o" + " }" * 1000, ("nest",)),
    ],
)
def test_broken_queries(ask: Run, query: str, words: tuple[str, ...]) -> None:
    done = ask("query", "-", stdin=query)
    assert (done.returncode, done.stdout) == (2, "")
    _one_line(done.stderr, *words)


def test_a_query_past_its_time(ask: Run) -> None:
    join = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9))
    began = time.monotonic()
    done = ask("query", "-", "--timeout", "1", stdin=f"SELECT (COUNT(*) AS ?n) WHERE {{ {join} }}")
    assert time.monotonic() - began < 20, "the question would take years"
    assert done.returncode == 3
    _one_line(done.stderr, "stopped after 1 s", "--timeout")


def test_broken_query_files(kgraph: Run, article: Path, tmp_path: Path) -> None:
    kgraph("build", "post.md")
    (tmp_path / "q.rq").write_text("# Broken on its third line\nSELECT *\nWHERE { ?s ?p }")
    done = kgraph("query", "q.rq")
    assert (done.returncode, done.stdout) == (2, "")
    _one_line(done.stderr, "q.rq:3:")
    (tmp_path / "b.rq").write_bytes(b"SELECT * {} # \xff")
    done = kgraph("query", "b.rq")
    assert (done.returncode, done.stdout) == (3, "")
    _one_line(done.stderr, "b.rq", "no UTF-8")
    done = kgraph("query", "-", stdin=b"SELECT * {} # \xff")
    assert (done.returncode, done.stdout) == (3, "")
    _one_line(done.stderr, "stdin", "byte 15", "UTF-8")
    done = kgraph("query", "gone.rq")
    assert done.returncode == 3
    _one_line(done.stderr, "gone.rq")


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e300"])
def test_odd_time_limits(ask: Run, seconds: str) -> None:
    done = ask("query", "-", "--timeout", seconds, stdin="ASK {}")
    assert (done.returncode, done.stdout) == (2, "")
    _one_line(done.stderr, "--timeout", "expected")


@pytest.mark.parametrize(
    "base", ["not an iri", "javascript:alert(1)", "https://example.org", "https://example.org/<>/"]
)
def test_odd_bases(ask: Run, base: str) -> None:
    for arguments in (("extract", "post.md", "--format", "nq"), ("build", "post.md", "--store", "odd")):
        done = ask(*arguments, "--base", base)
        assert (done.returncode, done.stdout) == (2, "")
        _one_line(done.stderr, "expected something like https://", "--base")


def test_a_store_that_is_a_file(kgraph: Run, article: Path) -> None:
    before = article.read_bytes()
    for arguments in (("build", "post.md"), ("query", "sites-by-claims"), ("export", "a.nq")):
        done = kgraph(*arguments, "--store", "post.md")
        assert (done.returncode, done.stdout) == (3, "")
        _one_line(done.stderr, "post.md")
    assert article.read_bytes() == before


def test_unknown_query(ask: Run) -> None:
    done = ask("query", "sorces-of-claim")
    assert done.returncode == 2
    _one_line(done.stderr, "Did you mean sources-of-claim")


def test_unknown_parameter(ask: Run) -> None:
    done = ask("query", "sources-of-claim", "--param", "clam=x")
    assert done.returncode == 2
    _one_line(done.stderr, "clam", "claim")


def test_no_store(kgraph: Run) -> None:
    done = kgraph("query", "sites-by-claims")
    assert done.returncode == 3
    _one_line(done.stderr.rstrip() + ".", ".kgraph", "kgraph build")  # it ends with a command to copy


def test_locked(kgraph: Run, article: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    code = "import sys, time\nfrom kgraph.store import Writer\nwith Writer('.kgraph'):\n print('held', flush=True)\n time.sleep(30)"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            began = time.monotonic()
            done = kgraph("build", "post.md")
            assert time.monotonic() - began < 15, "the store is held for twice as long"
        finally:
            holder.kill()
    assert done.returncode == 4
    _one_line(done.stderr, ".kgraph", str(holder.pid))
    assert kgraph("build", "post.md").returncode == 0


def test_unwritable_output(kgraph: Run, article: Path) -> None:
    done = kgraph("extract", "post.md", "-o", "no/such/folder/a.nq")
    assert done.returncode == 3
    _one_line(done.stderr, "a.nq", "cannot be written")


def test_full_disk(kgraph: Run, article: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    run = ["bash", "-c", f"cd {article.parent} && {sys.executable} -m kgraph extract post.md > /dev/full"]
    done = subprocess.run(
        run,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_unknown_output_suffix(kgraph: Run, article: Path) -> None:
    done = kgraph("extract", "post.md", "-o", "a.docx")
    assert done.returncode == 2
    _one_line(done.stderr, "a.docx", "--format")


def test_pipes_devices_sockets(kgraph: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "s.md"))
    (tmp_path / "posts").mkdir()
    os.mkfifo(tmp_path / "posts" / "inner.md")
    (tmp_path / "posts" / "good.md").write_text("A fact stands here.")
    try:
        for name in ("pipe.md", "s.md", "/dev/zero"):
            done = kgraph("extract", name)
            assert done.returncode == 3, name
            _one_line(done.stderr, Path(name).name)
        done = kgraph("extract", "posts")
        assert done.returncode == 1
        assert "good.md" in done.stdout
        _one_line(done.stderr, "inner.md")
    finally:
        server.close()


def test_links(kgraph: Run, tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "good.md").write_text("A fact stands here.")
    (tmp_path / "secret.md").write_text("Outside the folder.")
    (posts / "out.md").symlink_to(tmp_path / "secret.md")
    (posts / "loop").symlink_to(posts)
    (posts / "self.md").symlink_to(posts / "self.md")
    done = kgraph("extract", "posts")
    assert done.returncode == 1
    assert "Outside" not in done.stdout
    assert done.stdout.count("\n") == 1
    for name in ("out.md", "loop", "self.md"):
        assert name in done.stderr


NAMES = (
    "a\x1b[31mred.md", "new\nline.md", "bidi\u202e.md", "arabic\u061cmark.md", "sep\u2028.md", "-leading.md", "ä ö.md", "e\u0301.md", "\u00e9.md",
    "x" * 240 + ".md", "%41.md", "a#b?c.md", "<b>.md", "quote\".md", "back\\slash.md", "..md.md", "tab\t.md",
)  # fmt: skip


def test_names_that_would_drive_a_terminal(kgraph: Run, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_text("A fact stands here [1].")
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("A fact stands here [1].")
    shown = [name for name in NAMES if not name.startswith(".")]
    done = kgraph("build", ".")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(shown) + 1} new" in done.stdout
    listed = kgraph("query", "coverage-by-article", "--format", "csv")
    assert listed.returncode == 0
    assert "\x1b" not in listed.stdout
    assert "caf\\xe9.md" in listed.stdout
    exported = kgraph("export", "-", "--format", "nq").stdout
    graphs = {
        quad.graph_name.value
        for quad in pyoxigraph.parse(exported.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    }
    assert len([g for g in graphs if "/run/" not in g]) == len(shown) + 1, "one graph an article, none shared"
    assert f"{len(shown) + 1} unchanged" in kgraph("build", ".").stdout


@pytest.mark.parametrize(
    "name",
    [
        "b\x1b[31m.xyz",
        "new\nline.xyz",
        "bidi\u202e.xyz",
        "sep\u2028.xyz",
        "x" * 250 + ".xyz",
        "mark\u061c.xyz",
    ],
)
def test_a_bad_name_is_shown_in_one_line(kgraph: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    for command in ("extract", "build"):
        done = kgraph(command, name)
        assert done.returncode == 3
        _one_line(done.stderr, ".xyz", "expected one of .md")
        assert done.stderr.isascii()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x" * 300 + ".md",
        "x/" * 3000 + "a.md",
        "no\nsuch.md",
        "no\x1b[2Jsuch.md",
        "post.md/a.md",
        "*.nothing",
    ],
)
def test_names_of_nothing(kgraph: Run, article: Path, name: str) -> None:
    for command in ("extract", "build"):
        done = kgraph(command, name)
        assert done.returncode == 3
        _one_line(done.stderr, "Check the path")
        assert done.stdout in ("", "0 articles in .kgraph: 1 skipped\n")


def test_case_twins_stay_two(kgraph: Run, tmp_path: Path) -> None:
    for name in ("Post.md", "post.md", "POST.md"):
        (tmp_path / name).write_text(f"A fact about {name} stands here.")
    assert "3 new" in kgraph("build", ".").stdout
    assert (
        len(
            {
                line.split(" ")[-2]
                for line in kgraph("export", "-", "--format", "nq").stdout.splitlines()
                if "/run/" not in line
            }
        )
        == 3
    )


def test_interrupt(tmp_path: Path, environment: dict[str, str]) -> None:
    for i in range(300):
        (tmp_path / f"{i}.md").write_text("A fact stands here [1]. " * 400)
    store = tmp_path / ".kgraph"
    with subprocess.Popen(
        [sys.executable, "-m", "kgraph", "build", ".", "--workers", "2"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        while not store.exists() and run.poll() is None:
            time.sleep(0.02)
        time.sleep(0.3)
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=20)
    assert run.returncode == 130, (out, err)
    assert "Traceback" not in err
    assert "run again" in err
    assert err.count("\n") == 1


def test_interrupt_of_a_query(
    kgraph: Run, article: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    assert kgraph("build", "post.md").returncode == 0
    join = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9))
    with subprocess.Popen(
        [sys.executable, "-m", "kgraph", "query", "-"],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdin is not None
        run.stdin.write(f"SELECT (COUNT(*) AS ?n) WHERE {{ {join} }}")
        run.stdin.close()
        run.stdin = None
        time.sleep(1.2)
        assert run.poll() is None, "the question is one that takes long"
        os.kill(run.pid, signal.SIGINT)  # to kgraph alone: its child must not outlive it
        began = time.monotonic()
        out, err = run.communicate(timeout=20)
        assert time.monotonic() - began < 15
    assert (run.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert err.count("\n") == 1
    with pytest.raises(ProcessLookupError):
        _wait_until_gone(run.pid)


def _wait_until_gone(group: int) -> None:
    for _ in range(100):
        os.killpg(group, 0)
        time.sleep(0.05)


def test_a_bug_is_told_as_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from kgraph import cli

    def broken(options: object) -> int:
        raise RuntimeError("two\nlines \x1b[31m")

    monkeypatch.setattr(cli._info, "run", broken)
    assert cli.run(["info"]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    _one_line(err, "bug of kgraph's own", "RuntimeError", "Please report it")
    assert "\x1b" not in err
    with pytest.raises(RuntimeError):
        cli.run(["--debug", "info"])


def test_bad_options(ask: Run) -> None:
    for arguments in (
        ("extract",),
        ("extract", "post.md", "--workers", "0"),
        ("nonsense",),
        ("query", "--timeout", "soon", "x"),
        ("export", "a.unknown"),
        ("export", "a.graphml", "--view", "x"),
    ):
        done = ask(*arguments)
        assert done.returncode in (2, 3), arguments
        assert done.stdout == ""
        assert done.stderr
