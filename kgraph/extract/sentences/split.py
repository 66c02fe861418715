"""Splits a block into sentences, after its markers have been removed (semantics, section 5).

sentencex proposes; the rules here overrule it where citations, quotations, abbreviations of scholarly
prose and ordinals are concerned.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

import sentencex

from kgraph import late_re as re
from kgraph.extract.sentences.abbreviations import LONG_ABBREVIATIONS
from kgraph.extract.sentences.endings import ends_sentence
from kgraph.extract.sentences.ordinals import Tongue
from kgraph.extract.sentences.quotations import MAX_QUOTATION_CHARS, quotations
from kgraph.extract.sentences.stops import CLOSERS, stopped_before
from kgraph.extract.text.characters import DANDAS

_TERMINATORS = ".!?…。！？" + DANDAS
_TAIL = " \t\"”“’'»)]）】」』*_.!?…。！？" + DANDAS


def _behind_stop(signs: str, rest: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What `rest` finds behind a full stop, and behind any of `signs`: for one character the engine looks many times faster."""
    return re.compile(rf"\.{rest}"), re.compile(rf"[{signs}]{rest}")


_MORE = _behind_stop(".!?…", r"(?:[\"”“’'»)\]]{1,3}|\s[)\]])\s+(?=[\"“‘'«(\[]?[A-ZÀ-ÞĀ-ŽΑ-ΩА-Я0-9])")
_ASIDE = re.compile(r"[.!?]\s\([a-z][^()\s]{0,30}\s[^()]{1,100}\)(?=\s+[A-ZÀ-Þ])")
"""What is said beside a sentence that has stopped: `We use it daily. (see Figure 1) It works.` One word alone leads
into the next sentence (`(ii) The lessor …`, `(optional) Run it.`)."""
_CJK_END = re.compile(rf"[。！？{DANDAS}][”」』）]?")
_ANGLES = str.maketrans("<>", "==")
"""`a < 1. b > 2` is no quotation, though sentencex takes it for one."""
_AFTER_MATH = re.compile(r"\$\.(?=\s+[A-Z])")
_AFTER_WORD = _behind_stop(".!?", r"(?<=[a-z]{4}.)(?=\s+[A-ZА-ЯЁ])")
_SHORT_ENDS = (
    r"\s[A-Z].", r"\w\s.", r"/[a-zL].", r"\b[Nn]o.", r"\betc.", r"\becc.", r"\d[a-z].", r"\d\s[a-zгвмч].", r"\d\s[a-z]{2}.", r"\d\sгг.", r"[IVX]\sw.",
)  # fmt: skip
_AFTER_SHORT = _behind_stop(
    ".!?", r"(?=\s+[A-ZА-ЯЁ])(?:{})".format("|".join(f"(?<={end})" for end in _SHORT_ENDS))
)
"""Behind units, `no`, letters that name things (`Lobe D.`), and removed markers."""
_BEFORE_SPACE = _behind_stop(".!?", rf"[{re.escape(CLOSERS)}]*+(?=\s+\S)")
_QUOTING = '()[]"“”«»（）„「」『』《》'
_WIDE_SPACE = re.compile(r"[^\S \t\n\r\f\v]")
_OTHER = re.compile("[^\x00-\u0588\u2010-\u2023\u2025-\u203b\u204a-\u2bff]")
"""What may be a stop of another script to sentencex: not letters of Europe, nor signs beside them."""
_WINDOW_CHARS = 8000
_SHORT_YEAR = re.compile(r"'(?<!\w.)(?=\d\ds?\b)")
"""The apostrophe of `the '90s` opens no quotation either."""


