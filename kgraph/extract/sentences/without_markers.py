"""From a block and its tokens to sentences: markers are unmarked out, then the rest is split (semantics, section 5)."""

from collections import deque
from collections.abc import Sequence

from kgraph.extract.sentences import split as sentences
from kgraph.extract.sentences.breaks import find_breaks, with_subjects
from kgraph.extract.sentences.joined_groups import (
    Sentence,
    with_links_at_end,
    with_links_behind,
    with_sites,
    with_stops,
)
from kgraph.extract.sentences.sites import groups_behind_stops
from kgraph.extract.sentences.stops import stopped_before
from kgraph.extract.sentences.unbroken import joined, unbroken
from kgraph.extract.sentences.way_back import WayBack
from kgraph.extract.sentences.wording import MARKER_SLOT
from kgraph.extract.text.characters import CJK
from kgraph.extract.values import Token
from kgraph.model import Block
from kgraph.spans import made

_SEPARATORS = " \t,;，；、"


def sentences_of(block: Block, taken: Sequence[tuple[int, int]], tokens: Sequence[Token]) -> list[Sentence]:
    """The sentences of a block, each with its tokens, and its text with `MARKER_SLOT` for each of them.

    `taken` are the plain spans of the block that belong to a reference list.
    """
    whole = unbroken(block) if block.inlines else []
    if not tokens and not taken:
        text = block.text
        if "\n" not in text:
            return [
                made(Sentence, (a, b, text[a:b], ())) for a, b in joined(sentences.split(text, []), whole)
            ]
    tokens = with_subjects(block.text, tokens)
    sites = groups_behind_stops(block.text, tokens) if any(t.names_site for t in tokens) else []
    pieces, slots = remove_markers(block, taken, tokens, sites)
    unmarked = "".join(block.text[a:b] if b > a else " " for a, b in pieces)
    breaks = find_breaks(block, tokens, pieces, slots, unmarked)
    if sites:
        breaks += _unmarked_offsets(pieces, [end for _, end in sites])
    spans = sentences.split(unmarked, breaks)
    if whole:
        edges = _unmarked_offsets(pieces, [edge for span in whole for edge in span])
        spans = joined(spans, list(zip(edges[::2], edges[1::2], strict=True)))
    found = _assign(pieces, spans, unmarked, tokens, slots)
    if sites:
        found = with_sites(block, found, {start for start, _ in sites})
    found = with_stops(block.text, found)
    if not any(t.keeps_text for t in tokens):
        return found
    return with_links_at_end(block, with_links_behind(block, found))


def _unmarked_offsets(pieces: list[tuple[int, int]], plain: list[int]) -> list[int]:
    """Where the plain offsets, which ascend, lie in the text that the pieces make together."""
    found: list[int] = []
    length = 0
    for start, end in pieces:
        while len(found) < len(plain) and plain[len(found)] <= end:
            found.append(length + max(0, plain[len(found)] - start))
        length += max(end - start, 1)
    return found + [length] * (len(plain) - len(found))


def remove_markers(
    block: Block,
    taken: Sequence[tuple[int, int]],
    tokens: Sequence[Token],
    sites: Sequence[tuple[int, int]] = (),
) -> tuple[list[tuple[int, int]], list[int]]:
    """Plain pieces that stay, and for each token its offset in the text they make together.

    `sites` are groups of links that stay behind a stop. An empty piece stands for one space: put where a
    token alone parts a stop from the next word.
    """
    text = block.text
    gaps = [(_with_space(text, t.start, t.end), t.end, True) for t in tokens if not t.keeps_text]
    gaps += _around_groups(text, gaps)
    gaps += [(a, min(b, len(block.text)), False) for a, b in taken]
    gaps += [(start, start, False) for start, _ in sites]
    gaps.sort()
    pieces: list[tuple[int, int]] = []
    at = length = 0
    places: dict[int, int] = {}
    for start, end, is_token in gaps:
        if start > at:
            pieces.append((at, start))
            length += start - at
        if is_token:
            places[end] = length
        at = max(at, end)
        before, after = block.text[at - (end - start) - 1 : start][-1:], block.text[at : at + 1]
        if (
            before in '.!?”"'
            and before
            and (after.isalnum() or after == "“" or (after == '"' and block.text[at + 1 : at + 2].isalnum()))
            and not CJK.match(after or " ")
        ):
            pieces.append((at, at))
            length += 1
    if at < len(block.text):
        pieces.append((at, len(block.text)))
    return pieces, [places.get(t.end, -1) if not t.keeps_text else -1 for t in tokens]


