"""Paragraphs that are items of a list by the numbers at their heads: GROBID makes paragraphs of what a page sets as a list."""

from collections.abc import Iterator

from kgraph import late_re as re
from kgraph.read.xml.tree import Element, Text
from kgraph.spans import Span

_SIGN = re.compile(r"\s{0,4}\(?([IVX]{1,5}|\d{1,2})([.)])\s{1,4}(?=\S)")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def without_numbers(text: Element) -> Iterator[Span]:
    """Takes the numbers of items from the heads of paragraphs; where each stood.

    `<p>… three ways: I. We …</p><p>II. They …</p>`: the second is one. Not `<p>V. Moss found …</p>`, before which nothing counts to four.
    """
    for holder in [text, *text.by_name().get("div", ())]:
        paragraphs = holder.elements("p")
        signs = [_number(p) for p in paragraphs]
        items: dict[int, re.Match[str]] = {}
        for i, (before, (match, number)) in enumerate(zip(paragraphs, signs[1:], strict=False), 1):
            if match is None or number < 2 or not _counts_to(before, number - 1, match):
                continue
            items[i] = match
            head, first = signs[i - 1]
            if head is not None and first == number - 1:
                items[i - 1] = head
        for i, match in items.items():
            words = paragraphs[i].children[0]
            if isinstance(words, Text):
                at = words.start + match.end()
                paragraphs[i].children[0] = Text(words.text[match.end() :], at, words.end)
                yield Span(words.start, at)


def _number(paragraph: Element) -> tuple[re.Match[str] | None, int]:
    """The number at the head of a paragraph, and what it counts to."""
    words = paragraph.children[0] if paragraph.children else None
    if not isinstance(words, Text) or words.end - words.start != len(words.text):
        return None, 0
    match = _SIGN.match(words.text)
    if match is None:
        return None, 0
    return match, int(match[1]) if match[1].isdigit() else _ROMAN.index(match[1]) if match[1] in _ROMAN else 0


def _counts_to(paragraph: Element, number: int, like: re.Match[str]) -> bool:
    """Whether a paragraph has the number before, at its head or behind a stop, written as the one that follows."""
    written = str(number) if like[1].isdigit() else _ROMAN[number]
    return (
        re.search(rf"(?:^|[:;.])\s{{0,4}}\(?{written}{re.escape(like[2])}\s", paragraph.words()) is not None
    )
