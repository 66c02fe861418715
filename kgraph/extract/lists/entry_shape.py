"""Which lines of running text, and which footnotes, are entries by their shape alone."""

from collections.abc import Sequence

from kgraph import late_re as re
from kgraph.extract.entries.author_styles import attributed
from kgraph.extract.entries.authors import are_people
from kgraph.extract.entries.links import all_cite, find_links
from kgraph.extract.entries.patterns import AUTHOR_LIST, FILM, NO_YEAR, QUOTED, YEAR
from kgraph.extract.entries.recognise import DOI, looks_like_entry
from kgraph.extract.entries.surnames import PARTICLE
from kgraph.extract.lexicon import patterns_of, words_of
from kgraph.extract.lists.candidates import TITLE_CHARS, GrowingEntry, only_link, read_labels
from kgraph.extract.lists.wrapped import begins_anew, entry_lines
from kgraph.extract.notes.back_references import read_back
from kgraph.extract.notes.proofs import Stretch
from kgraph.extract.text.characters import CJK, SENTENCE, YEAR_DIGITS
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_KEYED = re.compile(r"\[[^\[\]@]{0,60}@\w|(?<![\w@./])@\{?[A-Za-z][\w:.-]{0,80}\d")
"""A key in a footnote: what cites is prose, not itself the entry."""
_REMARK = re.compile(rf"\s?(?:{patterns_of('patterns.remarks')})\s[a-z]")
"""How a footnote begins that remarks on something: a year or a quotation makes no source of it."""
_DATED_HEAD = re.compile(rf"[^.\d“\"(]{{3,120}},[^.\d“\"(]{{2,120}}\.\s{YEAR_DIGITS}[a-z]?\.\s[“\"]")
"""Authors, a year and a title in quotation marks: `Moss, Ann, and Bo Reed. 2016. “Tides`."""
_HEAD = re.compile(
    rf"[A-ZÀ-ÞА-ЯЁ\"“«*\[《「『\u3040-\u30ff\u3400-\u9fff]|[—–-]{{3}}|(?:{PARTICLE}\s){{1,3}}[A-ZÀ-Þ]|d['’][A-ZÀ-Þ]"
)
"""How an entry begins: a capital letter, a quotation, what stands for the authors above, a particle of a surname."""
_INITIAL = re.compile(r"\s[A-ZÀ-Þ]\.$")
_INITIALS = re.compile(r"(?<!\w)[A-ZÀ-ÞА-ЯЁ]\.(?=\s)")
_ENTRY_STOPS = 5
"""How many sentences an entry has at most whose head does not tell it."""
_IDENTIFIER = re.compile(
    r"(?:doi:?\s?)?10\.\d{4,9}/\S{1,200}|arXiv:\s?\S{7,40}|(?:PMID|PMCID|ISBN):?\s?[\dXPMC-]{5,17}",
    re.IGNORECASE,
)
"""An identifier of a work: `10.1000/a`, `arXiv:2101.00001`."""
_BULLET = re.compile(r"[•‣◦▪●○⁃]\s{1,4}")
_YEAR_AT_END = re.compile(rf"[,(]\s?{YEAR_DIGITS}[a-z]?\)?\.?$")
_YEAR_BEHIND_NAMES = re.compile(rf"([^\d(]{{3,200}}?)[.,]?\s\(?{YEAR_DIGITS}[a-z]?\)?[.:,]\s")
_ENTRY_LINES = 4
"""How many lines an entry has at most that its address ends."""
_SAID_WORDS = 6
"""So many words in a link, with a stop behind them, are a sentence."""
_LEAD_WORDS = 3
"""How many words before a link are too few to tell."""


_EASTERN_PROSE = re.compile(
    rf"(?:{words_of('words.governing_unspaced')}|[。！？]|^)\s?{YEAR_DIGITS}\s?(?:年(?!版)[\s，,、]{{0,2}}[\u3040-\u9fffA-Za-z]|年代)"
)
"""A year that begins a sentence, or that a word such as `in` leads to: `他在 2006 年建了…`, not `出版社，2006 年，第 3 页`."""


