"""How citations are marked in running text: one record a convention.

A record has a `needle`, a character without which the pattern need not be tried, a pattern (every repeat
bounded) and a function from the match to a `Token`, or None where the text is nothing of the kind.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kgraph.extract._plain import Marks
from kgraph.extract._tokens import NUMBERS, Taken, Token, Vocabulary, expand, numeric_reason
from kgraph.identifiers import identify_key

Read = Callable[[re.Match[str], Marks, Vocabulary], Token | None]

_KEY = re.compile(r"(?<![\w@])-?@(?:\{([^{}\s]{1,300})\}|([\w][^\s\]\[;,@{}]{0,300}))")
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|tab|table|sec|eq|lst|thm|exm|cor|lem|def|prp|nte|tip|wrn|imp|cau|app)[:-]", re.IGNORECASE
)
_PREFIXED = re.compile(
    r"(?:(?:cite|citation|citations|ref|refs|reference|source|sources|kaynak|quelle|来源|资料|参考|文献|参考文献|引用)s?\.?\s*[:#]?\s*|(?:see(?: also)?|cf\.?|e\.g\.,?|vgl\.?|bkz\.?|voir)\s+)(?P<numbers>\d.*)",
    re.IGNORECASE,
)
_LOCATED = re.compile(
    r"(\d{1,4})\s*[,:;]\s*(?:pp?\.|pages?\b|chap(?:ter|\.)|ch\.|sec(?:tion|t?\.)|§|fig(?:ure|\.)|tab(?:le|\.)|eq\.|thm\.|lemma|theorem|appendix|vol\.|para\.|ll?\.|s\.)[^\[\]]{0,60}",
    re.IGNORECASE,
)
_OAI = re.compile(
    r"(?:oai_citation(?:_attribution)?|oaicite|cite_start|cite_end|citation needed)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_OPAQUE_ID = re.compile(r"turn\d+\w+|[\w-]*\d[\w-]*")
_DAGGER = re.compile(r"(\d{1,4})?\s*(?::\d+)?\s*[†‡].*", re.DOTALL)
_WORD_KEY = re.compile(r"[A-Za-z][\w:.+/-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """One way of marking a citation."""

    name: str
    needle: str
    pattern: re.Pattern[str]
    read: Read


def _token(match: re.Match[str], name: str, labels: list[str], **more: object) -> Token:
    return Token(block=-1, start=match.start(), end=match.end(), labels=labels, convention=name, **more)  # type: ignore[arg-type]


def _within(block: Marks, match: re.Match[str]) -> str | None:
    return _shown_as(block, match.start(), match.end())


def _shown_as(block: Marks, start: int, end: int) -> str | None:
    """`code` or `math` where what stands there is shown as such."""
    for kind in ("code", "math"):
        inline = block.covering(kind, start, end)
        if inline and inline.start <= start and inline.end >= end:
            return kind
    return None


def _bracket(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    content = match[1].strip()
    if not content:
        return None
    name = "bracket"
    if NUMBERS.fullmatch(content) or (content[0] == "^" and content[1:] in known.labels):
        labels = expand(content) if content[0] != "^" or content[1:] not in known.labels else [content[1:]]
    elif "@" in content:
        return _keys(match, content, known)
    elif _OAI.fullmatch(content) or _DAGGER.fullmatch(content):
        return _opaque_bracket(match, content)
    elif located := _LOCATED.fullmatch(content):
        labels = expand(located[1])
    elif prefixed := _PREFIXED.fullmatch(content):
        if not NUMBERS.fullmatch(prefixed["numbers"].strip()):
            return None
        labels = expand(prefixed["numbers"])
        doubtful = not content[0].isascii() or content[:2].lower() in ("se", "cf")
        if doubtful and not any(x in known.labels for x in labels):
            return None
    elif content[0] == "^" and re.fullmatch(r"\^[\w-]{1,40}", content):
        labels = [content[1:]]
    else:
        return _named(match, content, known)
    reason = _within(block, match)
    token = _token(match, name, labels, reason=reason)
    _widen(token, block)
    _fill_superscript(token, block)
    link = block.covering("link", token.start, token.end)
    if link and _is_year(labels, known) and "://" in link.target:
        return None  # `[Lee et al. [2020]](url)`, `[[2020](url)]`: the year is one of the words
    if link and link.start <= match.start() + 2 and link.end >= match.end() - 2:
        token.target = link.target
    elif link and link.start < match.start():
        return None if link.end > match.end() + 1 and not any(x in known.labels for x in labels) else token
    elif not reason:
        _skip_broken_link(token, block)
    unknown = not any(x in known.labels for x in labels) or ("0" in labels and "0" not in known.labels)
    if not reason and token.target is None and unknown:
        token.reason = (
            numeric_reason(block.text, token.start, token.end, labels) if content[0] != "^" else None
        )
    return token


def _is_year(labels: list[str], known: Vocabulary) -> bool:
    return len(labels[0]) == 4 and labels[0].isdigit() and not any(x in known.labels for x in labels)


def _widen(token: Token, block: Marks) -> None:
    """Take the outer brackets of `[[1]]` in, and the carets of `^[1]^`."""
    text = block.text
    if text[token.start - 1 : token.start] == "[" and text[token.end : token.end + 1] == "]" and token.start:
        token.start -= 1
        token.end += 1
    if token.start and text[token.start - 1] == "^":
        token.start -= 1  # `^[1]` and `^[1]^` are set high
        token.end += text[token.end : token.end + 1] == "^"


_NAMED_SUPERSCRIPT = re.compile(r"\[[\w .-]{1,60}\]\s?\(?")


def _fill_superscript(token: Token, block: Marks) -> None:
    """Take all of `<sup>[name]([1])</sup>`: the name in it says what the number cites, not what the text says."""
    sup = block.covering("sup", token.start, token.end)
    if (
        sup
        and sup.start < token.start
        and _NAMED_SUPERSCRIPT.fullmatch(block.text, sup.start, token.start)
        and block.text[token.end : sup.end] in (")", "")
    ):
        token.start, token.end = sup.start, sup.end


_BROKEN_LINK = re.compile(r"\((?:https?://\S{1,2000}|#[\w:.-]{0,100}\)?)")


def _skip_broken_link(token: Token, block: Marks) -> None:
    """`[1](http://…` whose parentheses do not balance is no link to the parser, but one to a reader."""
    match = _BROKEN_LINK.match(block.text, token.end)
    if match:
        closing = match[0].rfind(")")
        whole = match[0][: closing + 1] if closing > 0 else match[0].rstrip(".,;:!?")
        token.target = whole.strip("()")
        token.end = match.start() + len(whole)


def _keys(match: re.Match[str], content: str, known: Vocabulary) -> Token | None:
    keys = [(m[1] or m[2]).rstrip(".,:;!?") for m in _KEY.finditer(content)]
    if not keys:
        return None
    if all(_CROSS_REFERENCE.match(k) and k not in known.keys for k in keys):
        return _token(match, "key", keys, reason="cross-reference")
    keys = [(known.keys and "@" + k in known.labels and "@" + k) or k for k in keys]
    return _token(match, "key", [k.removeprefix("@") for k in dict.fromkeys(keys)])


def _named(match: re.Match[str], content: str, known: Vocabulary) -> Token | None:
    """`[smith2020]`, `[a; b]`: bracketed words that are, each of them, a label or a bibliography key."""
    if len(content) > 200:
        return None
    words = [w.strip() for w in re.split(r"[;,]", content)]
    if not all(_WORD_KEY.fullmatch(w) and (w in known.labels or w in known.keys) for w in words):
        return None
    if not all(re.search(r"\d", w) or w in known.keys for w in words):
        return None
    return _token(
        match, "bracket", words, note="key-without-at" if any(w in known.keys for w in words) else None
    )


def _opaque_bracket(match: re.Match[str], content: str) -> Token:
    if content.lower().startswith("cite_"):
        return _token(match, "opaque", [], reason="generator-tag")
    if content.lower().startswith("citation needed"):
        return _token(match, "bracket", [], reason="maintenance-tag")
    return _token(match, "opaque", re.findall(r"\d+", content)[:1], opaque=True)


def _bracket_range(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """`[5]–[7]`: the first and the last of a run, as engineers write it."""
    labels = expand(f"{match[1]}-{match[2]}")
    if len(labels) < 2 or not any(x in known.labels for x in labels) or _within(block, match):
        return None
    return _token(match, "bracket", labels)


def _caret(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """Pandoc's superscript `^3^`, where a list has that label."""
    labels = expand(match[1])
    if _within(block, match):
        return None
    return _token(match, "superscript", labels, reason=None if set(labels) <= known.labels else "superscript")


