"""Real articles, multiplied: copies of a folder under changed texts and addresses, so that none is another's twin."""

import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

_ADDRESS = re.compile(r"(https?://)([^\s/()<>\[\]\"'|{}#?]+)([^\s()<>\[\]\"'|{}#?]*)")
_WORD = re.compile(r"(?<= )[a-z]{7,}(?= )")
_TEXTS = (".md", ".bib", ".json", ".yml", ".yaml", ".ini")


def multiply(origin: Path, folder: Path, articles: int) -> int:
    """Copy the Markdown articles below `origin`, and what lies beside them, until there are so many; how many there are."""
    count = 0
    for number in range(articles):
        for path in _files(origin):
            if path.suffix == ".md" and count == articles:
                return count
            count += path.suffix == ".md"
            _copy(path, folder / f"c{number:03}" / path.relative_to(origin), number)
    return count


def _files(origin: Path) -> Iterator[Path]:
    """What is beside articles before them."""
    found = (path for path in origin.rglob("*") if path.is_file() and path.suffix in _TEXTS)
    return iter(sorted(found, key=lambda path: (path.suffix == ".md", str(path))))


def _copy(path: Path, to: Path, number: int) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if not number:
        shutil.copyfile(path, to)
        return
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    text = _ADDRESS.sub(lambda found: _address(found, number), text)
    if path.suffix == ".md":
        text = _WORD.sub(lambda found: _word(found[0], number), text)
    to.write_bytes(text.encode("utf-8", "surrogateescape"))


def _address(found: re.Match[str], number: int) -> str:
    """Another page of the same site, or, one time in three, the same page of another site."""
    scheme, host, path = found.groups()
    if zlib.crc32(found[0].encode("utf-8", "surrogateescape")) % 3:
        return f"{scheme}{host}{path.rstrip('/.,;:')}-{number}{path[len(path.rstrip('/.,;:')) :]}"
    name, dot, ending = host.rpartition(".")
    return f"{scheme}{name}{number}{dot}{ending}{path}" if dot else found[0]


def _word(word: str, number: int) -> str:
    """Some words, others in each copy, with another end."""
    return f"{word}{'aeiou'[number % 5]}" if zlib.crc32(f"{word}{number}".encode()) % 4 == 0 else word
