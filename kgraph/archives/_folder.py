"""Folders at addresses: their files are members, whose bytes are read by whoever needs them."""

from collections.abc import Iterator

from kgraph import addresses
from kgraph.archives._member import Member, Wanted, place, too_large


def members(folder: str, wanted: Wanted) -> Iterator[Member]:
    """The files of a folder, listed a folder at a time. Errors: `OSError`."""
    for entry in addresses.files(folder):
        path, unfit = place(entry.path)
        most = wanted(path)
        if not most:
            yield Member(path)
        elif unfit or entry.size > most:
            yield Member(path, unfit=unfit or too_large(most))
        else:
            yield Member(path, elsewhere=f"{folder.rstrip('/')}/{entry.path}")
