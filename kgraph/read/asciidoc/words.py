"""The words of a block of AsciiDoc: notes, citations, links, marks, attributes."""

from collections.abc import Callable

from kgraph import late_re as re
from kgraph.read.running_text import RunningText
from kgraph.read.typed_text import Inlines, TypedWords

_INNER = r"(?:[^\[\]\\]|\\.|\[[^\[\]]{0,600}\]){0,1500}"
_INLINES = Inlines(
    {
        "escape": r"\\(?=[*_`#^~<{\[\]]|https?:|footnote|link:|xref:)",
        "note": rf"footnote(?:ref)?:(?P<id>[\w-]{{0,60}})\[(?P<said>{_INNER})\]",
        "cites": r"cite(?:np)?:(?P<one>[\w:.-]{0,80})\[(?P<keys>[^\[\]]{0,400})\]",
        "entry": r"\[\[\[(?P<key>[^\[\]\n,]{1,80})(?:,[ \t]?(?P<printed>[^\[\]\n]{1,80}))?\]\]\]",
        "anchor": r"\[\[[^\[\]\n]{1,200}\]\]|anchor:[\w-]{1,80}\[[^\[\]\n]{0,80}\]|indexterm:\[[^\[\]\n]{0,200}\]|\(\(\((?:[^()]|\([^()\n]{0,80}\)){1,300}\)\)\)",
        "term": r"indexterm2:\[(?P<termed>[^\[\]\n]{0,200})\]|\(\((?!\()(?P<flowing>[^()\n]{1,200})\)\)(?!\))",
        "xref": r"<<(?P<ref>[^<>,\n]{1,200})(?:,(?P<worded>[^<>]{0,300}))?>>|xref:(?P<to>[^\[\]\s]{1,200})\[(?P<told>[^\[\]]{0,300})\]",
        "link": rf"(?:link:(?P<target>[^\s\[\]]{{1,1500}})|(?P<web>https?://[^\s\[\]<>\"`]{{1,1500}}))\[(?P<words>{_INNER})\]",
        "url": r"https?://[^\s\[\]<>\"`]{1,1500}",
        "macro": r"(?:image|icon|kbd|btn|menu|pass|mailto):[^\s\[\]]{0,300}\[[^\[\]\n]{0,600}\]",
        "math": r"(?:stem|latexmath|asciimath):\[(?P<formula>[^\[\]\n]{0,600})\]",
        "pass": r"\+\+\+?(?P<raw>[^+\n]{1,300})\+\+\+?|(?<![\w+])\+(?=\S)(?P<literal>[^+\n]{1,300})(?<=\S)\+(?![\w+])",
        "curved": r"\"`|`\"|'`|`'(?!\w)",
        "old": r"(?<!\w)``(?=\S)(?P<quoted>[^`'\n]{1,600}(?:'(?!')[^`'\n]{1,600}){0,9})''",
        "code": r"``(?P<double>[^`]{1,600})``|(?<![\w`])`(?=\S)\+?(?P<single>[^`]{1,600}?)\+?`(?![\w`])",
        "named": r"\[[.#%:\w-]{1,80}\](?:##(?P<wide>[^#]{1,1500})##|#(?=\S)(?P<tight>[^#]{1,1500})(?<=\S)#(?!\w))",
        "role": r"\[[.#%:\w-]{1,80}\](?=[#*_`])",
        "strong": r"\*\*(?P<bolds>[^*]{1,600})\*\*|(?<![\w*])\*(?=\S)(?P<bold>[^*]{1,600})(?<=\S)\*(?!\w)",
        "emphasis": r"__(?P<slants>[^_]{1,600})__|(?<![\w_])_(?=\S)(?P<slanted>[^_]{1,600})(?<=\S)_(?!\w)",
        "mark": r"(?<![\w#&])#(?=\S)(?P<marked>[^#\n]{1,300})(?<=\S)#(?!\w)",
        "raised": r"\^(?P<up>[^\^\s]{1,60})\^|~(?P<down>[^~\s]{1,60})~",
        "attribute": r"\{(?P<name>[A-Za-z0-9][\w-]{0,60})\}",
        "dash": r"(?<=\s)--(?=\s)|(?<=\w)--(?=\w)",
        "sign": r"\((?:C|R|TM)\)|&(?:[a-z]{2,8}|#\d{1,6});",
        "break": r" \+(?=\n|$)",
    },
    begins=r"""[\\\[(<+"'`*_#^~{& \-acfhiklmpsbx]""",
    flags=re.DOTALL | re.MULTILINE,
)  # fmt: skip
_BUILT_IN = {
    "nbsp": " ", "zwsp": "", "sp": " ", "empty": "", "apos": "'", "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "plus": "+",
    "startsb": "[", "endsb": "]", "vbar": "|", "amp": "&", "lt": "<", "gt": ">", "deg": "°", "asterisk": "*", "backtick": "`", "tilde": "~", "caret": "^", "cpp": "C++",
}  # fmt: skip
_SIGNS = {"(C)": "©", "(R)": "®", "(TM)": "™", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " "}
_CURVED = {'"`': "“", '`"': "”", "'`": "‘", "`'": "’"}
_DEFINED = re.compile(r"\[\[\[([^\[\]\n,]{1,80})(?:,[^\[\]\n]{0,80})?\]\]\]")


