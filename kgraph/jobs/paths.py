"""What articles on disk are called in the graph, and which file has a name."""

import fnmatch
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kgraph import addresses
from kgraph.jobs import addressed

_LIKE_AN_ESCAPE = re.compile(r"\\(?=x[0-9a-f]{2})")
_UNHELD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What a graph would show as U+FFFD (`rdf.terms`)."""
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


def is_address(text: str) -> bool:
    """Whether what a person names is the address of a web page, and no path.

    >>> is_address("HTTPS://example.org"), is_address("https.md")
    (True, False)
    """
    return text[:8].lower().startswith(("http://", "https://"))


def is_page(text: str) -> bool:
    """Whether what a person names for reading is the address of a web page, and neither a path nor the address of a file.

    >>> is_page("https://example.org/a"), is_page("https://example.org/a.tar.gz")
    (True, False)
    """
    return is_address(text) and not addressed.takes(text)


def parted(arguments: Iterable[str]) -> tuple[list[str], list[str]]:
    """The addresses of pages among arguments, and the others."""
    given = list(arguments)
    return [a for a in given if is_page(a)], [a for a in given if not is_page(a)]


def graph_path(path: str | Path) -> str:
    """The name of an article in the graph: relative to the current folder inside it, absolute elsewhere.

    Bytes of a file name that are no UTF-8 are written `\\xNN`, and so is a backslash that would look like it: the
    graph holds text, and no two files have one name.
    """
    absolute = os.path.abspath(path)  # noqa: PTH100 - links are left as they are
    here = os.getcwd().rstrip("/")  # noqa: PTH109 - a string is what is compared
    name = absolute[len(here) + 1 :] or "." if f"{absolute}/".startswith(f"{here}/") else absolute
    return as_text(name)


def file_path(name: str) -> str:
    """The path of the file whose `graph_path` is `name`."""
    return os.fsdecode(_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), name.encode("utf-8", "surrogatepass")))


def as_text(path: str) -> str:
    """A path as the graph has it: bytes that are no UTF-8, and characters that no graph holds, as `\\xNN`.

    >>> as_text("a" + chr(7) + ".md") == "a" + chr(92) + "x07.md"
    True
    """
    escaped = _UNHELD.sub(_in_bytes, _LIKE_AN_ESCAPE.sub(r"\\x5c", path))
    return escaped.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _in_bytes(match: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in match[0].encode())


def absolute(name: str) -> str:
    """The name an article or a folder would have, were the current folder another."""
    here = as_text(os.getcwd())  # noqa: PTH109 - a string is what is compared
    if name.startswith("/") or addresses.is_address(name):
        return name
    return here if name == "." else f"{here.rstrip('/')}/{name}"


def above(path: str) -> Iterator[str]:
    """The folders above `path`, the nearest first."""
    while path not in ("", "/"):
        path = path.rpartition("/")[0] or ("/" if path.startswith("/") else "")
        if path:
            yield path


def fits(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the names of a path, one by one, fit the parts of a pattern, of which `**` takes any number of names."""
    at = {0}
    for name in [*names, None]:
        for i in range(len(pattern)):
            if i in at and pattern[i] == "**":
                at.add(i + 1)
        if name is None:
            break
        at = {
            i if pattern[i] == "**" else i + 1 for i in at if i < len(pattern) and _fits_one(name, pattern[i])
        }
    return len(pattern) in at


def _fits_one(name: str, part: str) -> bool:
    return part == "**" or fnmatch.fnmatchcase(name, part)
