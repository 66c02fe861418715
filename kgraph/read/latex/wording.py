"""Commands that set words: marks, links, accents, signs, quotation marks."""

from kgraph.read.latex import commands
from kgraph.read.latex.signs import SYMBOLS, accented
from kgraph.read.latex.state import State
from kgraph.read.latex.tokens import Token

_PARTS_TO_TITLE = 2
"""Behind the second `\\newblock` the title is over."""


class Wording(State):
    """Commands that set words. Each gives back where to go on."""

    def mark(self, i: int, token: Token, name: str) -> int:
        """`\\emph{…}`: the words of its group are set apart."""
        at = self.source.behind_spaces(i + 1)
        if self.source.group_at(at) is None:
            return i + 1
        text = self.page.now.text
        since = text.plain
        start = self.source.tokens[at].end

        def close(j: int) -> None:
            if self.page.now.text is text:
                end = self.source.tokens[j].start
                text.mark(commands.MARKS[name], since, "", min(start, end), end)

        self.page.groups.append(close)
        return at + 1

    def declared(self, i: int, token: Token, name: str) -> int:
        """`{\\em Tides}`: the rest of the group."""
        if self.page.groups and self.page.groups[-1] is None:
            text, start = self.page.now.text, token.end
            since = text.plain

            def close(j: int) -> None:
                if self.page.now.text is text:
                    text.mark(commands.DECLARED[name], since, "", start, self.source.tokens[j].start)

            self.page.groups[-1] = close
        return i + 1

    def link(self, i: int, token: Token, name: str) -> int:
        """`\\href{address}{words}`, `\\url{address}`, `\\doi{10.1234/elms}`."""
        opened = self.source.group_at(self.source.behind_option(i + 1))
        if opened is None:
            return i + 1
        behind = self.source.pairs[opened] + 1
        target = self.source.address(opened + 1, behind - 1)
        text = self.page.now.text
        since = text.plain
        if name != "href" and "\\" in target:
            return i + 1  # no address: its words are shown
        if name != "href":
            begin, end = self.source.tokens[opened].end, self.source.tokens[behind - 1].start
            self.page.put(target, begin, end)
            if name == "doi":
                target = f"https://doi.org/{target}"
            text.mark("link", since, target, token.start, self.source.tokens[behind - 1].end)
            return behind
        if self.source.group_at(behind) is None:
            return behind

        def close(j: int) -> None:
            if self.page.now.text is text:
                text.mark("link", since, target, token.start, self.source.tokens[j].end)

        self.page.groups.append(close)
        return self.source.behind_spaces(behind) + 1

    def accent(self, i: int, token: Token, name: str) -> int:
        """`\\'e`, `\\'{e}`, `\\c{c}`, `\\"\\i`."""
        at = i + 1
        if name.isalpha():
            at = self.source.behind_spaces(at)
        braced = self.source.group_at(at)
        if braced is not None:
            inner = self._letter(braced + 1)
            end = self.source.pairs[braced] + 1
        else:
            inner, end = self._letter(at), at + 1
        if not inner or at >= len(self.source.tokens):
            return i + 1
        close = self.source.tokens[end - 1].end
        if braced is None and self.source.tokens[at].kind == "words":
            words = self.source.text[self.source.tokens[at].start : close]
            letter = words.lstrip()[:1] if name.isalpha() else words[:1]
            cut = self.source.tokens[at].start + words.index(letter) + 1
            self.page.put(accented(name, letter), token.start, cut)
            self.page.put(self.source.text[cut:close], cut, close)
            return end
        self.page.put(accented(name, inner[0]) + inner[1:], token.start, close)
        return end

    def _letter(self, at: int) -> str:
        if at >= len(self.source.tokens):
            return ""
        token = self.source.tokens[at]
        if token.kind == "words":
            return self.source.text[token.start : token.end].strip()
        return SYMBOLS.get(self.source.names(at) or "", "")

    def symbol(self, i: int, token: Token, name: str) -> int:
        """A command that is a character."""
        self.page.put(SYMBOLS[name], token.start, token.end)
        if not name[:1].isalpha():
            return i + 1
        return self.source.behind_empty_group(i + 1)

    def quoted(self, i: int, token: Token, name: str) -> int:
        """`\\enquote{…}`."""
        at = self.source.group_at(i + 1)
        if at is None:
            return i + 1
        self.page.put("“", token.start, self.source.tokens[at].end)
        self.page.groups.append(
            lambda j: self.page.put("”", self.source.tokens[j].start, self.source.tokens[j].end)
        )
        return at + 1

    def newblock(self, i: int, token: Token, name: str) -> int:
        """`\\newblock`: parts an entry; what stands between the first and the second is its title, as BibTeX's styles set it."""
        now = self.page.now
        now.parts.append(now.text.plain)
        if len(now.parts) == _PARTS_TO_TITLE and now.entry is not None:
            now.text.mark_title(*now.parts)
        now.text.space(token.start, token.end)
        return i + 1

    def shown_last(self, i: int, token: Token, name: str) -> int:
        """A command that shows its last argument alone."""
        return self.source.behind_groups(self.source.behind_option(i + 1), commands.SHOWN_LAST[name])

    def passed(self, i: int, token: Token, name: str) -> int:
        """A command that shows nothing."""
        return i + 1
