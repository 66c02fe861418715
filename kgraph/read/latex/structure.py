"""Commands that part an article: headings, lists, tables, notes, environments, lines."""

from bisect import bisect_left
from textwrap import dedent

from kgraph.read.latex import commands
from kgraph.read.latex.page import LINE, MAX_DEPTH, NEXT, Context
from kgraph.read.latex.state import State
from kgraph.read.latex.tokens import Token
from kgraph.spans import Span


class Structure(State):
    """Commands that part an article. Each gives back where to go on."""

    def heading(self, i: int, token: Token, name: str) -> int:
        """`\\section[short]{Tides}`."""
        at = self.source.argument_at(self.source.behind_option(i + 1))
        if at is None:
            return i + 1
        if not self.page.in_body:
            return self.source.pairs[at] + 1
        self.page.end_block()
        self.page.enter(Context("heading", level=commands.HEADINGS[name.rstrip("*")]))
        return at + 1

    def note(self, i: int, token: Token, name: str) -> int:
        """`\\footnote{…}`, `\\footnotemark[3]`, `\\footnotetext[3]{…}`: numbered as printed."""
        at = self.source.behind_option(i + 1)
        number = self.source.plain(i + 2, at - 1).strip() if at > i + 1 else ""
        opened = self.source.argument_at(at)
        if name == "footnotemark":
            self.notes += not number
            if self.page.in_body:
                self.page.now.text.marker(
                    "footnote", (number or str(self.notes),), token.start, self.source.tokens[at - 1].end
                )
            return at
        if opened is None or len(self.page.contexts) >= MAX_DEPTH:
            return i + 1
        if not self.page.in_body:
            return self.source.pairs[opened] + 1  # a note on the title, or a definition
        if name == "footnote" and not number:
            self.notes += 1
        key = number or str(self.notes)
        if name == "footnote":
            self.page.now.text.marker(
                "footnote", (key,), token.start, self.source.tokens[self.source.pairs[opened]].end
            )
        self.page.enter(Context("footnote", definition=f"^{key}"))
        return opened + 1

    def caption(self, i: int, token: Token, name: str) -> int:
        """`\\caption{…}`, a block of its own."""
        opened = self.source.argument_at(self.source.behind_option(i + 1))
        if opened is None or len(self.page.contexts) >= MAX_DEPTH:
            return i + 1
        if not self.page.in_body:
            return self.source.pairs[opened] + 1
        self.page.enter(Context("caption"))
        return opened + 1

    def of_article(self, i: int, token: Token, name: str) -> int:
        """`\\title`, `\\author`, `\\date`: what the article says of itself, and no text of it."""
        opened = self.source.argument_at(self.source.behind_option(i + 1))
        if opened is None:
            return i + 1
        self.page.enter(Context(name))
        return opened + 1

    def item(self, i: int, token: Token, name: str) -> int:
        """`\\item`, `\\item[term]`."""
        self.page.end_block()
        now = self.page.now
        if now.lists:
            number, item = now.lists[-1]
            now.lists[-1] = (number, item + 1)
            now.ordinal = item + 1 if now.kinds[-1] in ("enumerate", "compactenum") else None
        at = self.source.behind_option(i + 1)
        if at > i + 1:
            begin, end = self.source.behind_spaces(i + 1) + 1, at - 1
            if now.kinds[-1:] == ["description"]:
                since = now.text.plain
                self.page.put(
                    self.source.plain(begin, end),
                    self.source.tokens[begin].start,
                    self.source.tokens[end].start,
                )
                if now.text.plain > since:
                    now.text.mark(
                        "strong", since, "", self.source.tokens[begin].start, self.source.tokens[end].start
                    )
                    now.text.space(self.source.tokens[end].start, self.source.tokens[end].end)
        return at

    def line(self, i: int, token: Token, name: str) -> int:
        """`\\\\`: the end of a row; of a line, which is a space; two of them end a block."""
        at = self.source.behind_option(i + 1)
        now = self.page.now
        if now.kind == "author":
            self.page.put(LINE, token.start, token.end)
            return at
        if now.table is not None:
            self.page.flush()
            now.table = (now.table[0], now.table[1] + 1, 1)
            return at
        following = self.source.behind_spaces(at)
        if following < len(self.source.tokens) and self.source.names(following) in ("\\", "\\*", "newline"):
            self.page.end_block()
            return following + 1
        now.text.space(token.start, token.end)
        return at

    def begin(self, i: int, token: Token, name: str) -> int:
        """`\\begin{…}`: a block ends, and so does one that is no text."""
        opened = self.source.group_at(i + 1)
        if opened is None:
            return i + 1
        at = self.source.pairs[opened] + 1
        env = self.source.plain(opened + 1, at - 1).strip()
        if not self.page.in_body:
            return at
        if env in commands.NO_TEXT:
            return self._no_text(i, at, env)
        self.page.end_block()
        at = self.source.behind_option(at)
        at = self.source.behind_groups(at, commands.ENVIRONMENT_ARGUMENTS.get(env, 0))
        now = self.page.now
        if len(now.kinds) >= MAX_DEPTH:
            now.deeper += 1
            return at
        now.kinds.append(env)
        if env in commands.LISTS:
            now.lists.append((self.page.sheet.new_list(), 0))
        elif env in commands.TABLES:
            now.table = (self.page.sheet.new_table(), 0, 1)
        elif env == "thebibliography":
            at = self.source.behind_groups(at, 1)
        return at

    def _no_text(self, i: int, at: int, env: str) -> int:
        """Passes over an environment that is no text; one that is not closed is passed over by its first line."""
        reason = commands.NO_TEXT[env]
        close = self.source.ends.get(env, [])
        n = bisect_left(close, at)
        if n == len(close):
            return at
        end = self.source.behind_groups(close[n] + 1, 1)
        if reason == "math":
            self.page.now.text.space(self.source.tokens[i].start, self.source.tokens[i].end)
        else:
            self.page.end_block()
        start, stop = self.source.tokens[i].start, self.source.tokens[end - 1].end
        inner = self.source.text[self.source.tokens[at - 1].end : self.source.tokens[close[n]].start].strip(
            "\n"
        )
        if reason == "math":
            self.page.sheet.show(start, stop, "math", dedent(inner).strip())
        elif reason == "code":
            self.page.sheet.show(start, stop, "code", dedent(inner).rstrip())
        elif reason == "image":
            self.page.sheet.show(start, stop, "image", "")
        else:
            self.page.sheet.drop(start, stop, reason)
        return end

    def end(self, i: int, token: Token, name: str) -> int:
        """`\\end{…}`; behind that of the document nothing is read."""
        opened = self.source.group_at(i + 1)
        if opened is None:
            return i + 1
        at = self.source.pairs[opened] + 1
        env = self.source.plain(opened + 1, at - 1).strip()
        if env == "document":
            self.page.sheet.drop(self.source.tokens[at - 1].end, len(self.source.text), "comment")
            return -1
        now = self.page.now
        if env in commands.NO_TEXT:
            return at
        if now.deeper:
            self.page.end_block()
            now.deeper -= 1
            return at
        if env not in now.kinds:
            return at
        self.page.end_block()
        while now.kinds:
            closed = now.kinds.pop()
            if closed in commands.LISTS and now.lists:
                now.lists.pop()
                now.ordinal = None
            if closed in commands.TABLES:
                now.table = None
            if closed == "thebibliography":
                now.entry = None
            if closed == env:
                break
        return at

    def end_block(self, i: int, token: Token, name: str) -> int:
        """A command that ends a block."""
        self.page.end_block()
        return i + 1

    def next_author(self, i: int, token: Token, name: str) -> int:
        """`\\and` between authors."""
        if self.page.now.kind == "author":
            self.page.put(NEXT, token.start, token.end)
        return i + 1

    def left_out(self, i: int, token: Token, name: str) -> int:
        """A command whose arguments are no text; files that it takes in are told of."""
        at = self.source.behind_option(i + 1)
        if name == "newtheorem":
            return self.source.behind_groups(at, 3)
        behind = self.source.behind_groups(at, commands.LEFT_OUT[name])
        if name in commands.PLACES and behind > at and self.page.takes_words:
            end = self.source.tokens[behind - 1].end
            self.page.now.text.marker("place", (), token.start, end, cites=False)
        if name in commands.INCLUDES and behind > at:
            self.included.append(
                (self.source.plain(at + 1, behind - 1), Span(token.start, self.source.tokens[behind - 1].end))
            )
        if name == "includegraphics" and behind > at:
            self.page.sheet.show(token.start, self.source.tokens[behind - 1].end, "image", "")
        if name == "todo" and behind > at:
            self.page.sheet.drop(token.start, self.source.tokens[behind - 1].end, "comment")
        return behind

    def environment(self, i: int, token: Token, name: str) -> int:
        """`\\newenvironment{x}[1]{…}{…}`: passed over."""
        at = self.source.behind_groups(i + 1, 1)
        return self.source.behind_groups(self.source.behind_option(self.source.behind_option(at)), 2)
