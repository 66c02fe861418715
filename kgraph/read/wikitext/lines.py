"""What the head of a line says: headings, items, tables, rules, the end of a paragraph."""

from kgraph import late_re as re
from kgraph.read.running_text import RunningText
from kgraph.read.wikitext.state import Context, State, Table

_HEADING = re.compile(r"(={1,6})(?P<words>[^\n]{1,600}?)(={1,6})[ \t]*+(?:<!--[^\n]{0,300}?-->[ \t]*+)?\r?$")
_ITEM = re.compile(r"[*#:;]{1,20}[ \t]*+")
_RULE = re.compile(r"-{4,}+")
_MAX_LISTS = 20


class Lines(State):
    """Signs at the head of a line."""

    def line_start(self, i: int, end: int) -> int:
        """What begins with token `i`, the first of a line; gives back where to go on."""
        tokens, text = self.source.tokens, self.source.text
        if i >= end:
            return i
        at = tokens[i].start
        sign = text[at]
        if self.tables and self.now.kind == "body" and (found := self._in_table(i, end, at)) is not None:
            return found
        if sign in "\r\n":
            self._end_paragraph()
            return i
        if sign == "=" and self.now.kind == "body" and not self.tables:
            return self._heading(i, end, at)
        if sign in "*#:;":
            self._item(at)
            return i
        if text.startswith("{|", at) and self.now.kind == "body":
            self._end_paragraph()
            self.tables.append(Table(self.sheet.new_table()))
            return self._line_end(i, end)
        if sign == "-" and (rule := _RULE.match(text, at)):
            self._end_paragraph()
            self.sheet.drop(*rule.span(), "rule")
            self.skip = rule.end()
            return i
        if self.lists:
            self._end_paragraph()
        if i and tokens[i - 1].kind == "line":
            self.now.text.space(tokens[i - 1].start, tokens[i - 1].end)
        return i

    def _end_paragraph(self) -> None:
        self.end_block()
        self.lists.clear()

    def _line_end(self, i: int, end: int) -> int:
        return self.source.line_end(i, end)

    def _heading(self, i: int, end: int, at: int) -> int:
        text = self.source.text
        stop = text.find("\n", at)
        found = _HEADING.match(text, at, stop if stop >= 0 else len(text))
        if found is None:
            return i
        self._end_paragraph()
        size = min(len(found[1]), len(found[3]))
        last = self.source.at(found.start(3), i + 1, end)
        self.skip = found.end(1)
        heading = self.within(Context("heading"), i + 1, last)
        self.sheet.heading(heading.text, size)
        return self._line_end(last, end)

    def _item(self, at: int) -> None:
        found = _ITEM.match(self.source.text, at)
        if found is None:
            return
        self.end_block()
        signs = found[0].strip()[:_MAX_LISTS]
        self.skip = found.end()
        keep = 0
        while keep < len(self.lists) and keep < len(signs) and _alike(self.lists[keep][0], signs[keep]):
            keep += 1
        del self.lists[keep:]
        if keep and keep == len(signs):
            sign, number, item = self.lists[-1]
            self.lists[-1] = (signs[-1], number, item + 1)
        for sign in signs[keep:]:
            self.lists.append((sign, self.sheet.new_list(), 1))

    def _in_table(self, i: int, end: int, at: int) -> int | None:
        """A line of a table, told by its head; None for one that goes on with a cell."""
        text, table = self.source.text, self.tables[-1]
        if text.startswith("{|", at):
            self.end_block()
            self.tables.append(Table(self.sheet.new_table()))
            return self._line_end(i, end)
        if text.startswith("|}", at):
            self.end_block()
            self.tables.pop()
            self.skip = at + 2
            return i if not text.startswith("|}}", at) else i + 1
        if text.startswith("|-", at):
            self.end_block()
            if table.filled:
                table.row, table.filled = table.row + 1, False
            table.column, table.told = 0, True
            return self._line_end(i, end)
        if text.startswith("|+", at):
            self.end_block()
            last = self._line_end(i, end)
            self.skip = at + 2
            caption = self.within(Context("caption"), i + 1, last)
            self.sheet.put("caption", caption.text)
            return last
        if text[at] in "|!":
            table.heads = text[at] == "!"
            self.next_cell()
            self.skip = at + 1
            return i + 1 if text[at] == "|" and self.source.tokens[i].kind == "bar" else i
        return None

    def next_cell(self) -> None:
        """Ends a cell, and begins the next."""
        table = self.tables[-1]
        self.end_block()
        self.now.text = RunningText()
        table.column, table.told, table.filled = table.column + 1 if table.filled else 1, False, True


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= {":", ";"}
