"""Titles of entries that emphasis tells: what is emphasised, or what stands before an emphasised venue."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.extract.entries.author_styles import attributed
from kgraph.extract.entries.commas import title_behind
from kgraph.extract.entries.patterns import APA, CAPITAL, PERSON, YEAR
from kgraph.extract.entries.titles import SENTENCE_END, clean, flat
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.text.characters import YEAR_DIGITS
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block, Inline

_VENUE_NEXT = re.compile(r"\w{3}[.?!](?<!\beds\.)(?:\sIn:?)?\s?$", re.IGNORECASE)
"""What says that the emphasis behind it is a venue, however short the title: `Roe, B. Tides. *Science*`, `… . In *ICML*`."""
_NO_TITLE = re.compile(rf"(?:{patterns_of('patterns.no_titles')}|\W*\d{{4}}[a-z]?)\.?", re.IGNORECASE)
"""What stands between authors and an emphasised title: a role, a kind of work, a year (`Roe, A. 2019. *Tides*`)."""
_INITIALLED = re.compile(rf"(?:[{CAPITAL}]\.[ -]?){{1,3}}[{CAPITAL}][\w'’-]{{1,30}}")
"""The last of several authors before an emphasised title: `A. Moss, B. Reed. *Tides*`."""
_TITLE_WORDS = 6
_AROUND = " .,:;-–—*•"
_AROUND_AUTHORS = _AROUND.replace(".", "")
_OTHERS = re.compile(r",?\s(?:et al|and others)$")
_IN_VENUE = re.compile(r"(?<=[.?!])\s[Ii]n$")
"""What goes before the venue, behind a title: `Roe, A. Kites. In *Proceedings of …*`."""
_VOLUME = re.compile(rf"[.,]?\s{{0,2}}(?:(?:19|20)\d\d\s?;|\d{{1,4}}\s?[(:,]|\({YEAR_DIGITS}\))")
"""What follows the name of a journal: `*Lancet*. 2011;377`, `*Nature* 12(3)`."""
_ABNT = re.compile(
    rf"(?:[{CAPITAL}-]{{2,30}}(?:\s[{CAPITAL}-]{{2,30}}){{0,3}},\s(?:(?:[{CAPITAL}]\.?\s?){{1,4}}|[{CAPITAL}]\w+(?:\s(?:[{CAPITAL}]\w+|d[aeo]s?|[{CAPITAL}]\.)){{0,3}})(?:;\s?|\set al\b\.?|$)){{1,10}}"
)
"""Authors as the Brazilian standard (ABNT NBR 6023) has them, before a title in bold: `SILVA, Ana; SOUZA, J. A.`"""


_HEAD_CHARS = 4
_IN_ITALICS = re.compile(r"(?:et al\.?|in|ibid\.?|vol\.?.*)", re.IGNORECASE)
"""What is set in italics amid an entry, and is no title."""
_YEAR_ALONE = re.compile(r"\(?\d{4}[a-z]?\)?")
"""What is set in bold between authors and title: `Roe, A. (**2019**). *Tides*`."""


class Marked(NamedTuple):
    """A title told by emphasis: where the emphasis starts, the words before the title, the title."""

    start: int
    lead: str
    title: str


def marked_title(block: Block, start: int, end: int) -> Marked | None:
    """A title in emphasis, or before it, where the emphasis is that of a journal."""
    for inline in inlines_in(block, start, end, "emphasis", "strong"):
        words = flat(block.text[inline.start : inline.end])
        if inline.kind == "strong" and _YEAR_ALONE.fullmatch(words.strip()):
            continue
        if (
            inline.kind == "strong"
            and inline.start - start < _HEAD_CHARS
            and _ABNT.fullmatch(words.strip(" .:"))
        ):
            continue  # `**SILVA, Ana.** *Tides*`
        if _IN_ITALICS.fullmatch(words.strip()) or _is_all(block, inline, start, end, words):
            continue
        lead = flat(block.text[start : inline.start]).strip(_AROUND)
        if inline.kind == "strong" and lead:
            return Marked(inline.start, lead, words) if _ABNT.fullmatch(lead) else None
        return _before(block, start, end, inline, words)
    return None


def _before(block: Block, start: int, end: int, inline: Inline, words: str) -> Marked:
    """The title that `words`, an emphasis, tells with what stands before it: they are it, or the venue behind it."""
    before_it = flat(block.text[start : inline.start])
    whole = _OTHERS.sub("", before_it.strip(_AROUND))
    lead = _IN_VENUE.sub("", whole)
    head = attributed(lead)
    before = clean(title_behind(head)) if head else None
    if head and before and _NO_TITLE.fullmatch(before):
        return Marked(inline.start, head.authors, clean(words) or words)
    if before and _INITIALLED.fullmatch(before):
        return Marked(inline.start, lead, clean(words) or words)
    if head and before and (_is_title(before) or _VENUE_NEXT.search(before_it)):
        return Marked(inline.start, head.authors, before)
    if head and before and not PERSON.search(before) and _is_venue(block, inline, end, lead != whole):
        return Marked(inline.start, head.authors, before)
    sentence = SENTENCE_END.search(lead + " X")
    if sentence and _is_title(lead[sentence.end() :]):
        title = clean(lead[sentence.end() :]) or words
        return Marked(inline.start, lead[: sentence.start()], title)
    authors = before_it.strip(_AROUND_AUTHORS)
    return Marked(inline.start, authors, clean(words) or words)


def _is_venue(block: Block, inline: Inline, end: int, announced: bool) -> bool:
    """Whether an emphasis is a venue: `In` announces it, or a volume follows it."""
    return announced or bool(_VOLUME.match(block.text, inline.end, end))


def _is_all(block: Block, inline: Inline, start: int, end: int, words: str) -> bool:
    """Whether all of an entry is set so: authors and title, not a title alone."""
    if inline.start > start + 3 or inline.end < end - 2:
        return False
    return bool(
        attributed(words)
        or APA.match(words)
        or len(inlines_in(block, inline.start, inline.end, "emphasis", "strong")) > 1
    )


def _is_title(words: str) -> bool:
    """Whether the words between authors and an emphasised journal are a title: three, or more where one is a year."""
    count = len(words.split())
    if PERSON.fullmatch(words):
        return False
    return count >= _TITLE_WORDS or (count >= 3 and not YEAR.search(words))
