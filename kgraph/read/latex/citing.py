"""Commands that cite, and those that say where their works are."""

from kgraph import late_re as re
from kgraph.read.latex import commands
from kgraph.read.latex.macros import Macro
from kgraph.read.latex.state import State
from kgraph.read.latex.tokens import Token

_RAISED_CITE = re.compile(
    rf"\s*(?:\^|\\textsuperscript)?\s*\{{?\s*\\({commands.CITING.pattern})\s*(?:\[[^\[\]]{{0,80}}\]\s*){{0,2}}\{{([^{{}}]{{1,400}})\}}\s*\}}?\s*"
)
_PLAIN_PLACE = re.compile(r"~|--|\\[A-Za-z]{1,20}\s?|\\.|[{}]")
_SHOWN_IN_PLACE = {"~": " ", "--": "–", "\\S": "§", "\\&": "&"}
_BIB = re.compile(r"\.(?:bib|bibtex|json|ris|yaml)$", re.IGNORECASE)


class Citing(State):
    """Commands that cite. Each gives back where to go on."""

    def marker(
        self, keys: tuple[str, ...], start: int, end: int, name: str, locator: str | None = None
    ) -> None:
        """Put the marker of a command `name` that names `keys`, all of `[start, end)`."""
        if keys and self.page.takes_words:
            as_words = commands.AS_WORDS.fullmatch(name) is not None
            labels = tuple(dict.fromkeys(keys))
            self.page.now.text.marker("latex", labels, start, end, as_words=as_words, locator=locator)

    def cite(self, i: int, token: Token, name: str) -> int:
        """`\\citep[see][4]{moss2010, reed2011}`; any number of groups behind `\\cites`."""
        at, keys, places, first = i + 1, list[str](), list[str](), True
        many = commands.MULTIPLE.fullmatch(name) is not None
        if many:
            while (behind := self.source.behind_round(at)) != at:
                at = behind
        end = at
        while first or many:
            one = self.source.behind_option(at)
            two = self.source.behind_option(one)
            opened = self.source.group_at(two)
            if opened is None:
                break
            if place := self._place(one if two > one else at):  # of two the first leads to the source
                places.append(place)
            keys += self.source.keys(opened)
            at = end = self.source.pairs[opened] + 1
            first = False
        if first:
            return i + 1
        locator = "; ".join(places)
        self.marker(tuple(keys), token.start, self.source.tokens[end - 1].end, name, locator)
        return end

    def _place(self, i: int) -> str:
        """The words of the argument in square brackets at `i`."""
        words = self.source.option(i)
        return _PLAIN_PLACE.sub(lambda found: _SHOWN_IN_PLACE.get(found[0].strip(), ""), words).strip()

    def on_macro(self, i: int, token: Token, macro: Macro) -> int:
        """A macro of the article: what it shows, and whether it cites."""
        if macro.words or not macro.arguments:
            self.page.put(macro.words, token.start, token.end)
            return self.source.behind_empty_group(i + 1)
        at, arguments = i + 1, []
        if macro.optional:
            at = self.source.behind_option(at)
        for _ in range(macro.arguments - macro.optional):
            opened = self.source.group_at(at)
            if opened is None:
                break
            arguments.append(opened)
            at = self.source.pairs[opened] + 1
        if macro.cites:
            which = macro.cites[1] - 1 - macro.optional
            if 0 <= which < len(arguments):
                keys = self.source.keys(arguments[which])
                self.marker(keys, token.start, self.source.tokens[at - 1].end, macro.cites[0])
                return at
        first = macro.optional + 1
        hidden = {opened for n, opened in enumerate(arguments, first) if n not in macro.shown}
        self.hidden |= hidden
        return self.source.behind_option(i + 1) if macro.optional else i + 1

    def bibitem(self, i: int, token: Token, name: str) -> int:
        """`\\bibitem[Moss(2010)]{moss2010}`: what follows is the entry of that key."""
        self.page.flush()
        opened = self.source.group_at(self.source.behind_option(i + 1))
        if opened is None:
            return i + 1
        if self.page.in_body:
            self.page.now.entry = next(iter(self.source.keys(opened)), None)
        return self.source.pairs[opened] + 1

    def names_bibliography(self, i: int, token: Token, name: str) -> int:
        """`\\bibliography{sea,sky}`, `\\addbibresource{sea.bib}`: files beside the article."""
        opened = self.source.group_at(self.source.behind_option(i + 1))
        if opened is None:
            return i + 1
        for file in self.source.keys(opened):
            path = file if _BIB.search(file) else f"{file}.bib"
            if path not in self.bibliography:
                self.bibliography.append(path)
        return self.source.pairs[opened] + 1

    def formula(self, i: int, end: int, *, displayed: bool) -> int:
        """A formula from token `i` to `end`: its source in a line, nothing where displayed; a raised citation is a marker."""
        first, last = self.source.tokens[i], self.source.tokens[end]
        begin = first.start
        inner = self.source.text[first.end : last.start]
        text = self.page.now.text
        if raised := _RAISED_CITE.fullmatch(inner) if "cite" in inner.lower() else None:
            keys = tuple(k for key in raised[2].split(",") if (k := " ".join(key.split())))
            self.marker(keys, begin, last.end, raised[1])
        elif displayed:
            text.space(begin, begin + 1)
            self.page.sheet.show(begin, last.end, "math", inner.strip())
        elif self.page.takes_words:
            since, written = text.plain, self.source.text[begin : last.end]
            text.words(written if written[0] == "$" else f"${inner.strip()}$", begin, last.end)
            text.mark("math", since, "", begin, last.end)
        return end + 1

    def display(self, i: int, token: Token, name: str) -> int:
        """`\\(…\\)` and `\\[…\\]`."""
        other = ")" if name == "(" else "]"
        end = self.source.next(
            i + 1, lambda t: t.kind == "command" and self.source.text[t.start + 1 : t.end] in (other, name)
        )
        if end is None or self.source.names(end) == name:
            return i + 1
        return self.formula(i, end, displayed=name == "[")
