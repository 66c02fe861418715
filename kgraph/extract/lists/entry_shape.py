"""Which lines of running text, and which footnotes, are entries by their shape alone."""

import re

from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.patterns import AUTHOR_LIST, QUOTED, YEAR
from kgraph.extract.entries.recognise import looks_like_entry
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.lists.candidates import GrowingEntry, read_labels
from kgraph.extract.lists.wrapped import entry_lines
from kgraph.extract.text.characters import SENTENCE
from kgraph.model import Block

_KEYED = re.compile(r"\[[^\[\]@]{0,60}@\w|(?<![\w@./])@\{?[A-Za-z][\w:.-]{0,80}\d")
"""A key in a footnote: what cites is prose, not itself the entry."""
_REMARK = re.compile(rf"\s?(?:{patterns_of('patterns.remarks')})\s[a-z]")
"""How a footnote begins that remarks on something: a year or a quotation makes no source of it."""
_DATED_HEAD = re.compile(r"[^.\d“\"(]{3,120},[^.\d“\"(]{2,120}\.\s(?:1[5-9]|20)\d\d[a-z]?\.\s[“\"]")
"""Authors, a year and a title in quotation marks: `Moss, Ann, and Bo Reed. 2016. “Tides`."""
_INITIAL = re.compile(r"\s[A-ZÀ-Þ]\.$")
_LEAD_WORDS = 3
"""How many words before a link are too few to tell."""
_AGAIN = re.compile(rf"\s?(?:{patterns_of('patterns.again')})\b", re.IGNORECASE)
"""How a footnote begins that cites once more what the one before cites."""


def entry_shaped(block: Block, start: int, end: int) -> bool:
    """Whether a line of running text has the shape of an entry rather than of prose."""
    text = block.text[start:end]
    if len(text) > 500:
        return False
    links = find_links(block, start, end)
    if links and sum(b - a for a, b, _ in links) >= 0.3 * len(text):
        return True
    if len(SENTENCE.findall(text)) > 5 and not (AUTHOR_LIST.match(text) or _DATED_HEAD.match(text)):
        return False  # the stops of initials and of journals are many
    if links and (links[-1][1] >= end - 3 or links[0][0] <= start + 1):
        return True
    return (
        looks_like_entry(block, start, end)
        and bool(
            re.match(
                r"[A-ZÀ-Þ\"“«*\[《「『\u3040-\u30ff\u3400-\u9fff]|[—–-]{3}|(?:de|van|von|den|der|di|da|del|la|le)\s[A-Z]",
                text,
            )
        )
        and bool(re.search(r"(?:1[5-9]|20)\d\d", text) or re.search(r"10\.\d{4,}/|arXiv:", text))
    )


def footnote_cites(block: Block, start: int = 0) -> bool:
    """Whether a footnote, whose words begin at `start`, is an entry: a remark, or what cites by key, is prose."""
    if _KEYED.search(block.text) or (_REMARK.match(block.text, start) and "://" not in block.text):
        return False
    if _AGAIN.match(block.text, start):
        return True
    spans = entry_lines(block)
    return bool(spans) and entry_shaped(block, max(start, spans[0][0]), spans[-1][1])


def reads_on(block: Block, entry: GrowingEntry) -> bool:
    """Whether an entry that was found is prose with a link in its last sentence, under a heading such as `Notes`.

    The words before the link lead into it, and are neither authors nor a title with its year.
    """
    links = find_links(block, entry.start, entry.end)
    lead = block.text[entry.start : links[0][0]] if links else ""
    return (
        bool(lead)
        and block.kind == "paragraph"
        and entry.labels[0][0] is None
        and (lead.rstrip()[-1:].isalnum() or bool(SENTENCE.search(lead)))
        and len(lead.split()) > _LEAD_WORDS
        and "://" not in block.text[links[0][0] : links[0][1]]
        and not (YEAR.search(lead) or QUOTED.search(lead) or AUTHOR_LIST.match(lead))
    )


def is_wrapped(block: Block, spans: list[tuple[int, int]]) -> bool:
    """Whether a paragraph of the lines `spans`, without label, is one entry broken for its length: its first line alone is none."""
    (start, end), last = spans[0], spans[-1][1]
    return (
        block.kind == "paragraph"
        and (block.text[end - 1] not in ".!?:：" or bool(_INITIAL.search(block.text, end - 3, end)))
        and not read_labels(block, start, end, first=True)
        and not entry_shaped(block, start, end)
        and entry_shaped(block, start, last)
    )
