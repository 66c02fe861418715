"""Articles in dumps of MediaWiki: streamed from front to back, or from where an earlier run came to."""

import re
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import quote
from xml.parsers import expat

from kgraph import infile
from kgraph.archives._dump_index import index_of, streams
from kgraph.archives._member import Member, Part, Wanted, too_large
from kgraph.archives._pages import Page, Pages, Site
from kgraph.archives._stream import Stream
from kgraph.model import Metadata

_CHUNK = 256 * 1024
_HEAD_ENDS = b"</siteinfo>"
_LONGEST_HEAD = 4 * 1024 * 1024
_PAGE_ENDS = b"</page>"
_MAX_PATH_BYTES = 4_000
_MAX_KIND_CHARS = 40
_ROOT = re.compile(rb"<mediawiki[\s>]")
_NO_NAME = re.compile(r"^/|(?<=/)/|/$")
_NO_FOLDER = re.compile(r"(?<![^/])\.{1,2}(?![^/])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TAIL = 64
_KEPT = "/:;@$!*(),~"
"""Signs that addresses of pages are written with, as MediaWiki writes them."""
_FAULTS = (expat.ExpatError, zlib.error, OSError, EOFError, ValueError)
"""What the parser and the decompressors raise of broken files."""


def looks_like_a_dump(head: bytes) -> bool:
    """Whether what a file begins with is a dump of MediaWiki.

    >>> looks_like_a_dump(b'<mediawiki xml:lang="en"><siteinfo>'), looks_like_a_dump(b"<article><front>")
    (True, False)
    """
    return _ROOT.search(head) is not None


def path_of(title: str) -> str:
    """The path of a page: its title, with `%` signs for what no part of a path is called, which no title has.

    >>> path_of("AC/DC"), path_of("/dev/null"), path_of("../up")
    ('AC/DC', '%2Fdev/null', '%2E%2E/up')
    """
    path = _NO_NAME.sub("%2F", title)
    return _NO_FOLDER.sub(lambda dots: "%2E" * len(dots[0]), path)


def members(file: str, wanted: Wanted, by: str, part: Part) -> Iterator[Member]:
    """The pages of a dump that is compressed `by`, each with its last revision; `Member.kind` says why one is no article.

    Errors: `OSError`, `infile.Unfit`, also where it breaks off: then it says behind which page, and at which byte.
    """
    with Stream(file, by) as stream:
        dump = _Dump(stream, wanted, by)
        try:
            index = index_of(file) if part.named is not None and by == "bz2" else None
            if index is not None and part.named is not None:
                yield from dump.by_index(index, file, part.named, part.since)
            else:
                yield from dump.since(part.since)
        except infile.Unfit:
            yield from dump.before_break()
            raise
        except _FAULTS as error:
            yield from dump.before_break()
            raise dump.broken(error) from error


class _Dump:
    """A dump that is read: its bytes, its pages, and where the last of them stood."""

    def __init__(self, stream: Stream, wanted: Wanted, by: str) -> None:
        self._stream, self._by = stream, by
        self._pages = Pages(lambda title: wanted(path_of(title)))
        self._last = ""
        self._begin = self._anew = 0
        """Where the stream of bzip2 at hand begins, and the last one that began between two pages."""
        self._tail = b""
        self._lacks = 0
        """What the place of a byte that was fed lacks to its place in the file, where that is not compressed."""

    def since(self, place: int) -> Iterator[Member]:
        """The members from `place` on, which is that of one of them, or 0."""
        if place and self._head():
            self._go_to(place)
        yield from self._read()
        yield from map(self._member, self._pages.end())

    def by_index(self, index: str, file: str, meant: Callable[[str], bool], since: int) -> Iterator[Member]:
        """The members of the streams in which an index says that there are pages that are meant; all, where it is wrong.

        Those before `since` are left out.
        """
        try:
            found = streams(index, file, lambda title: meant(path_of(title)))
        except infile.Unfit as error:
            yield Member(_name(index), unfit=f"{error.reason}; the dump was read without it")
            yield from self.since(since)
            return
        if not self._head():
            yield from self.since(0)
            return
        met = 0
        for begin, end in found.spans:
            if end <= since:
                continue
            self._go_to(max(begin, since), end)
            for member in self._read():
                met += meant(member.path)
                yield member
        if found.left_out:
            yield Member(
                "",
                kind="in streams without a page that is included",
                count=found.left_out,
            )
        if met < found.meant and not since:
            yield Member(
                _name(index),
                unfit=f"{found.meant - met:,} of the pages that are asked for do not stand where it says",
            )

    def _head(self) -> bool:
        """Read what the dump says of its wiki; whether that is all that was read. If not, go on from the beginning."""
        head = b""
        while (at := head.find(_HEAD_ENDS)) < 0:
            piece = self._stream.some(_CHUNK) if len(head) < _LONGEST_HEAD else b""
            if not piece:
                self._stream.jump(0)
                return False
            head += piece
        self._pages.feed(head[: at + len(_HEAD_ENDS)])
        return True

    def _go_to(self, place: int, end: int | None = None) -> None:
        """Go on at a place where a page begins, up to `end`."""
        self._stream.jump(place, end)
        self._lacks = place - self._pages.fed
        self._begin = self._anew = place

    def _read(self) -> Iterator[Member]:
        """The members from here on."""
        stream, pages = self._stream, self._pages
        while piece := stream.some(_CHUNK):
            if stream.begin != self._begin:
                self._begin = stream.begin
                if pages.between and self._tail.rstrip().endswith((_PAGE_ENDS, _HEAD_ENDS)):
                    self._anew = stream.begin
            self._tail = (self._tail + piece)[-_TAIL:]
            yield from map(self._member, pages.feed(piece))

    def _member(self, page: Page) -> Member:
        title, site = page.said.get("title", ""), self._pages.site
        path = path_of(title)
        self._last = path
        begin = self._anew if self._by else page.begin + self._lacks
        begin = begin if site.is_told else 0
        if kind := _kind(page, site):
            return Member(path, kind=kind)
        if page.most == 0:
            return Member(path)
        if not page.is_too_long and not (page.text or "").strip():
            return Member(path, kind="without text")
        data = (page.text or "").encode("utf-8", "replace")
        most = page.most or 0
        unfit = _unfit(title) or (too_large(most) if page.is_too_long or len(data) > most else "")
        return Member(path, None if unfit else data, unfit, begin=begin, told=_told(page, title, site))

    def before_break(self) -> Iterator[Member]:
        """The members that ended before the dump broke, and were not given yet."""
        yield from map(self._member, self._pages.taken())

    def broken(self, error: Exception) -> infile.Unfit:
        """The error of a dump that breaks off, with where it does."""
        why = " ".join(str(error).split())[:120] or type(error).__name__
        behind = (
            f"broken or cut short behind the page {self._last[-80:]}"
            if self._last
            else "no dump of MediaWiki, or cut short"
        )
        exact = not self._by and isinstance(error, expat.ExpatError)
        at = (
            f"at byte {self._pages.broken_at + self._lacks:,}"
            if exact
            else f"before byte {self._stream.place:,}"
        )
        return infile.Unfit(f"{behind}, {at} of the file ({why})", "Make it again.")


def _kind(page: Page, site: Site) -> str:
    """Why a page is no article; "" for one that is."""
    namespace, model = page.said.get("ns", "0"), page.said.get("model", "")
    if namespace != "0":
        return f"in namespace {_short(site.namespaces.get(namespace) or namespace)}"
    if page.redirects:
        return "that redirect"
    return "" if page.is_article else f"of content model {_short(model)}"


def _short(words: str) -> str:
    return " ".join(words.split())[:_MAX_KIND_CHARS]


def _unfit(title: str) -> str:
    if not title:
        return f"it has no title, or one of more than {_MAX_PATH_BYTES:,} bytes"
    return (
        ""
        if len(title.encode("utf-8", "replace")) <= _MAX_PATH_BYTES
        else f"its title is longer than {_MAX_PATH_BYTES:,} bytes"
    )


def _told(page: Page, title: str, site: Site) -> Metadata:
    """What a dump says of an article: its title, the day of its revision, the language of its wiki, its address there."""
    day = _DAY.match(page.said.get("timestamp", ""))
    root = site.base.rpartition("/")[0]
    address = (
        f"{root}/{quote(title.replace(' ', '_'), safe=_KEPT)}"
        if root.startswith(("http://", "https://"))
        else None
    )
    return Metadata(
        title=title or None, date=day[0] if day else None, language=site.language or None, url=address
    )


def _name(file: str) -> str:
    return file.rpartition("/")[2]
