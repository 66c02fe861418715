"""Links: to pages, pictures and categories of the wiki, and to pages outside."""

from collections.abc import Sequence

from kgraph import late_re as re
from kgraph.model import Inline
from kgraph.read.wikitext import names
from kgraph.read.wikitext.source import Argument
from kgraph.read.wikitext.state import Context, State
from kgraph.read.wikitext.tokens import Token
from kgraph.spans import Span

_TARGET_CHARS = 300
_NO_TARGET = re.compile(r"<|\n\s*\n")
"""What no name of a page holds: the brackets are words."""
_PIPE_TRICK = re.compile(r"^(?:[^:]{1,40}:)?(.+?)(?:\s?\([^()]*\)|,.*)?$", re.DOTALL)


class Links(State):
    """Links of a wikitext."""

    def link(self, i: int, end: int, token: Token) -> int:
        """`[[page|words]]`, `[[File:a.jpg|thumb|caption]]`, `[[Category:x]]`."""
        close = self.source.pairs.get(i)
        behind = min(close or 0, i + 40)
        target = self.source.plain(i + 1, behind)[:_TARGET_CHARS].partition("|")[0].strip()
        if close is None or close >= end or _NO_TARGET.search(target):
            self.put("[[", token.start, token.end)
            return i + 1
        if names.picture().match(target.lstrip(":")) and not target.startswith(":"):
            self._picture(i)
            return close + 1
        bars = self.source.arguments(i) if close - i < 400 else []
        if not target.startswith(":") and len(bars) < 2 and names.hidden().match(target):
            self.sheet.drop(token.start, self.source.tokens[close].end, "link")
            return close + 1
        if len(bars) > 1:
            last = bars[-1]
            if last.first < last.last:
                start = bars[1].first
                self.inline(start, close)
            elif shown := _PIPE_TRICK.match(target):
                self.put(shown[1], *self.source.span(i, close + 1))
        elif target.startswith(":"):
            self.put(target[1:], *self.source.span(i, close + 1))
        else:
            self.inline(i + 1, close)
        return close + 1

    def _picture(self, i: int) -> None:
        """The caption of a picture is a block behind the paragraph; within what only names a work or a place it is none."""
        if any(context.kind == "aside" for context in self.contexts):
            return
        arguments = self.source.arguments(i)[1:]
        start, end = self.source.span(i, self.source.pairs[i] + 1)
        last = arguments[-1] if arguments else None
        if (
            last is not None
            and last.name is None
            and not names.option().fullmatch(self.source.plain(last.first, last.last)[:_TARGET_CHARS])
        ):
            caption = self.within(Context("caption"), last.first, last.last)
            self.sheet.later("caption", caption.text)
            end = self.source.tokens[last.first].start
        self.sheet.show(start, end, "image", self._instead(arguments))

    def _instead(self, arguments: Sequence[Argument]) -> str:
        """The words that stand in for a picture: `alt=Elms in rain`."""
        named = (a for a in arguments if a.name is not None and a.name.strip() == "alt")
        return next((" ".join(self.source.plain(a.first, a.last).split()) for a in named), "")

    def outer(self, i: int, end: int, token: Token) -> int:
        """`[https://example.org words]`; one without words is a citation, but in an entry, where it is the address."""
        tokens, text = self.source.tokens, self.source.text
        j, last = i + 1, min(end, i + 200)
        while j < last and tokens[j].kind not in ("bracket", "line"):
            j = self.source.pairs.get(j, j) + 1
        if j >= last or tokens[j].kind != "bracket":
            self.put("[", token.start, token.end)
            return i + 1
        stop = i + 2 if tokens[i + 1].kind == "url" else i + 1
        begin = tokens[i + 1].start
        if stop == i + 1:  # `[//example.org words]`
            words = text[begin : tokens[i + 1].end].split(None, 1)
            target, self.skip = f"https:{words[0]}", begin + len(words[0])
        else:
            target, stop = self._whole_address(i + 1, j)
            self.skip = begin + len(target)
        target = target.replace("&amp;", "&")
        now = self.now.text
        since = now.plain
        self._words_of_link(stop, j)
        whole = Span(token.start, tokens[j].end)
        if now.plain == since:
            if self.now.kind in ("entry", "note", "aside"):
                self.put(target, *whole)
            else:
                now.words("\ufffc", *whole)
        if now.plain > since:
            now.inlines.append(Inline("link", since, now.plain, target, whole))
        return j + 1

    def _words_of_link(self, first: int, last: int) -> None:
        before = self.now.text.plain
        if first < last:
            self.inline(first, last)
        if self.now.text.plain > before and not self.now.text.text():
            return

    def _whole_address(self, first: int, last: int) -> tuple[str, int]:
        """The address that begins at token `first`, up to white space, and the first token behind it or that it ends in."""
        tokens, text = self.source.tokens, self.source.text
        begin, j = tokens[first].start, first
        while j < last:
            piece = text[tokens[j].start : tokens[j].end]
            blank = next((k for k, c in enumerate(piece) if c.isspace()), None)
            if tokens[j].kind in ("open", "link", "quotes", "tag", "comment"):
                return text[begin : tokens[j].start], j
            if blank is not None:
                return text[begin : tokens[j].start + blank], j
            j += 1
        return text[begin : tokens[last].start], last

    def address(self, i: int, end: int, token: Token) -> int:
        """An address that is written out."""
        if token.start < self.skip:
            return i + 1
        words = self.source.text[token.start : token.end]
        bare = words.rstrip(".,;:!?)") if "(" not in words else words.rstrip(".,;:!?")
        stop = token.start + len(bare)
        text = self.now.text
        since = text.plain
        self.put(bare, token.start, stop)
        text.mark("link", since, bare.replace("&amp;", "&"), token.start, stop)
        self.put(words[len(bare) :], stop, token.end)
        return i + 1