def _lenticular(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    content = match[1].strip()
    if NUMBERS.fullmatch(content):
        labels = expand(content)
        reason = _within(block, match) or (
            None
            if set(labels) & known.labels
            else numeric_reason(block.text, match.start(), match.end(), labels)
        )
        return _token(match, "bracket", labels, reason=reason)
    if _DAGGER.fullmatch(content) or content.startswith("oaicite"):
        return _token(match, "opaque", re.findall(r"\d+", content)[:1], opaque=True)
    return None


def _private_use(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    ids = [part for part in match[1].split("\ue202")[1:] if _OPAQUE_ID.fullmatch(part)]
    return _token(match, "opaque", ids, opaque=True)


def _content_reference(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    return _token(match, "opaque", re.findall(r"\d+", match[0])[:1], opaque=True)


def _atom(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    for inline in block.starting(match.start()):
        if inline.end == match.end():
            if inline.kind == "footnote":
                reason = "note" if inline.target in known.notes else None
                return _token(match, "footnote", [inline.target], reason=reason)
            if inline.kind == "cite":
                return _token(match, "key", [k for k in re.split(r"[\s,;]+", inline.target) if k])
    return None


def _narrative(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    key = (match[1] or match[2]).rstrip(".,:;!?")
    if key not in known.keys and "@" + key not in known.labels and identify_key(key) is None:
        return None
    if _within(block, match) or block.covering("link", match.start(), match.end()):
        return None
    token = _token(match, "key", [key])
    token.narrative = True
    if not match[3]:
        token.end = match.start(2) + len(key) if match[2] else token.end
    return token


def _latex(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    if _within(block, match):
        return None
    return _token(match, "key", [k.strip() for k in match[1].split(",") if k.strip()])


def _liquid(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    return _token(match, "key", [k for k in match[1].split() if not k.startswith("-")])


def _role(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """MyST's `{cite}` role: the keys stand in a code span."""
    code = block.covering("code", match.end(), match.end() + 1)
    if code is None or code.start != match.end():
        return None
    keys = [k.strip() for k in block.text[code.start : code.end].split(",") if k.strip()]
    token = _token(match, "key", keys)
    token.end = code.end
    return token


CONVENTIONS = (
    Convention(name="private-use", needle="\ue200", pattern=re.compile(r"\ue200([^\ue200\ue201]{0,2000})\ue201"), read=_private_use),
    Convention(name="content-reference", needle=":contentRef", pattern=re.compile(r":contentReference\[[^\[\]]{0,60}\](?:\{[^{}]{0,60}\})?"), read=_content_reference),
    Convention(name="bracket-range", needle="]", pattern=re.compile(r"\[(\d{1,4})\]\s?[-–—]\s?\[(\d{1,4})\]"), read=_bracket_range),
    Convention(name="bracket", needle="[", pattern=re.compile(r"\[([^\[\]]{1,600})\]"), read=_bracket),
    Convention(name="lenticular", needle="【", pattern=re.compile(r"【([^【】\n]{1,80})】"), read=_lenticular),
    Convention(name="full-width", needle="［", pattern=re.compile(r"［([^［］\n]{1,80})］"), read=_lenticular),
    Convention(name="atom", needle="\ufffc", pattern=re.compile("\ufffc"), read=_atom),
    Convention(name="narrative-key", needle="@", pattern=re.compile(r"(?<![\w@./\[-])-?@(?:\{([^{}\s]{1,300})\}|(\w[^\s\]\[;,@{}()<>\"“”']{0,300}))(\s\[[^\[\]\n]{0,60}\])?"), read=_narrative),
    Convention(name="latex", needle="\\cite", pattern=re.compile(r"\\(?:no)?[Cc]ite\w{0,12}\*?(?:\[[^\[\]]{0,80}\]){0,2}\{([^{}]{1,400})\}"), read=_latex),
    Convention(name="liquid", needle="{%", pattern=re.compile(r"\{%-?\s*cite\s+([^%]{1,300}?)\s*-?%\}"), read=_liquid),
    Convention(name="caret", needle="^", pattern=re.compile(r"(?<=[^\s\[])\^(\d{1,3}(?:[,–-]\d{1,3}){0,9})\^"), read=_caret),
    Convention(name="role", needle="{cite", pattern=re.compile(r"\{cite(?::\w{1,12})?\}"), read=_role),
)  # fmt: skip
"""Every convention of running text. Order is precedence: a later one never takes what an earlier one took."""


def likely(text: str) -> list[Convention]:
    """The conventions whose needle is anywhere in `text`."""
    return [convention for convention in CONVENTIONS if convention.needle in text]


def scan(number: int, block: Marks, known: Vocabulary, table: list[Convention]) -> list[Token]:
    """The tokens of block `number`, in order of the text, by the rows of the table above that are `likely`."""
    text = block.text
    here = [convention for convention in table if convention.needle in text]
    tokens: list[Token] = []
    if here:
        taken = Taken()
        for convention in here:
            for match in convention.pattern.finditer(text):
                token = convention.read(match, block, known)
                if token and not taken.overlaps(token.start, token.end):
                    token.block = number
                    token.reason = token.reason or _shown_as(block, token.start, token.end)
                    tokens.append(token)
                    taken.add(token.start, token.end)
    return tokens
