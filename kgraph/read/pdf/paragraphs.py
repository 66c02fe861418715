"""Lines → paragraphs, headings and items: by their distance, their size and their weight, and by what begins a line."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kgraph import late_re as re
from kgraph.read.pdf.layout import Line
from kgraph.read.running_text import RunningText
from kgraph.read.sheet import Sheet

_FAR = 1.4
"""So much more than the usual distance of lines parts paragraphs."""
_LARGE = 1.12
"""So much larger than most of the text a heading is."""
_HEADING_CHARS = 160
_FILLED = 0.8
"""A line that ends a sentence and is shorter than so much of the longest ones ends a paragraph."""
_ITEM = re.compile(r"(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,3}\.(?=\s{1,9}\S)|[•▪–·]\s)")
_STOP = re.compile(r"[.!?:][\"”’)\]\d,–-]{0,12}$")
_HYPHEN = re.compile(r"[^\W\d_]-$")
_NUMBER = re.compile(r"[-–\s]{0,4}(?:\d{1,5}|[ivxlc]{1,7})(?:\s{0,3}(?:/|of)\s{0,3}\d{1,5})?[-–\s]{0,4}", re.IGNORECASE)  # fmt: skip
_EDGE = 2
"""So many lines at the top and at the bottom of a page may be running heads."""
_MIN_PAGES = 3


def lay_down(lines: Sequence[Line], sheet: Sheet, text: str) -> str | None:
    """Lay the paragraphs that `lines` make down on a sheet; the title, where the first page sets one larger than all else."""
    heads = _running_heads(lines, text)
    for line in heads:
        sheet.drop(line.start, line.end, "chrome")
    kept = [line for line in lines if line not in set(heads)]
    if not kept:
        return None
    usual = Counter(round(line.size, 1) for line in kept for _ in range(line.end - line.start)).most_common(
        1
    )[0][0]
    title = _title(kept, usual)
    for block in _blocks(kept, text):
        if block[0] in title:
            for line in block:
                sheet.drop(line.start, line.end, "front-matter")
        elif _is_heading(block, usual, text):
            sheet.heading(_joined(block, text), 2)
        else:
            sheet.put("paragraph", _joined(block, text))
    return " ".join(" ".join(text[line.start : line.end] for line in title).split()) or None


def _running_heads(lines: Sequence[Line], text: str) -> list[Line]:
    """Lines at the edges of pages that come again on others, and numbers of pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = [line for page in pages.values() for line in dict.fromkeys((*page[:_EDGE], *page[-_EDGE:]))]
    keys = {line: re.sub(r"\d+", "#", text[line.start : line.end].casefold()) for line in edges}
    counts = Counter(keys.values())
    often = max(_MIN_PAGES, len(pages) // 3)
    return [
        line
        for line in edges
        if counts[keys[line]] >= often
        or (
            _NUMBER.fullmatch(text, line.start, line.end)
            and line in (pages[line.page][0], pages[line.page][-1])
        )
    ]


def _title(lines: Sequence[Line], usual: float) -> list[Line]:
    """The lines of the first page that are larger than all others of the file."""
    largest = max(line.size for line in lines)
    found = [line for line in lines if line.size >= 0.98 * largest]
    fits = largest > _LARGE * usual and all(line.page == lines[0].page for line in found) and len(found) <= 4
    return found if fits else []


def _blocks(lines: Sequence[Line], text: str) -> list[list[Line]]:
    """The lines of each paragraph."""
    distances = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 5 * a.size]
    usual = median(distances) if distances else 0.0
    filled = sorted(line.end - line.start for line in lines)[len(lines) * 3 // 4]
    blocks = [[lines[0]]]
    for before, line in pairwise(lines):
        if _parts(before, line, usual, filled, text):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _parts(before: Line, line: Line, usual: float, filled: int, text: str) -> bool:
    """Whether a paragraph ends between two lines."""
    if abs(before.size - line.size) > 0.1 * before.size or before.is_bold != line.is_bold:
        return True
    if _ITEM.match(text, line.start, line.end):
        return True
    ends = _STOP.search(text[max(before.start, before.end - 20) : before.end]) is not None
    if ends and before.end - before.start < _FILLED * filled:
        return True
    if before.page != line.page or line.y > before.y:  # another page or column: a sentence may go on
        return ends and not text[line.start].islower()
    return bool(usual) and before.y - line.y > _FAR * usual


def _is_heading(block: Sequence[Line], usual: float, text: str) -> bool:
    length = block[-1].end - block[0].start
    stands_out = all(line.size > _LARGE * usual or line.is_bold for line in block)
    return stands_out and length <= _HEADING_CHARS and text[block[-1].end - 1] not in ".,;"


def _joined(block: Sequence[Line], text: str) -> RunningText:
    """The text of a block: a word that a hyphen parts at the end of a line is one again where it goes on in small letters."""
    out = RunningText()
    for line, following in zip(block, [*block[1:], None], strict=True):
        end = line.end
        parted = following is not None and _HYPHEN.search(text[max(line.start, end - 2) : end])
        if parted and following is not None and text[following.start].islower():
            end -= 1
        at = line.start
        for start, stop, kind, target in line.marks:
            if start < at or stop > end:
                continue
            out.words(text[at:start], at, start)
            since = out.plain
            out.words(text[start:stop], start, stop)
            out.mark(kind, since, target, start, stop)
            at = stop
        out.words(text[at:end], at, end)
        if following is not None and end == line.end:
            out.space(line.end, following.start)
    return out
