"""Wikitext → tokens: signs of its markup, tags, and the words between them; what closes what is found once for all."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_KINDS = {
    "comment": r"<!--",
    "tag": r"</?[A-Za-z][A-Za-z0-9]{0,20}(?=[\s/>])[^<>]{0,1000}+>",
    "open": r"\{\{",
    "close": r"\}\}",
    "link": r"\[\[",
    "unlink": r"\]\]",
    "outer": r"\[(?=(?:https?:)?//[^\s\[\]])",
    "bracket": r"\]",
    "table": r"\{\|",
    "bars": r"\|\||!!",
    "bar": r"\|",
    "equals": r"=++",
    "quotes": r"''+",
    "line": r"\r?\n",
    "entity": r"&(?:[A-Za-z]{2,12}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});",
    "url": r"https?://[^\s\[\]<>\"{}|'\u3000-\u9fff]{1,2000}",
    "switch": r"__[A-Z]{3,20}__",
    "words": r"(?:[^<{}\[\]|!=\n\r'&h_]++|'(?!')|!(?!!)|h(?!ttps?://)|_(?!_[A-Z]{3,20}__)|\r(?!\n))++|.",
}
"""What each kind of token is: the first that fits."""
_TOKEN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _KINDS.items()), re.DOTALL)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
LITERAL = frozenset(
    ("nowiki", "pre", "math", "chem", "source", "syntaxhighlight", "gallery", "timeline", "score", "templatedata", "graph", "hiero", "mapframe", "maplink", "imagemap")
)  # fmt: skip
"""Elements whose text is no wikitext: nothing in it is markup, but for the end."""


class Token(NamedTuple):
    """A stretch of the source. `name` is that of a tag; of `literal`, `words` stand between its tags."""

    kind: str
    start: int
    end: int
    name: str = ""
    words: tuple[int, int] = (0, 0)


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, in order and without gaps."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    at, size, match = 0, len(text), _TOKEN.match
    lower: str | None = None
    unclosed: set[str] = set()
    while at < size:
        found = match(text, at)
        if found is None:  # no character is left out of the pattern
            return
        kind, end = found.lastgroup or "words", found.end()
        if kind == "comment":
            close = text.find("-->", end)
            end = size if close < 0 else close + 3
        elif kind == "tag":
            tag = _NAME.match(text, at)
            name = tag[1].lower() if tag else ""
            if name in LITERAL and text[at + 1] != "/" and text[end - 2] != "/" and name not in unclosed:
                lower = lower or text.lower()
                close = lower.find(f"</{name}", end) if len(lower) == size else text.find(f"</{name}", end)
                stop = text.find(">", close) if close >= 0 else -1
                if stop >= 0:
                    yield Token("literal", at, stop + 1, name, (end, close))
                    at = stop + 1
                    continue
                unclosed.add(name)
            yield Token(kind, at, end, name)
            at = end
            continue
        yield Token(kind, at, end)
        at = end


_CLOSES = {"close": "open", "unlink": "link"}


def closers(found: list[Token], text: str) -> dict[int, int]:
    """Index of each opening sign or `<ref>` among `found` → that of the one that closes it; those left open are left out.

    A link closes within its template, and a `<ref>` at the next end of one.
    """
    pairs: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    counts = {"open": 0, "link": 0}
    ref = -1
    for i, token in enumerate(found):
        if token.kind in counts:
            opened.append((token.kind, i))
            counts[token.kind] += 1
        elif token.kind in _CLOSES and counts[_CLOSES[token.kind]]:
            wanted = _CLOSES[token.kind]
            if wanted == "link" and opened[-1][0] != "link":
                continue  # the end of a link outside of the template that is open
            while opened:
                kind, start = opened.pop()
                counts[kind] -= 1
                if kind == wanted:
                    pairs[start] = i
                    break
        elif token.kind == "tag" and token.name == "ref":
            if text[token.start + 1] == "/":
                if ref >= 0:
                    pairs[ref] = i
                ref = -1
            elif text[token.end - 2] != "/" and ref < 0:
                ref = i
    return pairs
