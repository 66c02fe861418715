"""Titles that are no titles: bot challenges, refusals, log-ins, consent forms, “not found” pages.

A page that greets with one of these shows nothing of the source it stands at, and is no article. The tables of
`phrases` are the rule; a title is compared without case, white space and closing punctuation.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from kgraph.walls.phrases import ALONE, BARE, GUARD_MARKS, PHRASES, WallKind, Words
from kgraph.walls.titles import host_words, segments

WORDS: dict[WallKind, str] = {
    "challenge": "a challenge for robots", "denied": "a refusal", "login": "a log-in", "consent": "a form of consent",
    "missing": "a page that is not there", "error": "an error", "placeholder": "a page without content",
}  # fmt: skip
"""What each kind of wall is, for people."""


class Wall(NamedTuple):
    """Why a title was refused: the kind of wall and the words it was known by."""

    kind: WallKind
    words: str


_MAX_GUARD_TEXT = 600

_CLOSING = " \t\n.…!?:;,-–—|·»«'\"()[]。！？"


def _normal(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).casefold().strip(_CLOSING)


def _kinds(table: Words) -> dict[str, WallKind]:
    return {_normal(word): kind for kind, words in table.items() for word in words}


_PHRASE_KINDS = _kinds(PHRASES)
_ALONE_KINDS = _kinds(ALONE) | _PHRASE_KINDS
_BARE_KINDS = _kinds(BARE) | _ALONE_KINDS


@lru_cache(256)
def wall_of(
    title: str, *, site: str | None = None, host: str | None = None, bare: bool = False
) -> Wall | None:
    """The wall a title betrays, or None for what may be a title of its own.

    `site` and `host` say what a suffix such as `| Example` is; `bare` says that the page has next to no
    text, so that even a word an article may be about is taken for a wall.

    >>> wall_of("Just a moment...").kind, wall_of("Seite nicht gefunden | Beispiel").kind
    ('challenge', 'missing')
    >>> wall_of("Log in | Example", site="Example").kind
    'login'
    >>> wall_of("Gone with the Wind"), wall_of("How Cookies Track You"), wall_of("Home Economics – A History")
    (None, None, None)
    >>> wall_of("Consent"), wall_of("Consent", bare=True).kind
    (None, 'consent')
    """
    kinds = _BARE_KINDS if bare else _ALONE_KINDS
    whole = _normal(title)
    if kind := kinds.get(whole):
        return Wall(kind, whole)
    parts = [part for part in (_normal(segment) for segment in segments(title)) if part]
    known = {_normal(name) for name in (site or "", *host_words(host))}
    for place, part in enumerate(parts):
        others = parts[:place] + parts[place + 1 :]
        kind = kinds.get(part)
        if kind and (part in _PHRASE_KINDS or all(other in known or other.isdigit() for other in others)):
            return Wall(kind, part)
    return _phrase_in(whole)


def guard_in(markup: str, visible: str) -> Wall | None:
    """The bot guard whose script a page holds that shows next to no text of its own.

    >>> guard_in('<script src="https://geo.captcha-delivery.com/c.js">', "example.org").kind
    'challenge'
    """
    if len(visible) > _MAX_GUARD_TEXT:
        return None
    lowered = markup[:200_000].casefold()
    for mark in GUARD_MARKS:
        if mark in lowered:
            return Wall("challenge", mark)
    return None


def _phrase_in(whole: str) -> Wall | None:
    """A telling phrase at the start or the end of a title short enough to be nothing else."""
    for phrase, kind in _PHRASE_KINDS.items():
        if len(phrase) < 5 or len(whole) > len(phrase) + 40:
            continue
        if _starts(whole, phrase) or _ends(whole, phrase):
            return Wall(kind, phrase)
    return None


def _starts(whole: str, phrase: str) -> bool:
    rest = whole[len(phrase) :]
    whole_words = not rest[:1].isalnum() and (len(phrase.split()) > 3 or not rest[:1].isspace())
    return whole.startswith(phrase) and whole_words and not rest.startswith(": ")


def _ends(whole: str, phrase: str) -> bool:
    before = whole[: -len(phrase)]
    return whole.endswith(phrase) and len(phrase.split()) > 2 and (not before or not before[-1].isalnum())
