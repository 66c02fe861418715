"""Templates: those that cite, those that are notes, and those that a reader sees words of; of others, cells that cite."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kgraph.read.wikitext.names import fields, further, level, role_of
from kgraph.read.wikitext.refs import Refs
from kgraph.read.wikitext.source import Argument
from kgraph.read.wikitext.state import MAX_DEPTH, Context
from kgraph.read.wikitext.tokens import Token
from kgraph.read.wikitext.works import short_label, work_of
from kgraph.spans import Span

_CITING = (
    "<ref", "<REF", "<Ref", "{{sfn", "{{Sfn", "{{efn", "{{Efn", "{{refn", "{{Refn", "{{harv", "{{Harv", "{{r|", "{{R|",
)  # fmt: skip
_MAX_ARGUMENTS = 200
_MAX_UNKNOWN = 5
"""So many templates that nobody knows say what an entry is."""
_MEASURE_CHARS = 40
"""A number with its unit is no longer."""
_IDS = ("harvid", "sfnref", "harvard citation")
_FUNCTIONS = frozenset({"formatnum", "lc", "uc", "ucfirst", "lcfirst"})
"""Functions of the parser that show what they are given."""


class Call(NamedTuple):
    """A template as it is used: its name, how it is what it is, its arguments, all of it in the source."""

    called: str
    how: str
    arguments: Sequence[Argument]
    span: Span


class Templates(Refs):
    """Templates of a wikitext."""

    def template(self, i: int, end: int, token: Token) -> int:
        """`{{name|argument|name=argument}}`."""
        source = self.source
        close = source.pairs.get(i)
        if close is None or close >= end:
            self.put("{{", token.start, token.end)
            return i + 1
        name, *arguments = source.arguments(i)
        stop = source.tokens[close].end
        if len(self.contexts) >= MAX_DEPTH or len(arguments) > _MAX_ARGUMENTS * 10:
            self.sheet.drop(token.start, stop, "template")
            return close + 1
        written = source.plain(name.first, min(name.last, name.first + 60))
        function, _, rest = written.partition(":")
        span = Span(token.start, stop)
        if rest and function.strip().lower() in _FUNCTIONS:
            self.put(rest.strip(), *span)
            return close + 1
        called = level(written)
        role, how = role_of(called)
        if not role and self.now.kind == "entry":
            self.now.unknown.append((i, close))
        _ROLES[role](self, Call(called, how, arguments, span))
        return close + 1

    def _texts(self, call: Call) -> None:
        self.put(call.how, *call.span)

    def _lead(self, call: Call) -> None:
        self.put(call.how, call.span.start, call.span.start + 2)
        self._each([a for a in call.arguments if a.name is None][:1])

    def _given(self, arguments: Sequence[Argument]) -> dict[str, str]:
        """Name of each argument, or its number → what it says."""
        found: dict[str, str] = {}
        number = 0
        for argument in arguments[:_MAX_ARGUMENTS]:
            if argument.name is None:
                number += 1
            key = argument.name or str(number)
            found[key] = self._value(key, argument)
        return found

    def _value(self, key: str, argument: Argument) -> str:
        plain = self.source.plain(argument.first, argument.last).strip()
        if key in ("ref", "id") and plain.startswith("{{"):
            opened = next((j for j in range(argument.first, argument.last) if j in self.source.pairs), None)
            if opened is not None:
                name, *inner = self.source.arguments(opened)
                if level(self.source.plain(name.first, name.last)) in _IDS:
                    return "\x1d" + " ".join(
                        short_label([self.words_of(a.first, a.last) for a in inner if a.name is None], {})
                    )
        if plain.startswith(("http://", "https://")):
            return plain
        return self.words_of(argument.first, argument.last)

    def _work(self, call: Call) -> None:
        called, arguments, span = call.called, call.arguments, call.span
        given = self._given(arguments)
        entry = next((c for c in reversed(self.contexts) if c.kind == "entry"), None)
        if entry is None:
            work = work_of(called, given, None, span)
            self.add_work(work)
            if any(name.lower() in further() for name in self.sheet.section):
                self.further.append(work)
            return
        entry.works += 1
        works = self.sheet.bibliography
        if entry.works == 2 and works and works[-1].key == entry.label:
            works[-1] = replace(works[-1], part=1)
        self.add_work(work_of(called, given, entry.label, span, entry.works if entry.works > 1 else None))

    def stated_by_unknown(self, entry: Context) -> None:
        """`<ref>{{NHLE|num=1207|desc=Old quay}}</ref>`: the work that it states in fields, else its name and what it is given."""
        source = self.source
        self.contexts.append(entry)
        for first, last in entry.unknown[:_MAX_UNKNOWN]:
            name, *arguments = source.arguments(first)
            called = level(source.plain(name.first, min(name.last, name.first + 60)))
            call = Call(called, "", arguments, Span(source.tokens[first].start, source.tokens[last].end))
            given = self._given(arguments)
            if any(given.get(parameter) for parameter in (*fields()["title"], *fields()["url"])):
                self._work(call)
            else:
                self.put(" ".join(filter(None, (called, *given.values()))), *call.span)
        self.contexts.pop()

    def _short(self, call: Call) -> None:
        how, span = call.how, call.span
        given = self._given(call.arguments)
        if how == "pages":
            self._page(given, span)
            return
        positional = [v for k, v in given.items() if k.isdigit()]
        labels = short_label(positional, given)
        if not labels:
            return
        locator = next((f"{sign}{given[k]}" for k, sign in _PLACES.items() if given.get(k)), "")
        if any(c.kind in ("entry", "aside") for c in self.contexts):
            entry = next((c for c in reversed(self.contexts) if c.kind == "entry"), None)
            if entry is not None and entry.means is None:
                entry.means = labels[0]
            self.put(", ".join(part for part in (" ".join(filter(None, positional)), locator) if part), *span)
        else:
            kind = "footnote" if how == "notes" else "cite"
            self.now.text.marker(kind, labels, *span, as_words=how == "words", locator=locator)

    def _page(self, given: Mapping[str, str], span: Span) -> None:
        """`{{rp|7}}` behind a reference: shown as a raised `: 7`, and no word of the sentence."""
        place = next((given[name] for name in ("1", "page", "p", "pages", "pp", "at") if given.get(name)), "")
        if not (place and self.now.text.place(place)):
            self.sheet.drop(*span, "template")

    def _notes(self, call: Call) -> None:
        how, arguments, span = call.how, call.arguments, call.span
        named = {a.name: a for a in arguments if a.name is not None}
        first = next((a for a in arguments if a.name is None), None) or named.get("1") or named.get("text")
        if how == "lists":
            for key in ("refs", "notes", "liste"):
                if key in named:
                    defining, self.defining = self.defining, True
                    self.within(Context("aside"), named[key].first, named[key].last)
                    self.defining = defining
            return
        if how == "names":
            for argument in arguments:
                label = self.words_of(argument.first, argument.last) if argument.name is None else ""
                if label and not self.defining:
                    self.mark(label, *span)
            return
        name = self.words_of(named["name"].first, named["name"].last).strip("\"' ") if "name" in named else ""
        if first is None or first.first >= first.last:
            if name and not self.defining:
                self.mark(name, *span)
            return
        self.note(name or None, first.first, first.last, *span)

    def _each(self, arguments: Sequence[Argument]) -> None:
        for n, argument in enumerate(arguments):
            if n:
                self.now.text.space(
                    self.source.tokens[argument.first - 1].start, self.source.tokens[argument.first - 1].end
                )
            self.inline(argument.first, argument.last)

    def _measure(self, call: Call) -> None:
        arguments, span = call.arguments, call.span
        given = [self.words_of(a.first, a.last) for a in arguments if a.name is None]
        named = {a.name: self.words_of(a.first, a.last) for a in arguments if a.name in ("u", "ul")}
        if not given or len(given[0]) > _MEASURE_CHARS:
            self.sheet.drop(*span, "template")
            return
        words = given[:2] if not named else [given[0], *named.values()]
        if len(given) > 3 and given[1] in _BETWEEN:
            words = [f"{given[0]}{_BETWEEN[given[1]]}{given[2]}", given[3]]
        cites = any(self.source.text.find(sign, *span) >= 0 for sign in _CITING)
        self.put(" ".join(words), span.start, span.start + 2 if cites else span.end)

    def _shown(self, call: Call) -> None:
        how, positional = call.how, _said(call.arguments)
        if how == "all":
            self._each(positional)
        elif positional:
            which = int(how)
            chosen = positional[-1] if which < 0 or which > len(positional) else positional[which - 1]
            self.inline(chosen.first, chosen.last)

    def _quotation(self, call: Call) -> None:
        """`{{quote|…|author}}`: a block of its own; who said it is another one, where it cites."""
        self.end_block()
        quoted, self.quoted = self.quoted, True
        said = _said(call.arguments)[:1]
        for argument in said:
            self.inline(argument.first, argument.last)
        self.end_block()
        for argument in call.arguments:
            if argument not in said and argument.first < argument.last and self._cites(argument):
                self.inline(argument.first, argument.last)
                self.end_block()
        self.quoted = quoted

    def _cites(self, argument: Argument) -> bool:
        first, last = self.source.span(argument.first, argument.last)
        return any(self.source.text.find(sign, first, last) >= 0 for sign in _CITING)

    def _other(self, call: Call) -> None:
        """A template that nobody knows is not shown; arguments of it that cite are cells of a box, but within an entry."""
        arguments, span = call.arguments, call.span
        text = self.source.text
        if self.now.kind != "entry" and any(text.find(sign, *span) >= 0 for sign in _CITING):
            table = self.sheet.new_table()
            for row, argument in enumerate(arguments, 1):
                if argument.first < argument.last and self._cites(argument):
                    cell = self.within(Context("cell"), argument.first, argument.last)
                    self.sheet.later("cell", cell.text, table=table, row=row, column=1)
            return
        self.sheet.drop(*span, "template")


_ROLES = {
    "cite": Templates._work, "short": Templates._short, "notes": Templates._notes, "texts": Templates._texts, "lead": Templates._lead,
    "measures": Templates._measure, "quotes": Templates._quotation, "shown": Templates._shown, "": Templates._other,
}  # fmt: skip
"""What is done with a template of each role."""


def _said(arguments: Sequence[Argument]) -> list[Argument]:
    """The arguments that are shown: those without a name, else those that are named as their text."""
    unnamed = [a for a in arguments if a.name is None]
    return unnamed or [a for a in arguments if a.name in ("1", "text", "quote", "2")]


_PLACES = {"p": "p. ", "pp": "pp. ", "page": "p. ", "pages": "pp. ", "loc": "", "at": ""}
"""Parameters that name a place within the work, and what is printed before it."""
_BETWEEN = {"to": " to ", "-": "–", "–": "–", "and": " and ", "by": " by ", "x": " × ", "or": " or "}