def _around_groups(text: str, gaps: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """What parts and ends groups behind the stop of a sentence: `It rained. [1], [2].`"""
    more: list[tuple[int, int, bool]] = []
    first = last = 0
    for i, (start, end, _) in enumerate(gaps):
        if not i or start - last > 4 or text[last:start].strip(_SEPARATORS):
            first = start
        last = until = end
        after = text[end : end + 1]
        if after == ".":
            until = end if text[end + 1 : end + 2].strip() else end + 1
        elif after in _SEPARATORS and i + 1 < len(gaps):
            following = gaps[i + 1][0]
            if (
                following - end <= 4
                and text[end:following].strip()
                and not text[end:following].strip(_SEPARATORS)
            ):
                until = following
        before = first - 1 if text[first - 1 : first] == " " else first
        if until == end or text[before - 1 : before].isalnum():
            continue  # as nearly always: a word is before the group, not a stop
        if stopped_before(text, first):
            more.append((end, until, False))
    return more


def _with_space(text: str, start: int, end: int) -> int:
    """`start`, or one less where the space before the token would part a stop from its closing quote."""
    closes = text[end : end + 1] in ("”", "»", "’", "」", "』") or (
        text[end : end + 1] == '"' and not text[end + 1 : end + 2].isalnum()
    )
    return start - 1 if closes and text[start - 2 : start] in (". ", "! ", "? ") else start


def _assign(
    pieces: list[tuple[int, int]],
    spans: list[tuple[int, int]],
    unmarked: str,
    tokens: Sequence[Token],
    slots: list[int],
) -> list[Sentence]:
    out: list[Sentence] = []
    rest = deque((p, t) for p, t in zip(slots, tokens, strict=True) if p >= 0)
    keeping = deque(t for t in tokens if t.keeps_text)
    back = WayBack(pieces)
    after = [start for start, _ in spans[1:]]
    for (a, b), following in zip(spans, [*after, None], strict=False):
        places: list[int] = []
        own: list[Token] = []
        while rest and (following is None or _belongs_before(*rest[0], b, following)):
            place, token = rest.popleft()
            if token.reason != "link-bracket":
                places.append(max(0, min(place, b) - a))
            own.append(token)
        start, end = back.plain(a), back.plain(b - 1) + 1
        while keeping and keeping[0].start < end:
            own.append(keeping.popleft())
        if own:
            own.sort(key=lambda t: t.start)
            start = min(start, own[0].start)
            # The words of a link that cites may go on in the next sentence.
            end = max(end, *(0 if t.keeps_text else t.end for t in own))
        text = unmarked[a:b]
        out.append(made(Sentence, (start, end, _with_marks(text, places) if places else text, tuple(own))))
    return out


def _belongs_before(place: int, token: Token, end: int, next_start: int) -> bool:
    """Whether a token at `place` goes with the sentence that stops at `end`, before the next one starts.

    A group behind a stop does (semantics, section 5); a bare `@key` there is the subject of what follows.
    """
    return place < end if token.narrative else place <= next_start


def _with_marks(text: str, places: list[int]) -> str:
    """`text` with `MARKER_SLOT` put in at each of `places`."""
    parts, at = [], 0
    for place in places:
        parts.append(text[at:place])
        parts.append(MARKER_SLOT)
        at = place
    parts.append(text[at:])
    return "".join(parts)
