"""TeX's own delimiters of math, `\\(x\\)` and `\\[x\\]`, which Markdown knows no more than it knows `\\(`.

They become `$$`, as long as they are, so that the parser takes what lies between for math; the reader puts
the text of the source back.
"""

from kgraph import late_re as re

_MARKDOWN_MATH = r"\$\$[^$]{1,2000}\$\$|\$[^$\n]{1,300}\$"
_INLINE = r"(?:[^\\$`\n]|\\(?![()\[\]])[^$`\n]|\n(?!\s*\n)){1,400}"
_DISPLAY = r"(?:[^\\$`\n]|\\(?![()\[\]])[^$`]|\n(?!\s*\n)){1,1500}"
_PIECE = re.compile(
    rf"{_MARKDOWN_MATH}|\\(?<!\\.)\((?P<inline>{_INLINE})\\\)|\\(?<![\\\[].)\[(?P<display>{_DISPLAY})\\\](?![(\[:])"
)
"""Math as Markdown has it is passed over: what looks like a delimiter there is none."""
_MATH = re.compile(r"\\[A-Za-z]{2}|\^|(?<![A-Za-z\d_])[A-Za-z]'?_[\w{\\]|\s[=<>]\s|^[A-Za-z]\s?[=<>]")
_LETTER = re.compile(r"^\s?[A-Za-z](?:\s?[-+,*/]\s?[A-Za-z\d]){0,3}\s?$|^\s?[A-Za-z]\([A-Za-z]\)\s?$")
_OPENING = re.compile(r"\\[(\[](?!\d{1,4}\\)")
"""Either delimiter, but not the brackets of `[\\[1\\]](…)`, as many exports write every marker."""
_TEXT = re.compile(r"://|www\.|\\[_*#&]|^\\?\^[\w-]{1,40}$")
r"""An address, what Markdown escapes where it is text (`foo\_bar`), and a footnote whose brackets are escaped (`\[^1\]`)."""
_WORDS = re.compile(r"[A-Za-z]{2,40}\s[A-Za-z]{2,40}")
"""Words in a row: with a marker among them, and no command, they are no formula (`\\[tide = rise, they say [1]\\]`)."""


def mask(text: str, bare: str | None = None) -> str:
    r"""`text` with TeX's delimiters around what is math replaced by `$$`; `bare` is `text` without its code.

    What holds no sign of math is text whose brackets are escaped: `\[1\]`, `\(see below\)`.

    >>> mask(r"Let \(x_1 \in [0, 1]\) be, \[1\], \(see below\).")
    'Let $$x_1 \\in [0, 1]$$ be, \\[1\\], \\(see below\\).'
    """
    if not may_hold_math(text):
        return text
    pieces = list(_PIECE.finditer(bare or text))
    if not any(_is_math(match, _MATH) for match in pieces):
        return text
    parts, last = [], 0
    for match in pieces:
        # In an article that has some math, a letter alone is, too.
        if _is_math(match, _MATH) or _is_math(match, _LETTER):
            parts += [text[last : match.start()], f"$${match['inline'] or match['display']}$$"]
            last = match.end()
    return "".join((*parts, text[last:]))


def may_hold_math(text: str) -> bool:
    """Whether one of TeX's delimiters is anywhere in `text`."""
    return "\\" in text and bool(_OPENING.search(text))


def _is_math(match: re.Match[str], signs: re.Pattern[str]) -> bool:
    inside = match["inline"] or match["display"]
    if not inside or not signs.search(inside) or _TEXT.search(inside) or not _balanced(inside):
        return False
    return "[" not in inside or "\\" in inside or not _WORDS.search(inside)


def _balanced(inside: str) -> bool:
    """Whether its braces pair off; the parser ends math at one that does not."""
    bare = inside.replace("\\{", "").replace("\\}", "")
    return bare.count("{") == bare.count("}")
