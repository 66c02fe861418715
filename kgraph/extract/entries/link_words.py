"""What the words of a link are: a title, or an address, a number, an identifier, the name of the site it leads to."""

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.entries.titles import ONLY_URL, PLACEHOLDER, clean
from kgraph.extract.text.characters import CJK, WORD

_BARE_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,20}(?:/\S*)?", re.IGNORECASE)
_BEHIND_SITE = re.compile(
    r"((?:[\w-]+\.)+[a-z][a-z-]{1,20})(?:/\S*)?\s*[:：]\s+(.+)", re.IGNORECASE | re.DOTALL
)
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


def parted_from_site(title: str, url: str | None) -> tuple[str | None, str | None]:
    """Title and site of `example.org: Title`, where the site is that of the address.

    >>> parted_from_site("Example.org: Kites", "https://example.org/kites"), parted_from_site("example.net: Kites", "https://example.org")
    (('Kites', 'example.org'), ('example.net: Kites', None))
    """
    match = _BEHIND_SITE.fullmatch(title) if url else None
    if not match or url is None or not same_host(match[1], url):
        return title, None
    return clean(match[2]), match[1].lower()