class Words(TypedWords):
    """The source of an article, its attributes, and the blocks that are laid down."""

    inlines = _INLINES

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.attributes: dict[str, str] = {}
        self.entry: str | None = None
        """What the entry is called that the words at hand are."""
        self._defined = {m[1] for m in _DEFINED.finditer(text)}
        self._notes: set[str] = set()
        self._unnamed = 0

    def act(self, kind: str, found: re.Match[str], into: RunningText) -> None:
        """What a stretch of markup of `kind` puts into the words."""
        _ACTS[kind](self, found, into)

    def _nothing(self, found: re.Match[str], into: RunningText) -> None:
        pass

    def _note(self, found: re.Match[str], into: RunningText) -> None:
        name, start, end = found["id"], *found.span("said")
        if found[0].startswith("footnoteref") and not name:
            name, comma, _ = found["said"].partition(",")
            start = start + len(name) + 1 if comma else end
        said = self.text[start:end].strip()
        if not name:
            if not said:
                return
            self._unnamed += 1
            name = str(self._unnamed)
        into.marker("footnote", (name,), *found.span())
        if said and name not in self._notes:
            self._notes.add(name)
            note = RunningText()
            self.words(start, end, note)
            self.sheet.later("footnote", note, definition=f"^{name}")

    def _cites(self, found: re.Match[str], into: RunningText) -> None:
        said = found["one"] or found["keys"]
        works = [work.partition("(") for work in said.split(",")]
        keys = tuple(key.strip() for key, _, _ in works if key.strip())
        places = (place.rstrip(") ") for _, _, place in works if place)
        if keys:
            into.marker("cite", keys, *found.span(), locator="; ".join(places))

    def _entry(self, found: re.Match[str], into: RunningText) -> None:
        self.entry = found["key"]

    def _xref(self, found: re.Match[str], into: RunningText) -> None:
        ref = (found["ref"] or found["to"]).strip().removeprefix("#")
        group = "worded" if found["worded"] is not None else "told"
        if ref in self._defined:
            into.marker("cite", (ref,), *found.span())
        elif (found[group] or "").strip():
            self.words(*found.span(group), into)
        else:
            into.marker("place", (), *found.span(), cites=False)

    def _link(self, found: re.Match[str], into: RunningText) -> None:
        target, since = found["target"] or found["web"], into.plain
        start, end = found.span("words")
        words = self.text[start:end]
        cut = words.find(",window=") if ",window=" in words else len(words.rstrip("^"))
        self.words(start, start + cut, into)
        if into.plain == since:
            into.words(target, *found.span("target" if found["target"] else "web"))
        if "://" in target and into.plain > since:
            into.mark("link", since, target, *found.span())

    def _math(self, found: re.Match[str], into: RunningText) -> None:
        since = into.plain
        into.words(f"${found['formula'].strip().strip('$')}$", *found.span())
        into.mark("math", since, "", *found.span())

    def _pass(self, found: re.Match[str], into: RunningText) -> None:
        group = "raw" if found["raw"] is not None else "literal"
        into.words(found[group], *found.span(group))

    def _curved(self, found: re.Match[str], into: RunningText) -> None:
        into.words(_CURVED[found[0]], *found.span())

    def _old(self, found: re.Match[str], into: RunningText) -> None:
        """Words between quotation marks as AsciiDoc wrote them before Asciidoctor."""
        into.words("“", found.start(), found.start() + 2)
        self.words(*found.span("quoted"), into)
        into.words("”", found.end() - 2, found.end())

    def _code(self, found: re.Match[str], into: RunningText) -> None:
        since, group = into.plain, "double" if found["double"] is not None else "single"
        into.words(found[group], *found.span(group))
        into.mark("code", since, "", *found.span(group))

    def _strong(self, found: re.Match[str], into: RunningText) -> None:
        self._set_apart("strong", found.span("bolds" if found["bolds"] is not None else "bold"), into)

    def _emphasis(self, found: re.Match[str], into: RunningText) -> None:
        self._set_apart("emphasis", found.span("slants" if found["slants"] is not None else "slanted"), into)

    def _set_apart(self, kind: str, place: tuple[int, int], into: RunningText) -> None:
        since = into.plain
        self.words(*place, into)
        into.mark(kind, since, "", *place)

    def _mark(self, found: re.Match[str], into: RunningText) -> None:
        self.words(*found.span("marked"), into)

    def _named(self, found: re.Match[str], into: RunningText) -> None:
        self.words(*found.span("wide" if found["wide"] is not None else "tight"), into)

    def _indexed(self, found: re.Match[str], into: RunningText) -> None:
        """A term of the index that is a word of its sentence, too."""
        self.words(*found.span("termed" if found["termed"] is not None else "flowing"), into)

    def _raised(self, found: re.Match[str], into: RunningText) -> None:
        group = "up" if found["up"] is not None else "down"
        into.words(found[group], *found.span(group))

    def _attribute(self, found: re.Match[str], into: RunningText) -> None:
        value = self.attributes.get(found["name"].lower(), _BUILT_IN.get(found["name"].lower()))
        into.words(found[0] if value is None else value, *found.span())

    def _dash(self, found: re.Match[str], into: RunningText) -> None:
        into.words("—", *found.span())

    def _sign(self, found: re.Match[str], into: RunningText) -> None:
        into.words(_SIGNS.get(found[0], found[0]), *found.span())

    def _break(self, found: re.Match[str], into: RunningText) -> None:
        into.space(*found.span())


_ACTS: dict[str, Callable[[Words, re.Match[str], RunningText], None]] = {
    "escape": Words._nothing, "note": Words._note, "cites": Words._cites, "entry": Words._entry, "anchor": Words._nothing, "term": Words._indexed, "named": Words._named, "xref": Words._xref,
    "link": Words._link, "url": Words._address, "macro": Words._nothing, "math": Words._math, "pass": Words._pass, "curved": Words._curved, "old": Words._old,
    "code": Words._code, "role": Words._nothing, "strong": Words._strong, "emphasis": Words._emphasis, "mark": Words._mark, "raised": Words._raised,
    "attribute": Words._attribute, "dash": Words._dash, "sign": Words._sign, "break": Words._break,
}  # fmt: skip
"""Kind of markup → what is done with it."""
