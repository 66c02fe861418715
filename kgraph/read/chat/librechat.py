"""Chats as LibreChat exports them: `{"conversationId": …, "messages": […]}`, one after the other or within one another.

Source: the export of LibreChat; a message has what a search gave in its `attachments`, and names it in the text as
`turn0search1`: the first search, its second result.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kgraph.read.chat.turns import Cited, Conversation, Turn, active, by_id, texts_of
from kgraph.read.json_text import dicts, inner, readable
from kgraph.read.tool_sources import Found, found

_KINDS = {"search": "organic", "news": "topStories", "ref": "references"}
"""What an id calls a result → the list of the search that has it."""
_MAX_DEPTH = 200


def conversations(value: Any) -> Iterator[Conversation]:
    """One conversation; a branch that its reader did not see is left out."""
    for chat in dicts(value if isinstance(value, list) else [value]):
        messages = list(_flat(chat.get("messages") or chat.get("messagesTree"), 0))
        known = by_id(messages, "messageId")
        leaf = messages[-1].get("messageId") if messages else None
        path = active(known, "parentMessageId", leaf) if known else iter(messages)
        turns = [turn for message in path for turn in _turns(message)]
        yield Conversation(turns, readable(chat.get("title")))


def _flat(messages: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    for message in dicts(messages):
        yield message
        if depth < _MAX_DEPTH:
            yield from _flat(message.get("children"), depth + 1)


def _turns(message: Mapping[str, Any]) -> Iterator[Turn]:
    if message.get("isCreatedByUser") is not False:
        return
    cited = Cited(ids=dict(_ids(message)))
    texts = list(texts_of(message.get("content"))) or list(texts_of(message.get("text")))
    yield from (Turn(text, cited) for text in texts)


def _ids(message: Mapping[str, Any]) -> Iterator[tuple[str, Found]]:
    for attachment in dicts(message.get("attachments")):
        results = attachment.get("web_search")
        turn = inner(results, "turn")
        for kind, name in _KINDS.items():
            for place, result in enumerate(dicts(inner(results, name))):
                if isinstance(turn, int) and (source := found(result)):
                    yield f"turn{turn}{kind}{place}", source
