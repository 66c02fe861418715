"""The works that a note names, one after another, with the remarks between them left out."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.links import find_links
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.notes.people import PERSON
from kgraph.extract.notes.placed_titles import is_placed_title
from kgraph.extract.notes.proofs import NoteProof, proof_of
from kgraph.extract.notes.short_titles import short_title
from kgraph.extract.notes.wording import CAPITAL, JOINS, LEAD, behind_leads
from kgraph.extract.text.characters import YEAR_DIGITS
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_NAME = rf"[{CAPITAL}][\w'’-]{{1,30}},\s[{CAPITAL}][\w'’-]{{1,30}}[,:;]\s"
_BREAK = re.compile(
    rf"(?P<list>[;；])(?!\s?\d)\s*|(?<=[.!?”»\"')>\]\d])\s+(?={LEAD}|{_NAME})|(?P<line>\n)|(?P<join>,?\s)(?={JOINS}\s(?:also\s)?)|(?P<comma>,\s)"
)
"""Where one work may end and another begin; what stands before and behind decides. Not in `2020;3:4`, a journal's volume."""
_COMPLETE = re.compile(r"(?:\d[a-z]?|(?<=\d)\sff?\.?|[)）\]>”\"»页頁])[\s.,]*$")
"""How the words of a work end: a year, a page, a bracket, an address. A name goes on (`in: Moss, Ann; Reed, …`)."""
_TITLE_GOES_ON = (",”", ',"', ",»", ",’")
"""What ends a title that its volume follows."""
_MORE_PAGES = re.compile(r"[\s\d.,–-]*(?:\w{1,3}\.\s?)?\d")
_JOIN = re.compile(rf"{JOINS}\s(?:also\s)?(?:{LEAD})?")
_TAIL_CHARS = 40
_STOP = re.compile(rf"[.!?][”\"»)]?\s+(?=[{CAPITAL}])")
_AT_STOP = re.compile(r"(?:[\d)）\]>”\"»]|\d\s?ff?)$")
"""What stands before the stop that ends a work."""
_DATED_HEAD = re.compile(
    rf"[^.!?\"“„«]{{2,300}}(?:(?:\s[{CAPITAL}]|\set\sal)\.[^.!?\"“„«]{{0,120}}){{0,20}}\({YEAR_DIGITS}[a-z]?\)"
)
"""Authors and the year behind them: the stop that follows is before the title."""
_GOES_ON = re.compile(
    rf"(?i:{patterns_of('patterns.address_leads')}|online|doi|isbn|issn|urn|pmid|arxiv)\b|[Ii]n[:,]?\s|\W|{PERSON}[,.:]"
)
"""What goes on with a work behind a stop: where it is found, its volume, its identifiers."""
_CRITIQUE = re.compile(rf"(?:{patterns_of('patterns.critiques')})(?!\w)", re.IGNORECASE)
"""What leads to a work that disputes the one before: that is not what the text rests on."""
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_ASKED_WORDS = 8
_LOWER_WORDS = 4
"""So many of the words behind a stop are in lower case where they are a sentence, not the name of a publisher."""
_SENTENCE_CHARS = 120
_AT_STOP_CHARS = 5
_PROSE = re.compile(
    rf"(?:(?=[a-z])(?i:{words_of('words.articles')})|[{CAPITAL}][\w-]{{1,30}}['’]s)\s[a-zà-ÿ]{{3,30}}\s"
)
"""Prose that goes on behind `;`: `the catalogue dates the volume …`, `Wiley's catalogue dates it …`."""
_ADDRESS = re.compile(r"https?://|www\.")
_LEAD_CHARS = 400
_TITLE_WORDS = 4
"""So many words has a link that is a title, not the name of a site."""


class Work(NamedTuple):
    """A work that a note names: the paragraph of the note, and the plain `[start, end)` of what names it there."""

    paragraph: int
    start: int
    end: int


def works_of(paragraphs: Sequence[Block], within: tuple[int, int] | None = None) -> tuple[Work, ...]:
    """The works that a note names, in order; empty where it explains. The note is plain `within` of the one block, if given.

    Matches two in `See Moss, *Tides*, 1999; Reed, *Kelp*, 2001.`, one in `Reed, Otto; Moss, Ina: Kelp, Ulm 2001.`. What
    disputes a work before it is none (`But see …`).
    """
    found: list[Work] = []
    for i, block in enumerate(paragraphs):
        for start, end in _stretches(block, *(within or (0, len(block.text)))):
            if found and _CRITIQUE.match(block.text, start, end):
                continue
            until = _end_of_work(block, start, end)
            proof = proof_of(block, start, until)
            if proof and found and _says_more(block, (start, until), proof, new=found[0].paragraph < i):
                continue
            if (
                proof
                and found
                and found[-1].paragraph == i
                and _only_tells_where(block, found[-1], start, end)
            ):
                found[-1] = found[-1]._replace(end=end)
            elif proof:
                found.append(Work(i, start, until))
            elif found and found[-1].paragraph == i and _MORE_PAGES.match(block.text, start, end):
                found[-1] = found[-1]._replace(end=end)
    return tuple(found)


