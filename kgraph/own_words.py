"""A folder of words of the user's own, which join kgraph's lexicon: `KGRAPH_LEXICON=words kgraph build posts`."""

import hashlib
import os
from pathlib import Path

from kgraph import infile
from kgraph.errors import InputError

VARIABLE = "KGRAPH_LEXICON"
MAX_BYTES = 1024 * 1024


def folder() -> Path | None:
    """The folder that the environment names; None where it names none.

    Errors: `InputError` for what is no folder.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    if not os.path.isdir(named):  # noqa: PTH112 - a path of any length
        raise InputError(f"{VARIABLE}: {named} is no folder. Name one that holds LANGUAGE.toml files.")
    return Path(named)


def files() -> list[tuple[Path, str]]:
    """The TOML files of the folder and their texts, sorted by name; none where no folder is named.

    Errors: `InputError` for a file that cannot be read.
    """
    where = folder()
    paths = sorted(where.glob("*.toml")) if where else []
    return [(path, infile.read_bytes(str(path), MAX_BYTES).decode("utf-8", "replace")) for path in paths]


def digest() -> str:
    """What the words are, for those who remember what was read with them: "" where there are none.

    Errors: as of `files`.
    """
    found = files()
    text = "\0".join(f"{path.name}\0{words}" for path, words in found)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] if found else ""
