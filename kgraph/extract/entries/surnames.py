"""Family names: which words of an author's name they are, and what makes two of them the same."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from kgraph import late_re as re
from kgraph.extract.entries.author_styles import ORGANISED

_PARTICLES = (
    "van|von|vom|der|den|dem|de|du|des|del|della|dello|degli|di|da|das|dos|do|la|le|el|al|bin|ibn|ter|ten|te|zu|zum|zur|af|av|"
    "'t|’t|d'|d’"
)
PARTICLE = rf"(?:(?:{_PARTICLES})(?=[\s'’]))"
"""What goes before a family name and is part of it, in lower case: `van` of `van Moss`. Not the `to` of `to Moss`."""
_LEADING = re.compile(rf"(?:(?:{_PARTICLES})\s+|d['’])+(?=\S)", re.IGNORECASE)
_PARTICLE = re.compile(_PARTICLES)
_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,4}(?:-[^\W\d_]\.)?|[^\W\d_a-zß-ÿа-яё]{1,3}\.?|[^\W\d_]\.-[^\W\d_]\.")
_ASIDE = re.compile(r"\s*[(\[（][^()\[\]（）]{0,60}[)\]）]?")
_SMALL = re.compile(r"\b(?:of|for|the|on|in|für|pour|per|para|des)\b")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]{1,12}")
_KANA = re.compile("[\u30a0-\u30ff]")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})  # fmt: skip


@lru_cache(maxsize=16384)  # lists, markers and notes ask of the same names
def folded(name: str) -> str:
    """`name` without case and diacritics, as names are compared.

    >>> folded("Kühnel"), folded("ŁUKASIEWICZ"), folded("O’Brien")
    ('kuhnel', 'lukasiewicz', "o'brien")
    """
    level = " ".join(name.split()).casefold().translate(_PLAIN)
    if level.isascii():
        return level
    parts = unicodedata.normalize("NFKD", level)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))


def name_key(name: str) -> str:
    """What equal family names have in common: folded, particles before it left out.

    >>> name_key("van der Maaten") == name_key("Maaten"), name_key("Le")
    (True, 'le')
    """
    level = folded(name)
    return _LEADING.sub("", level, count=1) if _LEADING.match(level) else level


def family_name(author: str, *, inverted: bool) -> str | None:
    """The family name of an author as an entry prints it, with its particles; a body's whole name; None where it has no letter.

    `inverted` tells that the list prints family names first: what has neither comma nor initials is a body there.

    >>> family_name("Lawless, J. F.", inverted=True), family_name("de Villemeruil P.", inverted=True)
    ('Lawless', 'de Villemeruil')
    >>> family_name("Laurens van der Maaten", inverted=False), family_name("World Health Organization (WHO)", inverted=False)
    ('van der Maaten', 'World Health Organization')
    >>> family_name("Kite Street", inverted=True), family_name("J. D. Roe", inverted=True)
    ('Kite Street', 'Roe')
    """
    name = " ".join(_ASIDE.sub("", author).split()).strip(" .;:–—-")
    if "・" in name and not _KANA.match(name):
        name = name.partition("・")[0]  # `佐藤花子・鈴木一郎` are two, `アン・モス` is one
    before, comma, _ = name.partition(",")
    if comma:
        name = before.strip()
        return name or None
    words = name.split(" ")
    behind = len(words)
    while behind > 1 and _INITIAL.fullmatch(words[behind - 1]):
        behind -= 1
    if behind < len(words) and not ORGANISED.search(name):
        return " ".join(words[:behind])  # `Roe AB`, `de Villemeruil P.`
    given = 0
    while given < len(words) - 1 and _INITIAL.fullmatch(words[given]):
        given += 1
    if len(words) == 1 or (given == 0 and (inverted or ORGANISED.search(name) or _SMALL.search(name))):
        return name if any(c.isalpha() for c in name) else None
    at = len(words) - 1
    while at > given and _PARTICLE.fullmatch(words[at - 1]):
        at -= 1
    return " ".join(words[at:]) or None


def is_unspaced(name: str) -> bool:
    """Whether a name is of a script that parts no words."""
    return bool(_NO_SPACES.fullmatch(name))


def called(families: Sequence[str]) -> str:
    """The authors as words of a sentence: `Reed`, `Reed and Moss`, `Reed et al.`

    >>> called(["Reed", "Moss", "Dorn"]), called(["Reed", "others"])
    ('Reed et al.', 'Reed et al.')
    """
    first, *more = families
    if not more:
        return first
    return f"{first} and {more[0]}" if len(more) == 1 and more[0] != "others" else f"{first} et al."
