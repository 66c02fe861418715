"""The words of a block of reStructuredText: notes, roles, links, substitutions."""

from collections.abc import Callable

from kgraph import late_re as re
from kgraph.read.running_text import ATOM, RunningText
from kgraph.read.typed_text import Inlines, TypedLines, address
from kgraph.spans import Span

_INLINES = Inlines(
    {
        "escape": r"\\(?:[\s\S])",
        "literal": r"``(?=[^`\s])(?:[^`]|`(?!`)){1,2000}``",
        "role": r":(?P<called>[A-Za-z][\w.+-]{0,40}(?::[\w.+-]{1,30}){0,2}):`(?P<of_role>[^`]{1,1000})`",
        "link": r"`(?P<words>[^`<>]{0,600}?)\s{0,9}<(?P<target>[^`<>]{1,1500})>`_{1,2}",
        "suffixed": r"`(?P<of_suffixed>[^`]{1,1000})`:(?P<suffix>[A-Za-z][\w.+-]{0,40}(?::[\w.+-]{1,30}){0,2}):(?![`\w])",
        "phrase": r"_?`(?P<phrased>[^`]{1,1000})`(?P<refers>_{0,2})",
        "note": r"\[(?P<key>\d{1,6}|#[\w.:+-]{0,80}|\*|[A-Za-z][\w.:+-]{0,80})\]_(?![\w])",
        "substitution": r"\|(?P<name>[^|\s](?:[^|\n]{0,80}[^|\s])?)\|_{0,2}",
        "strong": r"(?<![\w*])\*\*(?=\S)(?P<bold>(?:[^*]|\*(?!\*)){1,1000})\*\*",
        "emphasis": r"(?<![\w*])\*(?=[^\s*])(?P<slanted>[^*]{1,1000})\*(?!\w)",
        "url": r"https?://[^\s<>\"`|]{1,2000}",
        "word": r"(?<![\w`])(?P<referring>[A-Za-z0-9](?:[\w.+-]{0,60}[A-Za-z0-9])?)_{1,2}(?![\w`])",
    },
    begins=r"[\\`:_\[|*A-Za-z0-9]",
)  # fmt: skip
_TARGET = re.compile(
    r"^[ \t]*\.\. _(?:`([^`\n]{1,200})`|([^:\n]{1,200})):[ \t]+(\S[^\n]{0,1500})$", re.MULTILINE
)
_REPLACE = re.compile(r"^[ \t]*\.\. \|([^|\n]{1,80})\| replace::[ \t]*([^\n]{0,1000})", re.MULTILINE)
_PLACES = frozenset(("ref", "numref", "eq", "label"))
_CITES = re.compile(r"(?:foot)?cite(?::\w{1,12})?(?::\w{1,12})?")
_AS_WORDS = frozenset(("cite:t", "cite:ts", "cite:ct", "cite:cts", "footcite:t", "cite:author"))
_KEY = re.compile(r"(?:\{[^{}]{0,200}\})?([^{}]{1,300})(?:\{([^{}]{0,200})\}(?=\s{0,9}(?:,|$)))?")
"""The keys of a role, with the words before them and the place behind them: `{see}moss2010{p. 4}`."""
_TRAIL = ".,;:!?)'\""


