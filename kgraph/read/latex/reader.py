"""Goes through the tokens of a LaTeX article once, and lays its blocks down."""

from collections.abc import Callable
from textwrap import dedent

from kgraph import late_re as re
from kgraph.codes import problem
from kgraph.read.latex import commands
from kgraph.read.latex.citing import Citing
from kgraph.read.latex.definitions import Definitions
from kgraph.read.latex.signs import ACCENTS, DASHES, QUOTES, SYMBOLS
from kgraph.read.latex.structure import Structure
from kgraph.read.latex.tokens import Token
from kgraph.read.latex.wording import Wording

_DOCUMENT = re.compile(r"^(?:[^%\n\\]|\\(?!begin\{document\}))*+\\begin\{document\}", re.MULTILINE)
_MAX_INCLUDED = 20
"""So many files that are not followed are told of."""


class LatexReader(Citing, Definitions, Structure, Wording):
    """Reads one article; `page` and the attributes below it hold what it found."""

    def read(self) -> None:
        """Reads all of it."""
        begin = _DOCUMENT.search(self.source.text)
        start = begin.end() if begin else 0
        self.page.in_body = begin is None
        if begin:
            self.page.sheet.drop(0, start, "front-matter")
        i, count = 0, len(self.source.tokens)
        while i < count:
            token = self.source.tokens[i]
            if not self.page.in_body and token.start >= start:
                self.page.in_body = True
                self.page.groups.clear()
            i = _STEPS[token.kind](self, i, token)
            if i < 0:
                break
        while len(self.page.contexts) > 1:
            self.page.leave()
        self.page.flush()
        self._said_included()
        self.page.sheet.settle()

    def _on_words(self, i: int, token: Token) -> int:
        if self.page.takes_words:
            self.page.now.text.words(self.source.text[token.start : token.end], token.start, token.end)
        return i + 1

    def _on_comment(self, i: int, token: Token) -> int:
        self.page.sheet.drop(token.start, token.end, "comment")
        return i + 1

    def _on_paragraph(self, i: int, token: Token) -> int:
        if self.page.now.entry is not None or self.page.now.table is not None:
            self.page.now.text.space(token.start, token.end)
        else:
            self.page.end_block()
        return i + 1

    def _on_verb(self, i: int, token: Token) -> int:
        opens = self.source.text.rfind(self.source.text[token.end - 1], token.start, token.end - 1)
        since = self.page.now.text.plain
        self.page.put(self.source.text[opens + 1 : token.end - 1], opens + 1, token.end - 1)
        self.page.now.text.mark("code", since, "", token.start, token.end)
        return i + 1

    def _on_verbatim(self, i: int, token: Token) -> int:
        reason = "comment" if self.source.text.startswith("{comment}", token.start + 6) else "code"
        self.page.end_block()
        if (
            reason == "code"
            and self.page.in_body
            and not self.source.text.startswith("{filecontents", token.start + 6)
        ):
            self.page.sheet.show(
                token.start, token.end, "code", _inner(self.source.text[token.start : token.end])
            )
        else:
            self.page.sheet.drop(token.start, token.end, reason)
        return i + 1

    def _on_open(self, i: int, token: Token) -> int:
        if i in self.hidden:
            return self.source.pairs[i] + 1
        self.page.groups.append(None)
        return i + 1

    def _on_close(self, i: int, token: Token) -> int:
        if self.page.groups:
            close = self.page.groups.pop()
            if close is not None:
                close(i)
        return i + 1

    def _on_math(self, i: int, token: Token) -> int:
        """A formula: its source where it stands in a line, nothing where it is displayed; a raised citation is one."""
        sign = token.end - token.start
        end = self.source.next(i + 1, lambda t: t.kind == "math" and t.end - t.start >= sign)
        if end is None:
            self.page.put("$" * sign, token.start, token.end)
            return i + 1
        return self.formula(i, end, displayed=sign == 2)

    def _on_dash(self, i: int, token: Token) -> int:
        self.page.put(DASHES[self.source.text[token.start : token.end]], token.start, token.end)
        return i + 1

    def _on_quote(self, i: int, token: Token) -> int:
        sign = self.source.text[token.start : token.end]
        self.page.put("”" if sign == "''" else QUOTES[sign], token.start, token.end)
        return i + 1

    def _on_tie(self, i: int, token: Token) -> int:
        self.page.put(" ", token.start, token.end)
        return i + 1

    def _on_tab(self, i: int, token: Token) -> int:
        now = self.page.now
        if now.table is None:
            self.page.put("&", token.start, token.end)
        else:
            self.page.flush()
            now.table = (now.table[0], now.table[1], now.table[2] + 1)
        return i + 1

    def _on_command(self, i: int, token: Token) -> int:
        name = self.source.text[token.start + 1 : token.end]
        macro = self.macros.get(name)
        for _ in range(4):  # a name for a name
            if macro is None or macro.same_as is None or macro.same_as == name:
                break
            name = macro.same_as
            macro = self.macros.get(name)
        if macro is not None and macro.same_as is None:
            return self.on_macro(i, token, macro)
        handler = COMMANDS.get(name)
        if handler is not None:
            return handler(self, i, token, name)
        if commands.CITING.fullmatch(name):
            return self.cite(i, token, name)
        return self._on_other(i, token, name)

    def _on_other(self, i: int, token: Token, name: str) -> int:
        """A command that no table has: its arguments are shown, what stands in square brackets is not."""
        if not name[:1].isalpha():
            return i + 1
        return (
            self.source.behind_option(i + 1)
            if i + 1 < len(self.source.tokens) and self.source.text.startswith("[", token.end)
            else i + 1
        )

    def _said_included(self) -> None:
        for name, span in self.included[:20]:
            self.page.sheet.problems.append(problem("include-unread", f"{name.strip()!r} is not read", span))


