"""The tokens of a wikitext, asked for what closes what, and for the arguments of templates."""

from typing import NamedTuple

from kgraph.read.wikitext.tokens import Token, closers, tokens

_OPENING = frozenset(("open", "link", "tag"))
"""Kinds of tokens that something closes."""
_BARS = frozenset(("bar", "bars"))


class Argument(NamedTuple):
    """One argument of a template or a link: its name, None without one, and the tokens of its value."""

    name: str | None
    first: int
    last: int


class Source:
    """The tokens of `text`, by number."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.pairs = closers(self.tokens, text)

    def arguments(self, i: int) -> list[Argument]:
        """The parts of what opens at token `i`: first what stands before every bar, its name, or a link's target."""
        tokens, pairs, end = self.tokens, self.pairs, self.pairs[i]
        found: list[Argument] = []
        first = j = i + 1
        name: str | None = None
        while j < end:
            kind = tokens[j].kind
            if kind in _OPENING:
                j = pairs.get(j, j)
            elif kind in _BARS:
                found.append(Argument(name, first, j))
                first, name = j + 1, None
            elif kind == "equals" and name is None and tokens[j].end - tokens[j].start == 1:
                name = self.plain(first, j).strip().lower()
                first = j + 1
            j += 1
        found.append(Argument(name, first, end))
        return found

    def plain(self, first: int, last: int) -> str:
        """The source of these tokens, comments left out."""
        if first >= last:
            return ""
        written = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        if "<!--" not in written:
            return written
        return "".join(self.text[t.start : t.end] for t in self.tokens[first:last] if t.kind != "comment")

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where these tokens stand; `first < last`."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def at(self, offset: int, first: int, last: int) -> int:
        """The first token from `first` on that starts at `offset` or behind it, at most `last`."""
        while first < last and self.tokens[first].start < offset:
            first += 1
        return first

    def line_end(self, i: int, last: int) -> int:
        """The token that ends the line of token `i`, at most `last`; what spans lines is passed over."""
        while i < last and self.tokens[i].kind != "line":
            i = self.pairs.get(i, i) + 1
        return min(i, last)


def is_closing(text: str, token: Token) -> bool:
    """Whether a tag is the end of an element."""
    return text[token.start + 1] == "/"
