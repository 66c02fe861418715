"""How the command line behaves: streams, pipes, help, configuration."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from kgraph.cli import COMMANDS
from kgraph.codes import PROBLEMS, REASONS
from kgraph.enrich import ARCHIVE, FETCHERS, ON_REQUEST
from kgraph.extract import CONVENTIONS, ENTRY_STYLES
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
    for command in ("extract", "build"):
        done = kgraph(command, "-", "post.md")
        assert (done.returncode, done.stdout) == (2, "")
        assert "stands alone" in done.stderr
        done = kgraph(command, "post.md", "--name", "a.md")
        assert (done.returncode, done.stdout) == (2, "")
        assert "Give - as the article" in done.stderr


def test_build_from_standard_input(kgraph: Run, article: Path) -> None:
    """An article of a pipe is the article of its name: built, left alone, replaced, and read with its bibliography."""
    text = article.read_bytes()
    assert "1 new" in kgraph("build", "-", "--name", "./post.md", stdin=text).stdout
    assert "1 unchanged" in kgraph("build", "post.md").stdout
    assert "1 unchanged" in kgraph("build", "-", "--name", "post.md", stdin=text).stdout
    assert "1 changed" in kgraph("build", "-", "--name", "post.md", stdin=text + b"More.\n").stdout
    assert "2 articles in .kgraph: 1 new" in kgraph("build", "-", stdin=text).stdout
    assert kgraph("build", "-", "--name", "x.docx", stdin=text).returncode == 3
    assert kgraph("query", "coverage-by-article").stdout.count("\n") == 3


def test_parameters_of_a_query_on_standard_input(ask: Run) -> None:
    text = "# Which?\n# param word: a word (default: all)\nSELECT ?word { VALUES ?word { UNDEF } }"
    assert ask("query", "-", "--param", "word=moon", stdin=text).stdout == "word\nmoon\n"
    done = ask("query", "-", "--param", "wort=moon", stdin=text)
    assert done.returncode == 2
    assert "stdin: no parameter 'wort'" in done.stderr


def test_sparql_in_the_place_of_a_name(ask: Run) -> None:
    done = ask("query", "SELECT * { ?s ?p ?o }")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("kgraph query -\n")
    assert ask("query", "SELECT 1").stderr.endswith("kgraph query --sql -\n")


def test_sql_of_ones_own(ask: Run, shop: Path) -> None:
    count = "SELECT count(*) AS n FROM claims\n"
    (shop / "own.sql").write_text(count)
    (shop / "own.txt").write_text(count)
    for arguments in (
        ("own.sql",),
        ("--sql", "own.sql"),
        ("--sql", "./own.txt"),
        ("--engine", "sql", "./own.txt"),
    ):
        assert ask("query", *arguments).stdout == "n\n2\n", arguments
    text = "-- Which?\n-- param word: a word (default: all)\nSELECT coalesce($word, 'all') AS word"
    assert ask("query", "--sql", "-", "--param", "word=moon", stdin=text).stdout == "word\nmoon\n"
    assert ask("query", "--sql", "-", stdin=text).stdout == "word\nall\n"
    done = ask("query", "--sql", "-", stdin="SELECT *\nFROM clams")
    assert (done.returncode, done.stdout) == (2, "")
    assert "stdin:2:6: Table with name clams does not exist! Did you mean" in done.stderr
    done = ask(
        "query",
        "--sql",
        "-",
        "--timeout",
        "1",
        stdin="SELECT count(*) FROM range(1000000) a, range(1000000) b",
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "stopped after 1 s" in done.stderr
    done = ask("query", "--sql", "sites-by-claims", "--endpoint", "http://127.0.0.1:1/")
    assert done.returncode == 2
    assert "leave out --sql" in done.stderr


def test_both_engines_answer_alike(ask: Run) -> None:
    for format_ in ("csv", "json", "tsv"):
        ones, others = (
            ask("query", "sources-of-claim", "--engine", engine, "--format", format_).stdout
            for engine in ("sql", "sparql")
        )
        assert len(ones.splitlines()) > (format_ != "json")
        assert json.loads(ones) == json.loads(others) if format_ == "json" else ones == others


def test_options_that_would_do_nothing_are_refused(ask: Run) -> None:
    for arguments in (
        ("export", "a.csv", "--view", "sites"),
        ("export", "a.graphml", "--table", "claims"),
        ("export", "a.ttl", "--view", "sites"),
        ("extract", "post.md", "--table", "claims"),
        ("extract", "post.md", "--table", "claims", "-o", "a.nq"),
    ):
        done = ask(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert "eave" in done.stderr
        assert done.stderr.count("\n") == 1


def test_list(ask: Run) -> None:
    for person in (ask("query", "--list"), ask("query", "--list", env={"COLUMNS": "80"})):
        lines = person.stdout.splitlines()
        names = [line.split()[0] for line in lines if not line.startswith(" ")]
        assert len(names) == len(set(names)) == 27
        assert max(map(len, lines)) <= 115
    rows = json.loads(ask("query", "--list", "--format", "json").stdout)["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == names
    assert ask("query", "--list", "--format", "csv").stdout.startswith("name,question,parameters,languages\n")
    assert {row["languages"]["value"] for row in rows} == {"sparql sql"}


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
    assert empty["with"]["pyoxigraph"] == metadata.version("pyoxigraph")
    assert {"markdown"} <= set(empty["reads"])
    assert empty["conventions"] == [row.name for row in CONVENTIONS]
    assert empty["entry styles"] == [row.name for row in ENTRY_STYLES]
    assert empty["problems"] == [row.code for row in PROBLEMS]
    assert empty["reasons"] == [row.code for row in REASONS]
    assert [*empty["fetchers"], *empty["fetchers on request"]] == [*(row.name for row in (*FETCHERS, ARCHIVE)), *ON_REQUEST]  # fmt: skip
    assert {"nq", "graphml", "html"} <= set(empty["writes"])
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
