"""The index beside a multistream dump: a line a page, with where its stream of bzip2 begins; what it says is looked at first."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from kgraph import infile
from kgraph.archives._stream import Stream

_NAME = re.compile(r"multistream(\d*)\.xml((?:-p\d+p\d+)?\.bz2)$", re.IGNORECASE)
_LINE = re.compile(rb"(\d{1,15}):(\d{1,15}):([^\n]+)")
_CHUNK = 256 * 1024
_LONGEST_LINE = 64 * 1024
_BEGINS = re.compile(rb"BZh[1-9]1AY&SY")
"""How a stream of bzip2 begins."""


@dataclass(frozen=True, slots=True)
class Streams:
    """Which streams of a dump hold pages that are meant: `spans` of bytes, how many such pages, and how many others are left out."""

    spans: tuple[tuple[int, int], ...]
    meant: int
    left_out: int


def index_of(dump: str) -> str | None:
    """The file of the index that belongs to a dump, by its name, as Wikimedia calls them; None where there is none."""
    file = _NAME.sub(r"multistream-index\1.txt\2", dump)
    return file if file != dump and os.path.isfile(file) else None  # noqa: PTH113 - of any length


def streams(index: str, dump: str, meant: Callable[[str], bool]) -> Streams:
    """The streams of `dump` in which `index` says that there is a page of a title that is `meant`.

    Errors: `infile.Unfit` for an index that does not fit the dump, or is none; `OSError`.
    """
    with os.fdopen(infile.opened(dump), "rb") as raw:
        size = os.fstat(raw.fileno()).st_size
        spans: list[tuple[int, int]] = []
        found = left_out = 0
        for begin, end, titles in _groups(index, size):
            count = sum(map(meant, titles))
            found += count
            if not count:
                left_out += len(titles)
                continue
            for place in (begin, end):
                raw.seek(place)
                if place < size and _BEGINS.match(raw.read(10)) is None:
                    raise _unfit(f"no stream of bzip2 begins at byte {place:,}")
            if spans and spans[-1][1] == begin:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((begin, end))
    if not found and not left_out:
        raise _unfit("it names no page")
    return Streams(tuple(spans), found, left_out)


def _groups(index: str, size: int) -> Iterator[tuple[int, int, list[str]]]:
    """Each stream with pages: where it begins and ends, and their titles."""
    begin, titles = 0, list[str]()
    for line in _lines(index):
        found = _LINE.fullmatch(line)
        if found is None:
            raise _unfit(f"a line of it is none of an index ({line[:40]!r})")
        place = int(found[1])
        if place != begin:
            if not begin < place < size:
                raise _unfit(f"it leads to byte {place:,}, behind byte {begin:,} of {size:,}")
            if titles:
                yield begin, place, titles
            begin, titles = place, []
        titles.append(unescape(found[3].decode("utf-8", "replace")))
    if titles:
        yield begin, size, titles


def _lines(index: str) -> Iterator[bytes]:
    """The lines of an index."""
    held = b""
    try:
        with Stream(index, "bz2") as stream:
            while chunk := stream.some(_CHUNK):
                *lines, held = (held + chunk).split(b"\n")
                yield from filter(None, lines)
                if len(held) > _LONGEST_LINE:
                    raise _unfit(f"a line of it is longer than {_LONGEST_LINE:,} bytes")
    except (EOFError, OSError, ValueError) as error:
        if isinstance(error, infile.Unfit):
            raise
        raise _unfit(" ".join(str(error).split())[:120]) from error
    if held:
        yield held


def _unfit(why: str) -> infile.Unfit:
    return infile.Unfit(f"it does not fit the dump: {why}", "Fetch it again")
