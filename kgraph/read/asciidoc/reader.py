"""Goes through the lines of an AsciiDoc article once, and lays its blocks down."""

from collections.abc import Callable

from kgraph import late_re as re
from kgraph.codes import problem
from kgraph.model import BlockKind
from kgraph.read.asciidoc.words import Words
from kgraph.read.running_text import RunningText
from kgraph.spans import Span

_HEADING = re.compile(r"(={1,6}|#{2,6})[ \t]+(?=\S)")
_ATTRIBUTE = re.compile(r":(!?[A-Za-z0-9][\w-]{0,60}!?):(?:[ \t]+(.*))?$")
_LISTED = re.compile(r"\[([^\[\]]{0,300})\]$")
_ANCHOR = re.compile(r"\[\[[^\[\]]{1,200}\]\]$")
"""The name of the block or the heading below."""
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|/{4,}|\+{4,}|={4,}|\*{4,}|_{4,}|--|`{3,}\w{0,20}|[|,:!]={3,})$")
_ITEM = re.compile(r"(\*{1,6}|-|\.{1,6}|\d{1,4}\.|[a-z]\.)[ \t]+(?:\[[ xX*]\][ \t]+)?(?=\S)")
_TERM = re.compile(r"(?!https?:)[^\s:][^:\n]{0,200}(?P<sign>:{2,4}|;;)(?:[ \t]+|$)")
_TITLE = re.compile(r"\.(?=[^\s.])")
_ADMONITION = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+")
_MACRO = re.compile(
    r"(include|image|video|audio|toc|ifdef|ifndef|ifeval|endif|bibliography|plantuml|mermaid|csv|icon)::([^\s\[\]]{0,300})\[[^\n]{0,600}\]$"
)
_CELL = re.compile(r"(?:(?:\d{1,3}(?:\.\d{1,3})?|\.\d{1,3})?[+*]?[<^>.]{0,3}[aehlmsdv]?)?\|")
_NO_TEXT = {"-": "code", ".": "code", "/": "comment", "+": "code", "`": "code"}
_FORMULAS = ("stem", "latexmath", "asciimath")
_MAX_LISTS = 20


