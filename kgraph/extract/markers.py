"""Finds every citation token of the body, and what each names (semantics, section 4)."""

import re
from dataclasses import dataclass, field

from kgraph import identifiers
from kgraph.extract import conventions
from kgraph.extract._bare_digits import scan_digits
from kgraph.extract._evidence import Evidence
from kgraph.extract._found import Lists
from kgraph.extract._glued import sure_labels
from kgraph.extract._names import attribution, is_reading_list, list_name
from kgraph.extract._parentheses import in_parentheses
from kgraph.extract._plain import Marks
from kgraph.extract._scripts import RAISED_DIGIT
from kgraph.extract._superscripts import scan_superscripts
from kgraph.extract._tokens import NUMBERS, Taken, Token, Vocabulary, expand
from kgraph.model import Block, Document, Inline

_AUTHOR_WORD = r"(?:[A-ZÀ-Þ][^\W\d]*(?:['’.-]{1,2}[^\W\d]+)*\.?|van|von|de|der|den|di|da|la|le|el|al|et\s+al\.?|and|und|y|&|others)"
_AUTHOR_YEAR = re.compile(
    rf"\(?(?:see |e\.g\.,? |cf\. )?{_AUTHOR_WORD}(?:,?\s+{_AUTHOR_WORD}){{0,12}}(?:,\s*|\s+|(?=[(\[]))(?P<open>[(\[])?(?:1[5-9]|20)\d\d[a-z]?"
    r"(?:\s*[,;&]\s*(?:1[5-9]|20)\d\d[a-z]?){0,4}[)\]]?\)?\.?"
)
_YEAR_ONLY = re.compile(r"[(\[]?(?:1[5-9]|20)\d\d[a-z]?[)\]]?")
_AUTHORS_BEFORE = re.compile(
    r"(?:\bet\s+al\.?,?|\b[A-ZÀ-Þ][^\W\d_]{1,30}\s(?:and|&)\s[A-ZÀ-Þ][\w'’-]{1,30},?)\s?[(\[]?$|\b[A-ZÀ-Þ][a-zà-ÿ]{1,30}\s?[(\[]$"
)
_BEFORE_YEAR = 80
"""How many characters before a linked year may hold its authors."""
_SHOWN = re.compile(
    r"\b(?:fig(?:ures?|s?\.)|tab(?:les?|\.)|sec(?:tions?|s?\.)|eq(?:uations?|s?\.)|chapters?|appendix|algorithms?|listings?|theorems?|lemmas?)\s?\(?$",
    re.IGNORECASE,
)
"""What a number is of that goes to a part of the article: `Figure [1](#fig-one)`."""
_BEFORE_NUMBER = 14
_PERIOD = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter|Q[1-4]|Version|Copyright)\b",
    re.IGNORECASE,
)
_CERTAIN_AUTHOR = re.compile(r"et al|,|&|\band\b|[(\[](?:1[5-9]|20)\d\d")
_NAME_YEAR = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-Za-zÀ-ÿ]+)? (?:1[5-9]|20)\d\d[a-z]?")


_LIFTED_TOO = frozenset({"note", "generator-tag", "maintenance-tag"})
"""Reasons of tokens that cite nothing and yet are no words of the text."""

_HOLD_NUMBERS = ("link", "sup")
"""Kinds of inlines that are tokens by themselves."""
_BRACKETS_SETTLE = 3
"""An article with so many resolving tokens of another convention has no bare digits."""


@dataclass(slots=True)
class Tokens:
    """The tokens of an article: those that cite, by block, and those ignored."""

    by_block: dict[int, list[Token]] = field(default_factory=dict)
    ignored: list[Token] = field(default_factory=list)


def find_markers(document: Document, lists: Lists, known: Vocabulary) -> Tokens:
    """Every token of the body blocks of `document`; those with a reason are ignored ones."""
    tokens = Tokens()
    body = [(i, b) for i, b in enumerate(document.blocks) if b.text and not lists.fills(i, b)]
    # One look at all of the text says what no block need be searched for.
    everything = "\n".join([b.text for _, b in body])
    likely = conventions.likely(everything)
    raised = not everything.isascii() and bool(RAISED_DIGIT.search(everything))
    scanned = {i: _scan(i, b, known, likely, raised=raised) for i, b in body}
    _settle_superscripts(body, scanned)
    _add_bare_digits(body, scanned, known)
    if known.labels and not any(t.reason is None for found in scanned.values() for t in found):
        for token in in_parentheses(body, known):
            scanned[token.block].append(token)
    for i, found in scanned.items():
        if i in lists.taken:
            found = [t for t in found if not lists.takes(i, t.start)]
        if not found:
            continue
        found.sort(key=lambda t: t.start)
        kept = [t for t in found if t.reason is None]
        tokens.ignored.extend(t for t in found if t.reason is not None)
        if kept:
            tokens.by_block[i] = kept
        noted = [t for t in found if t.reason in _LIFTED_TOO]
        if noted:
            tokens.by_block[i] = sorted(kept + noted, key=lambda t: t.start)
    _link_citations(document, lists, known, tokens)
    return tokens


