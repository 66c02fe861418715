"""The words of a block of Org: notes, citations, links, formulas, marks."""

from collections.abc import Callable

from kgraph import late_re as re
from kgraph.read.running_text import RunningText
from kgraph.read.typed_text import Inlines, TypedWords

_CITE = r"\\[A-Za-z]{0,12}[Cc]ite[A-Za-z]{0,12}\*?(?:\[[^\[\]\n]{0,80}\]){0,2}\{[^{}]{1,400}\}"
_INNER = r"(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,300}\]){1,1500}"


def _marked(name: str, sign: str) -> str:
    """Words between two signs, as Org sets them apart: a blank or a bracket before, none of it within."""
    return rf"(?<![\w{sign}\\]){sign}(?=[^\s{sign}])(?P<{name}>[^{sign}\n]{{0,300}}(?:\n[^{sign}\n]{{1,300}})?)(?<=\S){sign}(?!\w)"


_INLINES = Inlines(
    {
        "raised": rf"\$\s{{0,3}}\^?\{{?\s{{0,3}}(?P<in_math>{_CITE})\s{{0,3}}\}}?\s{{0,3}}\$",
        "command": rf"(?P<cite>{_CITE})",
        "display": r"\\\[(?:(?!\\\])[\s\S]){0,2000}\\\]|\$\$[^$]{1,2000}\$\$",
        "math": r"\\\((?:(?!\\\))[\s\S]){0,1000}\\\)|(?<![\w$])\$(?=[^\s$])[^$\n]{0,600}(?:\n[^$\n]{1,300})?(?<=\S)\$(?![\w$])",
        "note": rf"\[fn:(?P<name>[\w-]{{0,60}})(?::(?P<said>{_INNER}))?\]",
        "cites": r"\[cite(?P<style>/[\w/-]{1,30})?:(?P<keys>[^\[\]]{1,600})\]",
        "link": r"\[\[(?P<target>[^\[\]\n]{1,1500})\](?:\[(?P<shown>\[[^\[\]]{1,600}\]|[^\[\]]{1,600})\])?\]",
        "key": r"(?<![\w/])(?P<called>(?:text|paren|auto|foot)?[cC]ite(?:[a-z]{1,12})?\*?):(?P<named>&?[A-Za-z][\w.:+-]{0,80}(?:[,;]&?[A-Za-z][\w.:+-]{0,80}){0,20})(?<![.,:;])",
        "place": r"\\(?:label|ref|eqref|autoref|cref|index|cite|nocite)\{[^{}\n]{0,200}\}|<<[^<>\n]{1,100}>>|\{\{\{[^{}\n]{1,200}\}\}\}|@@[^@\n]{1,300}@@",
        "shows": r"\\(?:textbf|textit|emph|texttt|textsc|text)\{(?P<set>[^{}\n]{0,300})\}",
        "url": r"https?://[^\s<>\"\[\]|]{1,2000}",
        "code": "|".join((_marked("verbatim", "="), _marked("coded", "~"))),
        "strong": _marked("bold", r"\*"),
        "emphasis": _marked("slanted", "/"),
        "dash": r"(?<=[\w\s])---?(?=[\w\s])",
        "break": r"\\\\(?=[ \t]*\n|[ \t]*$)",
    },
    begins=r"[\[$\\<{@=~*/\-acCfhpt]",
)  # fmt: skip
_KEYS = re.compile(r"@([\w:./+-]{1,100}(?<![.:;]))")
_BEHIND_KEY = re.compile(r"@[\w:./+-]{1,100}[\s,]{1,9}([^@;]{1,100})$")
_IN_BRACES = re.compile(r"\{([^{}]{1,400})\}")
_AS_WORDS = re.compile(r"\\?(?:[Cc]itet\w{0,6}|[Tt]extcites?|[Cc]iteauthor)\*?(?![A-Za-z])")


