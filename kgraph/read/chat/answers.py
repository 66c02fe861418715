"""Answers with a `citations` array, as Perplexity's API gives them, and lists of such messages.

Source: https://docs.perplexity.ai/api-reference/chat-completions-post: `[1]` in the text is the first of `citations`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kgraph.read.chat.turns import Cited, Conversation, Turn, texts_of
from kgraph.read.json_text import dicts, inner, readable
from kgraph.read.tool_sources import numbered


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
