"""How citations are marked in running text: one record a convention.

A record has a `needle`, a character without which the pattern need not be tried, a pattern (every repeat
bounded) and a function from the match to a `Token`, or None where the text is nothing of the kind.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kgraph.extract._brackets import bracket
from kgraph.extract._plain import Marks
from kgraph.extract._scripts import WORD
from kgraph.extract._tokens import NUMBERS, Taken, Token, Vocabulary, expand, numeric_reason, token_of
from kgraph.identifiers import canonical_url, identify_key

Read = Callable[[re.Match[str], Marks, Vocabulary], Token | None]

PRIVATE_USE = re.compile(r"\ue200([^\ue200\ue201]{0,2000})\ue201")
"""The marker of one vendor, between characters of the private use area."""
_BASE = re.compile(r"(?<![\w^°])(?:10|[^\W_]|[kcdmµn]m)$")
"""What a power is raised on: `10^6^`, `x^2^`, `5 km^2^`."""
_SAID = 40
"""How many characters before a link without words tell whether anything is said that it may cite."""
_NUMBER_FIRST = re.compile(r"^\d{1,4}(?!\d)")
_DATED_KEY = re.compile(
    r"(?!(?:fig|tbl|tab|sec|eq|lst|thm|app)[:-])[A-Za-z][A-Za-z:_-]{2,60}(?:1[5-9]|20)\d\d[A-Za-z:_-]{0,40}"
)
"""A key as reference managers make them, of author and year: `lee2010`, `lee_2010_tides`."""
_LIQUID_WORD = re.compile(r"[\"']([^\"']{1,100})[\"']|([^\s\"']{1,100})")
_OPAQUE_ID = re.compile(r"turn\d+\w+|[\w-]*\d[\w-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """One way of marking a citation."""

    name: str
    needle: str
    pattern: re.Pattern[str]
    read: Read


def _bracket_range(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """`[5]–[7]`: the first and the last of a run, as engineers write it."""
    labels = expand(f"{match[1]}-{match[2]}")
    if (
        len(labels) < 2
        or not any(x in known.labels for x in labels)
        or block.shown_as(match.start(), match.end())
    ):
        return None
    return token_of(match, "bracket", labels)


def _around_link(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """The brackets that `[[site](url)][1]` leaves around the words of its link."""
    at = match.start()
    link = block.covering("link", at + 1, at + 2) if match[0] == "[" else block.covering("link", at - 1, at)
    if link is None or "://" not in link.target or NUMBERS.fullmatch(block.text, link.start, link.end):
        return None
    if block.text[link.start - 1 : link.start] != "[" or block.text[link.end : link.end + 2] != "][":
        return None
    return token_of(match, "bracket", [], reason="link-bracket")


def _caret(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """Pandoc's superscript `^3^`, where a list has that label."""
    labels = expand(match[1])
    if block.shown_as(match.start(), match.end()):
        return None
    reason = None if set(labels) <= known.labels else "superscript"
    if reason is None and _BASE.search(block.text, max(0, match.start() - 3), match.start()):
        reason = "exponent"
    return token_of(match, "superscript", labels, reason=reason)


