"""What a pair of square brackets names: numbers, keys, notes, words that are labels, or nothing at all."""

import re

from kgraph.extract._named_labels import labels_behind_authors, labels_in
from kgraph.extract._plain import Marks
from kgraph.extract._tokens import NUMBERS, Token, Vocabulary, expand, numeric_reason, token_of

_KEY = re.compile(r"(?<![\w@])-?@(?:\{([^{}\s]{1,300})\}|([\w][^\s\]\[;,@{}]{0,300}))")
_BRACKET_OF_KEYS = re.compile(r"\[[^\[\]@]{0,80}@[^\[\]]{1,400}\]")
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|tab|table|sec|eq|lst|thm|exm|cor|lem|def|prp|nte|tip|wrn|imp|cau|app)[:-]", re.IGNORECASE
)
_PREFIXED = re.compile(
    r"(?:(?:cite|citation|citations|ref|refs|reference|source|sources|kaynak|quelle|来源|资料|参考|文献|参考文献|引用|nos?|nr|№|#)s?\.?\s*+(?:[:#]\s*+)?|(?:see(?: also)?|cf\.?|e\.g\.,?|vgl\.?|bkz\.?|voir)\s+)(?P<numbers>\d.*)",
    re.IGNORECASE,
)
_PLACE = (
    r"(?:pp?\.|pp?\s?(?=\d)|pages?\b|chap(?:ter|\.)|ch\.|sec(?:tion|t?\.)|§|fig(?:ure|\.)|tab(?:le|\.)|eq\.|thm\.|lemma|theorem|appendix|vol\.|para\.|art\.|"
    r"ll?\.|s{1,2}\.|сс?\.|стр\.|гл\.|рис\.|págs?\.|kap\.|blz\.|cap\.|rn\.|第\s?\d)"
)
_LOCATED = re.compile(
    rf"(\d{{1,4}})(?:\s*[,:;]\s*(?:{_PLACE})|\s(?:{_PLACE})\s?(?=[\divx]))[^\[\]]{{0,60}}", re.IGNORECASE
)
"""Label and place: `[2, p. 5]`, and `[2 p. 5]`, but not `[3 pages]`."""
_LOCATOR = re.compile(_PLACE, re.IGNORECASE)
"""The place within a source: `p. 4` in `[A1, p. 4]`."""
_PAGED = re.compile(r"(\d{1,4})\s?[:：]\s?\d{1,5}(?:\s?[-–]\s?\d{1,5})?")
"""Label and pages: `[2: 5-7]`."""
_PAGE = re.compile(r":\s{0,2}\d{1,4}(?:[–-]\d{1,4})?(?=\s{1,3}[^\Wa-zß-ÿ]|\s{0,3}$|\s{1,3}[^\w\s])")
"""A page, but not the number a sentence goes on with: `The team won.[1]: 45 of them said …`."""
_INDEXED = re.compile(r"\w(?:\([^()\s]{1,20}\)|(?:\[[a-z]\]){1,5})$")
"""What an index follows, not a note: `a[i]` in `a[i][j]`, `f(x)` in `f(x)[y]`."""
_INDEX = 24
_FOUND = re.compile(r"(?:web|post|news|file):\d{1,4}(?:\s?[,;]\s?(?:web|post|news|file):\d{1,4}){0,20}")
"""What a vendor's tool found, by its own numbers: `[web:3, post:12]`."""
_OAI = re.compile(
    r"(?:oai_citation(?:_attribution)?|oaicite|cite_start|cite_end|citation needed)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_DAGGER = re.compile(r"(\d{1,4})?\s*+(?::\d+\s*+)?[†‡].*", re.DOTALL)
_DAY = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
"""A day, and in vaults its note (`[[2024-01-05]]`): no range of numbers."""
_WORD_KEY = re.compile(r"[A-Za-z][\w:.+/-]{1,60}")
_NAMED_SUPERSCRIPT = re.compile(r"\[[\w .-]{1,60}\]\s?\(?")
_BROKEN_LINK = re.compile(r"\((?:https?://\S{1,2000}|#[\w:.-]{0,100}\)?)")


def bracket(match: re.Match[str], block: Marks, known: Vocabulary) -> Token | None:
    """The token that `[…]` is, or None where it holds nothing that names an entry."""
    content = match[1].strip()
    if not content:
        return None
    if len(content) > 2 and content[0] == "^" and content[-1] == "^":
        content = content[:-1]  # `[^1^]`, as one vendor's answers number their sources
    if known.named and (cited := _authors_and_year(match, content, known)):
        return cited
    if _DAY.fullmatch(content):
        return token_of(match, "bracket", [content], reason="year")
    if NUMBERS.fullmatch(content) or (content[0] == "^" and content[1:] in known.labels):
        labels = expand(content) if content[0] != "^" or content[1:] not in known.labels else [content[1:]]
    elif "@" in content:
        return _keys(match, content, known)
    elif _OAI.fullmatch(content) or _DAGGER.fullmatch(content):
        return _opaque_bracket(match, content)
    elif ":" in content and _FOUND.fullmatch(content):
        return token_of(match, "opaque", re.findall(r"\w+:\d+", content), opaque=True)
    elif located := _LOCATED.fullmatch(content):
        labels = expand(located[1])
    elif (paged := _PAGED.fullmatch(content)) and paged[1] in known.labels:
        labels = [paged[1]]
    elif prefixed := _PREFIXED.fullmatch(content):
        labels = _prefixed(content, prefixed["numbers"], known)
        if not labels:
            return None
    elif content[0] == "^" and re.fullmatch(r"\^[\w-]{1,40}", content):
        labels = [content[1:]]
    elif len(content) == 1 and content.islower() and content not in known.labels:
        return _lettered(match, known)
    else:
        return _named(match, content, known)
    reason = block.shown_as(match.start(), match.end())
    token = token_of(match, "bracket", labels, reason=reason)
    _widen(token, block)
    _take_page(token, block.text)
    _fill_superscript(token, block)
    link = block.covering("link", token.start, token.end)
    if link and _is_year(labels, known) and ("://" in link.target or link.target[:1] == "#"):
        return None  # `[Lee et al. [2020]](url)`, `[[2020](#lee)]`: the year is one of the words
    if link and link.start <= match.start() + 2 and link.end >= match.end() - 2:
        token.target = link.target
    elif link and link.start < match.start():
        return None if link.end > match.end() + 1 and not any(x in known.labels for x in labels) else token
    elif not reason:
        _skip_broken_link(token, block)
    unknown = not any(x in known.labels for x in labels) or ("0" in labels and "0" not in known.labels)
    if not reason and token.target is None and unknown:
        said = content[0] == "^" or content[:4].lower() == "cite"  # what it is: `[cite: 3, 5]`
        token.reason = None if said else numeric_reason(block.text, token.start, token.end, labels)
    return token


def _authors_and_year(match: re.Match[str], content: str, known: Vocabulary) -> Token | None:
    """`[Moss et al., 2019; Reed, 2020]`, and `[2019]` behind its authors, which stays in the text as they do."""
    if content[0].isdigit():
        labels = labels_behind_authors(match.string, match.start(), content, known.named)
        return token_of(match, "link", labels, keeps_text=True) if labels else None
    labels = labels_in(content, known.named, known.labels)
    return token_of(match, "bracket", labels) if labels else None


def _prefixed(content: str, numbers: str, known: Vocabulary) -> list[str]:
    """The labels behind a word: `[ref. 3]`, `[see 2]`; none where the word may mean something else and no list has them."""
    if not NUMBERS.fullmatch(numbers.strip()):
        return []
    labels = expand(numbers)
    doubtful = (
        not content[0].isascii() or content[:2].lower() in ("se", "cf", "no", "nr") or content[0] == "#"
    )
    return [] if doubtful and not any(x in known.labels for x in labels) else labels


def _lettered(match: re.Match[str], known: Vocabulary) -> Token | None:
    """`sea.[a][3]`: a note of an encyclopedia, behind a stop in an article with a numbered list."""
    text = match.string
    if text[match.start() - 1 : match.start()] not in (*'.,;!?)”"]',) or "1" not in known.labels:
        return None
    if text[match.end() : match.end() + 1] not in ("", " ", "\n", "["):
        return None
    if _INDEXED.search(text, max(0, match.start() - _INDEX), match.start()):
        return None
    return token_of(match, "bracket", [match[1].strip()], reason="note")


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


def _take_page(token: Token, text: str) -> None:
    """Take the page behind `waves.[3]: 45 ` in, as encyclopedias print it."""
    if text[token.end : token.end + 1] == ":" and text[token.start - 1 : token.start] in (*'.!?”"]',):
        page = _PAGE.match(text, token.end)
        token.end = page.end() if page else token.end


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


def _skip_broken_link(token: Token, block: Marks) -> None:
    """`[1](http://…` whose parentheses do not balance is no link to the parser, but one to a reader."""
    match = _BROKEN_LINK.match(block.text, token.end)
    if match:
        closing = match[0].rfind(")")
        whole = match[0][: closing + 1] if closing > 0 else match[0].rstrip(".,;:!?")
        token.target = whole.strip("()")
        token.end = match.start() + len(whole)


def bracketed_keys(text: str) -> set[str]:
    """The keys that stand in brackets in `text`, references to figures and the like apart."""
    found = (m[1] or m[2] for b in _BRACKET_OF_KEYS.finditer(text) for m in _KEY.finditer(b[0]))
    return {key.rstrip(".,:;!?") for key in found if not _CROSS_REFERENCE.match(key)}


def _keys(match: re.Match[str], content: str, known: Vocabulary) -> Token | None:
    keys = [(m[1] or m[2]).partition("|")[0].rstrip(".,:;!?") for m in _KEY.finditer(content)]
    if not keys:
        return None
    if all(_CROSS_REFERENCE.match(k) and k not in known.keys for k in keys):
        return token_of(match, "key", keys, reason="cross-reference")
    keys = [(known.keys and "@" + k in known.labels and "@" + k) or k for k in keys]
    aliased = "|" in content  # `[[@lee2010|Lee]]`: a link between notes, whose words stay
    return token_of(match, "key", [k.removeprefix("@") for k in dict.fromkeys(keys)], keeps_text=aliased)


def _named(match: re.Match[str], content: str, known: Vocabulary) -> Token | None:
    """`[smith2020]`, `[a; b]`: bracketed words that are, each of them, a label or a bibliography key."""
    if len(content) > 200:
        return None
    first, *rest = (w.strip() for w in re.split(r"[;,]", content))
    words = [first, *(w for w in rest if not _LOCATOR.match(w))]
    if not all(_WORD_KEY.fullmatch(w) and (w in known.labels or w in known.keys) for w in words):
        return None
    if not all(re.search(r"\d", w) or w in known.keys for w in words):
        return None
    return token_of(
        match, "bracket", words, note="key-without-at" if any(w in known.keys for w in words) else None
    )


def _opaque_bracket(match: re.Match[str], content: str) -> Token:
    if content.lower().startswith("cite_"):
        return token_of(match, "opaque", [], reason="generator-tag")
    if content.lower().startswith("citation needed"):
        return token_of(match, "bracket", [], reason="maintenance-tag")
    return token_of(match, "opaque", re.findall(r"\d+", content)[:1], opaque=True)