def _only_tells_where(block: Block, before: Work, start: int, end: int) -> bool:
    """Whether words behind a work without a link say no more than where it is: `See https://…`."""
    if find_links(block, before.start, before.end):
        return False
    links = find_links(block, start, end)
    lead = block.text[start : links[0][0]] if len(links) == 1 else ""
    return (
        bool(lead.strip())
        and behind_leads(f"{lead}X") == len(lead)
        and _ADDRESS.match(block.text, links[0][0]) is not None
        and not block.text[links[0][1] : end].strip(" .)>")
    )


def _says_more(block: Block, place: tuple[int, int], proof: NoteProof, *, new: bool) -> bool:
    """Whether words behind a work say more of it: a new paragraph with a link, or prose that holds an identifier."""
    words = block.text[place[0] : place[1]]
    if proof.is_weak and new:
        return not behind_leads(words)
    return proof.name == "identifier" and _PROSE.match(words) is not None


def whole_note(paragraphs: Sequence[Block], within: tuple[int, int] | None = None) -> Work:
    """The first paragraph of a note, or plain `within` of it, that nothing in it proves to name a work, but its shape."""
    start, end = within or (0, len(paragraphs[0].text))
    return Work(0, start, _end_of_work(paragraphs[0], start, end))


def _stretches(block: Block, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The stretches of a note in plain `[start, stop)` that may each name a work."""
    text = block.text
    links = find_links(block, start, stop)
    begins, ends = {a for a, _, _ in links}, {b for _, b, _ in links}
    for found in _BREAK.finditer(text, start, stop):
        at = found.start()
        tail = text[max(start, at - _TAIL_CHARS) : at]
        linked = any(end in ends for end in range(max(start, at - 3), at + 1))
        sentence = not (found["list"] or found["line"]) and tail.rstrip()[-1:] in tuple(".!?”»")
        if found["comma"]:
            if not (found.start() in ends and found.end() in begins and _are_titles(links, found)):
                continue
        elif found["join"]:
            behind = _JOIN.match(text, found.end())
            if not (linked and behind and behind.end() in begins):
                continue
        elif sentence and tail.rstrip()[-2:] in _TITLE_GOES_ON:
            continue  # `Moss, “The horn,” *Boats, Ropes, and Tides* (Ulm, 1987)`
        elif not (linked or sentence or _COMPLETE.search(tail) or _is_next(block, found)):
            continue
        yield from _trimmed(text, start, at)
        start = found.end()
    yield from _trimmed(text, start, stop)


def _are_titles(links: Sequence[tuple[int, int, str]], found: re.Match[str]) -> bool:
    """Whether both links around a comma have the words of a title: `[On the tides of May](…), [Kelp and who eats it](…)`."""
    words = [
        len(found.string[start:end].split())
        for start, end, _ in links
        if end == found.start() or start == found.end()
    ]
    return len(words) == 2 and min(words) >= _TITLE_WORDS


def _is_next(block: Block, found: re.Match[str]) -> bool:
    """Whether family names and a title stand behind `;`, whatever remark is before it: `…, on kelp; Reed, *Reading the Sea*`."""
    at = found.end()
    return bool(found["list"]) and (
        short_title(block, at, len(block.text)) is not None or is_placed_title(block, at, len(block.text))
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _end_of_work(block: Block, start: int, end: int) -> int:
    """Where a work ends that a remark follows: `Ann Moss, *Tides*, 12. She says more …`."""
    text = block.text
    links = find_links(block, start, end)
    begins, ends = {a for a, _, _ in links}, {b for _, b, _ in links}
    start += behind_leads(text[start : min(end, start + _LEAD_CHARS)])
    venues = {n.start for n in inlines_in(block, start, end, "emphasis")}
    dated = _DATED_HEAD.match(text, start, end)
    for stop in _STOP.finditer(text, dated.end() + 2 if dated else start, end):
        before = text[max(start, stop.start() - _AT_STOP_CHARS) : stop.start()]
        if stop.end() in begins or not (stop.start() in ends or _AT_STOP.search(before)):
            continue
        if _CRITIQUE.match(text, stop.end(), end):
            return stop.start() + 1
        if _GOES_ON.match(text, stop.end(), end) or stop.end() in venues:
            continue
        behind = text[stop.end() : stop.end() + _SENTENCE_CHARS].partition("://")[0]
        words = _WORDS.findall(behind)[:_ASKED_WORDS]
        if sum(word[0].islower() for word in words) >= _LOWER_WORDS:
            return stop.start() + 1
    return end
