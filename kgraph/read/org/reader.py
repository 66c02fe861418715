"""Goes through the lines of an Org article once, and lays its blocks down."""

from collections.abc import Callable

from kgraph import late_re as re
from kgraph.codes import problem
from kgraph.model import BlockKind
from kgraph.read.org.words import Words
from kgraph.read.running_text import RunningText
from kgraph.spans import Span

_HEADING = re.compile(
    r"(\*{1,20})[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|HOLD|STARTED)[ \t]+)?(?:\[#[A-Z0-9]\][ \t]+)?(?P<words>.*?)(?:[ \t]+:[\w@#%:]{1,200}:)?$"
)
_KEYWORD = re.compile(r"#\+([A-Za-z_]{1,40})(?:\[[^\]\n]{0,100}\])?:[ \t]*(.*)")
_BEGIN = re.compile(r"#\+begin_([A-Za-z]{1,30})", re.IGNORECASE)
_END = re.compile(r"#\+end_([A-Za-z]{1,30})", re.IGNORECASE)
_DRAWER = re.compile(r":([A-Za-z_-]{1,40}):[ \t]*$")
_ITEM = re.compile(
    r"(?:[-+]|(?<=[ \t])\*|\d{1,4}[.)]|[A-Za-z][.)])(?:[ \t]+(?:\[@\d{1,4}\][ \t]*)?(?:\[[ xX-]\][ \t]+)?|$)"
)
_TERM = re.compile(r"(?P<term>[^\n]{1,200}?)[ \t]+::[ \t]+(?=\S)")
"""What an item of a list of descriptions begins with."""
_NUMBER = re.compile(r"(\d{1,4})[.)]")
_NOTE = re.compile(r"\[fn:([\w-]{1,60})\][ \t]*")
_PLANNED = re.compile(r"(?:CLOSED|SCHEDULED|DEADLINE):[ \t]")
_LATEX = re.compile(r"\\begin\{([A-Za-z]{1,30}\*?)\}[ \t]*$|\\end\{[A-Za-z]{1,30}\*?\}[ \t]*$")
_RESOURCE = re.compile(r"\\(?:addbibresource|bibliography)\{([^{}\n]{1,300})\}")
_NO_TEXT = {
    "src": "code",
    "example": "code",
    "export": "code",
    "comment": "comment",
    "latex": "code",
    "html": "code",
}
_CODE = frozenset(("src", "example"))
"""What a reader sees as code."""
_WORDS = frozenset(("quote", "quotation", "center", "abstract", "verse", "itemize", "enumerate", "theorem", "proof", "definition", "lemma", "document"))  # fmt: skip
"""Environments of LaTeX whose lines are text: others are formulas, pictures and code."""
_MAX_LISTS = 20


