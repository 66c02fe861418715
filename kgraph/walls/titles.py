"""Titles of HTML documents: `Headline | Section - Site` parted into headline and site."""

import re

_SEPARATOR = re.compile(r"\s+[|\-–—\\/>»«·•:~]{1,2}\s+|\s*[|»·•]\s+|\s+[–—]\s*|(?<=\S):\s+(?=\S)")
_STRONG = re.compile(r"\s+(?:\||-{1,2}|–|—|\\|/|>|»|«|›|‹|·|•|~|::|✩|★|☆)\s+|(?<=[^\x00-\u024f])_(?=\S)|｜")
_BRACKETED = re.compile(r"\s+[\[(]([^\[\]()]{2,60})[\])]\s*$")

_MAX_SITE_WORDS = 4
_MIN_TITLE_WORDS = 3
_SHORT_TITLE = 15


def segments(title: str) -> list[str]:
    """The stretches of a document title between separators.

    >>> segments("A day out | Travel - Example News")
    ['A day out', 'Travel', 'Example News']
    """
    return [part.strip() for part in _STRONG.split(title[:1000]) if part.strip()]


def host_words(host: str | None) -> tuple[str, ...]:
    """The forms in which a host stands in titles: whole, without `www.`, and each label but the last.

    >>> host_words("www.example.co.uk")
    ('www.example.co.uk', 'example.co.uk', 'example', 'co')
    """
    if not host:
        return ()
    bare = host.casefold().removeprefix("www.")
    return tuple(dict.fromkeys((host.casefold(), bare, *bare.split(".")[:-1])))


def without_site(title: str, site: str | None, host: str | None = None) -> str:
    """`title` less the site's name in front of or behind a separator; unchanged where it has none.

    >>> without_site("Neon lights - CityLab", "CityLab"), without_site("CityLab: Neon", "CityLab")
    ('Neon lights', 'Neon')
    >>> without_site("Weekly edition [LWN.net]", None, "lwn.net")
    'Weekly edition'
    """
    known = {_key(name) for name in (site or "", *host_words(host)) if len(name) > 1}
    known |= {key.removeprefix("the") for key in known}
    for _ in range(2):
        parts = list(_SEPARATOR.finditer(title))
        if parts and _is_site(title[parts[-1].end() :], known):
            title = title[: parts[-1].start()].strip()
        elif parts and _is_site(title[: parts[0].start()], known):
            title = title[parts[0].end() :].strip()
        elif (match := _BRACKETED.search(title)) and _is_site(match.group(1), known):
            title = title[: match.start()].strip()
        else:
            break
    return title


def headline_of(title: str, *, site: str | None, host: str | None, headings: tuple[str, ...] = ()) -> str:
    """The headline in a document's `<title>`.

    In this order: less the site's name where that is known; the part that is also a heading of the page;
    less a last part of at most four words behind a separator, where three words stay before it; the only heading
    of the page where that has more than four words and the title fewer than fifteen characters; the title as it is.

    >>> headline_of("Lorem ipsum dolor sit – My website", site=None, host=None)
    'Lorem ipsum dolor sit'
    >>> headline_of("Rust – a language", site=None, host="example.org")
    'Rust – a language'
    """
    shorter = without_site(title, site, host)
    if shorter != title:
        return shorter
    heads = {_key(heading) for heading in headings}
    if _key(title) in heads:
        return title
    cuts = list(_STRONG.finditer(title))
    splits = [(title[: cut.start()], title[cut.end() :]) for cut in reversed(cuts)]
    after_colon = [part for part in (title.partition(": ")[2], title.rpartition(": ")[2]) if part]
    for part in [part for split in splits for part in split] + segments(title) + after_colon:
        if _key(part) in heads and (len(part.split()) > 1 or not part.isascii()):
            return part.strip()
    if cuts:
        head, tail = title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
        if len(tail.split()) <= _MAX_SITE_WORDS and len(head.split()) >= _MIN_TITLE_WORDS:
            return head
    elif len(title) < _SHORT_TITLE and len(headings) == 1 and len(headings[0].split()) > _MAX_SITE_WORDS:
        return headings[0]
    return title


def _key(text: str) -> str:
    """Letters and digits alone, for comparing names that pages space and case at will."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _is_site(text: str, known: set[str]) -> bool:
    key = _key(text)
    return bool(key) and (key in known or key.removeprefix("the") in known)
