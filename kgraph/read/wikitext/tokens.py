"""Wikitext → tokens: signs of its markup, tags, and the words between them; what closes what is found once for all."""

from typing import NamedTuple

from kgraph import late_re as re

_KINDS = {
    "words": r"(?:[^<{}\[\]|!=\n\r'&h_]++|'(?!')|!(?!!)|h(?!ttps?://)|_(?!_[A-Z]{3,20}__)|\r(?!\n))++",
    "bars": r"\|\||!!",
    "bar": r"\|",
    "equals": r"=++",
    "open": r"\{\{",
    "close": r"\}\}",
    "line": r"\r?\n",
    "link": r"\[\[",
    "unlink": r"\]\]",
    "comment": r"<!--",
    "tag": r"</?[A-Za-z][A-Za-z0-9]{0,20}(?=[\s/>])[^<>]{0,1000}+>",
    "url": r"https?://[^\s\[\]<>\"{}|'\u3000-\u9fff]{1,2000}",
    "quotes": r"''+",
    "entity": r"&(?:[A-Za-z]{2,12}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});",
    "outer": r"\[(?=(?:https?:)?//[^\s\[\]])",
    "bracket": r"\]",
    "table": r"\{\|",
    "switch": r"__[A-Z]{3,20}__",
    "sign": r".",
}
"""What each kind of token is: the first that fits. Those that are many stand before those that are few."""
_TOKEN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _KINDS.items()), re.DOTALL)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
LITERAL = frozenset(
    ("nowiki", "pre", "math", "chem", "source", "syntaxhighlight", "gallery", "timeline", "score", "templatedata", "graph", "hiero", "mapframe", "maplink", "imagemap")
)  # fmt: skip
"""Elements whose text is no wikitext: nothing in it is markup, but for the end."""


class Token(NamedTuple):
    """A stretch of the source. `name` is that of a tag; of `literal`, `words` stand between its tags."""

    kind: str
    start: int
    end: int
    name: str = ""
    words: tuple[int, int] = (0, 0)


_PLAIN = frozenset(_KINDS) - {"comment", "tag"}
"""Kinds that end where their sign does."""
_NO_WORDS = (0, 0)


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, in order and without gaps."""
    out: list[Token] = []
    add, at, ends = out.append, 0, _Ends(text)
    while at < len(text):
        for found in _TOKEN.finditer(text, at):
            kind = found.lastgroup or "words"
            start, end = found.span()
            if kind in _PLAIN:
                # as `Token(…)` does, without a call in between: an article has ten thousand
                add(_new(Token, (kind, start, end, "", _NO_WORDS)))
                continue
            token = ends.comment(start) if kind == "comment" else ends.tag(start, end)
            add(token)
            if token.end != end:
                at = token.end  # what stands in between is looked at no more
                break
        else:
            break
    return out


_new = tuple.__new__


class _Ends:
    """Where comments, and elements whose text is no wikitext, end in `text`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lower: str | None = None
        self._unclosed: set[str] = set()

    def comment(self, start: int) -> Token:
        """The comment that begins at `start`; one without an end goes on to that of the text."""
        close = self._text.find("-->", start + 4)
        return Token("comment", start, len(self._text) if close < 0 else close + 3)

    def tag(self, start: int, end: int) -> Token:
        """The tag at `[start, end)`, or the element that it begins, where the text of that is no wikitext."""
        text = self._text
        named = _NAME.match(text, start)
        name = named[1].lower() if named else ""
        if name in LITERAL and text[start + 1] != "/" and text[end - 2] != "/" and name not in self._unclosed:
            if self._lower is None:
                self._lower = text.lower()
            # Lower case has another length in few texts: then only what is written small ends it.
            close = (self._lower if len(self._lower) == len(text) else text).find(f"</{name}", end)
            stop = text.find(">", close) if close >= 0 else -1
            if stop >= 0:
                return Token("literal", start, stop + 1, name, (end, close))
            self._unclosed.add(name)
        return Token("tag", start, end, name)


_CLOSES = {"close": "open", "unlink": "link"}


def closers(found: list[Token], text: str) -> dict[int, int]:
    """Index of each opening sign or `<ref>` among `found` → that of the one that closes it; those left open are left out.

    A link closes within its template, and a `<ref>` at the next end of one.
    """
    pairs: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    counts = {"open": 0, "link": 0}
    ref = -1
    for i, token in enumerate(found):
        if token.kind in counts:
            opened.append((token.kind, i))
            counts[token.kind] += 1
        elif token.kind in _CLOSES and counts[_CLOSES[token.kind]]:
            wanted = _CLOSES[token.kind]
            if wanted == "link" and opened[-1][0] != "link":
                continue  # the end of a link outside of the template that is open
            while opened:
                kind, start = opened.pop()
                counts[kind] -= 1
                if kind == wanted:
                    pairs[start] = i
                    break
        elif token.kind == "tag" and token.name == "ref":
            if text[token.start + 1] == "/":
                if ref >= 0:
                    pairs[ref] = i
                ref = -1
            elif text[token.end - 2] != "/" and ref < 0:
                ref = i
    return pairs