def _wide_bracket(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    content = match[1].strip()
    if NUMBERS.fullmatch(content):
        labels = expand(content)
        reason = block.shown_as(match.start(), match.end()) or (
            None
            if set(labels) & known.labels
            else numeric_reason(block.text, match.start(), match.end(), labels)
        )
        return token_of(match, "bracket", labels, reason=reason)
    if "†" in content or content.startswith(("oaicite", "F:")):  # `4†source`, `F:notes/tides.md†L3-L9`
        return token_of(match, "opaque", _NUMBER_FIRST.findall(content), opaque=True)
    return None


def _private_use(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    ids = [part for part in match[1].split("\ue202")[1:] if _OPAQUE_ID.fullmatch(part)]
    return token_of(match, "opaque", ids, opaque=True)


def _content_reference(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    return token_of(match, "opaque", re.findall(r"\d+", match[0])[:1], opaque=True)


def _render_tag(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """A vendor's element where its page shows a citation, or a picture; what it cites is told nowhere."""
    if "citation" not in match[1]:
        return token_of(match, "opaque", [], reason="generator-tag")
    return token_of(match, "opaque", re.findall(r"\d{1,4}", match[2])[:1], opaque=True)


def _atom(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    for inline in block.starting(match.start()):
        if inline.end == match.end():
            if inline.kind == "footnote":
                reason = "note" if inline.target in known.notes else None
                return token_of(match, "footnote", [inline.target], reason=reason)
            if inline.kind == "link":
                page = known.urls.get(canonical_url(inline.target) or "", inline.target)
                said = WORD.search(block.text, max(0, match.start() - _SAID), match.start())
                return token_of(
                    match, "link", [page], target=inline.target, reason=None if said else "empty-link"
                )
            if inline.kind == "cite" and not inline.target:
                return token_of(match, "opaque", [], opaque=True)
            if inline.kind == "cite":
                return token_of(match, "key", [k for k in re.split(r"[\s,;]+", inline.target) if k])
    return None


def _narrative(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    key = (match[1] or match[2]).rstrip(".,:;!?")
    cited = key in known.keys or "@" + key in known.labels or key in known.bracketed
    if not cited and not (known.by_key and _DATED_KEY.fullmatch(key)) and identify_key(key) is None:
        return None
    if block.shown_as(match.start(), match.end()) or block.covering("link", match.start(), match.end()):
        return None
    token = token_of(match, "key", [key])
    token.narrative = True
    if not match[3] or NUMBERS.fullmatch(match[3].strip()[1:-1]):  # `@key [1]`: the bracket cites for itself
        token.end = match.start(2) + len(key) if match[2] else token.end
    return token


def _latex(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    if block.shown_as(match.start(), match.end()):
        return None
    return token_of(match, "key", [k.strip() for k in match[1].split(",") if k.strip()])


def _liquid(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """Jekyll's `{% cite key "other" --locator 23 %}`: an option has a value, but for `-A`."""
    words = (quoted or plain for quoted, plain in _LIQUID_WORD.findall(match[1]))
    keys: list[str] = []
    for word in words:
        if word[:1] != "-":
            keys.append(word)
        elif "=" not in word and word not in ("-A", "--suppress_author"):
            next(words, None)
    return token_of(match, "key", keys) if keys else None


def _role(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """MyST's `{cite}` role: the keys stand in a code span."""
    code = block.covering("code", match.end(), match.end() + 1)
    if code is None or code.start != match.end():
        return None
    keys = [k.strip() for k in block.text[code.start : code.end].split(",") if k.strip()]
    token = token_of(match, "key", keys)
    token.end = code.end
    return token


CONVENTIONS = (
    Convention(name="private-use", needle="\ue200", pattern=PRIVATE_USE, read=_private_use),
    Convention(name="content-reference", needle=":contentRef", pattern=re.compile(r":contentReference\[[^\[\]]{0,60}\](?:\{[^{}]{0,60}\}|index=\d{1,4}\}?)?"), read=_content_reference),
    Convention(name="render-tag", needle="<grok:r", pattern=re.compile(r"<grok:render\b([^<>]{0,300})>([^<>]{0,200})</grok:render>"), read=_render_tag),
    Convention(name="bracket-range", needle="]", pattern=re.compile(r"\[(\d{1,4})\]\s?(?:[-–—]|--)\s?\[(\d{1,4})\]"), read=_bracket_range),
    Convention(name="around-link", needle="][", pattern=re.compile(r"\[(?=[^\[\]]{1,200}\]\[\d{1,3}\])|\](?=\[\d{1,3}\])"), read=_around_link),
    Convention(name="bracket", needle="[", pattern=re.compile(r"\[([^\[\]]{1,600})\]"), read=bracket),
    Convention(name="lenticular", needle="【", pattern=re.compile(r"【([^【】\n]{1,300})】"), read=_wide_bracket),
    Convention(name="tortoise-shell", needle="〔", pattern=re.compile(r"〔([^〔〕\n]{1,40})〕"), read=_wide_bracket),
    Convention(name="full-width", needle="［", pattern=re.compile(r"［([^［］\n]{1,80})］"), read=_wide_bracket),
    Convention(name="atom", needle="\ufffc", pattern=re.compile("\ufffc"), read=_atom),
    Convention(name="narrative-key", needle="@", pattern=re.compile(r"(?<![\w@./\[-])-?@(?:\{([^{}\s]{1,300})\}|(\w[^\s\]\[;,@{}()<>\"“”']{0,300}))(\s\[[^\[\]\n@]{0,60}\])?"), read=_narrative),
    Convention(name="latex", needle="\\cite", pattern=re.compile(r"\\(?:no)?[Cc]ite\w{0,12}\*?(?:\[[^\[\]]{0,80}\]){0,2}\{([^{}]{1,400})\}"), read=_latex),
    Convention(name="liquid", needle="{%", pattern=re.compile(r"\{%-?\s*cite\s+([^%]{1,300}?)\s*-?%\}"), read=_liquid),
    Convention(name="caret", needle="^", pattern=re.compile(r"(?<![\[^])\^(\d{1,3}(?:[,–-]\d{1,3}){0,9})\^"), read=_caret),
    Convention(name="role", needle="{cite", pattern=re.compile(r"\{cite(?::\w{1,12})?\}"), read=_role),
)  # fmt: skip
"""Every convention of running text. Order is precedence: a later one never takes what an earlier one took."""


def likely(text: str, table: Iterable[Convention] = CONVENTIONS) -> list[Convention]:
    """The conventions of `table` whose needle is anywhere in `text`."""
    return [convention for convention in table if convention.needle in text]


def _cut(token: Token, block: Marks) -> bool:
    """Whether the token begins outside of code and ends within it, or the other way round: two things, no token."""
    code = block.covering("code", token.start, token.end)
    return code is not None and (
        token.start < code.start < token.end < code.end or code.start <= token.start < code.end < token.end
    )


def scan(number: int, block: Marks, known: Vocabulary, table: list[Convention]) -> list[Token]:
    """The tokens of block `number`, by the rows of the table above that are `likely` in it, row after row."""
    tokens: list[Token] = []
    taken = Taken()
    for convention in table:
        for match in convention.pattern.finditer(block.text):
            token = convention.read(match, block, known)
            if token and not taken.overlaps(token.start, token.end) and not _cut(token, block):
                token.block = number
                token.reason = block.shown_as(token.start, token.end) or token.reason
                tokens.append(token)
                taken.add(token.start, token.end)
    return tokens
