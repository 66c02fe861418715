"""Quotations and parentheses: no sentence ends within one (semantics, section 5)."""

import re

_MARKS = re.compile(r"[()（）“”„«»「」『』《》\[\]\"‘’']")
_SINGLE = re.compile(r"(?<![^\s(\[“\"—–])[‘'](?=[^\W\d_])|(?<=\S)[’'](?!\w)")
"""A single quote opens before a letter that no character touches; within a word it is an apostrophe."""
_PAIRS = {"(": ")", "（": "）", "“": "”", "«": "»", "「": "」", "『": "』", "《": "》", "[": "]", "„": "“"}
_SPEAKER = re.compile(
    r"[とっ](?!うとう|ても|にかく|ころ|きに|りあえず|もかく|はいえ|っくに)"
    r"|(?P<chinese>[^，。！？；、“「]{1,16}?(?:说|表示|指出|认为|写道|强调)(?:[道着完罢]|(?=[，。！？；：:]|$)))|[^，。！？；、“「]{1,16}と(?:述べ|語|言|話)"
)
"""Who said it, behind a quotation in Chinese or Japanese."""
ATTRIBUTED = re.compile(
    r"(?:[—–―]{1,2}|--)\s*[《「]?\w|-\s{1,3}(?:[A-ZÀ-Þ][\w.'’-]{0,30}(?:[ ,]{1,2}|(?=[(\[]|$))){1,5}(?:[(\[]|$)"
)
"""`“It works.” — A. Author`: who said it belongs to what was said; behind a hyphen, names alone do."""
_WIDE = "\u2e80"
"""The first character of the scripts of East Asia."""
MAX_QUOTATION = 1200
"""No quotation of more characters is believed."""


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans inside matched quotation marks and parentheses, the marks themselves left out."""
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    depths: dict[str, list[int]] = {}
    """What closes a mark → where in `stack` those stand that it would close."""
    straight = -1
    for match in _MARKS.finditer(text):
        char, at = match[0], match.start()
        if char in "‘’'" and not _SINGLE.match(text, at):
            continue
        if char == '"':
            if stack and stack[-1][0] == "“" and text[at - 1] not in " \t([":  # `„…"`
                opened = _pop(stack, depths)
                if at - opened <= MAX_QUOTATION:
                    spans.append((opened, at + 1))
                continue
            opens = at == 0 or text[at - 1] in " \t([—–-“:/"
            if straight < 0 and (opens or _opens_wide(text, at)):
                straight = at
            elif straight >= 0 and not (opens and text[at + 1 : at + 2].isalnum()):
                if at - straight <= MAX_QUOTATION:
                    spans.append((straight, at + 1))
                straight = -1
            continue
        if char in "‘'" and (at == 0 or text[at - 1] in ' \t\n([“"—–') and text[at + 1 : at + 2].isalpha():
            _push(stack, depths, "’" if char == "‘" else "'", at)
        elif stack and (stack[-1][0] == char or (char == "”" and stack[-1][0] == "“")):  # `„…”`
            opened = _pop(stack, depths)
            if at - opened <= MAX_QUOTATION:
                spans.append((opened, at + 1))
        elif char in _PAIRS:
            _push(stack, depths, _PAIRS[char], at)
        elif depths.get(char) and at - stack[depths[char][-1]][1] <= MAX_QUOTATION:
            depth = depths[char][-1]
            while len(stack) > depth:
                opened = _pop(stack, depths)
            spans.append((opened, at + 1))
    return sorted(spans)


def _push(stack: list[tuple[str, int]], depths: dict[str, list[int]], closer: str, at: int) -> None:
    depths.setdefault(closer, []).append(len(stack))
    stack.append((closer, at))


def _pop(stack: list[tuple[str, int]], depths: dict[str, list[int]]) -> int:
    """Takes the last mark that is open; where it opened."""
    closer, at = stack.pop()
    depths[closer].pop()
    return at


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
