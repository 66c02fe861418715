"""Links behind a stop whose words only name the site they go to, as answers of AI systems are copied with them."""

from collections.abc import Sequence

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.sentences.stops import stopped_before
from kgraph.extract.text.characters import NEXT_SENTENCE
from kgraph.extract.values import Token

_AND_MORE = re.compile(r"\+\d{1,2}$")
"""How many further pages were found: `[example+2](https://…)`."""
_ANSWERED = ("utm_source=chatgpt.com", "utm_source=openai")
"""What one vendor adds to the addresses that its answers cite."""
_SITE_CHARS = 60
_SITE_WORDS = 4
"""Words of a site's name (`Raspberry Pi OS`)."""
_JOINED = re.compile(r"[\s,;]{0,4}")
_ENDS = re.compile(NEXT_SENTENCE)
"""What follows such a group; a lower-case letter makes it a subject (`It rained. [example](…) says so.`)."""


def names_site(words: str, address: str) -> bool:
    """Whether the words of a link to `address` are the name of its site, as a vendor prints it.

    >>> names_site("example", "https://www.example.org/a"), names_site("pmc.ncbi.nlm.nih+1", "https://pmc.ncbi.nlm.nih.gov/a")
    (True, True)
    >>> names_site("Example", "https://example.org/a"), names_site("the board", "https://example.org/board")
    (False, False)
    """
    words = words.strip()
    if not words or len(words) > _SITE_CHARS:
        return False
    if _AND_MORE.search(words):
        return True
    if any(mark in address for mark in _ANSWERED):
        return len(words.split()) <= _SITE_WORDS
    host = identifiers.host_of(address) or ""
    return words == words.lower() and f".{words}." in f".{host}."


def is_host(words: str, address: str) -> bool:
    """Whether `words` are the host that `address` is on, or end it: `example.org` of `www.example.org`.

    >>> is_host("example.org", "https://www.example.org/a"), is_host("board", "https://board.org/a")
    (True, False)
    """
    host = identifiers.host_of(address) or ""
    return "." in words and f".{host}".endswith(f".{words.lower().removeprefix('www.')}")


def groups_behind_stops(text: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The plain spans of groups of such links that follow a stop and end what was said before it."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        if not tokens[i].names_site:
            i += 1
            continue
        first = last = i
        while (
            last + 1 < len(tokens)
            and tokens[last + 1].names_site
            and _JOINED.fullmatch(text, tokens[last].end, tokens[last + 1].start)
        ):
            last += 1
        start, end = tokens[first].start, tokens[last].end
        if stopped_before(text, start) and _ENDS.match(text, end):
            found.append((start, end))
        i = last + 1
    return found
