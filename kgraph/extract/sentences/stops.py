"""Whether words stop: a sentence may end where they do (semantics, section 5)."""

from kgraph.extract.sentences.abbreviations import INITIALISM, abbreviated
from kgraph.extract.text.characters import DANDAS

CLOSERS = "«\"”“’'»)]）】」』*_"
"""What may stand behind the stop of a sentence and belong to it."""
_LOOK_BACK_CHARS = 40
"""How many characters tell whether a sentence stopped."""


def stops(left: str) -> bool:
    """Whether a sentence may end where `left`, the last words of it, does; no abbreviation is a stop.

    >>> stops("It is hot."), stops("as Lee et al.")
    (True, False)
    """
    tail = left.rstrip(CLOSERS)[-16:]
    if tail[-1:] in ("。", "！", "？", *DANDAS):
        return True
    if not tail or tail[-1] not in ".!?…" or left.endswith(("...", "…")):
        return False
    return not INITIALISM.search(tail) and not abbreviated(tail)


def stopped_before(text: str, at: int) -> bool:
    """Whether a sentence may have ended before `at`, white space apart.

    >>> stopped_before("It rained. [1]", 11), stopped_before("by Lee et al. [1]", 14)
    (True, False)
    """
    return stops(text[max(0, at - _LOOK_BACK_CHARS) : at].rstrip())
