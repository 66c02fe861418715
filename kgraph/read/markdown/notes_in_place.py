"""Notes that stand where they are read: `^[…]`, sidenotes of elements, tags and shortcodes, Distill's footnotes.

The reader lifts them out of their sentence, which keeps a marker but for Distill's, and makes a footnote of them.
"""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.markdown.code_spans import without_code
from kgraph.read.markdown.html_tags import Tag
from kgraph.spans import Span

OPENS, CLOSES = "\x03", "\x04"
"""Stand for the two ends of a note that a tag, a shortcode or a bracket with attributes sets, while the parser looks."""
ENDS = re.compile(f"[{OPENS}{CLOSES}]")
_RAISED = re.compile(r"\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,20}\]")
_MAX_NOTE = 4000
"""No note within the text has more characters."""
_NAME = r"(?:(?:side|margin)[-_]?note|aside|footnote|fn)s?"
_ARGUMENTS = r"(?P<arguments>[^\n%{}<>]{0,200}?)"
_BODY = rf"(?P<body>(?:(?!\n\s{{0,9}}\n|\{{%|\{{\{{).){{1,{_MAX_NOTE}}}?)"
_LIQUID_BODY = re.compile(
    rf"\{{%-?\s{{0,9}}(?P<name>{_NAME})\b{_ARGUMENTS}-?%\}}{_BODY}\{{%-?\s{{0,9}}(?:end|/)(?:(?P=name))?\s{{0,9}}-?%\}}",
    re.DOTALL,
)
"""`{% sidenote %}…{% endsidenote %}`."""
_SHORTCODE_BODY = re.compile(
    rf"\{{\{{[<%]\s{{0,9}}(?P<name>{_NAME})\b{_ARGUMENTS}[>%]\}}\}}{_BODY}\{{\{{[<%]\s{{0,9}}/\s?(?P=name)\s{{0,9}}[>%]\}}\}}",
    re.DOTALL,
)
"""Hugo's `{{< sidenote >}}…{{< /sidenote >}}`."""
_QUOTED = r"\"[^\"]{1,4000}\"|'(?:[^']|(?<=\w)'(?=\w)){1,4000}'|“[^”]{1,4000}”"
_KEY = r"(?:[\"'“]?(?P<key>[\w:.-]{1,60})[\"'”]?\s{1,9})?"
_LIQUID = re.compile(rf"\{{%-?\s{{0,9}}{_NAME}\s{{1,9}}{_KEY}(?P<body>{_QUOTED})\s{{0,9}}-?%\}}")
"""`{% sidenote "id" "Ann Moss, *Tides*, 1999." %}`."""
_SHORTCODE = re.compile(
    rf"\{{\{{[<%]\s{{0,9}}{_NAME}\s{{1,9}}(?:(?:text|note|content)=)?{_KEY}(?P<body>{_QUOTED})\s{{0,9}}/?[>%]\}}\}}"
)
"""`{{< sidenote "Ann Moss, *Tides*, 1999." >}}`."""
_BRACKET = r"(?:[^\[\]\n]|\[[^\[\]\n]{0,400}\](?:\([^()\n]{0,400}\))?)"
_ATTRIBUTES = r"\{(?=[^{}\n]{0,100}\.(?:aside|column-margin|(?:side|margin)-?note)[\s}])[^{}\n]{1,200}\}"
_SPAN = re.compile(rf"\^?\[(?P<body>{_BRACKET}{{1,2000}})\]{_ATTRIBUTES}")
"""Quarto's `[Ann Moss, *Tides*, 1999.]{.aside}`."""
_FORMS = ((_LIQUID_BODY, "{%"), (_SHORTCODE_BODY, "{{"), (_LIQUID, "{%"), (_SHORTCODE, "{{"), (_SPAN, "]{"))
"""Each way to set one, and a sign that most texts lack."""
_SIDE = re.compile(r"aside|column-margin|(?:side|margin)[-_]?note|footnote|\bfn\b")
_SIDE_WORDS = (
    "aside",
    "column-margin",
    "footnote",
    "fn",
    *(f"{at}{sign}note" for at in ("side", "margin") for sign in ("", "-", "_")),
)
"""What all that `_SIDE` finds has in it: words are sought many times sooner than a pattern."""
_WORDS = re.compile(r"[\"'“]([^\"'”]{1,200})[\"'”]")
_PLACED = frozenset({"left", "right"})
_CLASSES = frozenset({"sidenote", "marginnote", "margin-note", "side-note", "sidenote-content"})
"""What themes call the element of a note at the side."""
_TOGGLES = frozenset(
    {"margin-toggle", "sidenote-number", "sidenote-toggle", "marginnote-ind", "sidenote-label"}
)
"""What they call the label before it, which shows its number."""
_ELEMENTS = frozenset({"sidenote", "marginnote"})
"""Elements that are notes by their names."""
_PROSE = frozenset({"d-footnote", "dt-fn"})
"""Distill's elements, whose words are prose that the sentence is not backed by."""


