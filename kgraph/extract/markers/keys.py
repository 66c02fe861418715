"""Keys of bibliographies outside of brackets: bare, in commands, in roles, in elements that a reader told."""

import re

from kgraph.extract.markers.convention import token_of
from kgraph.extract.markers.numbers import NUMBERS
from kgraph.extract.text.characters import WORD
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.identifiers import canonical_url, identify_key

NARRATIVE = re.compile(
    r"(?<![\w@./\[-])-?@(?:\{([^{}\s]{1,300})\}|(\w[^\s\]\[;,@{}()<>\"“”']{0,300}))(\s\[[^\[\]\n@]{0,60}\])?"
)
LATEX = re.compile(r"\\(?:no)?[Cc]ite\w{0,12}\*?(?:\[[^\[\]]{0,80}\]){0,2}\{([^{}]{1,400})\}")
LIQUID = re.compile(r"\{%-?\s*+cite\s++([^%]{1,300})%\}")
ROLE = re.compile(r"\{cite(?::\w{1,12})?\}")
OBJECT = re.compile("\ufffc")
"""Where a reader put what it knows to be a citation, a footnote or a link without words."""
_DATED_KEY = re.compile(
    r"(?!(?:fig|tbl|tab|sec|eq|lst|thm|app)[:-])[A-Za-z][A-Za-z:_-]{2,60}(?:1[5-9]|20)\d\d[A-Za-z:_-]{0,40}"
)
"""A key as reference managers make them, of author and year: `lee2010`, `lee_2010_tides`."""
_LIQUID_WORD = re.compile(r"[\"']([^\"']{1,100})[\"']|([^\s\"']{1,100})")
SAID_CHARS = 40
"""How many characters before a link without words tell whether anything is said that it may cite."""


def inline_citation(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`[^1]` that is defined, `<d-cite key="lee2010">`, `It is so.[](https://…)`. Not a link without words that nothing leads to."""
    for inline in block.starting(match.start()):
        if inline.end == match.end():
            if inline.kind == "footnote":
                reason = "note" if inline.target in known.notes else None
                return token_of(match, "footnote", [inline.target], reason=reason)
            if inline.kind == "link":
                page = known.urls.get(canonical_url(inline.target) or "", inline.target)
                said = WORD.search(block.text, max(0, match.start() - SAID_CHARS), match.start())
                return token_of(
                    match, "link", [page], target=inline.target, reason=None if said else "empty-link"
                )
            if inline.kind == "cite" and not inline.target:
                return token_of(match, "opaque", (), opaque=True)
            if inline.kind == "cite":
                return token_of(match, "key", [k for k in re.split(r"[\s,;]+", inline.target) if k])
    return None


def narrative(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`as @lee2010 says`. Not `@lee`, somebody's name, unless a list has that key."""
    key = (match[1] or match[2]).rstrip(".,:;!?")
    cited = key in known.keys or "@" + key in known.labels or key in known.bracketed
    if not cited and not (known.by_key and _DATED_KEY.fullmatch(key)) and identify_key(key) is None:
        return None
    if block.shown_as(match.start(), match.end()) or block.covering("link", match.start(), match.end()):
        return None
    token = token_of(match, "key", [key])._replace(narrative=True)
    if not match[3] or NUMBERS.fullmatch(match[3].strip()[1:-1]):  # `@key [1]`: the bracket cites for itself
        return token._replace(end=match.start(2) + len(key)) if match[2] else token
    return token


def latex(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`\\cite[p. 4]{lee2010, moss2011}`. Not in code."""
    if block.shown_as(match.start(), match.end()):
        return None
    return token_of(match, "key", [k.strip() for k in match[1].split(",") if k.strip()])


def liquid(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """Jekyll's `{% cite key "other" --locator 23 %}`: an option has a value, but for `-A`."""
    words = (quoted or plain for quoted, plain in _LIQUID_WORD.findall(match[1].removesuffix("-")))
    keys: list[str] = []
    for word in words:
        if word[:1] != "-":
            keys.append(word)
        elif "=" not in word and word not in ("-A", "--suppress_author"):
            next(words, None)
    return token_of(match, "key", keys) if keys else None


def role(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """MyST's `{cite}` role: the keys stand in a code span. Not `{cite}` without one."""
    code = block.covering("code", match.end(), match.end() + 1)
    if code is None or code.start != match.end():
        return None
    keys = [k.strip() for k in block.text[code.start : code.end].split(",") if k.strip()]
    return token_of(match, "key", keys)._replace(end=code.end)
