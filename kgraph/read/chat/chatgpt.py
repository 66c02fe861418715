"""Chats as ChatGPT exports them: `conversations.json`, a tree of messages a conversation.

Source: the export of data; what `metadata` of a message holds is not documented. `content_references` and `citations`
name the token in the text and the page, `search_result_groups` what a search gave.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kgraph import late_re as re
from kgraph.read.chat.turns import Cited, Conversation, Turn, active, grouped
from kgraph.read.json_text import Text, dicts, inner, readable
from kgraph.read.tool_sources import Found, found

_TOKEN = re.compile(
    r"\s*(?:\ue200[^\ue200\ue201]{1,2000}\ue201|【[^【】\n]{1,300}】)\s*|.{0,20}turn\d{1,4}[a-z]{2,12}\d.{0,2000}",
    re.DOTALL,
)
_PAGES = ("grouped_webpages", "grouped_webpages_v2", "webpage", "webpage_extended", "webpages")
_SHOWN = ("text", "multimodal_text")


def conversations(value: Any) -> Iterator[Conversation]:
    """`[{"title": …, "mapping": {…}, "current_node": …}]`, or one of them."""
    for chat in dicts(value if isinstance(value, list) else [value]):
        nodes = chat.get("mapping")
        if isinstance(nodes, dict):
            known = {name: node for name, node in nodes.items() if isinstance(node, dict)}
            path = active(known, "parent", chat.get("current_node"))
            turns = [turn for node in path for turn in _turns(node.get("message"))]
            yield Conversation(turns, readable(chat.get("title")))


def _turns(message: Any) -> Iterator[Turn]:
    shown = (
        inner(message, "recipient") in (None, "all") and inner(message, "content", "content_type") in _SHOWN
    )
    if inner(message, "author", "role") != "assistant" or not shown:
        return
    metadata = message.get("metadata")
    if inner(metadata, "is_visually_hidden_from_conversation") is True:
        return
    parts = inner(message, "content", "parts")
    texts = [
        part for part in (parts if isinstance(parts, list) else []) if isinstance(part, Text) and part.strip()
    ]
    for number, text in enumerate(texts):
        yield Turn(
            text, _cited(metadata if isinstance(metadata, dict) else {}, text if number == 0 else None)
        )


def _cited(metadata: Mapping[str, Any], text: Text | None) -> Cited:
    """What a message says of its citations; places count into its first text."""
    told = grouped(_by_reference(metadata))
    by_place = grouped(_by_place(metadata, text)) if text is not None else {}
    # One token at two places with two pages: nobody can say which it means.
    told |= {token: pages for token, pages in by_place.items() if token not in told and len(pages) == 1}
    groups = dicts(metadata.get("search_result_groups"))
    results = [entry for group in groups for entry in dicts(group.get("entries"))]
    items = [item for row in dicts(metadata.get("content_references")) for item in dicts(row.get("items"))]
    ids = {
        name: source
        for entry in (*results, *items)
        if (source := found(entry))
        for ref in (entry.get("ref_id"), *dicts(entry.get("refs")))
        if (name := _id(ref))
    }
    return Cited(tokens=told, ids=ids)


def _by_reference(metadata: Mapping[str, Any]) -> Iterator[tuple[str, Found]]:
    for row in dicts(metadata.get("content_references")):
        token = row.get("matched_text")
        if isinstance(token, str) and row.get("type") in _PAGES and _TOKEN.fullmatch(token):
            items = dicts(row.get("items")) or [row]
            pages = [page for item in items for page in (item, *dicts(item.get("supporting_websites")))]
            yield from ((token.strip(), source) for page in pages if (source := found(page)))


def _by_place(metadata: Mapping[str, Any], text: Text) -> Iterator[tuple[str, Found]]:
    for row in dicts(metadata.get("citations")):
        start, end = row.get("start_ix"), row.get("end_ix")
        source = found(page) if isinstance(page := row.get("metadata"), dict) else None
        if source and isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            token = text[start:end]
            if _TOKEN.fullmatch(token):
                yield token.strip(), source


def _id(ref: Any) -> str | None:
    """`{"turn_index": 0, "ref_type": "search", "ref_index": 1}` is `turn0search1`."""
    turn, kind, index = (inner(ref, name) for name in ("turn_index", "ref_type", "ref_index"))
    if isinstance(turn, int) and isinstance(index, int) and isinstance(kind, str):
        return f"turn{turn}{kind}{index}"
    return None
