"""The pages of MediaWiki's export XML, one after the other as its bytes come: nothing expands, and nothing is held but a page.

The format is that of `https://www.mediawiki.org/xml/export-0.11.xsd`; what 0.10 and older ones have is named alike.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from kgraph.infile import Unfit

MAX_DEPTH = 20
"""Elements within elements; the format has seven."""
_MAX_TOKEN = 4 * 1024 * 1024
"""Bytes of one tag or comment, which the parser holds as a whole."""
_MAX_WORDS = 5_000
"""Characters of a title, and of whatever else is short."""
_MAX_NAMESPACES = 1_000
_TEXT = ("revision", "text")
_OF_PAGE = frozenset((("page", "title"), ("page", "ns"), ("revision", "model"), ("revision", "timestamp")))
_BASE, _NAMESPACE = ("siteinfo", "base"), ("namespaces", "namespace")
_WORDS = _OF_PAGE | {_BASE, _NAMESPACE}
"""The elements whose words are kept, each within its parent. Further slots of a revision lie deeper, and are none of these."""


@dataclass(slots=True)
class Site:
    """What a dump says of its wiki: the language, the address of its main page, and what its namespaces are called."""

    language: str = ""
    base: str = ""
    is_told: bool = False
    """Whether the dump has such a part, which whoever begins anew needs."""
    namespaces: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Page:
    """A page with its last revision.

    `begin` is where its element begins, in bytes of all that was fed; `said` what its elements `title`, `ns`, `model` and
    `timestamp` say. `text` is None where there is none, or it was not wanted; `most` is how many bytes of it are.
    """

    begin: int
    said: dict[str, str] = field(default_factory=dict)
    redirects: bool = False
    text: str | None = None
    most: int | None = None
    is_too_long: bool = False

    @property
    def is_article(self) -> bool:
        """Whether it is an article of wikitext, as far as it was read."""
        plain = self.said.get("model", "") in ("", "wikitext")
        return self.said.get("ns", "0") == "0" and plain and not self.redirects


class Pages:
    """Takes the bytes of a dump. `wanted` says of an article's title how many bytes of text are, 0 for none.

    Errors: of `feed` and `end`, `expat.ExpatError` for what is no well-formed XML; `Unfit` for what is no dump, declares a
    document type, nests too deeply or has too long a tag.
    """

    def __init__(self, wanted: Callable[[str], int]) -> None:
        self.site = Site()
        self.fed = 0
        self._wanted = wanted
        self._open: list[str] = []
        self._page: Page | None = None
        self._done: list[Page] = []
        self._held: list[str] = []
        self._room = 0
        self._keeps: tuple[str, str] | None = None
        """Parent and name of the element whose words are held."""
        self._key = ""
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 256 * 1024
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype

    @property
    def between(self) -> bool:
        """Whether what was fed ends outside of every page."""
        return len(self._open) == 1

    @property
    def broken_at(self) -> int:
        """Where the parser stopped, in bytes of all that was fed."""
        return self._parser.ErrorByteIndex

    def feed(self, data: bytes) -> list[Page]:
        """The pages that end in `data`, which follows what was fed before."""
        self._parser.Parse(data, False)
        self.fed += len(data)
        if self.fed - self._parser.CurrentByteIndex > _MAX_TOKEN + len(data):
            raise Unfit(f"a tag or a comment in it is longer than {_MAX_TOKEN:,} bytes", "Make it again.")
        return self.taken()

    def end(self) -> list[Page]:
        """The pages that were still to come, now that all is fed."""
        self._parser.Parse(b"", True)
        return self.taken()

    def taken(self) -> list[Page]:
        """The pages that ended and were not given yet: those before a break."""
        done, self._done = self._done, []
        return done

    def _doctype(self, *_: object) -> None:
        raise Unfit("it declares a document type, as no dump does", "Leave it out.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        opened = self._open
        parent = opened[-1] if opened else ""
        opened.append(name)
        if len(opened) > MAX_DEPTH:
            raise Unfit(f"elements within elements more than {MAX_DEPTH} deep in it", "Make it again.")
        if self._keeps is not None:
            return
        if name == "page" and parent == "mediawiki":
            self._page = Page(self._parser.CurrentByteIndex)
        elif (parent, name) in _WORDS:
            self._key = attributes.get("key", "")
            self._hold((parent, name), _MAX_WORDS)
        elif (parent, name) == _TEXT and self._page is not None:
            self._begin_text(self._page)
        elif name == "redirect" and self._page is not None:
            self._page.redirects = True
        elif not parent:
            if name != "mediawiki":
                raise Unfit(f"no dump of MediaWiki (found the element {name[:40]!r})", "Leave it out.")
            self.site.language = attributes.get("xml:lang", "")[:_MAX_WORDS]

    def _begin_text(self, page: Page) -> None:
        page.text, page.is_too_long = None, False
        if not page.is_article:
            return
        if page.most is None:
            page.most = self._wanted(page.said.get("title", ""))
        if page.most:
            self._hold(_TEXT, page.most)

    def _hold(self, which: tuple[str, str], most: int) -> None:
        self._keeps, self._room = which, most
        self._held.clear()
        self._parser.CharacterDataHandler = self._characters

    def _characters(self, text: str) -> None:
        self._room -= len(text)
        if self._room >= 0:
            self._held.append(text)
        else:
            self._held.clear()

    def _end(self, name: str) -> None:
        opened = self._open
        opened.pop()
        parent = opened[-1] if opened else ""
        page = self._page
        if (parent, name) == self._keeps:
            self._keep((parent, name), "".join(self._held))
            self._keeps = None
            self._parser.CharacterDataHandler = None
            self._held.clear()
        elif name == "page" and parent == "mediawiki" and page is not None:
            self._done.append(page)
            self._page = None
        elif name == "siteinfo":
            self.site.is_told = True

    def _keep(self, which: tuple[str, str], words: str) -> None:
        page, names = self._page, self.site.namespaces
        if which == _TEXT and page is not None:
            page.text, page.is_too_long = words, self._room < 0
        elif which in _OF_PAGE and page is not None:
            page.said[which[1]] = words.strip()
        elif which == _BASE:
            self.site.base = words
        elif which == _NAMESPACE and len(names) < _MAX_NAMESPACES:
            names[self._key[:20]] = words
