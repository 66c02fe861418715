"""Whether a stop that may end a sentence does: one row a reason, the first that knows it says (semantics, section 5)."""

from collections.abc import Callable

from kgraph import late_re as re
from kgraph.extract.lexicon import words_of
from kgraph.extract.sentences.abbreviations import (
    CLOCK,
    DATES,
    ENDS_TOO,
    MEASURED,
    NUMBER_ABBREVIATION,
    NUMBERED,
    OF_CLOCK,
    UNENDED,
    abbreviated,
)
from kgraph.extract.sentences.ordinals import DATED, ORDINAL, Tongue, within_date
from kgraph.extract.sentences.quotations import ATTRIBUTED, has_speaker
from kgraph.extract.sentences.stops import CLOSERS
from kgraph.extract.text.characters import DANDAS, WORD

_ONLY_NUMBER = re.compile(r"\W*(?:\d{1,3}|[IVX]{2,5})\.")
_ENUMERATES = re.compile(r"(?:(?<!\d)[:：]\s{0,3}\(?1|:\s{1,3}\(?1|[;；]\s{0,3}\(?\d{1,2})\.$")
_OPENERS = re.compile(rf"[\"“‘(\[]?(?:{words_of('words.openers')})\b")
"""A word that begins a sentence behind an abbreviation."""
_BRAND = re.compile(r"[a-z]+[A-Z]")
_ADDRESS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/")
"""The rest of an address that a space parts: `https://example. org/tides`."""
_SHORT_END = re.compile(r"\b\w{1,3}\.$")
_WIDE = "\u2e80"
"""The first character of the scripts of East Asia."""
_WIDE_END = "\uff00"
_LEFT_CHARS = 8000
_RIGHT_CHARS = 80
_TAIL_CHARS = 16
"""How many characters before a stop tell an abbreviation."""
_NUMBER_CHARS = 8
"""What is shorter may be the number of a point alone: `(12).`"""
_WORDS_BEFORE_SMALL = 3
"""A sentence before one that begins with a small letter has more words."""


class _Stop:
    """A stop, and what stands on either side of it."""

    __slots__ = ("_at", "_text", "_tongue", "left", "right", "sign", "tail")

    def __init__(self, text: str, start: int, end: int, tongue: Tongue) -> None:
        self._text, self._at, self._tongue = text, end, tongue
        self.left = text[max(start, end - _LEFT_CHARS) : end].rstrip()
        self.right = text[end : end + _RIGHT_CHARS].lstrip()
        self.sign = self.left.rstrip(CLOSERS + " ")[-1:]
        self.tail = self.left.rstrip(CLOSERS)[-_TAIL_CHARS:]

    def is_before_space(self) -> bool:
        return self._text[self._at : self._at + 1].isspace()

    def has_ordinals(self) -> bool:
        """Whether the language around it writes ordinals with a stop."""
        return self._tongue.has_ordinals(self._at)

    def is_before_opener(self) -> bool:
        return _OPENERS.match(self.right) is not None


def ends_sentence(text: str, start: int, end: int, tongue: Tongue) -> bool:
    """Whether the sentence that began at `start` ends at `end`."""
    stop = _Stop(text, start, end, tongue)
    for rule in ENDINGS:
        ends = rule(stop)
        if ends is not None:
            return ends
    return True


def _nothing_follows(stop: _Stop) -> bool | None:
    """`“It works.” — A. Author`: who said it goes with what was said. Not `It works. — Then it broke.`"""
    attributed = stop.right and ATTRIBUTED.match(stop.right) and stop.left[-1] in CLOSERS
    return False if not stop.right or attributed else None


def _wide_stop(stop: _Stop) -> bool | None:
    """`「好。」`, unless it goes on with who said it: `「好。」と言った`."""
    if stop.sign not in "。！？" + DANDAS:
        return None
    return not (stop.left[-1] in "”」』" and has_speaker(stop.left, stop.right))


def _no_stop(stop: _Stop) -> bool | None:
    """`one, two`: nothing stops there."""
    return False if stop.sign not in ".!?…" else None


def _no_space(stop: _Stop) -> bool | None:
    """`kgraph.org`, `2.5`. Not `好!他` before characters that no space parts."""
    wide = ord(stop.right[0]) > ord(_WIDE)
    if stop.is_before_space() or (stop.sign in "!?" and wide):
        return None
    return wide and stop.sign != "."