class Note(NamedTuple):
    """A note in a block under construction: plain `[start, end)` of it, that of its words, and what it is called."""

    start: int
    end: int
    first: int
    last: int
    key: str | None = None
    """None where nothing names it."""
    span: Span | None = None
    """All of it in the source, where that is more than its text."""
    is_prose: bool = False
    """Whether it leaves no mark."""


def caret_notes(text: str) -> list[Note]:
    """Pandoc's inline notes `^[…]`, brackets balanced; `^[1]` with nothing but numbers is a marker set high."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"[\[\]]", text):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.end()
    notes: list[Note] = []
    for match in re.finditer(r"\^\[", text):
        if (notes and match.start() < notes[-1].end) or _RAISED.match(text, match.end()):
            continue
        end = closing.get(match.end() - 1, 0)
        if 0 < end - match.end() <= _MAX_NOTE:
            notes.append(Note(match.start(), end, match.end(), end - 1))
    return notes


def is_note(tag: Tag) -> bool:
    """Whether an element is a note: by its name, or by the class that themes give sidenotes."""
    return tag.name in _ELEMENTS | _PROSE or (
        "class" in tag.attributes and not _CLASSES.isdisjoint(tag.attributes["class"].split())
    )


def is_prose(tag: Tag) -> bool:
    """Whether an element that is a note never cites for the sentence it stands in."""
    return tag.name in _PROSE


def is_toggle(tag: Tag) -> bool:
    """Whether an element is the label before a sidenote."""
    return tag.name == "label" and not _TOGGLES.isdisjoint(tag.attributes.get("class", "").split())


def mask_notes(text: str) -> str:
    """`text`, as long as it is, with notes that tags and shortcodes set between `OPENS` and `CLOSES`.

    What shows words of the sentence besides (`{{< sidenote "right" "id" "these words" >}}…`) keeps them. Not in code.

    >>> mask_notes('It is.{% sidenote "one" "A. Moss." %}').split()
    ['It', 'is.\\x03', 'A.', 'Moss.', '\\x04']
    """
    forms = [pattern for pattern, sign in _FORMS if sign in text]
    if not forms or not any(word in text for word in _SIDE_WORDS) or not _SIDE.search(text):
        return text
    bare = without_code(text)
    chars = list(text)
    found = [(form in (_LIQUID, _SHORTCODE), match) for form in forms for match in form.finditer(bare)]
    for is_quoted, match in found:
        start, end = match.span()
        first, last = match.span("body")
        if is_quoted:
            first, last = first + 1, last - 1
        shown, opens = _shown(match)
        if OPENS in chars[start:end] or last == end:
            continue
        chars[start:first] = " " * (shown - start) + text[shown:opens] + OPENS.ljust(first - opens)
        chars[last:end] = CLOSES.rjust(end - last)
    return "".join(chars)


def key_at(source: str, start: int) -> str | None:
    """What a note is called that a tag begins at `start` of the source."""
    for pattern in (_LIQUID, _SHORTCODE):
        match = pattern.match(source, start)
        if match and match["key"] not in _PLACED:
            return match["key"]
    return None


def _shown(match: re.Match[str]) -> tuple[int, int]:
    """Where the words of the sentence stand that the arguments of a shortcode with a body show; most show none."""
    words = list(_WORDS.finditer(match["arguments"])) if "arguments" in match.re.groupindex else []
    if len(words) != 3 or words[0][1] not in _PLACED:
        return match.start(), match.start()
    at = match.start("arguments")
    return at + words[2].start(1), at + words[2].end(1)


def trimmed(text: str, note: Note) -> Note:
    """`note` without the signs and the white space around its words."""
    first, last = note.first, note.last
    while first < last and (text[first].isspace() or text[first] == OPENS):
        first += 1
    while first < last and (text[last - 1].isspace() or text[last - 1] == CLOSES):
        last -= 1
    return note._replace(first=first, last=last)
