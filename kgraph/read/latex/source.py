"""The tokens of an article, asked for arguments: groups, options, keys."""

from bisect import bisect_left
from collections.abc import Callable

from kgraph import late_re as re
from kgraph.read.latex import commands
from kgraph.read.latex.tokens import Token, closers, tokens

_LABEL = re.compile(r"[^\s,{}\\#]+(?: [^\s,{}\\#]+)*")
_MAX_OPTION = 400
"""No longer argument in square brackets is looked for, in tokens."""


class Source:
    """The tokens of `text`, by number; what a method is told of that is not there, it passes over nothing of."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.pairs = closers(self.tokens, text)

    def names(self, i: int) -> str | None:
        """The name of the command that token `i` is, if it is one."""
        token = self.tokens[i]
        return self.text[token.start + 1 : token.end] if token.kind == "command" else None

    def behind_spaces(self, i: int) -> int:
        """Behind white space and comments at `i`."""
        while i < len(self.tokens):
            token = self.tokens[i]
            if token.kind == "comment" or (
                token.kind == "words" and self.text[token.start : token.end].isspace()
            ):
                i += 1
            else:
                break
        return i

    def group_at(self, i: int) -> int | None:
        """The brace that opens a whole group at `i`, white space before it passed over."""
        i = self.behind_spaces(i)
        return i if i in self.pairs and self.tokens[i].kind == "open" else None

    def argument_at(self, i: int) -> int | None:
        """`group_at`, for the words of a heading, a note or a caption: a heading stands in none, so one before its end was never closed."""
        opened = self.group_at(i)
        if opened is None:
            return None
        n = bisect_left(self._headings, opened)
        return None if n < len(self._headings) and self._headings[n] < self.pairs[opened] else opened

    def behind_groups(self, i: int, count: int) -> int:
        """Behind so many groups at `i`, or as many as there are."""
        for _ in range(count):
            opened = self.group_at(i)
            if opened is None:
                break
            i = self.pairs[opened] + 1
        return i

    def behind_option(self, i: int) -> int:
        """Behind an argument in square brackets that begins at `i`; `i` where there is none."""
        at = self.behind_spaces(i)
        if (
            at >= len(self.tokens)
            or self.tokens[at].kind != "bracket"
            or self.text[self.tokens[at].start] != "["
        ):
            return i
        end = self.pairs.get(at)
        return end + 1 if end is not None and end - at < _MAX_OPTION else i

    def option(self, i: int) -> str:
        """The source of an argument in square brackets that begins at `i`; empty where there is none."""
        behind = self.behind_option(i)
        return self.plain(self.behind_spaces(i) + 1, behind - 1) if behind > i else ""

    def behind_round(self, i: int) -> int:
        """Behind `(…)` at `i`, as `\\cites(see)(p. 4){…}` begins."""
        at = self.behind_spaces(i)
        if at < len(self.tokens) and self.tokens[at].kind == "words":
            words = self.text[self.tokens[at].start : self.tokens[at].end]
            if words.startswith("(") and words.endswith(")"):
                return at + 1
        return i

    def behind_empty_group(self, i: int) -> int:
        """Behind `{}` at `i`."""
        return i + 2 if self.pairs.get(i) == i + 1 and self.tokens[i].kind == "open" else i

    def next(self, i: int, wanted: Callable[[Token], bool]) -> int | None:
        """The first token from `i` on that is `wanted`, within the paragraph and the group."""
        depth = 0
        for j in range(i, len(self.tokens)):
            kind = self.tokens[j].kind
            if wanted(self.tokens[j]):
                return j
            depth += (kind == "open") - (kind == "close")
            if kind == "paragraph" or depth < 0:
                return None
        return None

    def plain(self, first: int, last: int) -> str:
        """The source of these tokens, comments left out."""
        return "".join(self.text[t.start : t.end] for t in self.tokens[first:last] if t.kind != "comment")

    def keys(self, opened: int) -> tuple[str, ...]:
        """The keys in the group that opens at `opened`."""
        parts = [
            self.text[t.start : t.end]
            for t in self.tokens[opened + 1 : self.pairs[opened]]
            if t.kind != "comment"
        ]
        return tuple(
            k for key in "".join(parts).split(",") if (k := " ".join(key.split())) and _LABEL.fullmatch(k)
        )

    def address(self, first: int, last: int) -> str:
        """The address that these tokens are, escapes undone."""
        written = "".join(self.text[t.start : t.end] for t in self.tokens[first:last] if t.kind != "comment")
        return re.sub(r"\\([#%&_~{}])", r"\1", written).replace(" ", "").replace("\n", "")

    @property
    def _headings(self) -> list[int]:
        """The places among the tokens where a heading begins."""
        if not hasattr(self, "_headings_found"):
            self._headings_found = [
                i
                for i, token in enumerate(self.tokens)
                if token.kind == "command" and (self.names(i) or "").rstrip("*") in commands.HEADINGS
            ]
        return self._headings_found

    @property
    def ends(self) -> dict[str, list[int]]:
        """Environment that is no text → the places among the tokens where one ends."""
        if not hasattr(self, "_ends_found"):
            found: dict[str, list[int]] = {}
            for i, token in enumerate(self.tokens):
                if (
                    token.kind == "command"
                    and self.names(i) == "end"
                    and (opened := self.group_at(i + 1)) is not None
                ):
                    env = self.plain(opened + 1, self.pairs[opened]).strip()
                    if env in commands.NO_TEXT:
                        found.setdefault(env, []).append(i)
            self._ends_found = found
        return self._ends_found
