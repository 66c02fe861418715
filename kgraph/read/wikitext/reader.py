"""Goes through the tokens of a wikitext, and lays its blocks down."""

import html
from collections.abc import Callable

from kgraph import late_re as re
from kgraph.read.running_text import RunningText
from kgraph.read.wikitext.lines import Lines
from kgraph.read.wikitext.links import Links
from kgraph.read.wikitext.templates import Templates
from kgraph.read.wikitext.tokens import Token

_STYLE_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_BREAKS = frozenset(("p", "div", "center", "blockquote", "poem", "ul", "ol", "li", "table", "tr", "td", "th", "hr", "dl", "dd", "dt", "section", "h1", "h2", "h3", "h4"))  # fmt: skip
_CODE = frozenset(("code", "tt", "kbd", "samp"))
_DROPPED = {
    "math": "math",
    "chem": "math",
    "gallery": "image",
    "imagemap": "image",
    "timeline": "image",
    "score": "image",
}


class WikitextReader(Lines, Templates, Links):
    """Reads one article; `sheet` holds what it found."""

    def read(self) -> None:
        """Reads all of it."""
        self.go(0, len(self.source.tokens), lines=True)
        self.end_block()
        self.lay_entries()

    def go(self, i: int, end: int, *, lines: bool = False) -> None:
        """Reads the tokens `[i, end)`; `lines` tells that signs at the head of a line say what it is."""
        if lines and i < end:
            i = self.line_start(i, end)
        while i < end:
            token = self.source.tokens[i]
            if token.kind == "line":
                i = self.line_start(i + 1, end) if lines else self._space(i, token)
            else:
                i = _STEPS[token.kind](self, i, end, token)

    def _space(self, i: int, token: Token) -> int:
        self.now.text.space(token.start, token.end)
        return i + 1

    def _words(self, i: int, end: int, token: Token) -> int:
        start = max(token.start, self.skip)
        if start < token.end:
            self.put(self.source.text[start : token.end], start, token.end)
        return i + 1

    def _comment(self, i: int, end: int, token: Token) -> int:
        self.sheet.drop(token.start, token.end, "comment")
        return i + 1

    def _nothing(self, i: int, end: int, token: Token) -> int:
        return i + 1

    def _entity(self, i: int, end: int, token: Token) -> int:
        words = html.unescape(self.source.text[token.start : token.end])
        self.put(words.replace("\x00", "\ufffd"), token.start, token.end)
        return i + 1

    def _quotes(self, i: int, end: int, token: Token) -> int:
        """`''` and `'''`: emphasis, strong words, both."""
        size = token.end - token.start
        if size == 4 or size > 5:  # an apostrophe, and then three
            self.put("'" * (size - (3 if size == 4 else 5)), token.start, token.end)
            size = 3 if size == 4 else 5
        for kind, sign in (("strong", 3), ("emphasis", 2)):
            if size in (sign, 5):
                self.toggle(kind, token)
        return i + 1

    def _literal(self, i: int, end: int, token: Token) -> int:
        """An element whose text is no wikitext: words, a formula, code, a picture."""
        first, last = token.words
        text = self.now.text
        since = text.plain
        if token.name == "nowiki":
            self.put(self.source.text[first:last], first, last)
        elif token.name in ("math", "chem"):
            self.put(f"${self.source.text[first:last].strip()}$", token.start, token.end)
            text.mark("math", since, "", token.start, token.end)
        else:
            self.end_block()
            reason = _DROPPED.get(token.name, "code")
            if reason == "code":
                self.sheet.show(token.start, token.end, "code", self.source.text[first:last].strip("\n"))
            else:
                self.sheet.drop(token.start, token.end, reason)
        return i + 1

    def _tag(self, i: int, end: int, token: Token) -> int:
        source, name = self.source, token.name
        written = source.text[token.start : token.end]
        if name == "ref":
            return self.ref(i, end, token)
        if name == "references":
            self.defining = not (written.startswith("</") or written.endswith("/>"))
            return i + 1
        if name == "br":
            self.now.text.space(token.start, token.end)
        elif name in _BREAKS:
            self.end_block()
            if name in ("blockquote", "poem"):
                self.quoted = not written.startswith("</")
        elif name in _CODE:
            self.code(token, closes=written.startswith("</"))
        if "display" in written and _STYLE_HIDDEN.search(written):
            return self._hidden(i, end, token)
        return i + 1

    def _hidden(self, i: int, end: int, token: Token) -> int:
        """Behind an element that is not shown, where it ends in its line."""
        last = self.source.line_end(i + 1, end)
        for j in range(i + 1, last):
            other = self.source.tokens[j]
            if other.kind == "tag" and other.name == token.name and self.source.text[other.start + 1] == "/":
                self.sheet.drop(token.start, other.end, "hidden")
                return j + 1
        return i + 1

    def _bars(self, i: int, end: int, token: Token) -> int:
        if self.tables and self.now.kind == "body":
            heads = self.source.text[token.start] == "!"
            if not heads or self.tables[-1].heads:
                self.next_cell()
                return i + 1
        return self._words(i, end, token)

    def _bar(self, i: int, end: int, token: Token) -> int:
        if self.tables and self.now.kind == "body" and not self.tables[-1].told and token.start >= self.skip:
            self.tables[-1].told = True
            self.now.text = RunningText()  # what stood before were attributes of the cell
            return i + 1
        return self._words(i, end, token)


_STEPS: dict[str, Callable[[WikitextReader, int, int, Token], int]] = {
    "comment": WikitextReader._comment, "tag": WikitextReader._tag, "literal": WikitextReader._literal,
    "open": WikitextReader.template, "close": WikitextReader._words, "link": WikitextReader.link, "unlink": WikitextReader._nothing,
    "outer": WikitextReader.outer, "bracket": WikitextReader._words, "table": WikitextReader._words, "bars": WikitextReader._bars,
    "bar": WikitextReader._bar, "equals": WikitextReader._words, "quotes": WikitextReader._quotes, "entity": WikitextReader._entity,
    "url": WikitextReader.address, "switch": WikitextReader._nothing, "words": WikitextReader._words,
    "sign": WikitextReader._words,
}  # fmt: skip
"""Kind of token → what is done with it; an end of a line is told by `go`."""