def _settle_superscripts(body: list[tuple[int, Block]], scanned: dict[int, list[Token]]) -> None:
    """Where brackets are the convention, a superscript glued to a word or a symbol is an exponent."""
    cited = [(b, t) for i, b in body for t in scanned[i] if t.reason is None]
    raised = [
        (b, t)
        for b, t in cited
        if t.convention == "superscript" and t.target is None and b.text[t.start] not in "[("
    ]
    brackets = sum(t.convention in ("bracket", "numbered-link") for _, t in cited)
    if brackets < _BRACKETS_SETTLE or brackets <= len(raised):
        return
    for block, token in raised:
        if block.text[token.start - 1 : token.start].isalnum():
            token.reason = "exponent"


def _add_bare_digits(
    body: list[tuple[int, Block]], scanned: dict[int, list[Token]], known: Vocabulary
) -> None:
    """Adds superscript digits where the article has that convention, and none with brackets."""
    if not any(label.isdigit() for label in known.labels):
        return
    bracketed = sum(
        1
        for found in scanned.values()
        for t in found
        if t.reason is None and t.labels and t.labels[0] in known.labels
    )
    if bracketed >= _BRACKETS_SETTLE or not any(any(sure_labels(b.text, known)) for _, b in body):
        return
    evidence, highest = Evidence(body, known), 0
    for i, block in body:
        bare, highest = scan_digits(i, Marks(block), known, scanned[i], evidence=evidence, highest=highest)
        scanned[i].extend(bare)


def _scan(
    i: int, block: Block, known: Vocabulary, likely: list[conventions.Convention], *, raised: bool
) -> list[Token]:
    """The tokens of a block but for bare digits; `raised` tells that the article has superscript characters."""
    here = conventions.likely(block.text, likely) if likely else likely
    raised = raised and bool(RAISED_DIGIT.search(block.text))
    if not (here or raised) and not any(n.kind in _HOLD_NUMBERS for n in block.inlines):
        return []
    marks = Marks(block)
    found = conventions.scan(i, marks, known, here) if here else []
    if not block.inlines:
        return found + scan_superscripts(i, marks, known, found) if raised else found
    numbered = [
        n
        for n in block.inlines
        if n.kind == "link" and (n.end - n.start <= 6 or block.text.startswith("oai_citation", n.start))
    ]
    occupied = Taken(found if numbered else ())
    for inline in numbered:
        token = _numbered_link(i, block, inline, known, occupied)
        if token:
            found.append(token)
            occupied.add(token.start, token.end)
    if raised or any(n.kind == "sup" for n in block.inlines):
        return found + scan_superscripts(i, marks, known, found)
    return found


def _numbered_link(i: int, block: Block, link: Inline, known: Vocabulary, occupied: Taken) -> Token | None:
    """`[1](#ref-1)` and `[1](https://…)`: a link whose whole text is a number."""
    text = block.text[link.start : link.end].strip().strip("^")
    if text.startswith("oai_citation"):
        url = identifiers.canonical_url(link.target)
        return Token(
            block=i,
            start=link.start,
            end=link.end,
            labels=[known.urls.get(url or "", link.target)],
            convention="link",
            target=link.target,
        )
    if not NUMBERS.fullmatch(text) or occupied.overlaps(link.start, link.end):
        return None
    labels = expand(text)
    known_label = any(x in known.labels for x in labels)
    reason = None
    if len(text) == 4 and not known_label and link.target[1:] in known.anchors:
        return None  # `Moss et al. ([2013](#moss))`: a year, and one of the words
    if link.target.startswith("#"):
        numbered = known_label or any(label.isdigit() for label in known.labels)
        shown = _SHOWN.search(block.text, max(0, link.start - _BEFORE_NUMBER), link.start)
        if link.target[1:] not in known.anchors and (shown or not numbered):
            reason = "local-link"
    elif not known_label and (len(text) > 3 or identifiers.canonical_url(link.target) is None):
        reason = "year" if len(text) == 4 else "link"
    return Token(
        block=i,
        start=link.start,
        end=link.end,
        labels=labels,
        convention="numbered-link",
        target=link.target,
        reason=reason,
    )


