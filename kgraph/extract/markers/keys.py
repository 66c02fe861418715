"""Keys of bibliographies outside of brackets: bare ones, and those that a reader found by the syntax of its format."""

from collections.abc import Iterator

from kgraph import late_re as re
from kgraph.extract.markers.convention import Find, token_of
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.locators import LOCATOR, locators_in
from kgraph.extract.markers.numbers import NUMBERS
from kgraph.extract.text.characters import WORD, YEAR_DIGITS
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token
from kgraph.identifiers import canonical_url, identify_key

_DOI_KEY = r"(?i:doi:)10\.\d[^\s\]\[;,@{}<>\"“”']{1,300}"
_PLAIN_KEY = r"\w[^\s\]\[;,@{}()<>\"“”']{0,300}"
NARRATIVE = re.compile(
    rf"(?<![\w@./\[-])-?@(?:\{{([^{{}}\s]{{1,300}})\}}|({_DOI_KEY}|{_PLAIN_KEY}))(\s\[[^\[\]\n@]{{0,60}}\])?"
)
"""A key without brackets of its own; a DOI may hold round ones."""
OBJECT = re.compile("\ufffc")
"""Where a reader put what it knows to be a citation, a footnote or a link without words."""
_DATED_KEY = re.compile(
    rf"(?!(?:fig|tbl|tab|sec|eq|lst|thm|app)[:-])[A-Za-z][A-Za-z:_-]{{2,60}}{YEAR_DIGITS}[A-Za-z:_-]{{0,40}}"
)
"""A key as reference managers make them, of author and year: `lee2010`, `lee_2010_tides`."""
_IN_BRACKETS = re.compile(r"[(\[].{1,2000}[)\]]", re.DOTALL)
_CLOSING = re.compile(r"[)\]）］;；]")
SAID_CHARS = 40
"""How many characters before a link without words tell whether anything is said that it may cite."""


def inline_citation(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`[^1]` that is defined, `<d-cite key="lee2010">`, `It is so.[](https://…)`. Not a link without words that nothing leads to."""
    marker = block.known_at(match.start())
    if marker is not None and marker.kind == "place":
        return None
    if marker is not None:
        if marker.kind == "footnote":
            reason = "note" if known.notes.issuperset(marker.labels) else None
            token = token_of(match, "footnote", marker.labels, reason=reason)
            return token._replace(end=marker.end, locator=marker.locator)
        if not marker.labels:
            return token_of(match, "opaque", (), opaque=True)._replace(end=marker.end)
        token = token_of(match, "key", marker.labels)._replace(end=marker.end)
        token = token._replace(narrative=marker.as_words, locator=marker.locator)
        return _with_place(token, block.text)
    for inline in block.starting(match.start()):
        if inline.kind == "link" and inline.end == match.end():
            page = known.urls.get(canonical_url(inline.target) or "", inline.target)
            said = WORD.search(block.text, max(0, match.start() - SAID_CHARS), match.start())
            return token_of(
                match, "link", [page], target=inline.target, reason=None if said else "empty-link"
            )
    return None


def narrative(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`as @lee2010 says`. Not `@lee`, somebody's name, unless a list has that key."""
    key = _key_in(match[1] or match[2])
    cited = key in known.keys or "@" + key in known.labels or key in known.bracketed
    if not cited and not (known.by_key and _DATED_KEY.fullmatch(key)) and identify_key(key) is None:
        return None
    if block.shown_as(match.start(), match.end()) or block.covering("link", match.start(), match.end()):
        return None
    token = token_of(match, "key", [key])._replace(narrative=True)
    if not match[3] or NUMBERS.fullmatch(match[3].strip()[1:-1]):  # `@key [1]`: the bracket cites for itself
        return token._replace(end=match.start(2) + len(key)) if match[2] else token
    return token._replace(locator=locators_in(f", {match[3].strip()[1:-1]}"))


def _key_in(written: str) -> str:
    """A key without the stops and the closing brackets of the sentence around it.

    >>> _key_in("doi:10.1000/0042(84)90-7)."), _key_in("lee2010,")
    ('doi:10.1000/0042(84)90-7', 'lee2010')
    """
    key = written.rstrip(".,:;!?")
    while key.endswith(")") and key.count(")") > key.count("("):
        key = key[:-1].rstrip(".,:;!?")
    return key


def known_by_syntax(kind: str, *, keeps_text: bool = False) -> Find:
    """A finder of the keys that a reader found in its format's commands, tags, roles or links of `kind`."""

    def find(marks: Marks, declared: Declared) -> Iterator[Token]:
        for marker in marks.known:
            if marker.kind == kind:
                token = Token(
                    -1,
                    marker.start,
                    marker.end,
                    marker.labels,
                    "key",
                    narrative=marker.as_words,
                    keeps_text=keeps_text,
                    locator=marker.locator,
                )
                yield token if keeps_text else _with_place(token, marks.text)

    return find


def _with_place(token: Token, text: str) -> Token:
    """The token with the place behind it in its brackets: `[\\cite{moss}, p. 4]`. Not `\\cite{moss}, p. 4 of it`."""
    if token.locator or text[token.end : token.end + 1] not in (",", ":", " ", "\u00a0"):
        return token
    closing = _CLOSING.search(text, token.end, token.end + SAID_CHARS)
    place = LOCATOR.match(text, token.end, closing.start()) if closing else None
    return token._replace(end=place.end(), locator=place["place"].strip()) if place else token


def printed(marks: Marks, declared: Declared) -> Iterator[Token]:
    """What a page prints for citations whose entries its syntax tells: `[1]`, `(Lee, 2010)`."""
    for marker in marks.known:
        if marker.kind == "printed":
            yield Token(-1, marker.start, marker.end, marker.labels, "bracket", locator=marker.locator)


def told(marks: Marks, evidence: Evidence) -> Iterator[Token]:
    """Words whose syntax says that they cite what the article has not: `<a role="doc-biblioref" href="#lost">Moss (2010)</a>`."""
    for marker in marks.known:
        if marker.kind == "told" and not marks.shown_as(marker.start, marker.end):
            words = marks.text[marker.start : marker.end]
            stays = not (_IN_BRACKETS.fullmatch(words) or NUMBERS.fullmatch(words))
            yield Token(-1, marker.start, marker.end, marker.labels, "key", keeps_text=stays)


def places(marks: Marks, declared: Declared) -> Iterator[Token]:
    """Commands and roles that name a place of the text: `{ref}`, `\\index{tides}`, `\\@ref(fig:one)`. Not `{cite}`."""
    for marker in marks.known:
        if marker.kind == "place":
            yield Token(-1, marker.start, marker.end, (), "place", reason="cross-reference")
