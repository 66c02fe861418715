"""Answers of machines on the command line: tokens that nothing explains, exported chats among other JSON."""

import json
from pathlib import Path

from tests.cli.conftest import Run

TOKENS = "Larks sing【1†L2】. They nest【2†L3】. Eggs are brown【3†L4】. It rains【4†L5】.\n"
URL = "https://larks.example/song"


def test_summaries_say_that_tokens_name_nothing_and_what_to_do(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "larks.md").write_text(TOKENS, encoding="utf-8")
    done = kgraph("build", "larks.md")
    assert done.returncode == 0
    assert "1 article cites by tokens" in done.stdout
    assert "export again with links" in done.stdout
    done = kgraph("extract", "larks.md")
    assert done.returncode == 0
    assert done.stderr == (
        "larks.md: cites by tokens that only the tool that wrote it understands."
        " Export the answer again with its links, or give the chat's own export (JSON).\n"
    )


def test_summaries_say_nothing_of_it_where_a_token_is_explained(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "larks.md").write_text(
        f"{TOKENS}\n## Sources\n\n1. [Song]({URL})【1†L2】\n", encoding="utf-8"
    )
    assert "tokens that only" not in kgraph("build", "larks.md").stdout
    assert kgraph("extract", "larks.md").stderr == ""


def test_a_chat_among_other_json_is_an_article_and_nothing_else_is_told(kgraph: Run, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    chat = {"messages": [{"role": "assistant", "content": "Larks sing [1].", "citations": [URL]}]}
    (folder / "chat.json").write_text(json.dumps(chat), encoding="utf-8")
    for number in range(50):
        (folder / f"data-{number}.json").write_text(json.dumps({"rows": [number]}), encoding="utf-8")
    done = kgraph("build", "export")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 article in" in done.stdout
    assert "1 cited" in done.stdout
    again = kgraph("build", "export")
    assert "1 unchanged" in again.stdout


def test_json_that_is_no_chat_is_said_to_be_none_where_it_is_named(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text('{"rows": []}', encoding="utf-8")
    done = kgraph("extract", "data.json")
    assert done.returncode == 3
    assert done.stderr.startswith("skipped data.json: no chat (found other JSON")
    assert done.stderr.count("\n") == 1
