"""How the command line behaves: streams, pipes, help, configuration."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from kgraph.cli import COMMANDS
from tests.cli.conftest import Run


def test_data_on_stdout_words_on_stderr(kgraph: Run, article: Path) -> None:
    done = kgraph("extract", "post.md")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    text = article.read_text()
    for part in ("markers", "claims", "references", "ignored"):
        assert found[part], part
    for marker in found["markers"]:
        assert text[marker["start"] : marker["end"]] == marker["raw"]


def test_stdin(kgraph: Run) -> None:
    done = kgraph(
        "extract",
        "-",
        stdin="A fact stands here [1].\n\n[1] https://example.org/a\n[2] https://example.org/b\n",
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["article"]["path"] == "stdin.md"
    assert kgraph("extract", "-", "--name", "x.docx", stdin="a").returncode == 3


def test_stdin_stands_alone(kgraph: Run, article: Path) -> None:
    assert kgraph("extract", "-", "post.md").returncode == 2


@pytest.mark.parametrize("format_", ["jsonl", "nq", "nt", "ttl", "trig", "jsonld", "rdf", "csv", "parquet"])
def test_every_format_to_stdout_and_to_a_file(ask: Run, shop: Path, format_: str) -> None:
    done = ask("extract", "post.md", "--format", format_)
    assert done.returncode == 0
    assert done.stdout
    named = ask("extract", "post.md", "-o", f"out.{format_}")
    assert (named.returncode, named.stdout) == (0, "")
    assert (shop / f"out.{format_}").stat().st_size > 100


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "xml", "md"])
def test_query_formats(ask: Run, format_: str) -> None:
    done = ask("query", "sources-of-claim", "--format", format_)
    assert done.returncode == 0
    assert "https://example.org/tides" in done.stdout


def test_ask_and_construct(ask: Run) -> None:
    assert "true" in ask("query", "-", stdin="ASK { ?s ?p ?o }").stdout
    assert (
        "<https://schema.org/Claim>"
        in ask("query", "-", stdin="CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }").stdout
    )


def test_query_file(kgraph: Run, article: Path) -> None:
    (article.parent / "q.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?c a <https://schema.org/Claim> }")
    kgraph("build", "post.md")
    assert kgraph("query", "q.rq").stdout == "n\n2\n"


def test_broken_pipe(article: Path, environment: dict[str, str]) -> None:
    for i in range(60):
        (article.parent / f"{i}.md").write_text("A fact stands here [1]. " * 300)
    run = f"{sys.executable} -m kgraph extract . | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", run],
        cwd=article.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["", *(module.__name__.rpartition("._")[2] for module in COMMANDS)])
def test_help(ask: Run, command: str) -> None:
    done = ask(*([command] if command else []), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"usage: kgraph {command}".strip() in done.stdout
    assert "examples:" in done.stdout or "first steps:" in done.stdout
    assert f"kgraph {command}".strip() in done.stdout.split("examples:")[-1]


def test_version(ask: Run) -> None:
    done = ask("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"kgraph {metadata.version('kgraph')}\n"


def test_no_command_at_all(ask: Run) -> None:
    done = ask()
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: kgraph" in done.stderr


def test_store_by_environment_and_option(kgraph: Run, article: Path) -> None:
    assert "in elsewhere" in kgraph("build", "post.md", env={"KGRAPH_STORE": "elsewhere"}).stdout
    assert (article.parent / "elsewhere").is_dir()
    assert (
        "in third" in kgraph("build", "post.md", "--store", "third", env={"KGRAPH_STORE": "elsewhere"}).stdout
    )


def test_configuration(kgraph: Run, article: Path) -> None:
    (article.parent / "pyproject.toml").write_text('[tool.kgraph]\nstore = "kept"\n')
    assert "in kept" in kgraph("build", "post.md").stdout
    (article.parent / "kgraph.toml").write_text('store = "own"\n')
    assert "in own" in kgraph("build", "post.md").stdout
    (article.parent / "kgraph.toml").write_text("store = \n")
    done = kgraph("build", "post.md")
    assert done.returncode == 2
    assert "kgraph.toml" in done.stderr
    (article.parent / "kgraph.toml").write_text("stor = 'x'\n")
    done = kgraph("build", "post.md")
    assert done.returncode == 2
    assert "stor" in done.stderr


def test_no_colour_codes_in_a_pipe(ask: Run) -> None:
    for arguments in (("build", "post.md"), ("query", "sites-by-claims"), ("query", "--list"), ("info",)):
        done = ask(*arguments)
        assert "\x1b" not in done.stdout + done.stderr


def test_info(kgraph: Run, article: Path) -> None:
    empty = json.loads(kgraph("info", "--json").stdout)
    assert "kgraph build" in empty["store"]["state"]
    kgraph("build", "post.md")
    full = json.loads(kgraph("info", "--json").stdout)["store"]
    assert (full["articles"], full["claims"], full["markers"], full["sources"]) == (1, 2, 1, 1)


def test_build_says_what_changed(kgraph: Run, article: Path) -> None:
    assert "1 new" in kgraph("build", ".").stdout
    assert "1 unchanged" in kgraph("build", ".").stdout
    article.write_text(article.read_text() + "\nMore words stand here [1].\n")
    assert "1 changed" in kgraph("build", ".").stdout
    article.unlink()
    assert "1 removed" in kgraph("build", ".").stdout
    assert kgraph("query", "coverage-by-article").stdout.count("\n") == 1
