"""LaTeX's source → tokens: each is a sign, a command, a comment, code, or the words between them.

A group's end is found once for all of the text, so that nothing that reads an argument searches for it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kgraph import late_re as re

_KINDS = {
    "comment": r"%[^\n]*+(?:\n[ \t]*+(?=\S))?",
    "paragraph": r"[ \t\r]*+\n[ \t\r]*+\n\s*+",
    "verb": r"\\(?:verb|lstinline|mintinline(?:\[[^\]\n]{0,80}\])?\{[a-z]{1,20}\})\*?(?P<sign>[^\sA-Za-z*\[\\{])"
    r"(?:(?!(?P=sign))[^\n]){0,400}+(?P=sign)",
    "command": r"\\(?:[A-Za-z@]++\*?|.|\Z)",
    "open": r"\{",
    "close": r"\}",
    "math": r"\$\$?",
    "dash": r"---?",
    "quote": r"``|''|`|,,",
    "tie": "~",
    "tab": "&",
    "bracket": r"[\[\]]",
    "words": r"(?:[^\\{}$%~`'&\n\[\],\-\t \r]++|[ \t\r]++(?!\n[ \t\r]*+\n)|\n(?![ \t\r]*+\n)|'(?!')|-(?!-)|,(?!,))++|.",
}
"""What each kind of token is: the first that fits."""
_TOKEN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _KINDS.items()), re.DOTALL)
VERBATIM = frozenset(
    ("verbatim", "verbatim*", "Verbatim", "BVerbatim", "LVerbatim", "lstlisting", "minted", "alltt", "comment",
     "filecontents", "filecontents*", "Schunk", "Sinput", "Soutput", "code", "pyverbatim", "sageblock", "tcblisting")
)  # fmt: skip
"""Environments whose text is no LaTeX: nothing in it is a command, but for the end."""
_FI = re.compile(r"\\fi(?![A-Za-z@])")
_BEGIN = re.compile(r"\s{0,3}\{([A-Za-z]{1,30}\*?)\}")


class Token(NamedTuple):
    """A stretch of the source: `kind` is that of the pattern's group, or `verbatim` for a whole environment."""

    kind: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, in order and without gaps."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    at, size = 0, len(text)
    without_fi = False
    match = _TOKEN.match
    while at < size:
        found = match(text, at)
        if found is None:  # no character is left out of the pattern
            return
        kind, end = found.lastgroup or "words", found.end()
        if kind == "sign":
            kind = "verb"
        if kind == "command":
            if text.startswith("\\begin", at) and end == at + 6 and (name := _BEGIN.match(text, end)):
                if name[1] in VERBATIM:
                    close = text.find(f"\\end{{{name[1]}}}", name.end())
                    end = size if close < 0 else close + len(name[1]) + 6
                    kind = "verbatim"
            elif not without_fi and text.startswith("\\iffalse", at) and end == at + 8:
                closing = _FI.search(text, end)
                without_fi = closing is None
                if closing:
                    kind, end = "comment", closing.end()
        yield Token(kind, at, end)
        at = end


def closers(found: list[Token], text: str) -> dict[int, int]:
    """Index of each opening brace or bracket among `found` → that of the one that closes it; those left open are left out.

    A square bracket closes in its group and its paragraph, or not at all.
    """
    pairs: dict[int, int] = {}
    braces: list[int] = []
    brackets: list[list[int]] = [[]]
    for i, (kind, start, _) in enumerate(found):
        if kind == "bracket":
            if text[start] == "[":
                brackets[-1].append(i)
            elif brackets[-1]:
                pairs[brackets[-1].pop()] = i
        elif kind == "open":
            braces.append(i)
            brackets.append([])
        elif kind == "close" and braces:
            pairs[braces.pop()] = i
            brackets.pop()
        elif kind == "paragraph":
            brackets[-1].clear()
    return pairs
