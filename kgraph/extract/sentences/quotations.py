"""Quotations and parentheses: no sentence ends within one (semantics, section 5)."""

from kgraph import late_re as re
from kgraph.extract.lexicon import each

_MARKS = re.compile(r"[()（）“”„«»「」『』《》\[\]\"‘’']")
_ASCII_MARKS = re.compile(r"[()\[\]\"']")
_SINGLE = re.compile(r"(?<![^\s(\[“\"—–])[‘'](?=[^\W\d_])|(?<=\S)[’'](?!\w)")
"""A single quote opens before a letter that no character touches; within a word it is an apostrophe."""
_PAIRS = {"(": ")", "（": "）", "“": "”", "«": "»", "「": "」", "『": "』", "《": "》", "[": "]", "„": "“"}
_CHINESE_SPEECH = f"(?:{'|'.join(each('words.speech', 'zh'))})(?:[道着完罢]|(?=[，。！？；：:]|$))"
_JAPANESE_SPEECH = f"と(?:{'|'.join(each('words.speech', 'ja'))})"
_SPEAKER = re.compile(
    r"[とっ](?!うとう|ても|にかく|ころ|きに|りあえず|もかく|はいえ|っくに)"
    rf"|(?P<chinese>[^，。！？；、“「]{{1,16}}?{_CHINESE_SPEECH})|[^，。！？；、“「]{{1,16}}{_JAPANESE_SPEECH}"
)
"""Who said it, behind a quotation in Chinese or Japanese."""
ATTRIBUTED = re.compile(
    r"(?:[—–―]{1,2}|--)\s*[《「]?\w|-\s{1,3}(?:[A-ZÀ-Þ][\w.'’-]{0,30}(?:[ ,]{1,2}|(?=[(\[]|$))){1,5}(?:[(\[]|$)"
)
"""`“It works.” — A. Author`: who said it belongs to what was said; behind a hyphen, names alone do."""
_WIDE = "\u2e80"
"""The first character of the scripts of East Asia."""
MAX_QUOTATION_CHARS = 1200
"""No quotation of more characters is believed."""
_GUILLEMETS_CHARS = 2400
"""The same of guillemets, whose two ends no apostrophe looks like."""


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans inside matched quotation marks and parentheses, the marks themselves left out."""
    spans: list[tuple[int, int]] = []
    marks, straight = _Open(), _Straight(text)
    for match in (_ASCII_MARKS if text.isascii() else _MARKS).finditer(text):
        char, at = match[0], match.start()
        if char in "‘’'" and not _SINGLE.match(text, at):
            continue
        if char == '"':
            if marks.closer() == "“" and text[at - 1] not in " \t([":  # `„…"`
                opened = marks.pop()
                if at - opened <= MAX_QUOTATION_CHARS:
                    spans.append((opened, at + 1))
                continue
            spans += straight.meet(at)
            continue
        if char in "‘'" and (at == 0 or text[at - 1] in ' \t\n([“"—–') and text[at + 1 : at + 2].isalpha():
            marks.push("’" if char == "‘" else "'", at)
        elif char == "»" and marks.closer() != "»" and _opens_inwards(text, at):
            marks.push("«", at)
        elif marks.closer() == char or (char == "”" and marks.closer() == "“"):  # `„…”`
            opened = marks.pop()
            if at - opened <= (_GUILLEMETS_CHARS if char in "«»" else MAX_QUOTATION_CHARS):
                spans.append((opened, at + 1))
        elif char in _PAIRS:
            marks.push(_PAIRS[char], at)
        elif (first := marks.opened_by(char)) is not None and at - first <= MAX_QUOTATION_CHARS:
            while marks.pop() != first:
                pass  # what was opened within, and never closed
            spans.append((first, at + 1))
    return sorted(spans)


class _Straight:
    """Straight double quotes, which look the same at either end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._opened = -1
        """Where one opened that has not closed; -1 where none is open."""

    def meet(self, at: int) -> list[tuple[int, int]]:
        """The span that the quote at `at` closes, if it closes one that is believed."""
        text, opened = self._text, self._opened
        opens = at == 0 or text[at - 1] in " \t([—–-“:/"
        if opened < 0:
            self._opened = at if opens or _opens_wide(text, at) else -1
        elif not (opens and text[at + 1 : at + 2].isalnum()):
            self._opened = -1
            return [(opened, at + 1)] if at - opened <= MAX_QUOTATION_CHARS else []
        return []


class _Open:
    """The marks that are open, the last of them on top, found at once by what closes them."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, int]] = []
        self._depths: dict[str, list[int]] = {}
        """What closes a mark → where in the stack those stand that it would close."""

    def push(self, closer: str, at: int) -> None:
        self._depths.setdefault(closer, []).append(len(self._stack))
        self._stack.append((closer, at))

    def pop(self) -> int:
        """Takes the last mark; where it opened."""
        closer, at = self._stack.pop()
        self._depths[closer].pop()
        return at

    def closer(self) -> str:
        """What closes the last mark; nothing where none is open."""
        return self._stack[-1][0] if self._stack else ""

    def opened_by(self, closer: str) -> int | None:
        """Where the last mark that `closer` closes opened; None where none is open."""
        depths = self._depths.get(closer)
        return self._stack[depths[-1]][1] if depths else None


def _opens_inwards(text: str, at: int) -> bool:
    """Whether the guillemet at `at` opens a quotation as in German and Slovenian books: `»Tides«`. Not `« Marées »`."""
    return (at == 0 or text[at - 1] in " \t\n\r([—–-") and text[at + 1 : at + 2].isalnum()


def _opens_wide(text: str, at: int) -> bool:
    """Whether the straight quote at `at`, where none is open, opens one amid characters that no space parts."""
    before, after = text[at - 1], text[at + 1 : at + 2]
    if after >= _WIDE:
        return before >= _WIDE or not before.isalnum()
    return before >= _WIDE and after.isalnum()


def has_speaker(left: str, right: str) -> bool:
    """Whether `right` tells who said the quotation that ends `left`, and `left` has not told already (`他说：“好。”`).

    >>> has_speaker("“好。”", "王明说。"), has_speaker("他说：“好。”", "王明说。"), has_speaker("“好。”", "他强调安全。")
    (True, False, False)
    """
    found = _SPEAKER.match(right)
    if not found or not found["chinese"]:
        return found is not None
    opening = max(map(left.rfind, "“「『"))
    return left[opening - 1 : opening] not in tuple("：:，,")
