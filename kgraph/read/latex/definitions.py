"""Commands that define macros."""

from kgraph import late_re as re
from kgraph.read.latex import commands
from kgraph.read.latex.macros import Macro, macro_of
from kgraph.read.latex.state import State
from kgraph.read.latex.tokens import Token

_KEPT = frozenset({"href", "url"})
"""Commands that show their words however a template sets them anew."""
_NAME = re.compile(r"\s*\\?([A-Za-z@]{1,40}\*?|.)")
_COUNT = re.compile(r"\s{0,3}\[(\d)\]")


class Definitions(State):
    """Commands that define macros. Each gives back where to go on."""

    def define(self, i: int, token: Token, name: str) -> int:
        """`\\newcommand{\\x}[1]{…}`, `\\def\\x#1{…}`, `\\let\\x\\y`: what a macro does."""
        at = self.source.behind_spaces(i + 1)
        opened = self.source.group_at(at)
        if opened is not None:
            defined, at = (
                self.source.plain(opened + 1, self.source.pairs[opened]).strip(),
                self.source.pairs[opened] + 1,
            )
        elif at < len(self.source.tokens) and self.source.tokens[at].kind == "command":
            defined, at = self.source.text[self.source.tokens[at].start : self.source.tokens[at].end], at + 1
        else:
            return i + 1
        found = _NAME.fullmatch(defined)
        if found is None:
            return at
        if name == "let":
            at = self.source.behind_spaces(at)
            if at < len(self.source.tokens) and self.source.text.startswith(
                "=", self.source.tokens[at].start
            ):
                at += 1
            if at < len(self.source.tokens) and (other := self.source.names(at)):
                self.macros.setdefault(found[1], Macro(0, same_as=other))
                return at + 1
            return at
        count, optional = 0, False
        if name.endswith("def"):
            while at < len(self.source.tokens) and self.source.tokens[at].kind not in ("open", "paragraph"):
                count += self.source.text.count("#", self.source.tokens[at].start, self.source.tokens[at].end)
                at += 1
        elif name.endswith("DocumentCommand"):
            if (spec := self.source.group_at(at)) is not None:
                kinds = self.source.plain(spec + 1, self.source.pairs[spec])
                count, optional, at = (
                    kinds.count("m") + kinds.count("o"),
                    kinds.startswith("o"),
                    self.source.pairs[spec] + 1,
                )
        else:
            behind = self.source.behind_option(at)
            number = _COUNT.match(self.source.text, self.source.tokens[at].start) if behind > at else None
            count, at = int(number[1]) if number else 0, behind
            behind = self.source.behind_option(at)
            optional, at = behind > at, behind
        body = self.source.group_at(at)
        if body is None:
            return at
        words = self.source.text[
            self.source.tokens[body].end : self.source.tokens[self.source.pairs[body]].start
        ]
        kept = found[1] in _KEPT or (commands.CITING.fullmatch(found[1]) and "cite" not in words.lower())
        if not kept:
            self.macros[found[1]] = macro_of(words, min(count, 9), optional=optional, known=self.macros)
        self.page.sheet.drop(token.start, self.source.tokens[self.source.pairs[body]].end, "front-matter")
        return self.source.pairs[body] + 1
