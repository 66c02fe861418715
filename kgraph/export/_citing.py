"""What every bibliography needs of a source: a key, names in two parts, dates in numbers."""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from kgraph.export._rows import SourceRow

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ISO = re.compile(r"((?:1[5-9]|20)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")
_SPELLINGS = ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%d. %B %Y")
_RESOLVERS = frozenset({"doi.org", "arxiv.org", "handle.net"})
"""Sites that lead to a work and are not where it was published."""
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\xa0\ud800-\udfff]")
_CORPORATE = re.compile(r"(?:^| )(?:of|for|and|the|on|&)(?: |$)")
_OTHERS = re.compile(r"(?:and )?others|et al\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An author: family and given name where they are written apart, else the name as it stands in `family`."""

    family: str
    given: str = ""
    corporate: bool = False


def line(text: str) -> str:
    """`text` as one line that every format can hold: spaces for line ends, a sign for what is no character."""
    return _NO_TEXT.sub("\ufffd", " ".join(text.split()))


def identifier(source: SourceRow, scheme: str) -> str | None:
    """The source's identifier in that scheme: `doi`, `arxiv`, `pmid`, `pmcid`, `isbn`."""
    return next(
        (_address(i.partition(":")[2]) for i in source.identifiers if i.startswith(scheme + ":")), None
    )


def title(source: SourceRow) -> str:
    """Its title, else what stands for one."""
    return line(source.title or "") or link(source) or line(source.source)


def link(source: SourceRow) -> str | None:
    """Its URL as cited, else its own address."""
    address = source.url or (source.source if source.source.startswith("http") else None)
    return _address(address) if address else None


def _address(text: str) -> str:
    """An address or identifier in one word: what is no part of any stands in its percent form."""
    return _NO_ADDRESS.sub(lambda found: quote(found[0], errors="replace"), text)


def site(source: SourceRow) -> str | None:
    """The site it was published on; None where only a resolver of identifiers is known."""
    return line(source.site) if source.site and source.site not in _RESOLVERS else None


def journal(source: SourceRow) -> str | None:
    """What it was published in."""
    return line(source.published_in) if source.published_in else None


def year(source: SourceRow) -> str | None:
    """The year it was published in, of a date however written."""
    found = _YEAR.search(source.date or "")
    return found[0] if found else None


def published(source: SourceRow) -> tuple[int, ...]:
    """Year, month and day it was published, as far as they are known."""
    found = _ISO.match(source.date or "")
    if found:
        return tuple(int(part) for part in found.groups() if part)
    return (int(only),) if (only := year(source)) else ()


def seen(source: SourceRow) -> tuple[int, int, int] | None:
    """Year, month and day an author says to have seen it; None where that is no full date in English or ISO 8601."""
    for spelling in _SPELLINGS:
        with suppress(ValueError):
            day = datetime.strptime(source.accessed or "", spelling)
            return day.year, day.month, day.day
    return None


def names(source: SourceRow) -> list[Name]:
    """Its authors, without an “and others” at the end."""
    written = [line(a) for a in source.authors]
    return [_name(a) for a in written if a and not _OTHERS.fullmatch(a)]


def has_others(source: SourceRow) -> bool:
    """Whether its authors end in “and others”."""
    return bool(source.authors) and bool(_OTHERS.fullmatch(line(source.authors[-1])))


def _name(text: str) -> Name:
    family, _, given = (part.strip() for part in text.partition(","))
    if family and given and "," not in given:
        return Name(family=family, given=given)
    return Name(family=text, corporate="," in text or bool(_CORPORATE.search(text)))


def keys(sources: Iterable[SourceRow]) -> list[str]:
    """A key for each source, ASCII and unique: first author or site, year, a long word of the title.

    Where nobody wrote it and it has no title, its identifier is the key: `arxiv1409.0473`.
    """
    taken: set[str] = set()
    out = []
    for source in sources:
        key = wanted = _key(source)
        number = 1
        while key in taken:
            number += 1
            key = f"{wanted}-{number}"
        taken.add(key)
        out.append(key)
    return out


def _key(source: SourceRow) -> str:
    who = _who(source)
    words = re.findall(r"\w{4,}", _ascii(source.title or ""))[: 1 if who else 2]
    if not words and not source.authors:
        for scheme in ("arxiv", "doi", "pmid", "pmcid", "isbn"):
            if value := identifier(source, scheme):
                name = scheme if scheme != "pmcid" else ""  # which begins with PMC
                return re.sub(r"[^a-z0-9.-]+", "-", f"{name}{value}".lower()).strip("-.")
    return f"{who}{year(source) or ''}{''.join(word[:20] for word in words)}".lower() or "source"


def _who(source: SourceRow) -> str:
    authors = names(source)
    if not authors:
        return _ascii((site(source) or "").partition(".")[0]).replace(" ", "")
    first = authors[0]
    if first.given or first.corporate:
        return _ascii(first.family.partition(",")[0]).replace(" ", "")[:24]
    words = _ascii(first.family).split()
    initials = bool(words) and len(words[-1]) <= 2
    return (words[0] if initials else words[-1])[:24] if words else ""


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9 ]+", " ", plain.replace("'", ""))
