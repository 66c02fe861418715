"""Link definitions (`[1]: url "title"`): the parser resolves and swallows them; articles cite by them."""

from bisect import bisect_right
from collections.abc import Sequence

from kgraph import late_re as re
from kgraph.model import Block, Inline
from kgraph.spans import Span

_LABEL = r"\[(?!\^)((?:[^\]\[\\\r\n]|\\.){1,200})\]"
_TITLE = r"(\"[^\"\r\n]*\"|'[^'\r\n]*'|\([^()\r\n]*\))"
_DEFINITION = re.compile(
    rf"^ {{0,3}}(?:(?:>|[-*+] ) ?){{0,3}}{_LABEL}:[ \t]*(?:<([^<>\r\n]*)>|([^\s<]\S*))"
    rf"(?:[ \t]*(?:\r?\n[ \t]*)?{_TITLE})?[ \t]*\r?$",
    re.MULTILINE,
)
_IMAGE = re.compile(r"!\[([^\[\]\r\n]{0,200})\]\[([^\[\]\r\n]{0,200})\]")


Dropped = tuple[int, int, str]


def inserted(
    masked: str, blocks: list[Block], dropped: Sequence[Dropped], section: tuple[str, ...] = ()
) -> tuple[list[Block], list[Dropped]]:
    """`blocks` with one block for each link definition, in order of the text, which begins in `section`; what is no text.

    Only definitions that no block and no dropped stretch covers are taken: the others are text or code. Of those, a
    comment (`[//]: # (…)`) and what a picture names (`![][kite]`) are dropped as well.
    """
    if "]:" not in masked:
        return blocks, []
    covered = sorted((b.span.start, b.span.end) for b in blocks)
    covered += [(start, end) for start, end, reason in dropped if reason != "html"]
    covered.sort()
    starts = [start for start, _ in covered]
    furthest: list[int] = []
    for _, end in covered:
        furthest.append(max(end, furthest[-1] if furthest else 0))
    pictures = {m[2] or m[1] for m in _IMAGE.finditer(masked)} if "![" in masked else set()
    found: list[Block] = []
    no_text: list[Dropped] = []
    for match in _DEFINITION.finditer(masked):
        i = bisect_right(starts, match.start())
        if i and furthest[i - 1] > match.start():
            continue
        label = match[1].strip()
        if label in ("//", "comment") or match[2] == "#" or match[3] == "#":
            no_text.append((match.start(), match.end(), "comment"))
            continue
        if label in pictures or (match[2] or match[3] or "").startswith("data:"):
            no_text.append((match.start(), match.end(), "image"))
            continue
        found.append(_block(match))
    if not found:
        return blocks, no_text
    merged = sorted([*blocks, *found], key=lambda b: b.span.start)
    last = section
    placed = []
    for block in merged:
        if block.definition is None or block.definition.startswith("^"):
            last = block.section if block.kind != "heading" else (*block.section, block.text)
            placed.append(block)
        else:
            placed.append(_within(block, last))
    return placed, no_text


def _block(match: re.Match[str]) -> Block:
    """The definition as a block whose text is title and URL, the URL a link."""
    group = 2 if match[2] is not None else 3
    runs, parts, plain = [], [], 0
    title = ""
    if match[4]:
        title = match[4][1:-1]
        runs.append((0, match.start(4) + 1, match.end(4) - 1))
        parts.append(title)
        plain = len(title)
    if plain:
        runs.append((plain, match.start(group), match.start(group)))
        parts.append(" ")
        plain += 1
    url = match[group]
    runs.append((plain, match.start(group), match.end(group)))
    parts.append(url)
    place = Span(match.start(group), match.end(group))
    inlines = [Inline("link", plain, plain + len(url), url, place)]
    if title:
        inlines.append(Inline("title", 0, len(title), "", Span(match.start(4), match.end(4))))
    return Block(
        kind="footnote", text="".join(parts), runs=tuple(runs), inlines=tuple(inlines),
        span=Span(match.start(), match.end()), definition=match[1].strip(),
    )  # fmt: skip


def _within(block: Block, section: tuple[str, ...]) -> Block:
    return Block(
        kind=block.kind, text=block.text, runs=block.runs, inlines=block.inlines, span=block.span,
        section=section, definition=block.definition,
    )  # fmt: skip
