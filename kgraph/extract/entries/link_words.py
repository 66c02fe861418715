"""What the words of a link are: a title, or an address, a number, an identifier, the name of the site it leads to."""

import re

from kgraph import identifiers
from kgraph.extract.entries.titles import ONLY_URL, PLACEHOLDER
from kgraph.extract.text.characters import CJK, WORD

_BARE_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,20}(?:/\S*)?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(?:doi:?\s?)?10\.\d{4,9}/\S+|arXiv:\s?\S+", re.IGNORECASE)


def are_words(words: str, url: str) -> bool:
    """Whether the words of a link may be a title: no address, number, placeholder or name of its site."""
    if "://" in words or words.startswith("www.") or not WORD.search(words):
        return False
    bare = words.strip("[]()^")
    if (
        bare.isdigit()
        or PLACEHOLDER.fullmatch(words.strip("[]()"))
        or len(words) < (2 if CJK.search(words) else 3)
        or ONLY_URL.match(words)
        or _IDENTIFIER.fullmatch(words)
    ):
        return False
    return not (_BARE_DOMAIN.fullmatch(words) and same_host(words, url))


def same_host(domain: str, url: str) -> bool:
    """Whether `domain` is the host of `url`, or a part of it, or the other way round."""
    host = (identifiers.host_of(url) or "").removeprefix("www.")
    domain = domain.lower().split("/")[0].removeprefix("www.")
    return bool(host) and (host == domain or host.endswith("." + domain) or domain.endswith("." + host))