def _link_citations(document: Document, lists: Lists, known: Vocabulary, tokens: Tokens) -> None:
    """Adds inline links that cite: to the page of an entry, or by author and year; else any, where nothing else cites."""
    chosen: list[tuple[int, Inline, str]] = []
    plain: list[tuple[int, Inline, str]] = []
    for i, block in enumerate(document.blocks):
        if block.definition and not block.definition.startswith("^"):
            continue
        links = [n for n in block.inlines if n.kind == "link" and n.end > n.start] if block.inlines else ()
        if not links:
            continue
        occupied = Taken(tokens.by_block.get(i, ()))
        end = -1
        for inline in links:
            if lists.takes(i, inline.start) or inline.end <= end:
                continue
            end = inline.end  # an address within a link's words is no link of its own
            if occupied.overlaps(inline.start, inline.end):
                continue
            local = _anchor_of_entry(inline.target, known)
            url = local or identifiers.canonical_url(inline.target)
            if url is None or attribution(block.text):
                continue
            text = " ".join(block.text[inline.start : inline.end].split())
            if text == "\ufffc":
                continue  # without words: a marker, or an anchor of the page
            listed = local or known.entry_at(inline.target, url)
            named = _is_author_year(text) or _is_year_of_author(block.text, inline, text)
            if not _reading_list(block):
                (chosen if listed or named else plain).append((i, inline, url))
    if not chosen and not tokens.by_block and not lists.lists and not document.bibliography:
        chosen = plain
    touched = set()
    if chosen and tokens.ignored:  # what a link's words hold is no token of its own
        within: dict[int, Taken] = {}
        for i, inline, _ in chosen:
            within.setdefault(i, Taken()).add(inline.start, inline.end)
        tokens.ignored = [
            t for t in tokens.ignored if t.block not in within or not within[t.block].overlaps(t.start, t.end)
        ]
    for i, inline, url in chosen:
        label = known.entry_at(inline.target, url) or inline.target.removeprefix("#")
        tokens.by_block.setdefault(i, []).append(
            Token(
                block=i,
                start=inline.start,
                end=inline.end,
                labels=[label],
                convention="link",
                target=inline.target,
                keeps_text=True,
            )
        )
        touched.add(i)
    for i in touched:
        tokens.by_block[i].sort(key=lambda t: t.start)


def _anchor_of_entry(target: str, known: Vocabulary) -> str | None:
    """The anchor of an entry that a link goes to; that of the whole list, `#references`, is none."""
    anchor = target[1:]
    if target[:1] != "#" or anchor not in known.anchors or anchor == "refs" or list_name(anchor):
        return None
    return anchor


def _is_author_year(text: str) -> bool:
    """Whether a link's text is an author–year citation.

    >>> _is_author_year("Nichol & Dhariwal, 2021"), _is_author_year("He, et al. 2016"), _is_author_year("December 2020")
    (True, True, False)
    """
    if len(text) > 150 or not _AUTHOR_YEAR.fullmatch(text) or _PERIOD.search(text):
        return False
    return bool(_CERTAIN_AUTHOR.search(text)) or bool(_NAME_YEAR.fullmatch(text))


def _is_year_of_author(words: str, link: Inline, text: str) -> bool:
    """Whether a link's text is a year and the words before it its authors: `Moss et al. ([2013](url))`."""
    if len(text.strip("()[]")) > 5 or not _YEAR_ONLY.fullmatch(text):
        return False
    before = words[max(0, link.start - _BEFORE_YEAR) : link.start]
    found = _AUTHORS_BEFORE.search(before)
    return found is not None and not _PERIOD.search(found[0])


def _reading_list(block: Block) -> bool:
    """Whether the block is an item of a list of links, such as “Further reading”."""
    if not block.section or block.kind == "heading":
        return False
    first = next((n.start for n in block.inlines if n.kind == "link"), 99)
    return is_reading_list(block.section[-1], of_links=block.kind == "item" and first < 4)