_FIRST_LINE = re.compile(r"\\begin\{[^{}]*\}(?:[ \t]*(?:\[[^\]\n]*\]|\{[^{}\n]*\}))*+[ \t]*\n?")


def _inner(written: str) -> str:
    """What an environment of code shows: neither its first line nor its last."""
    opens = _FIRST_LINE.match(written)
    inner = written[opens.end() if opens else 0 :].rpartition("\\end{")[0]
    return dedent(inner).rstrip()


_STEPS: dict[str, Callable[[LatexReader, int, Token], int]] = {
    "words": LatexReader._on_words, "bracket": LatexReader._on_words, "comment": LatexReader._on_comment,
    "paragraph": LatexReader._on_paragraph, "verb": LatexReader._on_verb, "verbatim": LatexReader._on_verbatim,
    "command": LatexReader._on_command, "open": LatexReader._on_open, "close": LatexReader._on_close,
    "math": LatexReader._on_math, "dash": LatexReader._on_dash, "quote": LatexReader._on_quote,
    "tie": LatexReader._on_tie, "tab": LatexReader._on_tab,
}  # fmt: skip
"""Kind of token → what is done with it."""

Handler = Callable[[LatexReader, int, Token, str], int]
"""What is done with a command: the reader, the command's number among the tokens, itself, its name → where to go on."""
COMMANDS: dict[str, Handler] = {
    **dict.fromkeys(commands.LEFT_OUT, LatexReader.left_out),
    **dict.fromkeys(commands.SHOWN_LAST, LatexReader.shown_last),
    **dict.fromkeys(commands.MARKS, LatexReader.mark),
    **dict.fromkeys(commands.DECLARED, LatexReader.declared),
    **dict.fromkeys(("and", "And", "AND"), LatexReader.next_author),
    **dict.fromkeys(commands.HEADINGS, LatexReader.heading),
    **dict.fromkeys((f"{name}*" for name in commands.HEADINGS), LatexReader.heading),
    **dict.fromkeys(commands.BREAKS, LatexReader.end_block),
    **dict.fromkeys(commands.RULES, LatexReader.passed),
    **dict.fromkeys(SYMBOLS, LatexReader.symbol),
    **dict.fromkeys(ACCENTS, LatexReader.accent),
    **dict.fromkeys(("footnote", "footnotetext", "footnotemark", "endnote"), LatexReader.note),
    **dict.fromkeys(("caption", "caption*", "captionof"), LatexReader.caption),
    **dict.fromkeys(("title", "author", "date"), LatexReader.of_article),
    **dict.fromkeys(("bibliography", "addbibresource", "addglobalbib"), LatexReader.names_bibliography),
    **dict.fromkeys(("\\", "\\*", "newline", "linebreak", "startdata"), LatexReader.line),
    **dict.fromkeys(("(", "["), LatexReader.display),
    **dict.fromkeys(("newcommand", "newcommand*", "renewcommand", "renewcommand*", "providecommand", "providecommand*", "DeclareRobustCommand",
                     "def", "edef", "gdef", "let", "NewDocumentCommand", "RenewDocumentCommand"), LatexReader.define),
    **dict.fromkeys(("newenvironment", "renewenvironment", "newenvironment*"), LatexReader.environment),
    **dict.fromkeys(("href",), LatexReader.link), **dict.fromkeys(("url", "nolinkurl", "doi"), LatexReader.link),
    "item": LatexReader.item, "bibitem": LatexReader.bibitem, "begin": LatexReader.begin, "end": LatexReader.end,
    "enquote": LatexReader.quoted, "enquote*": LatexReader.quoted, "newblock": LatexReader.newblock,
}  # fmt: skip
"""Command → what is done with it and its arguments; one that cites, and one that nothing here names, are told by their forms."""
