"""Commands, tags and roles of Markdown's dialects: those that cite, and those that name a place of the text itself.

What they name, and whether a list has it, is not known here.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from kgraph import late_re as re
from kgraph.known import KnownMarker
from kgraph.model import Block
from kgraph.spans import Span

_CITE = r"(?:no)?[Cc]ite\w{0,12}|[Tt]extcites?|[Pp]arencites?|[Aa]utocites?|[Ff]ootcites?"
LATEX = re.compile(rf"\\({_CITE})\*?(?:\[[^\[\]]{{0,80}}\]){{0,2}}\{{([^{{}}]{{1,400}})\}}")
"""`\\cite[p. 4]{lee2010, moss2011}`, as Pandoc and notebooks take it."""
LIQUID = re.compile(r"(?<!\{)\{%-?\s*+cite\s++([^%]{1,300})%\}")
"""Jekyll's `{% cite key "other" --locator 23 %}`. Not within Hugo's `{{% cite "key" %}}`."""
SHORTCODE = re.compile(r"\{\{[<%]\s{1,9}cite\s++([^<>%{}]{1,300})[>%]\}\}")
"""Hugo's `{{< cite "key" >}}`."""
ROLE = re.compile(r"\{([A-Za-z][\w:.+-]{0,30})\}|:([A-Za-z][\w.+-]{0,30}(?::[\w.+-]{1,20})?):")
"""MyST's and Sphinx's roles, `{cite:p}` and `:cite:`, whose words stand in the code span behind them."""
_AS_WORDS = re.compile(r"(?:[Cc]itet|[Cc]iteauthor|[Cc]iteA|[Cc]iteasnoun|[Tt]extcite)\w{0,6}")
"""Commands that set the authors as words of the sentence."""
_WORDS_ROLE = frozenset(
    {"cite:t", "cite:ts", "cite:ct", "cite:cts", "cite:author", "cite:authors", "footcite:t"}
)
_PLACES = re.compile(
    r"\\(?:index|label|eqref|ref|autoref|cref|Cref|pageref|nameref)\{[^{}\n]{0,200}\}|@ref\([\w:.+-]{1,100}\)"
)
"""LaTeX's commands that name a place of the text or put a word into the index; bookdown's `\\@ref(fig:one)`."""
_TARGET = re.compile(r"\s{0,4}<[^<>\n]{1,300}>$")
"""What a role leads to, behind the words it shows: `words <target>`."""
_NAMES_PLACE, _SHOWS_WORDS = "place", "words"
ROLES: Mapping[str, str] = {
    **dict.fromkeys(
        ("ref", "numref", "eq", "eqref", "label", "eqlabel", "prf:ref", "ext", "begin_tab", "mathref"),
        _NAMES_PLACE,
    ),
    **dict.fromkeys(("index", "term", "doc", "download", "abbr", "any", "hoverxref"), _SHOWS_WORDS),
}
"""Roles that do not cite: those that stand for a place of the text, and those that show the words they hold."""
_LIQUID_WORD = re.compile(r"[\"']([^\"']{1,100})[\"']|([^\s\"']{1,100})")
_SHORTCODE_WORD = re.compile(r"(?:\w{1,20}=)?(?:\"([^\"]{1,100})\"|'([^']{1,100})'|([^\s\"'=]{1,100}))")


def commands(number: int, block: Block, text: str) -> Iterator[KnownMarker]:
    """The commands, tags and roles in `block`, the `number`th of `text`. Not in code or math.

    Those that do not cite are of kind `place`: what of them a reader of the page does not see.
    """
    plain = block.text
    coded = ":" in plain and any(n.kind == "code" for n in block.inlines)
    if not (coded or "{" in plain or "@ref(" in plain):
        return
    shown = _Shown(block)
    if "\\" in plain:
        for match in _outside(LATEX.finditer(plain), shown):
            keys = tuple(k.strip() for k in match[2].split(",") if k.strip())
            as_words = _AS_WORDS.fullmatch(match[1]) is not None
            yield KnownMarker(number, *match.span(), "latex", keys, as_words=as_words)
    if "\\" in plain or "@ref(" in plain:
        for match in _outside(_PLACES.finditer(plain), shown):
            yield KnownMarker(number, *match.span(), "place", (), cites=False)
    for pattern, sign, read in ((SHORTCODE, "{{", _shortcode_keys), (LIQUID, "{%", _liquid_keys)):
        if sign in plain:
            for match in _outside(pattern.finditer(plain), shown):
                if keys := tuple(read(match[1])):
                    yield KnownMarker(number, *match.span(), "liquid", keys)
    if coded or any(n.kind == "code" for n in block.inlines):
        yield from _roles(number, block, text)


def _roles(number: int, block: Block, text: str) -> Iterator[KnownMarker]:
    """`{cite}` with a code span behind it. Not `{cite}` without one."""
    codes = {n.start: n for n in block.inlines if n.kind == "code"}
    for match in ROLE.finditer(block.text):
        code = codes.get(match.end())
        if code is None:
            continue
        name = (match[1] or match[2]).lower()
        begin = code.span.start - len(match[0])
        span = Span(begin, code.span.end) if text.startswith(match[0], max(begin, 0)) else None
        words = block.text[code.start : code.end]
        if name.partition(":")[0].removeprefix("foot") == "cite":
            keys = tuple(k.strip() for k in words.split(",") if k.strip())
            as_words = name in _WORDS_ROLE
            yield KnownMarker(number, match.start(), code.end, "role", keys, span, as_words=as_words)
        elif name in ROLES:
            target = _TARGET.search(words)
            if target is None and ROLES[name] == _NAMES_PLACE:
                yield KnownMarker(number, match.start(), code.end, "place", (), span, cites=False)
                continue
            yield KnownMarker(number, *match.span(), "place", (), cites=False)
            if target:
                end = code.start + target.start()
                yield KnownMarker(number, end, code.end, "place", (), cites=False)


class _Shown:
    """Where the text of a block is code or math."""

    def __init__(self, block: Block) -> None:
        shown = [n for n in block.inlines if n.kind in ("code", "math")]
        self._starts = [n.start for n in shown]
        self._ends = list(accumulate((n.end for n in shown), max))

    def covers(self, start: int, end: int) -> bool:
        i = bisect_right(self._starts, start) - 1
        return i >= 0 and self._ends[i] >= end


def _outside(matches: Iterable[re.Match[str]], shown: _Shown) -> Iterator[re.Match[str]]:
    return (match for match in matches if not shown.covers(*match.span()))


def _liquid_keys(written: str) -> list[str]:
    """The keys of a Liquid tag: an option has a value, but for `-A`."""
    words = (quoted or plain for quoted, plain in _LIQUID_WORD.findall(written.removesuffix("-")))
    keys: list[str] = []
    for word in words:
        if word[:1] != "-":
            keys.append(word)
        elif "=" not in word and word not in ("-A", "--suppress_author"):
            next(words, None)
    return keys


def _shortcode_keys(written: str) -> list[str]:
    """The keys of a shortcode, named or not: `"lee2010"`, `key="lee2010,moss2011"`."""
    words = ("".join(parts) for parts in _SHORTCODE_WORD.findall(written))
    return [key for word in words for key in re.split(r"[,;\s]+", word.lstrip("@")) if key]