def entry_shaped(block: Block, start: int, end: int) -> bool:
    """Whether a line of running text has the shape of an entry rather than of prose."""
    text = block.text[start:end]
    if len(text) > 500:
        return False
    if _IDENTIFIER.fullmatch(text.rstrip(".")):
        return True
    links = find_links(block, start, end)
    if links and sum(b - a for a, b, _ in links) >= 0.3 * len(text):
        return True
    stops = len(SENTENCE.findall(_INITIALS.sub("", text)))
    if stops > _ENTRY_STOPS and not (AUTHOR_LIST.match(text) or _DATED_HEAD.match(text)):
        return False  # the stops of journals are many
    if links and (links[-1][1] >= end - 3 or links[0][0] <= start + 1):
        return True
    if FILM.match(text):
        return True
    return (
        looks_like_entry(block, start, end)
        and bool(_HEAD.match(text))
        and bool(
            re.search(rf"{YEAR_DIGITS}", text)
            or re.search(r"10\.\d{4,}/|arXiv:", text)
            or NO_YEAR.search(text)
        )
    )


def footnote_cites(block: Block, start: int = 0) -> bool:
    """Whether a note, whose words begin at `start`, is an entry by its shape alone; what cites by key is prose.

    A remark is none, nor a year amid words: `Think of the winter of 1947, when nothing moved`.
    """
    if cites_by_key(block) or (_REMARK.match(block.text, start) and "://" not in block.text):
        return False
    if read_back(block.text[start:]) is not None:
        return True
    spans = entry_lines(block)
    if not spans:
        return False
    begin, end = max(start, spans[0][0]), spans[-1][1]
    return entry_shaped(block, begin, end) and not _year_amid_words(block, begin, end)


def cites_by_key(block: Block) -> bool:
    """Whether a note cites by key: it is prose, not itself the entry."""
    return bool(_KEYED.search(block.text))


def _year_amid_words(block: Block, start: int, end: int) -> bool:
    """Whether nothing but a year makes an entry of the words, and the year stands as in prose: `in 1911, when`."""
    stretch = Stretch(block, start, end)
    if stretch.links or DOI.search(stretch.text):
        return False
    if CJK.search(stretch.text):
        return not stretch.quoted and bool(_EASTERN_PROSE.search(stretch.text))
    return not (stretch.dated or stretch.placed or AUTHOR_LIST.match(stretch.text))


def are_prose(blocks: Sequence[Block], entries: Sequence[GrowingEntry]) -> bool:
    """Whether what was found under a heading such as `Notes` is prose: all of it reads on to links, or a third of it is links that are sentences."""
    said = sum(_is_said(blocks[e.block], e) for e in entries)
    return all(e.labels[0][0] is None and reads_on(blocks[e.block], e.start, e.end) for e in entries) or (
        said > 1 and said * 3 >= len(entries)
    )


def links_to_work(blocks: Sequence[Block], entry: GrowingEntry) -> bool:
    """Whether a link of an entry opens its work: not where each of its links is a number, which cites."""
    block = blocks[entry.block]
    if find_links(block, entry.start, entry.end):
        return not all_cite(block, entry.start, entry.end)
    return any(find_links(blocks[i], a, b) for i, a, b in entry.more)


def _is_said(block: Block, entry: GrowingEntry) -> bool:
    """Whether an item without label is a sentence, or several, that a link holds: `[You own what you keep.](https://…)`."""
    link = next(iter(find_links(block, entry.start, entry.end)), None)
    if link is None or block.kind != "item" or entry.labels[0][0] is not None:
        return False
    words = block.text[link[0] : link[1]].strip()
    return words[-1:] in ("?", "!", ".") and len(words.split()) >= _SAID_WORDS and not YEAR.search(words)


