"""Exported chats: what their answers cite, where it stands in the JSON, and that other JSON costs nothing."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from kgraph.errors import InputError
from kgraph.explain import explain
from kgraph.extract import extract
from kgraph.jobs import articles
from kgraph.model import Extraction
from kgraph.rdf import nquads
from kgraph.read import read
from kgraph.read.chat import looks_like_a_chat
from tests import case_text

CHATS = {path.stem: case_text.load(path)[0] for path in case_text.files("read") if path.parent.name == "chat"}
SONG, NESTS, EGGS = (f"https://larks.example/{page}" for page in ("song", "nests", "eggs"))
CITED = {
    "answer-of-perplexity": [("Larks sing.", [SONG]), ("They nest low.", [NESTS, SONG]), ("A list is none.", [])],
    "chat-of-chatgpt": [('Larks "sing" at dawn.', [SONG]), ("They nest on the ground.", [NESTS]), ("Eggs are brown", [EGGS])],
    "chat-of-claude": [("Larks sing.", [SONG]), ("They nest low.", [NESTS]), ("So it is.", [])],
    "chat-of-librechat": [("Larks sing.", [SONG]), ("They nest low.", [NESTS])],
    "chat-of-open-webui": [("Larks sing.", [SONG]), ("They nest low.", [NESTS, SONG])],
}  # fmt: skip


def _article(name: str) -> str:
    return next(text for title, text in CHATS[name].sections.items() if title.startswith("article"))


def _extracted(value: Any) -> Extraction:
    text = value if isinstance(value, str) else json.dumps(value)
    return extract(read("chat.json", text.encode("utf-8", "surrogatepass")), path="chat.json")


@pytest.mark.parametrize("name", CITED)
def test_answers_cite_what_the_tool_says(name: str) -> None:
    found = _extracted(_article(name))
    claims = [(claim.text, list(claim.sources)) for claim in found.claims]
    assert claims[: len(CITED[name])] == CITED[name]
    assert found.document.format == "chat"
    for entry in found.references:
        assert entry.file is None
        assert entry.span.slice(found.document.source.text) == entry.url
    for marker in found.markers:
        if marker.raw:
            assert found.document.source.words(marker.span) == marker.raw


def test_a_question_is_no_text_of_the_article() -> None:
    assert all("?" not in claim.text for name in CITED for claim in _extracted(_article(name)).claims)


def _answers(*pairs: tuple[str, list[str]]) -> dict[str, Any]:
    return {"messages": [{"role": "assistant", "content": text, "citations": cited} for text, cited in pairs]}


def test_numbers_of_two_answers_that_differ_are_told_apart() -> None:
    found = _extracted(_answers(("Larks sing [1].", [SONG]), ("Larks nest [1].", [NESTS])))
    assert [claim.sources for claim in found.claims] == [(SONG,), (NESTS,)]
    assert [entry.label for entry in found.references] == [SONG, NESTS]


def test_a_place_is_told_by_answer_and_line() -> None:
    found = _extracted(_answers(("Larks sing [1].", [SONG]), ("So it is.\n\nThey nest [1].", [SONG])))
    assert str(found.document.source.place(found.markers[1].span.start)) == "cell 2, line 3"


def test_a_token_with_two_pages_cites_neither() -> None:
    text = "Larks sing【1†a】. They nest【1†a】."
    places = [(text.index("【"), SONG), (text.rindex("【"), NESTS)]
    rows = [{"start_ix": at, "end_ix": at + 5, "metadata": {"url": url}} for at, url in places]
    message = {"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": [text]}, "metadata": {"citations": rows}}  # fmt: skip
    found = _extracted([{"mapping": {"a": {"message": message, "parent": None}}}])
    assert [marker.status for marker in found.markers] == ["unresolvable", "unresolvable"]


def test_places_behind_signs_of_two_units_are_not_believed() -> None:
    block = {"type": "text", "text": "\U0001f426 Larks sing.", "citations": [{"end_index": 13, "url": SONG}]}
    found = _extracted([{"chat_messages": [{"sender": "assistant", "content": [block]}]}])
    assert [claim.support for claim in found.claims] == ["none"]


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", "[1]", "1" * 5_000, "[" * 100_000, '{"mapping":' * 2_000 + "1" + "}" * 2_000, '{"mapping": [',
        '{"name": "package"}', '{"messages": [{"role": "assistant", "content": "No sources."}]}', '"\ud800"',
    ],
)  # fmt: skip
def test_what_is_no_chat_is_refused_in_a_line(text: str) -> None:
    with pytest.raises(
        InputError, match=r"^chat\.json\S* ?.*no chat .*(Export the chat again|Leave)"
    ) as error:
        _extracted(text)
    assert "\n" not in str(error.value)


ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    "",
    "x",
    "http://",
    "\ud800",
    [],
    [[]],
    {},
    {"text": 1},
    {"url": []},
)


def _spoilt(value: Any, random_: random.Random) -> Any:
    """A value with some of what it holds replaced by something else."""
    if random_.random() < 0.06:
        return random_.choice(ODD)
    if isinstance(value, dict):
        return {name: _spoilt(item, random_) for name, item in value.items()}
    return [_spoilt(item, random_) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", CITED)
def test_any_value_may_be_of_another_type(name: str) -> None:
    value = json.loads(_article(name))
    for seed in range(150):
        text = json.dumps(_spoilt(value, random.Random(seed)))
        try:
            found = _extracted(text)
        except InputError:
            continue
        for marker in found.markers:
            assert 0 <= marker.span.start <= marker.span.end <= len(text)


@pytest.mark.parametrize("name", CITED)
def test_a_chat_looks_like_one(name: str) -> None:
    assert looks_like_a_chat(_article(name))


def test_a_folder_of_other_json_yields_its_chats_alone(tmp_path: Path) -> None:
    others = {
        "package.json": {"name": "p", "version": "1", "dependencies": {}},
        "index.json": {"mappings": {"properties": {"author": {"type": "text"}, "role": {"type": "keyword"}}}},
        "refs.json": [{"id": "a", "type": "book", "author": [{"family": "Moss"}], "title": "Tides"}],
        "prompts.json": {"messages": [{"role": "user", "content": "Hello"}]},
        "list.json": [1, 2, 3],
    }
    for file, value in others.items():
        (tmp_path / file).write_text(json.dumps(value), encoding="utf-8")
    (tmp_path / "broken.json").write_bytes(b"\xff\xfe\x00{")
    (tmp_path / "empty.json").write_bytes(b"")
    for name in CITED:
        (tmp_path / f"{name}.json").write_text(_article(name), encoding="utf-8")
    found = articles.find([str(tmp_path)])
    assert [Path(article.path).stem for article in found.articles] == sorted(CITED)
    assert found.skipped == []


def test_a_chat_is_explained_by_its_own_data() -> None:
    lines = explain(read("chat.json", _article("chat-of-claude").encode("utf-8")))
    assert any("what the article's own data says: 2 entries" in line for line in lines)


def test_the_graph_of_a_chat_can_be_read() -> None:
    for name in CITED:
        assert len(list(parse(nquads(_extracted(_article(name))), format=RdfFormat.N_QUADS))) > 20