class Words(TypedWords):
    """The source of an article, and the blocks that are laid down."""

    inlines = _INLINES

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._unnamed = 0

    def act(self, kind: str, found: re.Match[str], into: RunningText) -> None:
        """What a stretch of markup of `kind` puts into the words."""
        _ACTS[kind](self, found, into)

    def _command(self, found: re.Match[str], into: RunningText) -> None:
        written = found["in_math"] or found["cite"]
        braces = _IN_BRACES.search(written)
        keys = tuple(key.strip() for key in braces[1].split(",") if key.strip()) if braces else ()
        if keys and not written.startswith("\\nocite"):
            kind = "footnote" if found["in_math"] else "latex"  # in a formula it is no word of the sentence
            into.marker(kind, keys, *found.span(), as_words=_AS_WORDS.match(written) is not None)

    def _display(self, found: re.Match[str], into: RunningText) -> None:
        into.space(*found.span())
        self.sheet.show(*found.span(), "math", found[0][2:-2].strip())

    def _math(self, found: re.Match[str], into: RunningText) -> None:
        since, written = into.plain, found[0]
        into.words(written if written[0] == "$" else f"${written[2:-2].strip()}$", *found.span())
        into.mark("math", since, "", *found.span())

    def _note(self, found: re.Match[str], into: RunningText) -> None:
        name = found["name"]
        if not name:
            if found["said"] is None:
                into.words(found[0], *found.span())
                return
            self._unnamed += 1
            name = f"note:{self._unnamed}"
        into.marker("footnote", (name,), *found.span())
        if found["said"] is not None:
            note = RunningText()
            self.words(*found.span("said"), note)
            self.sheet.later("footnote", note, definition=f"^{name}")

    def _cites(self, found: re.Match[str], into: RunningText) -> None:
        keys = tuple(_KEYS.findall(found["keys"]))
        style = (found["style"] or "").split("/")
        if keys and "nocite" not in style and "n" not in style:
            places = (place for key in found["keys"].split(";") if (place := _behind_key(key)))
            into.marker(
                "cite",
                keys,
                *found.span(),
                as_words="t" in style or "text" in style,
                locator="; ".join(places),
            )

    def _key(self, found: re.Match[str], into: RunningText) -> None:
        keys = tuple(key.lstrip("&") for key in re.split("[,;]", found["named"]))
        into.marker("cite", keys, *found.span(), as_words=_AS_WORDS.match(found["called"]) is not None)

    def _link(self, found: re.Match[str], into: RunningText) -> None:
        target = found["target"]
        scheme, _, rest = target.partition(":")
        if re.fullmatch(r"(?:text|paren|auto|foot)?[cC]ite\w{0,12}", scheme) and rest:
            keys = tuple(key.strip("& ") for key in re.split("[,;]", rest) if key.strip("& "))
            into.marker("cite", keys, *found.span(), as_words=_AS_WORDS.match(scheme) is not None)
            return
        since = into.plain
        if found["shown"] is not None:
            self.words(*found.span("shown"), into)
        elif "://" in target:
            into.words(target, *found.span("target"))
        if "://" in target and since < into.plain:
            into.mark("link", since, target, *found.span())

    def _shows(self, found: re.Match[str], into: RunningText) -> None:
        self.words(*found.span("set"), into)

    def _place(self, found: re.Match[str], into: RunningText) -> None:
        into.marker("place", (), *found.span(), cites=False)

    def _code(self, found: re.Match[str], into: RunningText) -> None:
        since = into.plain
        into.words(found[0][1:-1], found.start() + 1, found.end() - 1)
        into.mark("code", since, "", found.start() + 1, found.end() - 1)

    def _strong(self, found: re.Match[str], into: RunningText) -> None:
        self._set_apart("strong", found, into)

    def _emphasis(self, found: re.Match[str], into: RunningText) -> None:
        self._set_apart("emphasis", found, into)

    def _set_apart(self, kind: str, found: re.Match[str], into: RunningText) -> None:
        since = into.plain
        self.words(found.start() + 1, found.end() - 1, into)
        into.mark(kind, since, "", found.start() + 1, found.end() - 1)

    def _dash(self, found: re.Match[str], into: RunningText) -> None:
        into.words("—" if len(found[0]) == 3 else "–", *found.span())

    def _break(self, found: re.Match[str], into: RunningText) -> None:
        into.space(*found.span())


_ACTS: dict[str, Callable[[Words, re.Match[str], RunningText], None]] = {
    "raised": Words._command, "command": Words._command, "display": Words._display, "math": Words._math, "note": Words._note,
    "cites": Words._cites, "link": Words._link, "key": Words._key, "place": Words._place, "shows": Words._shows, "url": Words._address, "code": Words._code,
    "strong": Words._strong, "emphasis": Words._emphasis, "dash": Words._dash, "break": Words._break,
}  # fmt: skip
"""Kind of markup → what is done with it."""


def _behind_key(written: str) -> str:
    """What one citation says behind its key: `p. 4` of `see @moss p. 4`."""
    found = _BEHIND_KEY.search(written)
    return found[1].strip() if found else ""
