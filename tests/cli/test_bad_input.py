"""Bad input costs one line that says where, what and what to do — and the right exit code."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run

as_root = hasattr(os, "geteuid") and os.geteuid() == 0


def _one_line(err: str, *words: str) -> None:
    lines = err.strip("\n").split("\n")
    assert len(lines) == 1, err
    for word in words:
        assert word in lines[0], err
    assert lines[0].endswith((".", "?")), err


def test_missing(kgraph: Run) -> None:
    done = kgraph("extract", "nowhere.md")
    assert (done.returncode, done.stdout) == (3, "")
    _one_line(done.stderr, "nowhere.md", "not found", "Check the path")


def test_missing_beside_a_good_one(kgraph: Run, article: Path) -> None:
    done = kgraph("extract", "nowhere.md", "post.md")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    _one_line(done.stderr, "nowhere.md")


@pytest.mark.skipif(as_root, reason="root may read everything")
def test_unreadable(kgraph: Run, article: Path) -> None:
    article.chmod(0)
    done = kgraph("extract", "post.md")
    assert done.returncode == 3
    _one_line(done.stderr, "post.md", "cannot be read")


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
    assert (done.returncode, done.stderr) == (0, "")
    assert '"claims": []' in done.stdout


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
    assert done.returncode == 0
    assert "bibliography-unread" in done.stdout


def test_missing_bibliography(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nbibliography: gone.bib\n---\nA fact stands here [@a].\n")
    assert "bibliography-missing" in kgraph("extract", "a.md").stdout


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
def test_broken_queries(kgraph: Run, article: Path, query: str, words: tuple[str, ...]) -> None:
    assert kgraph("build", "post.md").returncode == 0
    done = kgraph("query", "-", stdin=query)
    assert (done.returncode, done.stdout) == (2, "")
    _one_line(done.stderr, *words)


def test_a_query_past_its_time(kgraph: Run, article: Path) -> None:
    assert kgraph("build", "post.md").returncode == 0
    join = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9))
    began = time.monotonic()
    done = kgraph("query", "-", "--timeout", "1", stdin=f"SELECT (COUNT(*) AS ?n) WHERE {{ {join} }}")
    assert time.monotonic() - began < 5
    assert done.returncode == 3
    _one_line(done.stderr, "stopped after 1 s", "--timeout")


def test_unknown_query(kgraph: Run, article: Path) -> None:
    done = kgraph("query", "sorces-of-claim")
    assert done.returncode == 2
    _one_line(done.stderr, "Did you mean sources-of-claim")


def test_unknown_parameter(kgraph: Run, article: Path) -> None:
    kgraph("build", "post.md")
    done = kgraph("query", "sources-of-claim", "--param", "clam=x")
    assert done.returncode == 2
    _one_line(done.stderr, "clam", "claim")


def test_no_store(kgraph: Run) -> None:
    done = kgraph("query", "sites-by-claims")
    assert done.returncode == 3
    _one_line(done.stderr.rstrip() + ".", ".kgraph", "kgraph build")


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
            assert time.monotonic() - began < 2
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


def test_names_that_would_drive_a_terminal(kgraph: Run, tmp_path: Path) -> None:
    for name in (
        "a\x1b[31mred.md",
        "new\nline.md",
        "bidi\u202e.md",
        "-leading.md",
        "ä ö.md",
        "x" * 240 + ".md",
    ):
        (tmp_path / name).write_text("A fact stands here [1].")
    done = kgraph("build", ".")
    assert done.returncode == 0
    assert "6 new" in done.stdout
    (tmp_path / "b\x1b[31m.xyz").write_text("x")
    done = kgraph("extract", "b\x1b[31m.xyz")
    assert "\x1b" not in done.stderr
    listed = kgraph("query", "coverage-by-article", "--format", "csv")
    assert listed.returncode == 0
    assert "\x1b" not in listed.stdout


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
    for i in range(400):
        (tmp_path / f"{i}.md").write_text("A fact stands here [1]. " * 400)
    with subprocess.Popen(
        [sys.executable, "-m", "kgraph", "build", ".", "--workers", "2"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        time.sleep(1.2)
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=20)
    assert run.returncode == 130, (out, err)
    assert "Traceback" not in err
    assert "run again" in err


def test_bad_options(kgraph: Run, article: Path) -> None:
    for arguments in (
        ("extract",),
        ("extract", "post.md", "--workers", "0"),
        ("nonsense",),
        ("query", "--timeout", "soon", "x"),
        ("export", "a.unknown"),
        ("export", "a.graphml", "--view", "x"),
    ):
        done = kgraph(*arguments)
        assert done.returncode in (2, 3), arguments
        assert done.stdout == ""
        assert done.stderr
