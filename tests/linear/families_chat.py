"""Exported chats: JSON whose answers, tokens, sources and branches grow with `n`."""

import json
from typing import Any

_URL = "https://example.org/{}"


def _chatgpt(parts: list[Any], **metadata: Any) -> str:
    message = {
        "author": {"role": "assistant"},
        "content": {"content_type": "text", "parts": parts},
        "metadata": metadata,
    }
    return json.dumps([{"mapping": {"a": {"parent": None, "message": message}}, "current_node": "a"}])


def _claude(text: str, citations: list[Any]) -> str:
    block = {"type": "text", "text": text, "citations": citations}
    return json.dumps([{"chat_messages": [{"uuid": "a", "sender": "assistant", "content": [block]}]}])


def _answer(text: str, cited: int) -> str:
    message = {"role": "assistant", "content": text, "citations": [_URL.format(i) for i in range(cited)]}
    return json.dumps({"messages": [message]})


def _branches(n: int) -> str:
    nodes = {str(i): {"parent": str(i - 1), "message": None} for i in range(n)}
    return json.dumps([{"mapping": nodes, "current_node": str(n - 1)}])


FAMILIES = {
    "chat answers": lambda n: json.dumps({"messages": [{"role": "assistant", "content": "It rains [1].", "citations": [_URL.format(i)]} for i in range(n)]}),
    "chat numbers": lambda n: _answer("It rains [1]. " * n, 1),
    "chat sources": lambda n: _answer("It rains [1].", n),
    "chat numbers of many": lambda n: _answer(" ".join(f"It rains [{i}]." for i in range(1, n % 9_000 + 1)), n),
    "chat numbers in code": lambda n: _answer("It `rains [1]` often [1]. " * n, 1),
    "chat tokens": lambda n: _chatgpt(["It rains \ue200cite\ue202turn0search0\ue201. " * n], search_result_groups=[{"entries": [{"url": _URL, "ref_id": {"turn_index": 0, "ref_type": "search", "ref_index": 0}}]}]),
    "chat open tokens": lambda n: _chatgpt(["\ue200cite\ue202turn0search0" * n], content_references=[{"matched_text": "\ue200x\ue201", "type": "webpage", "url": _URL}]),
    "chat brackets": lambda n: _chatgpt(["【1†" * n], citations=[{"start_ix": 0, "end_ix": 3, "metadata": {"url": _URL}}]),
    "chat places": lambda n: _chatgpt(["It rains【1†a】. " * n], citations=[{"start_ix": 8 + i * 15, "end_ix": 13 + i * 15, "metadata": {"url": _URL.format(i)}} for i in range(n)]),
    "chat parts": lambda n: _chatgpt(["It rains."] * n),
    "chat branches": _branches,
    "chat ends": lambda n: _claude("It rains. " * n, [{"end_index": i * 10 - 1, "url": _URL.format(i)} for i in range(1, n)]),
    "chat ends in blanks": lambda n: _claude("It" + " " * n, [{"end_index": i, "url": _URL.format(i)} for i in range(3, n)]),
    "chat replies": lambda n: json.dumps({"conversationId": "c", "messages": [{"messageId": str(i), "parentMessageId": str(i - 1), "isCreatedByUser": False, "text": "It rains."} for i in range(n)]}),
    "chat documents": lambda n: json.dumps([{"chat": {"history": {"currentId": "a", "messages": {"a": {"role": "assistant", "content": "It rains [1].", "sources": [{"document": ["x"] * n, "metadata": [{"source": _URL.format(i)} for i in range(n)]}]}}}}}]),
    "chat strings": lambda n: json.dumps({"messages": [{"role": "assistant", "content": "It rains.", "citations": [_URL]}], "more": ["x"] * n}),
}  # fmt: skip
