"""Options out of the environment and of files: which one wins, and what a broken file costs."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("kgraph.toml", "store = \n", ("line 1",)),
        ("kgraph.toml", "stor = 'x'\n", ("'stor'", "store")),
        ("kgraph.toml", "store = 3\n", ("store = 3", "expected str")),
        ("kgraph.toml", "workers = 0\n", ("workers", "found '0'", "1 to 256")),
        ("kgraph.toml", "workers = true\n", ("workers = True", "expected int")),
        ("kgraph.toml", "format = 'json'\n", ("'format'",)),
        ("kgraph.toml", "timeout = 'soon'\n", ("timeout = 'soon'",)),
        ("kgraph.toml", "timeout = -1\n", ("timeout", "found '-1'", "above 0")),
        ("kgraph.toml", "port = 70000\n", ("port", "65535")),
        ("kgraph.toml", "allow-host = ['localhost']\n", ("unknown option 'allow-host'",)),
        ("kgraph.toml", "base = 'no iri'\n", ("'no iri'",)),
        ("pyproject.toml", "[tool.kgraph\n", ("pyproject.toml", "line 1")),
        ("pyproject.toml", "[tool]\nkgraph = 'x'\n", ("[tool.kgraph]", "no table")),
        ("pyproject.toml", "[tool.kgraph]\nworkers = 1000\n", ("workers", "found '1000'")),
    ],
)
def test_a_broken_file_is_one_line(
    kgraph: Run, article: Path, name: str, text: str, words: tuple[str, ...]
) -> None:
    (article.parent / name).write_text(text)
    done = kgraph("query", "-", stdin="ASK {}") if "timeout" in text else kgraph("build", "post.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    for word in words:
        assert word in done.stderr
    assert not (article.parent / ".kgraph/current").exists(), "nothing was built beside what was asked for"


def test_which_one_wins(kgraph: Run, article: Path) -> None:
    place = article.parent
    (place / "kgraph.toml").write_text('store = "file"\nbase = "https://example.org/file/"\n')
    assert "in file: 1 new" in kgraph("build", "post.md").stdout
    assert "in variable: 1 new" in kgraph("build", "post.md", env={"KGRAPH_STORE": "variable"}).stdout
    option = kgraph("build", "post.md", "--store", "option", env={"KGRAPH_STORE": "variable"})
    assert "in option: 1 new" in option.stdout
    assert "<https://example.org/file/a/post.md>" in kgraph("export", "-", "--format", "nq").stdout
    own = kgraph("extract", "post.md", "--format", "nq", "--base", "https://example.org/option/").stdout
    assert "<https://example.org/option/a/post.md>" in own
    assert "/file/" not in own


def test_the_time_limit_of_a_file(kgraph: Run, article: Path) -> None:
    kgraph("build", "post.md")
    (article.parent / "pyproject.toml").write_text("[tool.kgraph]\ntimeout = 0.5\n")
    join = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9))
    done = kgraph("query", "-", stdin=f"SELECT (COUNT(*) AS ?n) WHERE {{ {join} }}")
    assert done.returncode == 3
    assert "stopped after 0.5 s" in done.stderr


def test_a_foreign_pyproject_says_nothing(kgraph: Run, article: Path) -> None:
    (article.parent / "pyproject.toml").write_text(
        '[project]\nname = "blog"\n[tool.black]\nline-length = 3\n'
    )
    assert "in .kgraph: 1 new" in kgraph("build", "post.md").stdout


def test_every_option_of_a_file_is_one_of_the_command_line() -> None:
    from kgraph.cli import parser
    from kgraph.cli._config import _READERS

    text = parser().format_help() + "".join(
        command.format_help()
        for action in parser()._subparsers._group_actions  # type: ignore[union-attr]
        for command in action.choices.values()  # type: ignore[union-attr]
    )
    assert [name for name in _READERS if f"--{name} " not in text] == []
    assert f"{', '.join(_READERS)}." in parser().format_help()


def test_options_of_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file says reaches the command; what is typed wins."""
    from kgraph.cli import _config, parser

    monkeypatch.chdir(tmp_path)
    (tmp_path / "kgraph.toml").write_text(
        'rate = 0.5\ndeadline = 7\nport = 9000\nopenalex-key = "k"\nzotero = "http://127.0.0.1:1969"\nworkers = 2\n'
    )

    def given(*arguments: str) -> dict[str, object]:
        options = parser().parse_args(arguments)
        _config.apply(options, list(arguments))
        return vars(options)

    enrich = given("enrich")
    assert (enrich["rate"], enrich["deadline"], enrich["openalex_key"]) == (0.5, 7.0, "k")
    assert enrich["zotero"] == "http://127.0.0.1:1969"
    assert given("enrich", "--rate", "3")["rate"] == 3.0
    assert given("serve")["port"] == 9000
    assert given("serve", "--port", "0")["port"] == 0
    assert given("extract", "a.md")["workers"] == 2