def split(text: str, breaks: list[int]) -> list[tuple[int, int]]:
    """The spans of the sentences of `text`, white space around them left out.

    `breaks` are offsets at which a sentence ends whatever the words say.

    >>> [text[a:b] for text in ["Zhang et al. examined it. See Fig. 2."] for a, b in split(text, [])]
    ['Zhang et al. examined it.', 'See Fig. 2.']
    """
    flat = text.replace("\n", " ").replace("\r", " ")
    if flat[:1] in "•‣◦▪●":
        flat = " " + flat[1:]
    bounds = _boundaries(flat) if _has_any(flat.rstrip(_TAIL), _TERMINATORS) else []
    if breaks:
        bounds = sorted({*bounds, *breaks})
    spans = []
    start = 0
    for end in [*bounds, len(flat)]:
        piece = flat[start:end].rstrip()
        words = piece.lstrip()
        if words:
            stop = start + len(piece)
            spans.append((stop - len(words), stop))
        start = end
    return spans


def _has_any(text: str, signs: Sequence[str]) -> bool:
    """Whether one of `signs`, the ASCII ones first, is in `text`: many times cheaper than a pattern."""
    ascii_only = text.isascii()
    for sign in signs:
        if ascii_only and sign > "\x7f":
            return False
        if sign in text:
            return True
    return False


def _boundaries(text: str) -> list[int]:
    """Where sentences end: of all places that a row of `_PROPOSALS` names, those at which one does."""
    after_words = frozenset([match.end() for match in _found(_AFTER_WORD, text)])
    marks = _has_any(text, _QUOTING) or "‘" in text or " '" in text or text[:1] == "'"
    proposed: set[int] = set()
    for propose in _PROPOSALS:
        proposed.update(propose(text, after_words, marks))
    wide, asides = _wide_ends(text), _asides(text)
    if not wide and not asides and not any(0 < end < len(text) for end in proposed):
        return []
    quoted = quotations(text) if marks and (proposed or wide) else []
    if wide:
        closed = {end for _, end in quoted}
        proposed.update(end + 1 if text[end : end + 1] == '"' and end + 1 in closed else end for end in wide)
    proposed = proposed.difference(asides.values()).union(asides)
    kept: list[int] = []
    start = 0
    tongue = Tongue(text)
    closed_last = list(accumulate((end for _, end in quoted), max))
    for end in sorted(proposed):
        if not start < end < len(text) or (quoted and _within(quoted, closed_last, end)):
            continue
        # Few abbreviations are as long as the words in `after_words`.
        whole_word = end in after_words and text[end - 5 : end - 1] not in LONG_ABBREVIATIONS
        if whole_word or end in asides or ends_sentence(text, start, end, tongue):
            kept.append(end)
            start = end
    return kept


