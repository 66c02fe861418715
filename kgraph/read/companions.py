"""Lists of sources that a tool keeps beside the article it wrote: STORM's `url_to_info.json`, and lists by the article's name.

They are read only where the article cites by number and prints no list of its own, or links to a page that it does
not name; of an article that does neither nothing is looked for.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from kgraph import late_re as re
from kgraph.model import BibliographyEntry, Document
from kgraph.read.json_text import Text, address, decoded, dicts, inner, readable
from kgraph.read.set_apart import apart
from kgraph.read.tool_sources import LISTS, Found, found, numbered, record, source_of
from kgraph.spans import decode

NAMES = ("url_to_info.json", "{}.json", "{}.sources.json", "{}_sources.json")
"""What tools call the file of their sources, by the name of the article without its suffix."""
_TASK = re.compile(r"task_\d{1,12}_(\w{1,40})")
_NUMBER = re.compile(r"(?<!\\)\[(\d{1,4})\](?![(:])")
_OWN_LIST = re.compile(
    r"^[ \t>*-]{0,8}(?:\[\^?\d{1,4}\](?!\(|[ \t]*\[)|\d{1,4}[.)][ \t][^\n]{0,1000}://)", re.MULTILINE
)
_STORM = "storm_gen_article"
_MANY = 3
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]\"]+")
_LINKED = re.compile(r"\]\((https?://[^\s()<>]{1,2000})\)")
_ITEM = re.compile(r"\s{0,20}(?:[-*+]|\d{1,4}[.)]|\[)")
_LINK = re.compile(r"\]\(\s{0,3}<?https?://")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """How one tool keeps its sources: what tells it, and the sources by their numbers and without."""

    tool: str
    is_it: Callable[[Any], bool]
    read: Callable[[Any], tuple[dict[int, Found], list[Found]]]


def _storm(value: Any) -> tuple[dict[int, Found], list[Found]]:
    """`{"url_to_unified_index": {address: number}, "url_to_info": {address: {"url": …, "title": …}}}`."""
    numbers: dict[int, Found] = {}
    for url, number in value["url_to_unified_index"].items():
        about = inner(value.get("url_to_info"), url)
        source = found(about) if isinstance(about, dict) else None
        if isinstance(number, int) and (source or address(_plain(url))):
            # Two addresses of one number: nobody can say which it means.
            numbers[number] = Found(None) if number in numbers else source or Found(_plain(url))
    return {number: source for number, source in numbers.items() if source.key}, []


def _plain(text: str) -> Text:
    """A text whose place nobody knows: the name of a value."""
    placed = Text(text)
    placed.start = placed.end = 0
    return placed


def _researcher(value: Any) -> tuple[dict[int, Found], list[Found]]:
    """gpt-researcher's log: `{"content": {"sources": […]}, "events": [{"data": {"content": "added_source_url", …}}]}`."""
    sources = inner(value, "content", "sources")
    told = [source for row in (sources if isinstance(sources, list) else []) if (source := source_of(row))]
    added = (inner(row, "data") for row in dicts(value.get("events")))
    urls = (address(inner(a, "metadata")) for a in added if inner(a, "content") == "added_source_url")
    return {}, [*told, *(Found(url) for url in urls if url)]


def _listed(value: Any) -> tuple[dict[int, Found], list[Found]]:
    """`{"sources": [{"id": 1, "url": …, "name": …}]}`, `{"citations": [address, …]}`, or the list alone."""
    about = {"sources": value} if isinstance(value, list) else value
    numbers = numbered(about)
    rows = [row for name in LISTS if isinstance(about.get(name), list) for row in about[name]]
    return numbers, [] if numbers else [source for row in rows if (source := source_of(row))]


SOURCE_LISTS = (
    SourceList(tool="STORM", is_it=lambda v: isinstance(inner(v, "url_to_unified_index"), dict), read=_storm),
    SourceList(tool="gpt-researcher", is_it=lambda v: isinstance(inner(v, "content"), dict) and isinstance(inner(v, "events"), list), read=_researcher),
    SourceList(tool="open-deep-research", is_it=lambda v: isinstance(v, list) or any(isinstance(inner(v, name), list) for name in LISTS), read=_listed),
)  # fmt: skip
"""The tools whose lists of sources are read, the first that it is."""


def task_of(stem: str) -> str | None:
    """The task of a report of gpt-researcher and of its log, which may have been begun a second before.

    >>> task_of("task_1718000001_ab12cd"), task_of("notes") is None
    ('ab12cd', True)
    """
    task = _TASK.fullmatch(stem)
    return task[1] if task else None


def asks_for_sources(document: Document) -> bool:
    """Whether an article may have its sources in a file beside it: `Tides rise [1].` without a list below."""
    text = document.source.text
    if "[" not in text:
        return False
    return bool(_LINK.search(text)) or (not _OWN_LIST.search(text) and bool(_cited(document)))


def sources_beside(document: Document, name: str, data: bytes) -> tuple[BibliographyEntry, ...]:
    """The entries of an article that the file `name` holds; none where it is not surely the article's.

    Numbers count where each that the article cites is in the list, and the article prints neither a list nor an
    address of it; of a file that is not called like the article, also where it cites most of them. Of a list without
    numbers the titled pages are taken that the article links to.
    """
    try:
        value = decoded(decode(data)[0])
    except (ValueError, RecursionError):
        return ()
    row = next((row for row in SOURCE_LISTS if row.is_it(value)), None)
    if row is None:
        return ()
    numbers, others = row.read(value)
    text = document.source.text
    if not numbers:
        return tuple(record(source.key, source, name) for source in _linked(text, others))
    cited = _cited(document)
    printed = {address.rstrip(".,;:!?") for address in _ADDRESS.findall(text)}
    own = bool(_OWN_LIST.search(text)) or not printed.isdisjoint(str(s.url) for s in numbers.values())
    sure = (
        bool(cited) and cited <= numbers.keys() and not own and _belongs(document, name, cited, len(numbers))
    )
    return tuple(record(str(n), numbers[n], name) for n in sorted(numbers)) if sure else ()


def _cited(document: Document) -> set[int]:
    """The numbers that stand in brackets in the text, neither in code nor in formulas."""
    found: set[int] = set()
    for block in document.blocks:
        if "[" in block.text:
            is_apart = apart(block)
            found.update(int(m[1]) for m in _NUMBER.finditer(block.text) if not is_apart(m.start()))
    return found


def _belongs(document: Document, name: str, cited: set[int], listed: int) -> bool:
    """Whether a list is the article's: by its name, by that of the tool's articles, or by what the article cites of it."""
    article = PurePosixPath(document.source.name.replace("\\", "/")).stem
    of_task = task_of(article) is not None and task_of(PurePosixPath(name).stem) == task_of(article)
    named = PurePosixPath(name).stem.startswith(article) or article.startswith(_STORM)
    return named or of_task or (len(cited) >= _MANY and len(cited) * 2 >= listed)


def _linked(text: str, sources: list[Found]) -> Iterator[Found]:
    """The titled sources whose address stands in the text once, as the target of a link in a line of no list."""
    titled = {s.key: s for s in sources if s.url and readable(s.title)}
    printed = (
        Counter(address.rstrip(".,;:!?") for address in _ADDRESS.findall(text)) if titled else Counter[str]()
    )
    for match in _LINKED.finditer(text) if titled else ():
        source = titled.get(match[1])
        if source and printed[match[1]] == 1:
            begin = text.rfind("\n", 0, match.start()) + 1
            if not _ITEM.match(text, begin):
                yield source
