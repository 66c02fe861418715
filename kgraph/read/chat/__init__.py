"""Exported chats → `Document`: the answers are one article, and their citations mean what the tool says they do.

Questions are no text of the article, and neither are answers of branches that their reader did not see.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kgraph.errors import InputError
from kgraph.known import KnownMarker
from kgraph.model import BibliographyEntry, Block, Document
from kgraph.read.cells import document_of_cells
from kgraph.read.chat import answers, chatgpt, claude, librechat, open_webui
from kgraph.read.chat.citations import by_places, by_tokens
from kgraph.read.chat.turns import Conversation, Turn
from kgraph.read.json_strings import cell_of, with_objects
from kgraph.read.json_text import decoded, demanded, dicts, inner
from kgraph.read.tool_sources import record
from kgraph.spans import Cell, SourceText, Span

_DO = "Export the chat again, or leave it out"
_HEAD_CHARS = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """How one tool exports its chats: names that stand near the beginning, what tells it, and what reads it."""

    tool: str
    names: tuple[str, ...]
    is_it: Callable[[Any], bool]
    read: Callable[[Any], Iterator[Conversation]]


def _first(value: Any) -> Any:
    """The first object of a list, or the object itself."""
    return next(iter(dicts(value)), None) if isinstance(value, list) else value


CHATS = (
    Chat(
        tool="ChatGPT", names=("mapping", "author", "role", "content_type"), read=chatgpt.conversations,
        is_it=lambda v: isinstance(inner(_first(v), "mapping"), dict),
    ),
    Chat(
        tool="Claude", names=("chat_messages", "sender"), read=claude.conversations,
        is_it=lambda v: isinstance(inner(_first(v), "chat_messages"), list),
    ),
    Chat(
        tool="Open WebUI", names=("history", "messages", "parentId"), read=open_webui.conversations,
        is_it=lambda v: isinstance(inner(_first(v), "history") or inner(_first(v), "chat", "history"), dict),
    ),
    Chat(
        tool="LibreChat", names=("conversationId", "messageId", "isCreatedByUser"), read=librechat.conversations,
        is_it=lambda v: isinstance(inner(_first(v), "conversationId"), str) and bool(dicts(inner(_first(v), "messages") or inner(_first(v), "messagesTree"))),
    ),
    Chat(
        tool="Perplexity", names=("role", "content"), read=answers.conversations, is_it=answers.is_cited,
    ),
)  # fmt: skip
"""The tools whose chats are read, the first that it is."""


def looks_like_a_chat(head: str) -> bool:
    """Whether what a file of JSON begins with has the names of a chat in it; most files of JSON are something else.

    >>> looks_like_a_chat('[{"uuid": "1", "chat_messages": [{"sender": "human"')
    True
    >>> looks_like_a_chat('{"name": "package", "version": "1.0"}')
    False
    """
    head = head[:_HEAD_CHARS]
    if not head.lstrip().startswith(("[", "{")):
        return False
    named = any(all(f'"{name}"' in head for name in chat.names) for chat in CHATS[:-1])
    return named or (
        '"role"' in head and '"content"' in head and ('"citations"' in head or '"search_results"' in head)
    )


def read_chat(source: SourceText) -> Document:
    """The answers of an exported chat, each read as Markdown; questions and the rest of the JSON are code.

    Errors: `InputError` for what is no JSON, and for JSON that is no chat.
    """
    told = list(_conversations(source))
    turns = sorted({turn.text.start: turn for chat in told for turn in chat.turns}.values(), key=_start)
    names = _names(turns)
    cells: list[Cell] = []
    cited: dict[int, tuple[Turn, tuple[int, ...]]] = {}
    for number, turn in enumerate(turns, 1):
        cell = cell_of(source.text, number, [Span(turn.text.start, turn.text.end)])
        ends = tuple(sorted(turn.cited.ends)) if len(cell.text) == len(turn.text) else ()
        cells.append(with_objects(cell, ends))
        cited[number] = turn, ends

    def further(cell: Cell, first: int, blocks: Sequence[Block]) -> Iterator[KnownMarker]:
        turn, ends = cited[cell.number]
        yield from by_tokens(turn.cited, first, blocks, names)
        yield from by_places(turn.cited, ends, first, blocks, names)

    document = document_of_cells(source, tuple(cells), "chat", further=further)
    title = document.metadata.title or (told[0].title if len(told) == 1 else None)
    return replace(
        document,
        metadata=replace(document.metadata, title=title),
        bibliography=tuple(_entries(turns, names, document.markers)),
    )


def _conversations(source: SourceText) -> Iterator[Conversation]:
    with demanded(source, "chat", _DO):
        value = decoded(source.text)
    chat = next((chat for chat in CHATS if chat.is_it(value)), None)
    if chat is None:
        known = ", ".join(chat.tool for chat in CHATS)
        raise InputError(
            f"{source.name}: no chat (found other JSON, expected an export of one of {known}). {_DO}."
        )
    return chat.read(value)


def _start(turn: Turn) -> int:
    return turn.text.start


def _names(turns: Sequence[Turn]) -> Mapping[str, str]:
    """What each source is called: its number, where all answers number their sources alike; else its address."""
    numbered = [(number, source.key) for turn in turns for number, source in turn.cited.numbers.items()]
    one_each = len({n for n, _ in set(numbered)}) == len({k for _, k in numbered}) == len(set(numbered))
    only = all(not (turn.cited.tokens or turn.cited.ids or turn.cited.ends) for turn in turns)
    return {key: str(number) for number, key in numbered} if one_each and only else {}


def _entries(
    turns: Sequence[Turn], names: Mapping[str, str], markers: Sequence[KnownMarker]
) -> Iterator[BibliographyEntry]:
    """The sources that the answers number, and behind them those that they cite, each once, in order."""
    numbered = [source for turn in turns for _, source in sorted(turn.cited.numbers.items())]
    told = {names.get(source.key, source.key): source for source in numbered}
    others = (source for turn in turns for source in turn.cited.sources())
    known = {names.get(source.key, source.key): source for source in others}
    cited = [label for marker in markers if marker.kind == "vendor" for label in marker.labels]
    for key in dict.fromkeys((*told, *(label for label in cited if label in known))):
        yield record(key, told.get(key) or known[key], None)
