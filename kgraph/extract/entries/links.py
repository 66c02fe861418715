"""The web links of a reference entry, marked up or bare."""

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.text.places import inlines_in
from kgraph.model import Block

_BARE_URL = re.compile(
    r"[hHfFwW](?:(?<=[hH])[tT]{2}[pP][sS]?://|(?<=[fF])[tT][pP]://|(?<=[wW])[wW]{2}\.(?=[\w-]+\.\w))[^\s<>\"“”「」《》（）【】，。；]+"
)
"""With the first letter before what tells the three apart, the engine skips to it: twice as quick."""
_BARE_DOI = re.compile(r"(?<![\w/.])(?:dx\.)?doi\.org/10\.\d{4,9}/[^\s<>\"“”]+")
"""The address of a DOI without its scheme: `doi.org/10.1000/a`."""
_DOI_ALONE = re.compile(r"10\.\d{4,9}/\S{1,200}")
"""A DOI that is all of an entry: `10.1000/a`."""
_HOST_AND_PATH = re.compile(
    r"(?<![\w/.@:-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|int|info|uk|de|fr|it|es|nl|eu|ca|ch|at|se|no|dk|jp|au|nz|br)/[^\s<>\"“”]+"
)
"""An address without its scheme, as the MLA prints it: `seaweekly.org/tides`. Not the file `src/main.py`."""
_MANY = 60
"""No entry has more links that another address is looked for in."""
_STUMP = re.compile(r"https?://[\w-]{1,60}\.?", re.IGNORECASE)
_BROKEN = re.compile(r"\s\.?[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}/?")
_STUMP_CHARS = 80
_NEXT_LINE = re.compile(r"\r?\n\S{0,200}?(?:\.[a-z]{2,5}|/\S{0,200})(?:\s|$)")
"""What goes on behind a space or a line that breaks an address."""
BROKEN_ADDRESS = re.compile(
    rf"{_STUMP.pattern}{_BROKEN.pattern}|https?://\S{{1,200}}-{_NEXT_LINE.pattern}", re.IGNORECASE
)
"""An address that is broken in two."""


def find_links(block: Block, start: int, end: int) -> list[tuple[int, int, str]]:
    """Web links in plain `[start, end)`: (start, end, URL), marked up or bare, in order."""
    found = []
    for inline in inlines_in(block, start, end, "link"):
        url = inline.target
        if not url.startswith("#") and ("://" in url or url.startswith(("www.", "doi:", "mailto:"))):
            found.append((inline.start, inline.end, url))
    found.sort()
    marked, count, until = 0, len(found), 0
    text = block.text
    if any(text.find(sign, start, end) >= 0 for sign in ("://", "www.", "WWW.")):
        for match in _BARE_URL.finditer(text, start, end):
            first, last = match.span()
            while marked < count and found[marked][0] < last:
                until = max(until, found[marked][1])
                marked += 1
            if until <= first and not is_broken(text, first, last):
                length = len(trim_url(match[0]))
                found.append((first, first + length, _as_written(block, first, length)))
    if text.find("doi.org/10.", start, end) >= 0:
        for match in _BARE_DOI.finditer(text, start, end):
            first, length = match.start(), len(trim_url(match[0]))
            if not any(a < first + length and b > first for a, b, _ in found[:_MANY]):
                found.append((first, first + length, "https://" + _as_written(block, first, length)))
    if not found and text.startswith("10.", start) and _DOI_ALONE.fullmatch(text, start, end):
        return [(start, end, f"https://doi.org/{trim_url(text[start:end])}")]
    if not found and text.find("/", start, end) >= 0:
        for match in _HOST_AND_PATH.finditer(text, start, end):
            first, length = match.start(), len(trim_url(match[0]))
            if "://" not in text[max(start, first - _STUMP_CHARS) : first]:  # the stump of an address
                found.append((first, first + length, "https://" + _as_written(block, first, length)))
    if len(found) > 1 and any("://" in url for _, _, url in found):
        found = [link for link in found if not link[2].startswith("www.")]  # a site named in words
    return sorted(found)


def all_cite(block: Block, start: int, end: int) -> bool:
    """Whether `[start, end)` has links, and all are numbers behind words: `Seals rest ashore. [\\[4\\]](https://…)`.

    Not `[4](https://…)` alone, nor `[Seals](https://…)`.
    """
    links = find_links(block, start, end)
    text = block.text
    numbers = all(text[a:b].strip("[]() ").isdigit() for a, b, _ in links)
    return bool(links) and numbers and any(map(str.isalpha, text[start : links[0][0]]))


def is_broken(text: str, start: int, end: int) -> bool:
    """Whether the address in `[start, end)` is only the stump of one: a space or the end of a line breaks it.

    >>> is_broken("http://www .example.org/a", 0, 10), is_broken("http://localhost is up", 0, 16)
    (True, False)
    """
    return bool(_STUMP.fullmatch(text, start, end) and _BROKEN.match(text, end)) or bool(
        text[end - 1] == "-" and _NEXT_LINE.match(text, end)
    )


def trim_url(url: str) -> str:
    """A bare URL without the punctuation of the sentence around it."""
    return identifiers.trimmed(url, ".,;:!?'\"*’”[")


def _as_written(block: Block, start: int, length: int) -> str:
    """A bare URL with the underscores and stars that Markdown took for emphasis put back."""
    pieces, at = [], start
    for i in inlines_in(block, start, start + length, "emphasis", "strong"):
        if i.start >= at:
            mark = "_" if i.kind == "emphasis" else "__"
            pieces += [block.text[at : i.start], mark, block.text[i.start : i.end], mark]
            at = i.end
    pieces.append(block.text[at : start + length])
    return "".join(pieces)
