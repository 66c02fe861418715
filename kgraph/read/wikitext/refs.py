"""References and notes: `<ref>` with a body is an entry and a marker, without one a marker; notes are marked apart."""

from kgraph import late_re as re
from kgraph.read.wikitext.source import is_closing
from kgraph.read.wikitext.state import MAX_DEPTH, Context, State
from kgraph.read.wikitext.tokens import Token

_ATTRIBUTE = re.compile(r"\b(name|group|follow)\s{0,5}=\s{0,5}(?:\"([^\"<>]{0,300})\"|'([^'<>]{0,300})'|([^\s\"'/<>]{1,300}(?:/(?!>)[^\s\"'/<>]{1,300})?))", re.IGNORECASE)  # fmt: skip


class Refs(State):
    """References of a wikitext."""

    def ref(self, i: int, end: int, token: Token) -> int:
        """`<ref name="moss">…</ref>`, `<ref name="moss" />`, `<ref group="note">…</ref>`."""
        source = self.source
        written = source.text[token.start : token.end]
        if is_closing(source.text, token):
            return i + 1
        said = {m[1].lower(): (m[2] or m[3] or m[4] or "").strip() for m in _ATTRIBUTE.finditer(written)}
        name = said.get("name") or None
        close = source.pairs.get(i)
        if written.endswith("/>") or close is None or close >= end:
            if name and not self.defining:
                self.mark(name, token.start, token.end)
            return i + 1
        empty = not source.plain(i + 1, close).strip()
        stop = source.tokens[close].end
        if empty:
            if name and not self.defining:
                self.mark(name, token.start, stop)
            elif not name:
                self.sheet.drop(token.start, stop, "html")
            return close + 1
        self.refs += 1
        if said.get("group"):
            self.note(name, i + 1, close, token.start, stop)
            return close + 1
        label = name or f"ref:{self.refs}"
        if not self.defining:
            self.mark(label, token.start, stop)
        self.entry(label, i + 1, close)
        return close + 1

    def mark(self, label: str, start: int, end: int) -> None:
        """Puts a marker of `label`."""
        self.now.text.marker("footnote", (label,), start, end)

    def entry(self, label: str, first: int, last: int) -> None:
        """Keeps what the tokens `[first, last)` say as the entry of `label`: its works, else its words."""
        if label in self.known or len(self.contexts) >= MAX_DEPTH:
            return
        self.known.add(label)
        skip, defining = self.skip, self.defining
        self.defining = False
        entry = self.within(Context("entry", label=label), first, last)
        if not entry.works and entry.unknown and not entry.text.text().strip():
            self.stated_by_unknown(entry)
        self.skip, self.defining = skip, defining
        if not entry.works:
            self.entries.append((label, entry.text, entry.means))

    def note(self, name: str | None, first: int, last: int, start: int, end: int) -> None:
        """A note that explains, or one that cites: its words are a block behind the paragraph."""
        if name is None:
            self.notes += 1
        label = name or f"note:{self.notes}"
        if not self.defining:
            self.mark(label, start, end)
        defining, self.defining = self.defining, False
        skip, tables, lists = self.skip, self.tables, self.lists
        self.tables, self.lists = [], []
        note = self.within(Context("note", label=label), first, last)
        self.sheet.later("footnote", note.text, definition=f"^{label}")
        self.defining, self.skip, self.tables, self.lists = defining, skip, tables, lists