def _found(patterns: tuple[re.Pattern[str], re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """What the first of two patterns of `_behind_stop` finds where no stop but a full one is in `text`, else the second."""
    return patterns["!" in text or "?" in text or "…" in text].finditer(text)


def _behind_words(text: str, after_words: frozenset[int], marks: bool) -> Iterable[int]:
    """Behind a word of four letters or more."""
    return after_words


def _behind_others(text: str, after_words: frozenset[int], marks: bool) -> Iterable[int]:
    """Where sentencex ends sentences, and behind units, removed markers and enumerations, which it overlooks."""
    if _all_told(text, len(after_words)):
        return ()
    return _proposed(text).union(match.end() for match in _found(_AFTER_SHORT, text))


def _behind_closers(text: str, after_words: frozenset[int], marks: bool) -> Iterable[int]:
    """Behind quotes and brackets with a stop in them."""
    if not (marks or "’" in text or "'" in text):
        return ()
    found = (m for m in _found(_MORE, text) if not _inside_aside(text, m))
    return (_after_closers(text, m.end() - len(m[0]) + len(m[0].rstrip())) for m in found)


def _behind_math(text: str, after_words: frozenset[int], marks: bool) -> Iterable[int]:
    """Behind math: `$x$. Then`."""
    return (m.end() for m in _AFTER_MATH.finditer(text)) if "$." in text else ()


_PROPOSALS: tuple[Callable[[str, frozenset[int], bool], Iterable[int]], ...] = (
    _behind_words,
    _behind_others,
    _behind_closers,
    _behind_math,
)
"""Where a sentence may end: by the text, its ends behind words, and whether it has quotation marks or brackets."""


def _wide_ends(text: str) -> list[int]:
    """Behind the stops of East Asia and of India."""
    return [m.end() for m in _CJK_END.finditer(text)] if _has_any(text, "。！？" + DANDAS) else []


def _asides(text: str) -> dict[int, int]:
    """Where asides end → where the sentences stopped that they go with."""
    if not _has_any(text, (". (", "! (", "? (")):
        return {}
    found = ((m.end(), m.start() + 1) for m in _ASIDE.finditer(text))
    return {end: stop for end, stop in found if stopped_before(text, stop)}


def _all_told(text: str, ends: int) -> bool:
    """Whether no stop of `text` is left for sentencex: `ends` of them follow a word, and no other is before a space."""
    if not text.isascii() and _OTHER.search(text):
        return False
    stops = text.count(".") + text.count("?") + text.count("!")
    if stops - ends == text.rstrip().endswith((".", "?", "!")):
        return True
    return sum(1 for _ in _found(_BEFORE_SPACE, text)) == ends


def _proposed(text: str) -> set[int]:
    """Where sentencex would end sentences, behind closing quotes and before white space.

    It takes quadratic time over open quotes and brackets, hence windows: no paragraph of prose is as long.
    """
    ends = set()
    begin = 0
    while begin < len(text):
        stop = begin + _WINDOW_CHARS
        if stop < len(text):
            stop = text.rfind(" ", begin + _WINDOW_CHARS // 2, stop) + 1 or stop
        at = begin
        for piece in _segments(text[begin:stop]):
            at += len(piece)
            if at < stop:
                end = at
                while end and text[end - 1].isspace():
                    end -= 1
                ends.add(_after_closers(text, end) if text[end : end + 1] in CLOSERS else end)
        begin = stop
    return ends


def _segments(text: str) -> list[str]:
    """The pieces sentencex makes of `text`; the whole of it where sentencex breaks.

    It slices between the bytes of wide spaces (1.0.15), and a panic of Rust is no `Exception`: it would
    end the process. It takes `<` for the head of a tag and splits nothing behind it.
    """
    try:
        plain = text if text.isascii() else _WIDE_SPACE.sub(" ", text)
        plain = plain.translate(_ANGLES) if "<" in plain else plain
        return list(sentencex.segment("en", _SHORT_YEAR.sub("-", plain) if "'" in plain else plain))
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return [text]


def _after_closers(text: str, at: int) -> int:
    """`at` moved behind the closing quotes and brackets that belong to the stop before it."""
    while (
        at < len(text) and text[at] in CLOSERS and not (text[at] in '"“' and text[at + 1 : at + 2].isalnum())
    ):
        if text[at] in "([":
            break
        at += 1
    return at


def _inside_aside(text: str, match: re.Match[str]) -> bool:
    """Whether a stop before `)` ends an aside within a sentence, not a sentence in parentheses."""
    closing = match[0].strip()[-1]
    if closing not in ")]":
        return False
    opening = text.rfind(
        "(" if closing == ")" else "[", max(0, match.start() - MAX_QUOTATION_CHARS), match.start()
    )
    before = text[max(0, opening - 40) : opening].rstrip(CLOSERS + " \t") if opening >= 0 else ""
    return not (opening >= 0 and (not before or before[-1] in ".!?…:"))


def _within(quoted: list[tuple[int, int]], closed_last: list[int], at: int) -> bool:
    """Whether `at` lies within one of the spans `quoted`, which are sorted.

    `closed_last` is the furthest end of each span and of those before it.
    """
    i = bisect_left(quoted, (at, -1)) - 1
    return i >= 0 and closed_last[i] > at