class AsciidocReader(Words):
    """Reads one article; the attributes below hold what it says of itself."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.title: str | None = None
        self.authors: tuple[str, ...] = ()
        self._lists: list[tuple[str, int, int]] = []
        """Sign, number and item of each list that is open."""
        self._quoted = False
        self._style = ""
        """What the line in brackets above says of the block."""

    def read(self) -> None:
        """Reads all of it."""
        i = self._head()
        while i < len(self.lines):
            i = next(after for row in _ROWS if (after := row(self, i)) > i)
        self.sheet.settle()

    def _head(self) -> int:
        """Behind the title, its author, its version and the attributes below."""
        i = 0
        while i < len(self.lines) and (
            self.lines[i].is_blank or self.line(i).startswith("//") or _ATTRIBUTE.match(self.line(i))
        ):
            self._attributed(i)
            i += 1
        if i == len(self.lines) or not self.line(i).startswith("= "):
            return 0
        into = RunningText()
        self.words(self.lines[i].start + 2, self.lines[i].end, into)
        self.sheet.forget()
        self.title = " ".join(into.text().replace("\ufffc", "").split()) or None
        first = i
        i += 1
        while i < len(self.lines) and not self.lines[i].is_blank:
            written = self.line(i)
            if i == first + 1 and not written.startswith((":", "//")):
                names = (re.sub(r"\s*<[^<>]{0,200}>", "", name).strip() for name in written.split(";"))
                self.authors = tuple(name for name in names if name)
            self._attributed(i)
            i += 1
        return self.drop(first, i, "front-matter")

    def _attributed(self, i: int) -> int:
        found = _ATTRIBUTE.match(self.line(i))
        if found is None:
            return i
        self.attributes[found[1].lower()] = (found[2] or "").strip()[:500]
        return self.drop(i, i + 1, "front-matter")

    def _commented(self, i: int) -> int:
        written = self.line(i)
        if written.startswith("//") and not written.startswith("////"):
            return self.drop(i, i + 1, "comment")
        if written in ("'''", "<<<", "---", "***"):
            self._lists.clear()
            return self.drop(i, i + 1, "rule")
        return i + 1 if written == "+" else i

    def _headed(self, i: int) -> int:
        found = _HEADING.match(self.line(i)) if not self.lines[i].indent else None
        if found is None:
            return i
        self._lists.clear()
        into = RunningText()
        self.words(self.lines[i].start + found.end(), self.lines[i].end, into)
        self.sheet.heading(into, len(found[1]))
        self._style = ""
        return i + 1

    def _styled(self, i: int) -> int:
        written = self.line(i)
        if _ANCHOR.match(written):
            return i + 1
        found = _LISTED.match(written)
        if found is None or written.startswith("[[["):
            return i
        self._style = found[1].split(",")[0].strip().lower()
        return i + 1

    def _titled(self, i: int) -> int:
        if not _TITLE.match(self.line(i)) or _DELIMITER.match(self.line(i)):
            return i
        into = RunningText()
        line = self.lines[i]
        self.words(line.start + line.indent + 1, line.end, into)
        self.sheet.put("caption", into)
        return i + 1

    def _delimited(self, i: int) -> int:
        written = self.line(i)
        if not _DELIMITER.match(written):
            return i
        style, self._style = self._style, ""
        ending = "```" if written.startswith("```") else written
        if len(written) > 1 and written[1] == "=" and written[0] in "|,:!":
            return self._table(i)
        reason = _NO_TEXT.get(written[0]) if written != "--" else None
        if reason is None and style in ("source", "listing", "stem", "literal", "comment"):
            reason = "code"
        if reason is None:
            self._lists.clear()
            self._quoted = not self._quoted if written[0] == "_" else self._quoted
            return i + 1
        stop = i + 1
        while stop < len(self.lines) and self.line(stop) != ending:
            stop += 1
        if stop == len(self.lines):
            return i + 1
        if written[0] == "/" or style == "comment":
            return self.drop(i, stop + 1, reason)
        if written[0] == "+":  # what it passes on is for one kind of page
            return (
                self.drop(i, stop + 1, reason)
                if style not in _FORMULAS
                else self.show(i, stop + 1, "math", i + 1, stop)
            )
        return self.show(i, stop + 1, "math" if style in _FORMULAS else "code", i + 1, stop)

    def _table(self, i: int) -> int:
        ending, first = self.line(i), i
        number, row, column, width = self.sheet.new_table(), 0, 0, 0
        i += 1
        into = RunningText()
        while i < len(self.lines) and self.line(i) != ending:
            line = self.lines[i]
            starts = list(_CELL.finditer(self.text, line.start, line.end))
            at = starts[0].start() if starts else line.end
            if at > line.start and column:
                into.space(line.start, line.start)
                self.words(line.start, at, into)
            for n, cell in enumerate(starts):
                if column:
                    self.sheet.put("cell", into, table=number, row=row, column=column)
                    into = RunningText()
                if width and column == width:
                    row, column = row + 1, 0
                column += 1
                self.words(cell.end(), starts[n + 1].start() if n + 1 < len(starts) else line.end, into)
            if not width and column and (len(starts) > 1 or self.lines[i].is_blank):
                width = column
            i += 1
        self.sheet.put("cell", into, table=number, row=row, column=max(column, 1))
        self.sheet.settle()
        return max(i, first) + 1

    def _macro(self, i: int) -> int:
        found = _MACRO.match(self.line(i))
        if found is None:
            return i
        line = self.lines[i]
        if found[1] == "include":
            self.sheet.problems.append(
                problem("include-unread", f"{found[2]!r} is not read", Span(line.start, line.end))
            )
        if found[1] == "image":
            self.sheet.show(
                line.start,
                line.end,
                "image",
                self.line(i).rpartition("[")[2].rstrip("]").split(",")[0].strip('" '),
            )
            return i + 1
        return self.drop(i, i + 1, "image" if found[1] in ("video", "audio") else "template")

    def _item(self, i: int) -> int:
        found = _ITEM.match(self.line(i))
        if found is None:
            return i
        line = self.lines[i]
        sign = "1." if found[1][:-1].isdigit() else found[1]
        open_ = [s for s, _, _ in self._lists]
        if sign in open_:
            del self._lists[open_.index(sign) + 1 :]
            _, number, item = self._lists[-1]
            self._lists[-1] = (sign, number, item + 1)
        elif len(self._lists) < _MAX_LISTS:
            self._lists.append((sign, self.sheet.new_list(), 1))
        ordered = sign[0] == "." or sign == "1."
        ordinal = (int(found[1][:-1]) if sign == "1." else self._lists[-1][2]) if ordered else None
        stop = self._paragraph_end(i)
        self._put(line.start + line.indent + found.end(), self.lines[stop - 1].end, "item", ordinal)
        return stop

    def _term(self, i: int) -> int:
        found = _TERM.match(self.line(i))
        if found is None:
            return i
        line = self.lines[i]
        at = line.start + line.indent
        into = RunningText()
        self.words(at, at + found.start("sign"), into)
        self.sheet.put("paragraph", into)
        if at + found.end() < line.end:
            stop = self._paragraph_end(i)
            self._put(at + found.end(), self.lines[stop - 1].end, "paragraph")
            return stop
        return i + 1

    def _plain(self, i: int) -> int:
        line, stop = self.lines[i], self._paragraph_end(i)
        style, self._style = self._style, ""
        if style in ("source", "listing", "literal", "stem", "latexmath") or (
            line.indent and not self._lists
        ):
            return self.show(i, stop, "math" if style in _FORMULAS else "code", i, stop)
        told = _ADMONITION.match(self.text, line.start, line.end)
        if i and self.lines[i - 1].is_blank:
            self._lists.clear()
        quoted = self._quoted or style in ("quote", "verse")
        kind: BlockKind = "item" if self._lists else "quote" if quoted else "paragraph"
        self._put(told.end() if told else line.start, self.lines[stop - 1].end, kind)
        return stop

    def _put(self, start: int, end: int, kind: BlockKind, ordinal: int | None = None) -> None:
        into = RunningText()
        self.words(start, end, into)
        lists = tuple((number, item) for _, number, item in self._lists)
        if self.entry is not None:
            self.sheet.entry(into, self.entry)
            self.entry = None
        else:
            self.sheet.put(kind, into, lists=lists, ordinal=ordinal)
        self.sheet.settle()

    def _paragraph_end(self, i: int) -> int:
        """Behind the lines from `i` on that nothing else begins."""
        i += 1
        while i < len(self.lines) and not self.lines[i].is_blank:
            written = self.line(i)
            if (
                written == "+"
                or written.startswith("//")
                or any(p.match(written) for p in (_DELIMITER, _MACRO, _LISTED))
            ):
                break
            if self._lists and (_ITEM.match(written) or _TERM.match(written)):
                break
            i += 1
        return i


_ROWS: tuple[Callable[[AsciidocReader, int], int], ...] = (
    AsciidocReader.blank, AsciidocReader._attributed, AsciidocReader._commented, AsciidocReader._headed, AsciidocReader._delimited,
    AsciidocReader._styled, AsciidocReader._macro, AsciidocReader._item, AsciidocReader._titled, AsciidocReader._term, AsciidocReader._plain,
)  # fmt: skip
"""What a line may begin, the first that it does: each gives back where to go on, or where it was."""
