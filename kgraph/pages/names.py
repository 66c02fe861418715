"""What the file of a page is called: readable, and the same on every file system."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

_SUFFIX = ".html"
_PAGE_SUFFIX = re.compile(r"\.(?:x?html?|php|aspx?|jsp)$")
_OTHER = re.compile(r"(?:[^\w.]|_|(?<!\w)\.|\.(?!\w))+")
"""All but letters, digits, and the dots within words."""
_MOST_BYTES = 120
"""Names may have 255; some file systems and archives take less."""
_DIGITS = (8, 16, 64)


def names_of(address: str) -> Iterator[str]:
    """The names that a page may have, the most readable first; the others are its own by a digest of its address.

    Letters are small and composed, so that systems that fold case or forms of Unicode never hold two for one.

    >>> list(names_of("https://Example.org/2024/Tides.html?page=2"))[:2]
    ['example.org-2024-tides-page-2.html', 'example.org-2024-tides-page-2-7d037133.html']
    >>> next(names_of("https://ru.example.org/wiki/%D0%9F%D1%80%D0%B8%D0%BB%D0%B8%D0%B2"))
    'ru.example.org-wiki-прилив.html'
    """
    stem = _stem(address)
    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
    yield f"{stem}{_SUFFIX}"
    for digits in _DIGITS:
        yield f"{stem}-{digest[:digits]}{_SUFFIX}"


def _stem(address: str) -> str:
    parts = urlsplit(address)
    path = _PAGE_SUFFIX.sub("", unquote(parts.path).casefold())
    words = f"{parts.netloc.rpartition('@')[2]}-{path}-{unquote(parts.query)}"
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", words).casefold())
    stem = _OTHER.sub("-", plain).encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore")
    return stem.strip("-.") or "page"