def _nothing_said(stop: _Stop) -> bool | None:
    """`…`, `12.`, `And so on ...`. Not `12 men.`"""
    left = stop.left
    number = len(left) < _NUMBER_CHARS and _ONLY_NUMBER.fullmatch(left)
    return False if not WORD.search(left) or left.endswith(("...", "…")) or number else None


def _small_letter(stop: _Stop) -> bool | None:
    """`It is said to work. iPhones do`. Not `ca. three`, nor `https://kites. example.org/a`."""
    if not stop.right.lstrip('"“‘«([*_')[:1].islower():
        return None
    left = stop.left
    if left[-1] in CLOSERS or abbreviated(stop.tail):
        return False
    if "://" in left.rsplit(None, 1)[-1] and _ADDRESS.match(stop.right):
        return False
    if _BRAND.match(stop.right.split(" ", 1)[0]):
        return True
    return (
        left[-1] in ".!?"
        and len(left.split(None, _WORDS_BEFORE_SMALL)) > _WORDS_BEFORE_SMALL
        and not ORDINAL.search(stop.tail)
        and not _SHORT_END.search(stop.tail)
    )


def _other_sign(stop: _Stop) -> bool | None:
    """`Why? It rained.`: all below is of full stops."""
    return True if stop.sign != "." else None


def _number_follows(stop: _Stop) -> bool | None:
    """`Fig. 3`, `am 1. 1. 2002`. Not `It rained. 3 men came.`"""
    if not stop.right[0].isdigit():
        return None
    return False if NUMBER_ABBREVIATION.search(stop.tail) or within_date(stop.tail, stop.right) else None


def _number_of_point(stop: _Stop) -> bool | None:
    """`1. 高血压`: no sentence of East Asia stops so; `three steps: 1. Wait`. Not `in 2020. It`."""
    if not stop.tail[-2:-1].isdigit():
        return None
    numbered = _WIDE < stop.right[0] < _WIDE_END
    return False if numbered or _ENUMERATES.search(stop.tail) else None


def _ordinal(stop: _Stop) -> bool | None:
    """`18. Jahrhundert`. Not `in 18. Die`, nor in a language without such ordinals."""
    if not ORDINAL.search(stop.tail):
        return None
    return False if DATED.match(stop.right) else stop.is_before_opener() or not stop.has_ordinals()


def _whole_word(stop: _Stop) -> bool | None:
    """`It rained. Then`: all below is of abbreviations."""
    return None if abbreviated(stop.tail) else True


def _number_sign(stop: _Stop) -> bool | None:
    """`No. 5`. Not `He said no. They`."""
    if not (stop.tail.endswith((" No.", " no.")) or stop.left in ("No.", "no.")):
        return None
    return not NUMBERED.match(stop.right)


def _clock(stop: _Stop) -> bool | None:
    """`at 5 p.m. It`. Not `at 5 p.m. Friday`."""
    return not OF_CLOCK.match(stop.right) if CLOCK.search(stop.tail) else None


def _measured(stop: _Stop) -> bool | None:
    """`It is 116 m. It`. Not `В 1990 г. Москва`."""
    return not DATES.fullmatch(stop.left.lstrip()) if MEASURED.search(stop.tail) else None


def _list_ends(stop: _Stop) -> bool | None:
    """`kites, moons, etc. Wind`. Not `etc. Winde` in German, whose nouns have capitals."""
    if not (stop.right[0].isupper() and UNENDED.search(stop.tail)):
        return None
    return stop.is_before_opener() or not stop.has_ordinals()


def _may_end(stop: _Stop) -> bool | None:
    """`by Moss et al. They`. Not `Moss et al. Kites`, nor `approx. They`."""
    return bool(ENDS_TOO.search(stop.tail) and stop.is_before_opener())


ENDINGS: tuple[Callable[[_Stop], bool | None], ...] = (
    _nothing_follows,
    _wide_stop,
    _no_stop,
    _no_space,
    _nothing_said,
    _small_letter,
    _other_sign,
    _number_follows,
    _number_of_point,
    _ordinal,
    _whole_word,
    _number_sign,
    _clock,
    _measured,
    _list_ends,
    _may_end,
)
"""Row order is precedence: each says whether the sentence ends, or None where it does not know."""