class Words(TypedLines):
    """The source of an article, its targets and substitutions, and the blocks that are laid down."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._targets = {_levelled(m[1] or m[2]): m[3].strip() for m in _TARGET.finditer(text)}
        self._texts = {m[1]: m.span(2) for m in _REPLACE.finditer(text)}
        self._autos = [0, 0]
        """How many unnamed notes the text has named, and how many stand defined."""
        self._fixed = set(re.findall(r"^[ \t]*\.\. \[(\d{1,6})\]", text, re.MULTILINE))

    def numbered(self, which: int) -> str:
        """The number of the next note without one: those that are given are passed over."""
        self._autos[which] += 1
        while str(self._autos[which]) in self._fixed:
            self._autos[which] += 1
        return str(self._autos[which])

    def words(self, start: int, end: int, into: RunningText, *, deep: bool = False) -> None:
        """Puts what the source has at `[start, end)` into `into`."""

        def act(kind: str, found: re.Match[str]) -> None:
            _ACTS[kind](self, found, into, deep)

        _INLINES.read(self.text, start, end, into, act)

    def _escape(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        into.words("" if found[0][1].isspace() else found[0][1], *found.span())

    def _literal(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        self._set_apart("code", 2, found, into)

    def _strong(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        self._set_apart("strong", 2, found, into)

    def _emphasis(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        self._set_apart("emphasis", 1, found, into)

    def _set_apart(self, kind: str, size: int, found: re.Match[str], into: RunningText) -> None:
        start, end, since = found.start() + size, found.end() - size, into.plain
        into.words(self.text[start:end], start, end)
        into.mark(kind, since, "", start, end)

    def _note(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        key = found["key"]
        if key[0] not in "#*":
            into.marker("printed", (key,), *found.span(), words=f"[{key}]")
            return
        label = self.numbered(0) if key == "#" else key.removeprefix("#")
        into.marker("footnote", (label,), *found.span())

    def _address(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        bare = address(found[0])
        self._linked(bare, found.start(), found.start() + len(bare), into, bare, found.end())

    def _link(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        a, b = found.span("words" if found["words"].strip() else "target")
        self._linked(self.text[a:b], a, b, into, "".join(found["target"].split()), found.end())

    def _phrase(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        target = self._targets.get(_levelled(found["phrased"]), "") if found["refers"] else ""
        self._linked(found["phrased"], *found.span("phrased"), into, target, found.end())

    def _word(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        target = self._targets.get(_levelled(found["referring"]), "")
        self._linked(found["referring"], *found.span("referring"), into, target, found.end())

    def _linked(self, words: str, start: int, end: int, into: RunningText, target: str, stop: int) -> None:
        since = into.plain
        into.words(words, start, end)
        if "://" in target:
            into.mark("link", since, target, start, max(end, stop if "`" in self.text[end:stop] else end))
        rest = self.text[end:stop]
        if rest and not rest.strip(_TRAIL):
            into.words(rest, end, stop)

    def _role(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        self._in_role(found["called"].lower(), "of_role", found, into)

    def _suffixed(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        self._in_role(found["suffix"].lower(), "of_suffixed", found, into)

    def _in_role(self, role: str, group: str, found: re.Match[str], into: RunningText) -> None:
        """The words of `group`, in a role that stands before or behind them."""
        words = found[group]
        if _CITES.fullmatch(role):
            places = "; ".join(place for _, place in _KEY.findall(words) if place)
            keys = tuple(key for named, _ in _KEY.findall(words) for key in re.split(r"[\s,]+", named) if key)
            into.marker("role", keys, *found.span(), as_words=role in _AS_WORDS, locator=places)
            return
        shown = words.partition("<")[0].rstrip() if words.endswith(">") and "<" in words else words
        if role in _PLACES and shown == words:
            into.marker("place", (), *found.span(), cites=False)
            return
        a = found.start(group)
        if role in ("pep", "rfc", "pep-reference"):
            into.words(f"{role[:3].upper()} {shown}", *found.span())
            return
        if shown.startswith(("~", "!")):
            shown = shown[1:].rpartition(".")[2] if shown[0] == "~" else shown[1:]
            a = found.end(group) - len(shown) if words.endswith(shown) else a
        if role == "math":
            since = into.plain
            into.words(f"${words.strip()}$", *found.span())
            into.mark("math", since, "", *found.span())
            return
        into.words(shown, a, a + len(shown))

    def _substitution(self, found: re.Match[str], into: RunningText, deep: bool) -> None:
        place = self._texts.get(found["name"])
        if place is None:
            into.words(found[0], *found.span())
        elif not deep:
            words, since = RunningText(), into.plain
            self.words(*place, words, deep=True)
            # It stands where it is named, however often that is.
            into.words(words.text().replace(ATOM, ""), *found.span())
            for each in words.inlines:
                start, end = since + each.start, since + each.end
                into.inlines.append(each._replace(start=start, end=end, span=Span(*found.span())))


Act = Callable[[Words, re.Match[str], RunningText, bool], None]
_ACTS: dict[str, Act] = {
    "escape": Words._escape, "literal": Words._literal, "role": Words._role, "suffixed": Words._suffixed, "link": Words._link, "phrase": Words._phrase, "note": Words._note,
    "substitution": Words._substitution, "strong": Words._strong, "emphasis": Words._emphasis, "url": Words._address, "word": Words._word,
}  # fmt: skip
"""Kind of markup → what is done with it."""


def _levelled(name: str) -> str:
    return " ".join(name.split()).casefold()
