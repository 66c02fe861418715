"""What an archive yields: members, each with its bytes or the reason why they are not read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kgraph.model import Metadata

Wanted = Callable[[str], int]
"""How many bytes of the member of this path are wanted at most; 0 for one that is passed over."""
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, or a row of a table: its path there, and its bytes; None where it was not wanted.

    `unfit` says why a wanted one is not read; its path is then what the archive calls it. `elsewhere` is the address of a
    wanted one whose bytes are yet to be read.
    """

    path: str
    data: bytes | None = None
    unfit: str = ""
    elsewhere: str = ""
    kind: str = ""
    """What it is, where that tells that it is no article: `that redirect`. It then has no bytes."""
    count: int = 1
    """Of how many of that kind it tells."""
    begin: int = 0
    """Where in the archive reading may begin again to meet it, in bytes; 0 where only its beginning will do."""
    told: Metadata | None = None
    """What the archive says about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of an archive is asked for; what kind of archive cannot tell parts gives all of it.

    `since` is `Member.begin` of where to go on. `named` says which paths are meant, where these may be few: an index
    beside a dump then tells which parts of it hold one.
    """

    since: int = 0
    named: Callable[[str], bool] | None = None


WHOLE = Part()
"""Every part."""


def place(name: str) -> tuple[str, str]:
    """The path of a member by the name it has in its archive, and what is wrong with the name, or "".

    >>> place("./posts//a.md")
    ('posts/a.md', '')
    >>> place("../a.md")
    ('../a.md', 'its name leads out of the archive')
    """
    if "\0" in name:
        return name, "there is a NUL in its name"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return name, "its name is that of a place on a disk, not in the archive"
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        return name, "its name leads out of the archive"
    path = "/".join(parts)
    if not path:
        return name, "it has no name"
    if len(path.encode("utf-8", "surrogateescape")) > _LONGEST:
        return name, f"its name is longer than {_LONGEST:,} bytes"
    return path, ""


def too_large(most: int) -> str:
    """Why a member of more than `most` bytes is not read."""
    return f"too large (found more, expected at most {most:,} bytes)"
