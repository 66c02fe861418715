"""When an entry says that its page was looked at."""

import re

ACCESS_NOTE = re.compile(
    r"[,;.(]?\s*\(?(?:last\s+)?(?:accessed|retrieved|consulted|visited|viewed|abgerufen|zugriff|consulté|consultado|erişim(?: tarihi)?|访问(?:日期|时间)?|アクセス日?|geraadpleegd)"
    r"(?:\s+(?:on|am|le|el|em|op))?[:：]?\s*(?P<date>[^,;()\[\]]{0,12}?\d{1,4}[^;()\[\]\n]{0,24}?)(?=\)?\s*(?:[,;.)\]]\s*(?:$|\[|http|from|<)|$|from\s|https?:))",
    re.IGNORECASE,
)  # fmt: skip
"""The words and the date they give: `(accessed 5 March 2024)`, `Erişim tarihi: 05.03.2024`."""
_WORDS = ("accessed", "retrieved", "consult", "visited", "viewed", "abgerufen", "zugriff", "erişim", "访问", "アクセス", "geraadpleegd")  # fmt: skip
"""Whatever `ACCESS_NOTE` finds has one of them in it, once `_levelled`."""


def access_note(text: str) -> re.Match[str] | None:
    """The first note in `text` of when its page was looked at."""
    level = _levelled(text)
    for word in _WORDS:
        if word in level:
            return ACCESS_NOTE.search(text)
    return None


def _levelled(text: str) -> str:
    """Letters without case, each i with its one dot: `İ` folds to an i with a second, and `ı` not at all."""
    return text.casefold().replace("\u0307", "").replace("ı", "i")
