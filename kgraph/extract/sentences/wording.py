"""The plain words of a claim: a sentence without its markers and the space they leave (semantics, section 6)."""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of

MARKER_SLOT = "\x00"
"""Stands in a sentence where a marker was."""

_MAX_NESTED_BRACKETS = 4
_GROUPING = MARKER_SLOT + " \t\n,;，、"
_OPENING = frozenset("([（【［{,;，、")
_QUOTES = '"”“’»'
_GROUP = re.compile(r"\x00(?:[ \t\n,;，、]*\x00)+")
SIGNAL = rf"(?:(?:{patterns_of('patterns.signals')}|&)\s*){{0,3}}"
"""Words that only lead to a source."""
_BRACKETED = re.compile(
    rf"[(（\[【［]\s*(?i:{SIGNAL}\x00(?:[\s,;·•|/]*{SIGNAL}\x00){{0,20}})[\s,;.]*[)）\]】］]"
)
_OPENS = re.compile(r"[(（\[【［]")
_BEFORE_STOP = re.compile(
    r"\x00(?:(?=»)|[ \t\n]*(?=[,;:!?)\]}，。；：！？、）】」』।॥–—-]|\.(?![A-Za-z]\w)|\.\.\.|$))"
)
"""The space before `»` is its own, as French sets it, and stays."""
_STOP_TWICE = re.compile(
    r"([.!?。！？])([\"”“’»)\]]*)[ \t\n]?\x00[ \t\n]*\.(?!\.|\w)|([.!?])\x00[ \t\n]*(?=[.!?](?!\w))"
)
_COMMA_STOP = re.compile(r"[,;，、]\s{0,9}\x00\s{0,9}(?=[.!?。](?!\w)|[,，)）])")
"""`First, [1].`, `The boats, [1], rise.` and `(about ten; [1])`: what would have followed the comma was the marker."""
_AT_START = re.compile(r"^[ \t\n]*\x00[ \t\n]*[:,;]?\s*")
_BLANK = " \t\n\u00a0\u2009\u202f"
_BEFORE_FIRST = _BLANK + MARKER_SLOT
_STOP_BEHIND = re.compile(r"\x00[ \t\n]*[.!?。,，)）]")
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200b\u202f\u3000]+")
_WIKI_LINK = re.compile(
    r"!?(?<![A-Za-z0-9_)])\[\[(@?(?:[^\W\d]|\d{4}-\d\d-)[^\[\]|\n]{0,200})(?:\|([^\[\]\n]{1,200}))?\]\]"
)
"""A link between notes, `[[note|words]]`, and a picture set so."""
_BULLETS = frozenset("•‣◦▪●○■–—-:・")
_BULLET = re.compile(r"^(?:[•‣◦▪●○■–—:-]\s+|・\s*)")
"""Bullets that are text to the reader, and the colon with which Pandoc begins the caption of a table."""


def claim_text(sentence: str, *, has_code: bool = False, leftover: re.Pattern[str] | None = None) -> str:
    """`sentence`, in which `MARKER_SLOT` marks where markers stood, as a reader would say it, without what `leftover` finds.

    >>> claim_text("It broke in 2024 \\x00—months before \\x00.")
    'It broke in 2024—months before.'
    >>> claim_text("It improved (see \\x00; cf. \\x00).")
    'It improved.'
    >>> claim_text("by Cavalleri et al.\\x00. We"), claim_text("The chip\\xa0\\x00: yes")
    ('by Cavalleri et al. We', 'The chip: yes')
    """
    text = sentence
    if MARKER_SLOT in text:
        text = tidy_text(text)
    if leftover and not has_code:
        text = leftover.sub("", text)
    if "[[" in text and not has_code:
        text = _WIKI_LINK.sub(lambda m: "" if m[0][0] == "!" else m[2] or m[1], text)
    if text.isascii() and "  " not in text and "\n" not in text and "\t" not in text:
        text = text.strip()
        return text[1:].lstrip() if text.startswith(": ") else text
    # What is printable has no white space but U+0020.
    if "  " in text or "\ufffc" in text or not text.isprintable():
        text = _SPACE.sub(" ", text.replace("\ufffc", ""))
    text = text.strip()
    return _BULLET.sub("", text) if text[:1] in _BULLETS else text


def tidy_text(text: str) -> str:
    """`text` without its slots, the brackets, signal words and white space that belonged to their markers."""
    head, _, tail = text.partition(MARKER_SLOT)
    if not tail.strip(_GROUPING):
        # Nearly every marker stands at the end of its sentence.
        head = head.rstrip()
        if head and head[-1] not in _OPENING:
            return head
    elif tail.strip(_GROUPING) == "." and head[-1:] not in _OPENING:
        head = head.rstrip()
        if head and head[-1] not in _OPENING and head.rstrip(_QUOTES)[-1:] not in tuple(".!?"):
            return head if head[-1] == ":" else head + "."
    if MARKER_SLOT in tail:
        text = _GROUP.sub(MARKER_SLOT, text)
    for _ in range(_MAX_NESTED_BRACKETS if _OPENS.search(text) else 0):
        bare = _BRACKETED.sub(_without_brackets, text)
        if bare == text:
            break
        text = _GROUP.sub(MARKER_SLOT, bare)
    if _STOP_BEHIND.search(text):
        text = _STOP_TWICE.sub(lambda m: (m[1] or "") + (m[2] or "") + (m[3] or ""), text)
        text = _COMMA_STOP.sub(MARKER_SLOT, text)
    if text[:1] in _BEFORE_FIRST:
        text = _AT_START.sub("", text)
    first, *rest = _without_slots_before_stops(text).split(MARKER_SLOT)
    parts = [first]
    for behind in rest:
        parts[-1:] = _parted(parts[-1], behind)
    return "".join(parts)


def _without_slots_before_stops(text: str) -> str:
    """`text` without the slots right before a stop, and the white space around them."""
    parts, at = list[str](), 0
    for slot in _BEFORE_STOP.finditer(text):
        parts.append(text[at : slot.start()].rstrip(_BLANK))
        at = slot.end()
    return "".join((*parts, text[at:]))


def _without_brackets(match: re.Match[str]) -> str:
    """A marker without the brackets it filled; those of `f()`, glued to a word, stay."""
    text, at = match.string, match.start()
    before = text[at - 1 : at]
    if text[at] == "(" and at and before.isascii() and (before.isalnum() or before == "_"):
        return match[0].replace(MARKER_SLOT, "")
    return MARKER_SLOT


def _parted(left: str, right: str) -> tuple[str, str]:
    """What stood before and behind a marker, with a space where one stood or is missing."""
    before, after = left.rstrip(_BLANK), right.lstrip(_BLANK)
    if len(before) < len(left) or len(after) < len(right):
        return before, " " + after
    last, first = left[-1:], right[:1]
    glued = last.isascii() and first.isascii() and (last.isalnum() or last in ".,;:!?)") and first.isalnum()
    return left, " " + right if glued else right
