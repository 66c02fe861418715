"""Chats as Claude exports them: `conversations.json`, a list of messages a conversation.

Source: the export of data. A text has `citations`, each with the place it ends at, or none where all of the text cites
(https://docs.anthropic.com/en/docs/build-with-claude/citations).
"""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from kgraph.read.chat.turns import Cited, Conversation, Turn, active, by_id, grouped
from kgraph.read.json_text import Text, dicts, readable
from kgraph.read.tool_sources import Found, found

_ONE_UNIT = "\uffff"
"""The last character that is one for every system that counts."""


def conversations(value: Any) -> Iterator[Conversation]:
    """`[{"name": …, "chat_messages": […]}]`, or one of them."""
    for chat in dicts(value if isinstance(value, list) else [value]):
        messages = dicts(chat.get("chat_messages"))
        path = active(by_id(messages, "uuid"), "parent_message_uuid", chat.get("current_leaf_message_uuid"))
        own = [m for m in (path if by_id(messages, "uuid") else messages) if m.get("sender") == "assistant"]
        turns = [turn for message in own for turn in _turns(message.get("content"), message.get("text"))]
        yield Conversation(turns, readable(chat.get("name")))


def _turns(content: Any, whole: Any) -> Iterator[Turn]:
    blocks = [block for block in dicts(content) if block.get("type") == "text"]
    told = [
        (block["text"], block)
        for block in blocks
        if isinstance(block.get("text"), Text) and block["text"].strip()
    ]
    for text, block in told:
        yield Turn(text, Cited(ends=grouped(_ends(text, block.get("citations")))))
    if not told and isinstance(whole, Text) and whole.strip():
        yield Turn(whole)


def _ends(text: Text, citations: Any) -> Iterator[tuple[int, Found]]:
    """Up to where each source backs the text. Places of another counting, behind signs of two units, are not sure."""
    rows = dicts(citations)
    sure = next((at for at, sign in enumerate(text) if sign > _ONE_UNIT), len(text)) if rows else 0
    written = (
        list(accumulate((0 if sign.isspace() else at for at, sign in enumerate(text, 1)), max))
        if rows
        else []
    )
    for row in rows:
        end = row.get("end_index", len(text))
        if isinstance(end, int) and 0 < end <= sure and written[end - 1]:
            told = (row, row.get("details"), *dicts(row.get("sources")))
            pages = (dict(row) | page for page in told if isinstance(page, dict))
            yield from ((written[end - 1], source) for page in pages if (source := found(page)))
