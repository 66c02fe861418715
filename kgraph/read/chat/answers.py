"""Answers with a `citations` array, as Perplexity's API gives them, and lists of such messages.

Source: https://docs.perplexity.ai/api-reference/chat-completions-post: `[1]` in the text is the first of `citations`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kgraph.read.chat.turns import Cited, Conversation, Found, Turn, found, texts_of
from kgraph.read.json_text import address, dicts, inner, readable

_LISTS = ("citations", "search_results", "sources")
_NUMBERS = ("index", "number", "citation_number")


def conversations(value: Any) -> Iterator[Conversation]:
    """`{"choices": [{"message": …}], "citations": […]}`, or `{"messages": [{"role": …, "citations": […]}]}`; or several."""
    for chat in dicts(value if isinstance(value, list) else [value]):
        own = [message for c in dicts(chat.get("choices")) if isinstance(message := c.get("message"), dict)]
        turns = [turn for message in own for turn in _turns(message, chat | message)]
        turns += [turn for message in dicts(chat.get("messages")) for turn in _turns(message, message)]
        yield Conversation(turns, readable(chat.get("title")))


def is_cited(value: Any) -> bool:
    """Whether a message of it has sources: without them nothing tells it from any other list of messages."""
    chats = dicts(value if isinstance(value, list) else [value])
    holders = [
        holder
        for chat in chats
        for holder in (chat, *dicts(chat.get("messages")), *dicts(chat.get("choices")))
    ]
    return any(
        numbered(each)
        for holder in holders
        for each in (holder, inner(holder, "message"))
        if isinstance(each, dict)
    )


def _turns(message: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[Turn]:
    if message.get("role") == "assistant":
        cited = Cited(numbers=numbered(about))
        yield from (Turn(text, cited) for text in texts_of(message.get("content") or message.get("text")))


def numbered(about: Mapping[str, Any]) -> dict[int, Found]:
    """The sources of an answer by their numbers: those that they state, else their places from 1.

    What the same page is called in `search_results` is the title of the address in `citations`.
    """
    lists = [rows for name in _LISTS if isinstance(rows := about.get(name), list) and rows]
    if not lists:
        return {}
    titled = {source.key: source for rows in lists for row in dicts(rows) if (source := found(row))}
    stated = [_number(row) for row in lists[0]]
    numbers = stated if all(stated) and len(set(stated)) == len(stated) else range(1, len(lists[0]) + 1)
    sources = [_source(row) for row in lists[0]]
    return {n: titled.get(s.key, s) for n, s in zip(numbers, sources, strict=True) if n and s}


def _source(row: Any) -> Found | None:
    if isinstance(row, dict):
        return found(row)
    url = address(row)
    return Found(url) if url else None


def _number(row: Any) -> int | None:
    stated = [row.get(name) for name in _NUMBERS] if isinstance(row, dict) else []
    return next((n for n in stated if isinstance(n, int) and not isinstance(n, bool) and n > 0), None)
