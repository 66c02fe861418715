"""Standard streams: closed, broken, full; pipes and devices as output; a terminal with and without colour."""

import os
import pty
import re
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, clean_environment, write_article

Shell = Callable[[str], "subprocess.CompletedProcess[str]"]
SGR = re.compile(r"\x1b\[([0-9;]*)m")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Runs a line of shell in which `$K` is kgraph, in a folder with `post.md` built into its store."""
    place = tmp_path_factory.mktemp("shell")
    write_article(place)
    here = clean_environment(place) | {"K": f"{sys.executable} -m kgraph"}

    def run(line: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            ["bash", "-c", line], cwd=place, env=here, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
        return done

    assert run("$K build post.md").returncode == 0
    return run


@pytest.mark.parametrize(
    "line",
    ["$K extract - <&-", "$K extract post.md >&-", "$K query sites-by-claims >&-", "$K export - --format nq >&-", "$K info >&-", "$K --help >&-"],
)  # fmt: skip
def test_a_closed_stream_is_told(shell: Shell, line: str) -> None:
    done = shell(line)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("kgraph: standard input or output: ")
    assert done.stderr.count("\n") == 1


def test_closed_stderr_costs_only_the_messages(shell: Shell) -> None:
    done = shell("$K extract post.md nowhere.md 2>&-")
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert shell("$K query nope 2>&-").returncode == 2


def test_a_closed_stream_lends_its_number_to_no_file(shell: Shell) -> None:
    """With 1 and 2 closed, a store opened next would become standard output, and words would go into it."""
    before = shell("$K export - --format nq").stdout
    shell("$K build post.md nowhere.md <&- >&- 2>&-")
    after = shell("$K export - --format nq")
    assert after.returncode == 0
    assert [x for x in after.stdout.splitlines() if "/run/" not in x] == [
        x for x in before.splitlines() if "/run/" not in x
    ]


@pytest.mark.parametrize(
    "command",
    ["extract post.md --format nq", "build post.md", "query - <<< 'SELECT * { ?s ?p ?o . ?a ?b ?c }'", "query --list", "export - --format ttl", "info", "--help"],
)  # fmt: skip
def test_a_reader_that_goes_away(shell: Shell, command: str) -> None:
    reader = "head -n 1" if "SELECT" in command or "ttl" in command else "true"
    done = shell(f"$K {command} | {reader} >/dev/null; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "command", ["build post.md", "info", "query --list", "query sites-by-claims", "export - --format nq"]
)
def test_no_room_on_standard_output(shell: Shell, command: str) -> None:
    done = shell(f"$K {command} > /dev/full")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr


def test_o_dash_is_standard_output(kgraph: Run, article: Path) -> None:
    plain = kgraph("extract", "post.md")
    assert kgraph("extract", "post.md", "-o", "-").stdout == plain.stdout != ""
    quads = kgraph("extract", "post.md", "--format", "nq", "--output", "-")
    assert quads.stdout == kgraph("extract", "post.md", "--format", "nq").stdout
    assert not (article.parent / "-").exists()


def test_standard_input_is_the_article(kgraph: Run, article: Path) -> None:
    piped = kgraph("extract", "-", "--name", "post.md", stdin=article.read_bytes())
    assert piped.stdout == kgraph("extract", "post.md").stdout
    assert '"claims": []' in kgraph("extract", "-", stdin=b"").stdout


def test_output_into_a_pipe(kgraph: Run, article: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "out.nq"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    done = kgraph("extract", "post.md", "-o", "out.nq")
    reader.join(10)
    assert (done.returncode, done.stderr) == (0, "")
    assert read[0].decode() == kgraph("extract", "post.md", "--format", "nq").stdout
    assert pipe.is_fifo(), "never replaced by a file"


def test_output_through_links(kgraph: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "null.nq").symlink_to("/dev/null")
    (tmp_path / "link.nq").symlink_to("real.nq")
    for name in ("null.nq", "link.nq"):
        assert kgraph("extract", "post.md", "-o", name).returncode == 0
        assert (tmp_path / name).is_symlink()
    assert Path("/dev/null").is_char_device()
    assert (tmp_path / "real.nq").stat().st_size > 100


def _on_a_terminal(arguments: list[str], cwd: Path, environment: dict[str, str]) -> tuple[int, str]:
    main, side = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "kgraph", *arguments], cwd=cwd, env=environment, stdin=side, stdout=side, stderr=side
    )  # fmt: skip
    os.close(side)
    shown = b""
    try:
        while select.select([main], [], [], 30)[0]:
            try:
                part = os.read(main, 65536)
            except OSError:  # Linux: the last process has closed the other side
                break
            if not part:
                break
            shown += part
        return run.wait(30), shown.decode("utf-8", "replace")
    finally:
        run.kill()
        run.wait()
        os.close(main)


def _colours(shown: str) -> set[int]:
    codes = {int(code) for found in SGR.findall(shown) for code in found.split(";") if code}
    return {code for code in codes if 30 <= code <= 48 or 90 <= code <= 107}


def test_colour_only_where_it_is_wanted(article: Path, environment: dict[str, str]) -> None:
    place = article.parent
    for i in range(12):
        (place / f"{i}.md").write_text(f"Fact {i} stands here [1]. " * 20)
    here = environment | {"TERM": "xterm-256color", "COLUMNS": "100"}
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        here.pop(name, None)
    code, shown = _on_a_terminal(["build", ".", "--store", "one"], place, here)
    assert code == 0
    assert "building" in shown
    assert _colours(shown)
    code, shown = _on_a_terminal(["build", ".", "--store", "two"], place, here | {"NO_COLOR": "1"})
    assert code == 0
    assert not _colours(shown)
    _, shown = _on_a_terminal(["build", ".", "--store", "three"], place, here | {"TERM": "dumb"})
    assert "\x1b" not in shown


def test_a_table_on_a_terminal(article: Path, environment: dict[str, str]) -> None:
    here = environment | {"TERM": "xterm", "COLUMNS": "120", "NO_COLOR": "1"}
    _on_a_terminal(["build", "post.md"], article.parent, here)
    code, shown = _on_a_terminal(["query", "sites-by-claims"], article.parent, here)
    assert code == 0
    assert "example.org" in shown
    assert "1 row" in shown
    assert "site,claims" not in shown, "a table for people, no CSV"
    assert not _colours(shown)
