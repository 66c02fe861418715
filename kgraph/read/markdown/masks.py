"""What must be hidden from the Markdown parser, each replaced by as many characters as it has.

The parser's offsets stay true because a mask never changes a length. Two things are masked: dollars that
are money (the parser would read `US$5/GPU$3` as math and swallow what lies between), and templates,
which are neither text nor Markdown.
"""

from kgraph import late_re as re

MONEY = "\x02"
"""Stands for a `$` that is money while the parser looks; the reader turns it back."""

_DOLLAR = re.compile(r"\$\$*")  # not `\$+`: a character that must be there is found many times sooner
_INNER_OPENS, _INNER_CLOSES = "\x05", "\x06"
"""Stand for the brackets of a number within those of a link, where a definition would make a link of the number."""
_RESTORED = {ord(MONEY): "$", ord(_INNER_OPENS): "[", ord(_INNER_CLOSES): "]"}
_TAKEN = re.compile("[\x02-\x07]")
"""All signs that stand for something while the parser looks, also those of `notes_in_place` and for the ends of cells."""
_DEFINED = re.compile(r"\[(\d{1,3})\]:")
_INNER = re.compile(r"(?<=\[)\[(\d{1,3})\](?=\](?:\(|\[[\w-]{1,20}\]))")
NO_SPACE = "\u00a0"
"""Stands for a space within the destination of a link that cites, which else would be none to the parser."""
_CITE_DESTINATION = re.compile(r"\]\(cite:[^()\n]{1,300}\)")
CELL_ENDS = "\x07"
"""Stands for the bar before a cell beyond the head of its table, which the parser would drop."""
_NO_MATH = re.compile(r"[\\^_=]")
_LIQUID = r"\{%[^\n%]{0,500}%\}"
_KRAMDOWN = r"^[ \t]*\{:[^\n}]{0,300}\}[ \t]*\r?$"
_FENCED_DIV = r"^[ \t]*:{3,}[^\n]*$(?:\n[ \t]*:[a-z-]{1,30}:[^\n]{0,200}$){0,8}"
_SHORTCODE = r"\{\{[<%][^\n{}]{0,500}[>%]\}\}"
_ATTRIBUTES = r"(?<=[\])`])\{ ?[.#:][^\n{}]{0,200}\}|(?<=[)`])\{[a-z][\w-]{0,30}=[^\n{}]{0,200}\}"
_HEADING_ATTRIBUTES = r"(?<=[ \t])(?<!``` )(?<!~~~ )\{[#.][A-Za-z][^\n{}]{0,200}\}(?=[ \t]*\r?$)"
_LINE_END = r"(?<=[.!?;:,>)])[ \t]?\\\\(?=[ \t]*\r?\n[A-Za-z<*_\[])"
_TEMPLATE = re.compile(
    rf"(?=[{{:\\]|[ \t](?:\\|(?<=^.)))(?:{_LIQUID}|{_KRAMDOWN}|{_FENCED_DIV}|{_SHORTCODE}|{_ATTRIBUTES}|{_HEADING_ATTRIBUTES}|{_LINE_END})",
    re.MULTILINE,
)
"""One look at a character tells that none begins there, which is so nearly everywhere."""
_BRACED = ("{%", "{:", "]({{", "{{<", "]{", "){", "`{", " {#", " {.", "\t{#", "\t{.")
_ANY_TEMPLATE = re.compile(r"\{\{[^\n{}]{0,200}\}\}|\{%[^\n%]{0,300}%\}")
_DESTINATION = re.compile(
    r"\]\((?=[^()\s{]{0,300}\{[{%])(?:[^(){}\s]|\{\{[^\n{}]{0,200}\}\}|\{%[^\n%]{0,300}%\}|[ \t](?=[{/#])){1,50}"
)
_DEFINES = (
    r"(?:re|provide)?newcommand\*?|(?:e|g|x)?def|DeclareMathOperator\*?|(?:re)?newenvironment|newtheorem\*?"
)
_BREAKS = r"newpage|clearpage|pagebreak|noindent|(?:big|med|small)skip|[vh]space\*?|setlength"
_PARTS = r"maketitle|tableofcontents|usepackage|listof(?:figures|tables)|(?:front|main|back)matter"
_SETS = rf"{_BREAKS}|{_PARTS}|printbibliography|bibliography(?:style)?"
_COMMAND = re.compile(rf"\\(?:{_DEFINES}|{_SETS})(?![A-Za-z])")
_MACRO = re.compile(rf"^[ \t]{{0,3}}{_COMMAND.pattern}", re.MULTILINE)
_GROUP = re.compile(r"[ \t]{0,3}(?:\{|\[[^\[\]\n]{0,80}\]|\\[A-Za-z]{1,40}\*?(?=[#{\[])|#\d)")
_BRACE = re.compile(r"(?<!\\)[{}]")
_MACRO_CHARS = 2000
"""No definition is longer."""
_TAG_IN_CAPITALS = re.compile(r"<(?=[a-z]{0,8}[A-Z])(?i:pre|script|style|textarea)\b")
_RAW_TAG_IN_CAPITALS = re.compile(
    r"^[\s>*+\d.)-]{0,40}<(?=[a-z]{0,8}[A-Z])(?i:pre|script|style|textarea)\b", re.MULTILINE
)
_RAW_TAG = re.compile(r"</?(?:pre|script|style|textarea)\b", re.IGNORECASE)
_DIV = re.compile(r"[ \t]*:{3,}\s{0,3}\{#([\w:.-]{1,200})")
_CLOSED = re.compile(r"\s{0,20}:{3,}[ \t]{0,9}(?:\r?\n|$)")
_CITE_TEMPLATE = re.compile(r"\{%-?\s*cite\b|\{\{[<%]\s{1,9}cite\s")


