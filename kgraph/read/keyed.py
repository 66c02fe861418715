"""Whether a text cites by key, and the words of it that may be keys: what is asked of bibliographies beside an article."""

from kgraph import late_re as re

_TEMPLATE = r"(?<=\{)(?:%-?\s{0,9}cite\b|\{[<%]\s{0,9}cite\b)"
_COMMAND = r"(?<=<)dt?-cite|(?<=\\)[A-Za-z]{0,8}[Cc]ite|(?<=[{:])(?:foot)?cite"
_KEY = re.compile(r"@(?:(?<=\[.)|(?<=\[-.)|(?<![\w@].)[A-Za-z][\w:.-]*\d)")
_CITES = re.compile(rf"[<\\{{:](?:{_COMMAND}|{_TEMPLATE})")
"""Begins with a class of characters, so that the engine skips."""
_LIKE_A_KEY = re.compile(r"[^\s@\[\]{}(),;\"<>`~\\^]{1,300}")


def cites_by_key(text: str) -> bool:
    """Whether `text` may cite by key: `[@lee2010]`, `\\cite{lee2010}`."""
    # A word is sought many times sooner than a pattern.
    return ("@" in text and _KEY.search(text) is not None) or (
        ("cite" in text or "Cite" in text) and _CITES.search(text) is not None
    )


def words_like_keys(text: str) -> frozenset[str]:
    """Every word of `text` that may be a key, with and without the stops and quotes around it: more than are cited."""
    words = {word.strip("'") for word in _LIKE_A_KEY.findall(text)}
    return frozenset(
        words | {word.rstrip(".,:;!?*_\u2019") for word in words} | {word.partition("'")[0] for word in words}
    )
