"""Notes that hold nothing but citations: they cite for the sentence they hang on."""

from collections.abc import Container, Sequence
from dataclasses import replace

from kgraph import late_re as re
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.markers.settle import Settled
from kgraph.extract.notes.wording import JOINS, LEAD, LOCATOR
from kgraph.extract.values import Token
from kgraph.model import Block, Document

_NOTE_CHARS = 400
"""No longer note is asked."""
_REST = re.compile(rf"(?:{LEAD}|{LOCATOR}|{JOINS}(?!\w)|[\s.,;:()\[\]（），；：。、])*")
"""What stands beside the citations of such a note: words that lead to them, places within them, signs."""
_OTHERS = frozenset({"footnote", "source"})
"""Kinds of tokens that name no work by themselves."""


def through_notes(document: Document, lists: ReferenceLists, settled: Settled) -> Settled:
    """`settled`, where the mark of a note that holds nothing but citations cites what they do.

    Matches `[^a]` with `[^a]: See @lee2010, p. 4; @roe2011.` Not with `[^a]: @lee2010 says more.`
    """
    marks = [t for tokens in settled.by_block.values() for t in tokens if _marks_note(t)]
    if not marks:
        return settled
    named = {t.labels[0] for t in marks}
    held: dict[str, list[int]] = {}
    for i, block in enumerate(document.blocks):
        key = block.definition or ""
        if key[:1] == "^" and key[1:] in named and i not in lists.taken:
            held.setdefault(key[1:], []).append(i)
    blocks = document.blocks
    notes = {
        key: numbers[0]
        for key, numbers in held.items()
        if len(numbers) == 1 and _holds_citations(blocks[numbers[0]], settled.by_block.get(numbers[0], ()))
    }
    if not notes:
        return settled
    by_block = {
        i: tuple(_citing(t, settled.by_block[notes[t.labels[0]]]) if _names(t, notes) else t for t in tokens)
        for i, tokens in settled.by_block.items()
    }
    ignored = tuple(t for t in settled.ignored if not _names(t, notes))
    return replace(settled, by_block=by_block, ignored=ignored, of_keys=frozenset(notes.values()))


def _marks_note(token: Token) -> bool:
    """Whether a token is the mark of a note that explains."""
    return token.kind == "footnote" and token.reason == "note" and len(token.labels) == 1


def _names(token: Token, notes: Container[str]) -> bool:
    return _marks_note(token) and token.labels[0] in notes


def _holds_citations(block: Block, tokens: Sequence[Token]) -> bool:
    """Whether a note is nothing but `tokens`, which all cite by labels or all by author and year."""
    if not tokens or len(block.text) > _NOTE_CHARS:
        return False
    if any(t.reason is not None or t.opaque or t.kind in _OTHERS for t in tokens):
        return False
    if any(t.keeps_text for t in tokens) and not (len(tokens) == 1 and _leads_to_entry(tokens[0])):
        return False
    if len({bool(t.works) for t in tokens}) > 1:
        return False
    last, rest = 0, []
    for token in tokens:
        rest.append(block.text[last : token.start])
        last = token.end
    return _REST.fullmatch(" ".join((*rest, block.text[last:]))) is not None


def _leads_to_entry(token: Token) -> bool:
    """`[Chaum 92](#Chaum92)`, where the anchor is that of an entry. Not a link to a page."""
    return token.kind == "link" and (token.target or "").startswith("#")


def _citing(mark: Token, held: Sequence[Token]) -> Token:
    """The mark of a note as what the tokens in it are together."""
    return mark._replace(
        reason=None,
        labels=tuple(dict.fromkeys(label for t in held for label in t.labels)),
        works=tuple(work for t in held for work in t.works),
        locator=held[0].locator if len(held) == 1 else None,
        target=held[0].target if len(held) == 1 and _leads_to_entry(held[0]) else mark.target,
    )