def without_signs(text: str) -> str:
    """`text` with spaces for the control characters that stand for something while the parser looks: there they are noise.

    >>> without_signs("A\\x03fact")
    'A fact'
    """
    return _TAKEN.sub(" ", text) if any(map(text.__contains__, "\x02\x03\x04\x05\x06\x07")) else text


def mask_money(text: str, bare: str | None = None) -> str:
    """`text` with each `$` that is money replaced by `MONEY`; `bare` is `text` without its code.

    A pair is money when its closing `$` is followed by a digit, or when it opens with a digit and holds
    none of ``\\ ^ _ =`` (semantics, section 4).

    >>> mask_money("$5 and $x_1$ and US$3/GPU$4").count(MONEY)
    3
    """
    if "$" not in text:
        return text
    bare = bare or text
    dollars = list(_DOLLAR.finditer(bare))
    masked = []
    i = 0
    while i < len(dollars):
        here = dollars[i]
        if not _is_delimiter(here):
            i += 1
            continue
        closing = next((d for d in dollars[i + 1 : i + 2] if _is_delimiter(d)), None)
        inside = bare[here.end() : closing.start()] if closing else ""
        if closing is None or not inside or "\n\n" in inside or len(inside) > 2000:
            if bare[here.end() : here.end() + 1].isdigit():
                masked.append(here.start())
            i += 1
        elif _is_money(inside, bare[closing.end() : closing.end() + 1]):
            masked.append(here.start())
            i += 1
        else:
            i += 2
    if not masked:
        return text
    chars = list(text)
    for offset in masked:
        chars[offset] = MONEY
    return "".join(chars)


def _is_delimiter(dollars: re.Match[str]) -> bool:
    """Whether it is one dollar, without a backslash."""
    at = dollars.start()
    return dollars.end() == at + 1 and dollars.string[at - 1 : at] != "\\"


def restored(text: str) -> str:
    """`text` with the signs that were hidden from the parser."""
    # Asked of every stretch of text: a sign is sought sooner than a pattern.
    hides = MONEY in text or _INNER_OPENS in text or _INNER_CLOSES in text
    return text.translate(_RESTORED) if hides else text