def reads_on(block: Block, start: int, end: int) -> bool:
    """Whether a line without label is prose with a link in its last sentence: `It is much like what is done by [kites](…)`.

    The words before the link lead into it, and are neither authors nor a title with its year.
    """
    links = find_links(block, start, end)
    lead = block.text[start : links[0][0]] if links else ""
    return (
        bool(lead)
        and block.kind == "paragraph"
        and (lead.rstrip()[-1:].isalnum() or bool(SENTENCE.search(lead)))
        and len(lead.split()) > _LEAD_WORDS
        and "://" not in block.text[links[0][0] : links[0][1]]
        and not (YEAR.search(lead) or QUOTED.search(lead) or AUTHOR_LIST.match(lead))
    )


def lines_apart(block: Block, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines `spans` of a paragraph, without the bullets that begin them all; none where not each is an entry.

    `• Tides, https://example.org/a⏎• Moons, https://example.org/b`. Not `Moss, A. (2020). Tides of the⏎sea.`
    """
    if len(spans) < 2 or block.kind not in ("paragraph", "quote"):
        return []
    bullets = [_BULLET.match(block.text, *span) for span in spans]
    if any(bullets):
        return (
            [(b.end(), span[1]) for b, span in zip(bullets, spans, strict=True) if b] if all(bullets) else []
        )
    if all(_IDENTIFIER.fullmatch(block.text, *span) for span in spans):
        return spans
    if any(begins_anew(block.text, *span) or _adds_address(block, *span) for span in spans[1:]):
        return []  # more of the line above
    return spans if all(entry_shaped(block, *span) for span in spans) else []


def _adds_address(block: Block, start: int, end: int) -> bool:
    """`PDF: https://example.org/a.pdf`. Not `Tides of the sea: https://example.org/a`."""
    first = next(iter(find_links(block, start, end)), None)
    return first is not None and first[0] - start < TITLE_CHARS and "://" in block.text[first[0] : first[1]]


def tells_a_work(block: Block, start: int, end: int) -> bool:
    """Authors and a year, a title set apart with its year, an identifier: `Moss, A. (2020). Tides.` Not `In 2020 the *tides* rose.`"""
    text = block.text[start:end]
    if _IDENTIFIER.search(text):
        return True
    if not YEAR.search(text):
        return False
    if AUTHOR_LIST.match(text) or _YEAR_AT_END.search(text) or attributed(text):
        return True
    dated = _YEAR_BEHIND_NAMES.match(text)
    if dated and are_people(dated[1]):
        return True
    quoted = QUOTED.search(text)
    begins = [i.start - start for i in inlines_in(block, start, end, "emphasis", "strong")]
    begins += [quoted.start()] if quoted else []
    return any(text[:at].strip()[-1:] in (*",.:;", "") for at in begins[:2])


def _ends_in_its_address(block: Block, spans: list[tuple[int, int]]) -> bool:
    """`Tides⏎https://example.org/a`. Not where a line above has a link, too."""
    *above, last = spans
    return (
        len(spans) <= _ENTRY_LINES
        and only_link(block, *last)
        and not find_links(block, above[0][0], above[-1][1])
    )


def is_wrapped(block: Block, spans: list[tuple[int, int]]) -> bool:
    """Whether the lines `spans` of a block, without label, are one entry, whose first line alone is none.

    It is broken for its length, or its address stands on its last line.
    """
    (start, end), last = spans[0], spans[-1][1]
    if _BULLET.match(block.text, start):
        return False
    if _ends_in_its_address(block, spans):
        return not read_labels(block, start, end, first=True) and not entry_shaped(block, start, end)
    return (
        block.kind == "paragraph"
        and (block.text[end - 1] not in ".!?:：" or bool(_INITIAL.search(block.text, end - 3, end)))
        and not read_labels(block, start, end, first=True)
        and not entry_shaped(block, start, end)
        and entry_shaped(block, start, last)
    )
