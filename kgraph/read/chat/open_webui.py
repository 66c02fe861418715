"""Chats as Open WebUI exports them: a list of `{"chat": {"history": {"messages": {…}}}}`.

Source: the page of Open WebUI numbers the sources of a message by their ids, in the order in which they come
(`Citations.svelte`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kgraph.read.chat.turns import Cited, Conversation, Turn, active, by_id, texts_of
from kgraph.read.json_text import Text, address, dicts, inner, readable
from kgraph.read.tool_sources import Found


def conversations(value: Any) -> Iterator[Conversation]:
    """`[{"title": …, "chat": {…}}]`, one of them, or the chat alone."""
    for row in dicts(value if isinstance(value, list) else [value]):
        chat = row.get("chat") if isinstance(row.get("chat"), dict) else row
        history = inner(chat, "history", "messages")
        nodes = {k: m for k, m in history.items() if isinstance(m, dict)} if isinstance(history, dict) else {}
        known = nodes or by_id(dicts(inner(chat, "messages")), "id")
        path = active(known, "parentId", inner(chat, "history", "currentId"))
        turns = [turn for message in path for turn in _turns(message)]
        yield Conversation(turns, readable(inner(chat, "title")) or readable(row.get("title")))


def _turns(message: Mapping[str, Any]) -> Iterator[Turn]:
    if message.get("role") == "assistant":
        numbers = dict(enumerate(_numbered(message.get("sources") or message.get("citations")), 1))
        for text in texts_of(message.get("content")):
            yield Turn(text, Cited(numbers={number: source for number, source in numbers.items() if source}))


def _numbered(sources: Any) -> list[Found | None]:
    """The sources of a message, in the order of their numbers; None for one that nothing is said of."""
    seen: dict[str, Found | None] = {}
    for source in dicts(sources):
        about = dicts(source.get("metadata"))
        documents = source.get("document")
        for place in range(len(documents) if isinstance(documents, list) else 0):
            metadata = about[place] if place < len(about) else {}
            own = source.get("source")
            name = metadata.get("source") or inner(own, "id") or "N/A"
            seen.setdefault(str(name), _source(metadata, own if isinstance(own, dict) else {}))
    return list(seen.values())


def _source(metadata: Mapping[str, Any], own: Mapping[str, Any]) -> Found | None:
    # What `own` is called is what was searched for, where its documents have addresses of their own.
    for about in (metadata, own):
        stated = (about.get(name) for name in ("source_url", "source", "url", "id", "name"))
        if url := next((link for value in stated if (link := address(value))), None):
            return Found(url, _title(about))
    title = _title(metadata) or _title(own)
    return Found(None, title) if title else None


def _title(about: Mapping[str, Any]) -> Text | None:
    """What a source is called, where that is no address."""
    titles = (about.get("title"), about.get("name"))
    return next((t for t in titles if isinstance(t, Text) and readable(t) and address(t) is None), None)