def mask_inner_brackets(text: str) -> str:
    """`text` with the inner brackets of `[[1]](#note)`, `[[1]][4]` masked where `[1]` is defined: the outer ones are the link.

    >>> mask_inner_brackets("It is[[1]][4].\\n\\n[1]: https://example.org/a").count("[")
    3
    """
    if "[[" not in text or "]:" not in text:
        return text
    defined = set(_DEFINED.findall(text))
    return _INNER.sub(lambda m: f"{_INNER_OPENS}{m[1]}{_INNER_CLOSES}" if m[1] in defined else m[0], text)


def _is_money(inside: str, after: str) -> bool:
    if after.isdigit():
        return True
    return inside[0].isdigit() and not _NO_MATH.search(inside)


def mask_templates(text: str) -> tuple[str, list[tuple[int, int]]]:
    """`text` without what a site generator replaces, and where that stood.

    Liquid tags, shortcodes, attributes of kramdown and Pandoc, fenced-div marks and kramdown's line breaks
    (two backslashes) become spaces; inside a link destination they become underscores, so that the link
    stays a link. `{% cite key %}` and `{{< cite key >}}` are citations and stay.
    """
    if not _may_hold_template(text):
        return text, []
    text = _CITE_DESTINATION.sub(lambda m: m[0].replace(" ", NO_SPACE), text) if "](cite:" in text else text
    text = _DESTINATION.sub(lambda m: "](" + _ANY_TEMPLATE.sub(lambda t: "_" * len(t[0]), m[0][2:]), text)
    spans = [m.span() for m in _TEMPLATE.finditer(text) if not _CITE_TEMPLATE.match(m[0])]
    spans = sorted([*spans, *macros(text)])
    return blank(text, spans), spans


def lower_raw_tags(text: str) -> str:
    """`text` with the tags in lower case of elements that hold no Markdown, where they begin a line in capitals.

    The parser knows the end of `<PRE>` only as `</pre>`, and would take all that follows for HTML.
    """
    if not _TAG_IN_CAPITALS.search(text) or not _RAW_TAG_IN_CAPITALS.search(text):
        return text
    return _RAW_TAG.sub(lambda m: m[0].lower(), text)


def div_anchors(text: str, templates: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """The ids of Pandoc's fenced divs among the `templates` of `text`, each with where its div begins.

    An empty one (`::: {#refs}` and `:::`), where Pandoc is to set its list, names nothing that follows.
    """
    found = ((end, _DIV.match(text, start, end)) for start, end in templates)
    return [(end, div[1]) for end, div in found if div and not _CLOSED.match(text, end)]


def _may_hold_template(text: str) -> bool:
    """Most texts hold none, which single characters tell many times sooner than pairs."""
    return (
        ("{" in text and any(sign in text for sign in _BRACED))
        or ("\\" in text and "\\\\" in text)
        or ":::" in text
        or bool(macros(text))
        or "](cite:" in text
    )


def macros(text: str) -> list[tuple[int, int]]:
    """Where LaTeX's definitions and commands of layout stand on lines of their own: `\\newcommand{\\node}[1]{…}`, `\\newpage`.

    >>> macros("\\\\newcommand{\\\\node}[1]{a{b}c} is")
    [(0, 28)]
    """
    if not _COMMAND.search(text):
        return []
    return [(m.start(), _behind_groups(text, m.end())) for m in _MACRO.finditer(text)]


def _behind_groups(text: str, at: int) -> int:
    """Where the arguments of a command end that stand at `at`, braces balanced; an open one ends none."""
    while (group := _GROUP.match(text, at)) is not None:
        if group[0][-1] != "{":
            at = group.end()
            continue
        depth, end = 1, group.end()
        for brace in _BRACE.finditer(text, end, end + _MACRO_CHARS):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                end = brace.end()
                break
        if depth:
            break
        at = end
    return at


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with each span replaced by spaces, line ends kept."""
    if not spans:
        return text
    parts, last = [], 0
    for start, end in spans:
        if start < last:
            continue
        parts.append(text[last:start])
        parts.append(re.sub(r"[^\r\n]", " ", text[start:end]))
        last = end
    parts.append(text[last:])
    return "".join(parts)
