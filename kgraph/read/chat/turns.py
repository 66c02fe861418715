"""What any exported chat comes to: the answers in it, and what the tool says that each of them cites."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from kgraph.read.json_text import Text
from kgraph.read.tool_sources import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What the citations of one answer mean.

    `tokens` are those that stand in the text, word for word; `ids` what tokens are made of, such as `turn0search1`;
    `numbers` are those in brackets; `ends` are places of the text up to which something cites without a token.
    """

    tokens: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    ids: Mapping[str, Found] = field(default_factory=dict)
    numbers: Mapping[int, Found] = field(default_factory=dict)
    ends: Mapping[int, tuple[Found, ...]] = field(default_factory=dict)

    def sources(self) -> Iterator[Found]:
        """The sources that have no numbers."""
        yield from self.ids.values()
        yield from chain.from_iterable((*self.tokens.values(), *self.ends.values()))


NOTHING = Cited()


class Turn(NamedTuple):
    """One answer: its text, and what its citations mean."""

    text: Text
    cited: Cited = NOTHING


class Conversation(NamedTuple):
    """The answers of one conversation, and its title."""

    turns: Sequence[Turn]
    title: str | None = None


def grouped(pairs: Iterable[tuple[Any, Found]]) -> dict[Any, tuple[Found, ...]]:
    """The sources of each name, each address once."""
    gathered: dict[Any, dict[str, Found]] = {}
    for name, source in pairs:
        gathered.setdefault(name, {}).setdefault(source.key, source)
    return {name: tuple(sources.values()) for name, sources in gathered.items()}


def active(nodes: Mapping[str, Mapping[str, Any]], parent: str, leaf: Any) -> Iterator[Mapping[str, Any]]:
    """The messages from the first to `leaf`, by what each says its parent is: the branch that its reader saw.

    All of them, where `leaf` is none of them.
    """
    if not isinstance(leaf, str) or leaf not in nodes:
        yield from nodes.values()
        return
    path: dict[str, Mapping[str, Any]] = {}
    at: Any = leaf
    while isinstance(at, str) and at in nodes and at not in path:
        path[at] = nodes[at]
        at = nodes[at].get(parent)
    yield from reversed(path.values())


def by_id(messages: Iterable[Mapping[str, Any]], name: str) -> dict[str, Mapping[str, Any]]:
    """The messages by what they are called."""
    return {str(m[name]): m for m in messages if isinstance(m.get(name), str)}


def texts_of(value: Any) -> Iterator[Text]:
    """The texts in a content: it is one, or a list of texts, or of objects that hold one (`{"type": "text", "text": …}`)."""
    for item in value if isinstance(value, list) else [value]:
        text = item
        if isinstance(item, dict):
            text = item.get("text") if item.get("type") in (None, "text", "output_text") else None
            text = text.get("value") if isinstance(text, dict) else text
        if isinstance(text, Text) and text.strip():
            yield text