class OrgReader(Words):
    """Reads one article; the attributes below hold what it says of itself."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.said: dict[str, str] = {}
        self.bibliography: list[str] = []
        self._lists: list[tuple[int, int, int]] = []
        """Indent, number and item of each list that is open."""
        self._quoted = 0
        self._unclosed: set[str] = set()
        """Kinds of blocks that begin and do not end: they are not looked for again."""

    def read(self) -> None:
        """Reads all of it."""
        i = 0
        while i < len(self.lines):
            i = next(after for row in _ROWS if (after := row(self, i)) > i)
        self.sheet.settle()

    def _headed(self, i: int) -> int:
        line = self.lines[i]
        found = _HEADING.match(self.text, line.start, line.end) if not line.indent else None
        if found is None:
            return i
        self._lists.clear()
        level = len(found[1])
        if found["words"].startswith("COMMENT") and found["words"][7:8] in ("", " "):
            stop = i + 1
            while stop < len(self.lines) and not _ends_tree(self.text, self.lines[stop].start, level):
                stop += 1
            return self.drop(i, stop, "comment")
        into = RunningText()
        self.words(*found.span("words"), into)
        self.sheet.heading(into, level)
        return i + 1

    def _block(self, i: int) -> int:
        written = self.line(i)
        begins = _BEGIN.match(written)
        if begins is None:
            ends = _END.match(written)
            if ends is not None and ends[1].lower() == "quote":
                self._quoted = max(0, self._quoted - 1)
            return i + (ends is not None)
        name = begins[1].lower()
        self._lists.clear()
        if name not in _NO_TEXT or name in self._unclosed:
            self._quoted += name == "quote"
            return i + 1
        ending = f"#+end_{name}"
        stop = i + 1
        while stop < len(self.lines) and not self.line(stop).lower().startswith(ending):
            stop += 1
        if stop == len(self.lines):
            self._unclosed.add(name)
            return i + 1
        if name in _CODE:
            return self.show(i, stop + 1, "code", i + 1, stop)
        return self.drop(i, stop + 1, _NO_TEXT[name])

    def _keyword(self, i: int) -> int:
        written = self.line(i)
        found = _KEYWORD.match(written)
        if found is None:
            return (
                self.drop(i, i + 1, "comment")
                if written[:2] in ("# ", "#") or written.startswith("#+")
                else i
            )
        key, value = found[1].lower(), found[2].strip()
        line = self.lines[i]
        if key == "caption":
            into = RunningText()
            self.words(line.end - len(found[2]), line.end, into)
            self.sheet.put("caption", into)
            return i + 1
        self.said.setdefault(key, value)
        if key == "bibliography":
            self._names(value.split(" ")[0])
        for named in _RESOURCE.finditer(value):
            for file in named[1].split(","):
                self._names(file.strip())
        if key == "include":
            self.sheet.problems.append(
                problem("include-unread", f"{value!r} is not read", Span(line.start, line.end))
            )
        return self.drop(i, i + 1, "front-matter")

    def _names(self, file: str) -> None:
        file = file.strip("\"'")
        if file:
            path = file if re.search(r"\.(?:bib|json|ris|yaml)$", file, re.IGNORECASE) else f"{file}.bib"
            self.bibliography += [path] if path not in self.bibliography else []

    def _drawer(self, i: int) -> int:
        written = self.line(i)
        if _PLANNED.match(written):
            return self.drop(i, i + 1, "front-matter")
        if not _DRAWER.match(written) or written.upper() == ":END:":
            return i
        stop = i + 1
        while stop < min(len(self.lines), i + 200) and self.line(stop).upper() != ":END:":
            stop += 1
        return (
            self.drop(i, stop + 1, "front-matter")
            if stop < len(self.lines) and self.line(stop).upper() == ":END:"
            else i
        )

    def _latex(self, i: int) -> int:
        found = _LATEX.match(self.line(i))
        if found is None:
            return i
        if found[1] is None or found[1] in _WORDS:
            self._quoted = int(found[1] in ("quote", "quotation"))
            return i + 1
        stop, ending = i + 1, f"\\end{{{found[1]}}}"
        while (
            stop < len(self.lines)
            and not self.lines[stop].is_blank
            and not self.line(stop).startswith(ending)
        ):
            stop += 1
        closed = stop < len(self.lines) and self.line(stop).startswith(ending)
        return self.show(i, stop + closed, "math", i + 1, stop)

    def _table(self, i: int) -> int:
        if not self.line(i).startswith("|"):
            return i
        number, row = self.sheet.new_table(), 0
        while i < len(self.lines) and self.line(i).startswith("|"):
            line = self.lines[i]
            if not self.line(i).startswith("|-"):
                at = line.start + line.indent + 1
                for column, cell in enumerate(self.text[at : line.end].removesuffix("|").split("|"), 1):
                    into = RunningText()
                    self.words(at, at + len(cell), into)
                    self.sheet.put("cell", into, table=number, row=row, column=column)
                    at += len(cell) + 1
                row += 1
            i += 1
        return i

    def _note_defined(self, i: int) -> int:
        line = self.lines[i]
        found = _NOTE.match(self.text, line.start, line.end) if not line.indent else None
        if found is None:
            return i
        stop = self._paragraph_end(i)
        into = RunningText()
        self.words(found.end(), self.lines[stop - 1].end, into)
        self.sheet.put("footnote", into, definition=f"^{found[1]}")
        return stop

    def _item(self, i: int) -> int:
        line = self.lines[i]
        at = line.start + line.indent
        found = _ITEM.match(self.text, at, line.end)
        if found is None:
            return i
        while self._lists and self._lists[-1][0] > line.indent:
            self._lists.pop()
        if self._lists and self._lists[-1][0] == line.indent:
            indent, number, item = self._lists[-1]
            self._lists[-1] = (indent, number, item + 1)
        elif len(self._lists) < _MAX_LISTS:
            self._lists.append((line.indent, self.sheet.new_list(), 1))
        told = _NUMBER.match(found[0])
        stop = self._paragraph_end(i, item=line.indent)
        self._put(found.end(), self.lines[stop - 1].end, "item", int(told[1]) if told else None)
        return stop

    def _plain(self, i: int) -> int:
        stop = self._paragraph_end(i)
        while self._lists and self.lines[i].indent <= self._lists[-1][0]:
            self._lists.pop()
        kind: BlockKind = "item" if self._lists else "quote" if self._quoted else "paragraph"
        self._put(self.lines[i].start, self.lines[stop - 1].end, kind)
        return stop

    def _put(self, start: int, end: int, kind: BlockKind, ordinal: int | None = None) -> None:
        into = RunningText()
        term = _TERM.match(self.text, start, end) if kind == "item" else None
        if term is not None:  # `- spring tide :: the high one`
            self.words(start, term.end("term"), into)
            into.words(": ", term.end("term"), term.end())
            start = term.end()
        self.words(start, end, into)
        lists = tuple((number, item) for _, number, item in self._lists)
        self.sheet.put(kind, into, lists=lists, ordinal=ordinal)
        self.sheet.settle()

    def _paragraph_end(self, i: int, item: int | None = None) -> int:
        """Behind the lines from `i` on that nothing else begins; those of an item stand further in than its sign."""
        i += 1
        while i < len(self.lines) and not self.lines[i].is_blank:
            line, written = self.lines[i], self.line(i)
            if item is not None and line.indent <= item:
                break
            if (
                written[:2] in ("#+", "# ")
                or written[0] == "|"
                or _ITEM.match(self.text, line.start + line.indent, line.end)
            ):
                break
            if (not line.indent and (_HEADING.match(written) or _NOTE.match(written))) or _LATEX.match(
                written
            ):
                break
            i += 1
        return i


def _ends_tree(text: str, start: int, level: int) -> bool:
    found = re.compile(r"\*{1,20}(?=[ \t])").match(text, start)
    return found is not None and len(found[0]) <= level


_ROWS: tuple[Callable[[OrgReader, int], int], ...] = (
    OrgReader.blank, OrgReader._headed, OrgReader._block, OrgReader._keyword, OrgReader._drawer, OrgReader._latex, OrgReader._table,
    OrgReader._note_defined, OrgReader._item, OrgReader._plain,
)  # fmt: skip
"""What a line may begin, the first that it does: each gives back where to go on, or where it was."""
