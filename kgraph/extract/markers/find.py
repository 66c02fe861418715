"""Finds every citation token of the body, and what each names (semantics, section 4)."""

import re
from dataclasses import dataclass, field

from kgraph import identifiers
from kgraph.extract.lists.candidates import Lists
from kgraph.extract.lists.names import attribution, is_reading_list
from kgraph.extract.markers import conventions
from kgraph.extract.markers.author_years import YEAR_ONLY, author_year_in, is_author_year, is_year_of_author
from kgraph.extract.markers.bare_digits import scan_digits
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.parentheses import in_parentheses
from kgraph.extract.markers.superscripts import scan_superscripts
from kgraph.extract.sentences.sites import names_site
from kgraph.extract.text.characters import RAISED_DIGIT
from kgraph.extract.text.places import Marks
from kgraph.extract.tokens import NUMBERS, Taken, Token, Vocabulary, expand
from kgraph.model import Block, Document, Inline

_READ_ALOUD = re.compile(r"[^\W\d_]{2}|\d{4}")
"""What the words of a link to an entry hold, if they are more than its number or a sign."""
_SHOWN = re.compile(
    r"\b(?:fig(?:ures?|s?\.)|tab(?:les?|\.)|sec(?:tions?|s?\.)|eq(?:uations?|s?\.)|chapters?|appendix|algorithms?|listings?|theorems?|lemmas?)\s?\(?$",
    re.IGNORECASE,
)
"""What a number is of that goes to a part of the article: `Figure [1](#fig-one)`."""
_BEFORE_NUMBER = 14
_LIST_ANCHOR = re.compile(r"(?:^|[^a-z])(?:ref|bib|cit|works-cited|sources|literatur)", re.IGNORECASE)
"""How the anchor of a list or of an entry is called: `#references`, `#8-references`, `#bib.bib5`."""

_LIFTED_TOO = frozenset({"note", "generator-tag", "maintenance-tag", "link-bracket"})
"""Reasons of tokens that cite nothing and yet are no words of the text."""
_SPANS = frozenset({"start_span", "end_span"})
"""Where links of one vendor go that stand at either end of what it cites: `[span_1](start_span)`."""

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
    if bracketed >= _BRACKETS_SETTLE:
        return
    evidence, highest = Evidence(body, known), 0
    if not evidence.sure:
        return
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
        if n.kind == "link"
        and (n.end - n.start <= 6 or n.target in _SPANS or block.text.startswith("oai_citation", n.start))
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
    if occupied.overlaps(link.start, link.end):
        return None
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
    if link.target in _SPANS:
        return Token(
            block=i, start=link.start, end=link.end, labels=[], convention="opaque", reason="generator-tag"
        )
    bracketed = text[:1] == "(" and text[-1:] == ")" and len(text) < 6
    if bracketed:
        text = text[1:-1]  # `[(1)](https://…)`
    if not NUMBERS.fullmatch(text):
        return None
    labels = expand(text)
    known_label = any(x in known.labels for x in labels)
    if not known_label and link.target[1:] in known.anchors and YEAR_ONLY.fullmatch(text):
        return None  # `Lee ([2011](#ref-lee2011))`: the year is read aloud
    reason = None
    if link.target.startswith("#"):
        numbered = known_label or any(label.isdigit() for label in known.labels)
        shown = _SHOWN.search(block.text, max(0, link.start - _BEFORE_NUMBER), link.start)
        if link.target[1:] not in known.anchors and (shown or not numbered):
            reason = "local-link"
    elif bracketed and _SHOWN.search(block.text, max(0, link.start - _BEFORE_NUMBER), link.start):
        reason = "cross-reference"
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
    chosen: list[tuple[int, Inline, str | None]] = []
    plain: list[tuple[int, Inline, str | None]] = []
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
            if inline.target[:1] == "#":  # to an entry of the article itself, or to its list
                anchor = _entry_anchor(block, inline, known)
                if anchor:
                    chosen.append((i, inline._replace(target="#" + anchor), None))
                continue
            url = identifiers.canonical_url(inline.target)
            if url is None or attribution(block.text):
                continue
            text = " ".join(block.text[inline.start : inline.end].split())
            if text == "\ufffc":
                continue  # without words: a marker, or an anchor of the page
            listed = known.entry_at(inline.target, url) or url in known.pages
            named = is_author_year(text) or is_year_of_author(block.text, inline, text)
            if not _reading_list(block):
                (chosen if listed or named else plain).append((i, inline, url))
    if not chosen and not tokens.by_block and not lists.lists and not document.bibliography:
        chosen = plain
    citing: dict[int, list[Token]] = {}
    for i, inline, url in chosen:
        words = document.blocks[i].text[inline.start : inline.end]
        label = (known.entry_at(inline.target, url) or inline.target) if url else None
        if url is None and known.anchors[inline.target[1:]] is None:
            label = " ".join(words.split())
            label = label[1:-1] if label[0] + label[-1] == "()" else label
        token = Token(
            block=i, start=inline.start, end=inline.end, labels=[label] if label else [], convention="link",
            target=inline.target, keeps_text=url is not None or bool(_READ_ALOUD.search(words)),
            names_site=names_site(words, inline.target),
        )  # fmt: skip
        citing.setdefault(i, []).append(token)
    filled = {i: Taken(found) for i, found in citing.items()}
    tokens.ignored = [
        t for t in tokens.ignored if t.block not in filled or not filled[t.block].overlaps(t.start, t.end)
    ]
    for i, found in citing.items():
        tokens.by_block[i] = sorted((*tokens.by_block.get(i, ()), *found), key=lambda t: t.start)


def _entry_anchor(block: Block, link: Inline, known: Vocabulary) -> str | None:
    """The anchor of the entry that a link within the article cites; None where it cites none."""
    anchor = link.target[1:]
    if anchor in known.anchors:
        return anchor
    words = " ".join(block.text[link.start : link.end].split())
    if _LIST_ANCHOR.search(anchor) and is_author_year(words):
        name = author_year_in(words)
        return name if name in known.anchors else None
    return None


def _reading_list(block: Block) -> bool:
    """Whether the block is an item of a list of links, such as “Further reading”."""
    if not block.section or block.kind == "heading":
        return False
    first = next((n.start for n in block.inlines if n.kind == "link"), 99)
    return is_reading_list(block.section[-1], of_links=block.kind == "item" and first < 4)
