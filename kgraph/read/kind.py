"""Which reader reads a file: what a person says, else its suffix, else its beginning."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from kgraph.errors import InputError
from kgraph.read.beginnings import HEAD_BYTES
from kgraph.read.formats import READERS, Reader, readers
from kgraph.spans import decode


def reader_of(path: str, data: bytes, format: str = "") -> Reader:
    """The reader of the file `path` with the bytes `data`: that of `format`, where one is given.

    A suffix of kgraph's own says the format, unless the file surely begins as one of another format does: a page that
    a server sent in place of a PDF. So does a suffix of a plug-in. Where a suffix says nothing, the beginning does.

    Errors: `InputError` for what is of no format that is known; `PluginError` where the suffix is none of kgraph's own
    and a plug-in is broken.
    """
    if format:
        return _called(format, path)
    name = PurePosixPath(path.replace("\\", "/")).name.lower()
    suffix = PurePosixPath(name).suffix
    rows = [r for r in READERS if name.endswith(r.suffixes)]
    if not rows:
        rows = [r for r in readers() if suffix in r.suffixes]
        if rows:
            return rows[0]
    told = next((r for r in READERS if r.begins is not None and r.begins(data)), None)
    if told is not None:
        return told
    if len(rows) == 1:
        return rows[0]
    head = decode(data[:HEAD_BYTES])[0]
    looked = next((r for r in rows or _by_looks() if r.looks is not None and r.looks(head)), None)
    if looked is not None:
        return looked
    if rows:
        known = " or ".join(r.format for r in rows)
        raise InputError(
            f"{path}: unknown kind of article (expected {known}). Leave it out, or say what it is with --read-as."
        )
    suffixes = " ".join(dict.fromkeys(suffix for r in readers() for suffix in r.suffixes))
    raise InputError(
        f"{path}: unknown kind of article (found {suffix or 'no suffix'!r}, expected one of {suffixes}). Rename it, leave it out, or say what it is with --read-as."
    )


def _called(format: str, path: str) -> Reader:
    rows = readers()
    found = next((r for r in rows if r.format == format), None)
    if found is None:
        known = ", ".join(r.format for r in rows)
        raise InputError(f"{path}: unknown format {format!r} (expected one of {known}). Correct it.")
    return found


def _by_looks() -> Sequence[Reader]:
    """Those whose look says enough of a file of any name."""
    return [r for r in READERS if r.begins is None]
