"""What a pair of square brackets names: numbers, keys, notes, words that are labels, or nothing at all."""

from collections.abc import Callable
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.author_year_labels import labels_behind_authors, labels_in
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.markers.bracket_places import placed
from kgraph.extract.markers.convention import token_of
from kgraph.extract.markers.locators import PLACE, locators_in
from kgraph.extract.markers.numbers import NUMBERS, expand
from kgraph.extract.markers.tool_ids import FOUND, is_unnamed_source
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token

BRACKET = re.compile(r"\[([^\[\]]{1,600})\]")
RANGE = re.compile(r"\[(\d{1,4})\]\s?(?:[-–—]|--)\s?\[(\d{1,4})\]")
AROUND_LINK = re.compile(r"\[(?=[^\[\]]{1,200}\]\[\d{1,3}\])|\](?=\[\d{1,3}\])")
_KEY = re.compile(r"(?<![\w@])-?@(?!ref\()(?:\{([^{}\s]{1,300})\}|([\w][^\s\]\[;,@{}]{0,300}))")
_BRACKET_OF_KEYS = re.compile(r"\[[^\[\]@]{0,80}@[^\[\]]{1,400}\]")
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|tab|table|sec|eq|lst|thm|exm|cor|lem|def|prp|nte|tip|wrn|imp|cau|app)[:-]", re.IGNORECASE
)
_PREFIXED = re.compile(
    rf"(?:(?:{patterns_of('patterns.prefixes')}|№|#)s?\.?\s*+(?:[:#]\s*+)?|(?:{patterns_of('patterns.leads')})\s+)"
    r"(?P<numbers>\d.*)",
    re.IGNORECASE,
)
_LOCATED = re.compile(
    rf"(\d{{1,4}})(?:\s*[,:;]\s*|\s(?=(?:{PLACE})\s?[\divx]))(?P<place>(?:{PLACE})[^\[\]]{{0,60}})",
    re.IGNORECASE,
)
"""Label and place: `[2, p. 5]`, and `[2 p. 5]`, but not `[3 pages]`."""
_LOCATOR = re.compile(PLACE, re.IGNORECASE)
"""The place within a source: `p. 4` in `[A1, p. 4]`."""
_PAGED = re.compile(r"(\d{1,4})\s?[:：]\s?(?P<place>\d{1,5}(?:\s?[-–]\s?\d{1,5})?)")
"""Label and pages: `[2: 5-7]`."""
_INDEXED = re.compile(r"\w(?:\([^()\s]{1,20}\)|(?:\[[a-z]\]){1,5})$")
"""What an index follows, not a note: `a[i]` in `a[i][j]`, `f(x)` in `f(x)[y]`."""
INDEX_CHARS = 24
"""How many characters before a letter in brackets tell an index."""
_NOTE_NAME = re.compile(r"\^[\w-]{1,40}")
_OAI = re.compile(
    r"(?:oai_citation(?:_attribution)?|oaicite|cite_start|cite_end|citation needed)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_DAGGER = re.compile(r"(\d{1,4})?\s*+(?::\d+\s*+)?[†‡].*", re.DOTALL)
_DAY = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
"""A day, and in vaults its note (`[[2024-01-05]]`): no range of numbers."""
_WORD_KEY = re.compile(r"[A-Za-z][\w:.+/-]{1,60}")


def bracket_range(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`[5]–[7]`: the first and the last of a run, as engineers write it. Not where no list has one of them."""
    labels = expand(f"{match[1]}-{match[2]}")
    if len(labels) < 2 or known.labels.isdisjoint(labels) or block.shown_as(match.start(), match.end()):
        return None
    return token_of(match, "bracket", labels)


def around_link(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """The brackets that `[[site](url)][1]` leaves around the words of its link: they cite nothing and go."""
    at, text = match.start(), block.text
    link = block.covering("link", at + 1, at + 2) if match[0] == "[" else block.covering("link", at - 1, at)
    if link is None or "://" not in link.target or NUMBERS.fullmatch(text, link.start, link.end):
        return None
    if text[link.start - 1 : link.start] != "[" or text[link.end : link.end + 2] != "][":
        return None
    return token_of(match, "bracket", (), reason="link-bracket")


class Content(NamedTuple):
    """What a shape makes of a bracket: labels that are numbers or names, a whole token, or neither: no token at all."""

    labels: tuple[str, ...] = ()
    token: Token | None = None
    locator: str | None = None
    """The place within the source of its labels."""


Shape = Callable[[re.Match[str], str, Declared], Content | None]
"""What the content of a bracket is; None where it is not of this shape."""


def bracket(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """The token that `[…]` is, or None where it holds nothing that names an entry."""
    content = match[1].strip()
    if not content:
        return None
    if len(content) > 2 and content[0] == "^" and content[-1] == "^":
        content = content[:-1]  # `[^1^]`, as one vendor's answers number their sources
    for shape in SHAPES:
        found = shape(match, content, known)
        if found is not None:
            return _token(match, content, found, block, known) if found.labels else found.token
    return None


def _token(match: re.Match[str], content: str, found: Content, block: Marks, known: Declared) -> Token | None:
    token = placed(match, content, found.labels, block, known)
    return token._replace(locator=found.locator) if token and found.locator else token


def _authors_and_year(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[Moss et al., 2019; Reed, 2020]`, and `[2019]` behind its authors, which stays in the text as they do."""
    if not known.named:
        return None
    if content[0].isdigit():
        labels = labels_behind_authors(match.string, match.start(), content, known.named)
        return Content(token=token_of(match, "link", labels, keeps_text=True)) if labels else None
    labels = labels_in(content, known.named, known.labels)
    return Content(token=token_of(match, "bracket", labels)) if labels else None


def _day(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[[2024-01-05]]`, a note of a vault. Not `[2020-2024]`."""
    return (
        Content(token=token_of(match, "bracket", [content], reason="year"))
        if _DAY.fullmatch(content)
        else None
    )


def _numbers(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[1, 3-5]`, and `[^1]` or `[^note]` where a list has that label. Not `[1 apple]`."""
    if content[0] == "^" and content[1:] in known.labels:
        return Content((content[1:],))
    return Content(expand(content)) if NUMBERS.fullmatch(content) else None


def _opaque(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[4†source]`, `[oaicite:2]`, `[citation needed]`. Not `[source]`."""
    if not (_OAI.fullmatch(content) or _DAGGER.fullmatch(content)):
        return None
    lower = content.lower()
    if lower.startswith("cite_"):
        return Content(token=token_of(match, "opaque", (), reason="generator-tag"))
    if lower.startswith("citation needed"):
        return Content(token=token_of(match, "bracket", (), reason="maintenance-tag"))
    return Content(token=token_of(match, "opaque", re.findall(r"\d+", content)[:1], opaque=True))


def _found_by_tool(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[web:3, post:12]`, `[attached_file:1]`, which is never entry 1 of a list. Not `[9:30]`."""
    if ":" not in content or not FOUND.fullmatch(content):
        return None
    return Content(token=token_of(match, "opaque", re.findall(r"\w+:\d+", content), opaque=True))


def _unnamed(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`It is hot [source].`: a source that nothing names. Not `[source] says so`."""
    if content in known.labels or not is_unnamed_source(match, content):
        return None
    return Content(token=token_of(match, "opaque", (), opaque=True))


def _located(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[2, p. 5]`, `[2, p. 5; 1, p. 9]`, and `[2: 5-7]` where a list has that label. Not `[3 pages]`."""
    parts = [_LOCATED.fullmatch(part.strip()) for part in content.split(";")]
    if len(parts) > 1 and all(parts):
        labels = tuple(dict.fromkeys(label for part in parts if part for label in expand(part[1])))
        return Content(labels, locator="; ".join(part["place"].strip() for part in parts if part))
    if located := _LOCATED.fullmatch(content):
        return Content(expand(located[1]), locator=located["place"].strip())
    paged = _PAGED.fullmatch(content)
    if paged is None or paged[1] not in known.labels:
        return None
    return Content((paged[1],), locator=paged["place"])


def _prefixed(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[ref. 3]`, `[see 2]`: a word before the labels. Not `[no 2]` where no list has them, nor `[see below]`."""
    prefixed = _PREFIXED.fullmatch(content)
    if prefixed is None:
        return None
    if not NUMBERS.fullmatch(prefixed["numbers"].strip()):
        return Content()
    labels = expand(prefixed["numbers"])
    doubtful = (
        not content[0].isascii() or content[:2].lower() in ("se", "cf", "no", "nr") or content[0] == "#"
    )
    return Content() if doubtful and known.labels.isdisjoint(labels) else Content(labels)


def _note_name(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[^history]`. Not `[^a b]`."""
    return Content((content[1:],)) if _NOTE_NAME.fullmatch(content) else None


def _lettered(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`sea.[a][3]`: a note of an encyclopedia, behind a stop in an article with a numbered list. Not `a[i]`."""
    if len(content) != 1 or not content.islower() or content in known.labels:
        return None
    text, start, end = match.string, match.start(), match.end()
    if text[start - 1 : start] not in (*'.,;!?)”"]',) or "1" not in known.labels:
        return Content()
    if text[end : end + 1] not in ("", " ", "\n", "["):
        return Content()
    if _INDEXED.search(text, max(0, start - INDEX_CHARS), start):
        return Content()
    return Content(token=token_of(match, "bracket", [content], reason="note"))


def bracketed_keys(text: str) -> set[str]:
    """The keys that stand in brackets in `text`, references to figures and the like apart."""
    found = (m[1] or m[2] for b in _BRACKET_OF_KEYS.finditer(text) for m in _KEY.finditer(b[0]))
    return {key.rstrip(".,:;!?") for key in found if not _CROSS_REFERENCE.match(key)}


def _keys(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[@lee2010; @moss2011, p. 4]`, `[[@lee2010|Lee]]`. Not `[lee@example.org]`, nor `[@fig:tides]`, a cross-reference."""
    if "@" not in content:
        return None
    keys = [(m[1] or m[2]).partition("|")[0].rstrip(".,:;!?") for m in _KEY.finditer(content)]
    if not keys:
        return Content()
    if all(_CROSS_REFERENCE.match(k) and k not in known.keys for k in keys):
        return Content(token=token_of(match, "key", keys, reason="cross-reference"))
    keys = [(known.keys and "@" + k in known.labels and "@" + k) or k for k in keys]
    aliased = "|" in content  # a link between notes, whose words stay
    labels = [k.removeprefix("@") for k in dict.fromkeys(keys)]
    locator = locators_in(_KEY.sub("", content))
    return Content(token=token_of(match, "key", labels, keeps_text=aliased)._replace(locator=locator))


def _words(match: re.Match[str], content: str, known: Declared) -> Content | None:
    """`[smith2020]`, `[a1; b2]`: words that are, each of them, a label or a key of a bibliography. Not `[sic]`."""
    if len(content) > 200:
        return None
    first, *rest = (w.strip() for w in re.split(r"[;,]", content))
    words = [first, *(w for w in rest if not _LOCATOR.match(w))]
    if not all(_WORD_KEY.fullmatch(w) and (w in known.labels or w in known.keys) for w in words):
        return None
    if not all(re.search(r"\d", w) or w in known.keys for w in words):
        return None
    note = "key-without-at" if any(w in known.keys for w in words) else None
    locator = locators_in(content[len(first) :]) if len(rest) > len(words) - 1 else None
    return Content(token=token_of(match, "bracket", words, note=note)._replace(locator=locator))


SHAPES: tuple[Shape, ...] = (
    _authors_and_year,
    _day,
    _numbers,
    _keys,
    _opaque,
    _found_by_tool,
    _unnamed,
    _located,
    _prefixed,
    _note_name,
    _lettered,
    _words,
)
"""What a bracket may hold; the first that says what it is wins."""
