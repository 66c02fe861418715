"""What an address names: an archive, a folder, or an article."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgraph import addresses, infile
from kgraph.archives import FOLDER, Archive, archive_of
from kgraph.jobs.chosen import TWICE, Skipped

_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Named:
    """Its name in the graph; the address it is read at; of which kind an archive or a folder is; what a single article is called there."""

    path: str
    file: str
    kind: Archive | None = None
    member: str = ""


def takes(argument: str) -> bool:
    """Whether an argument is the address of files: any but the address of a page.

    On the web that is a file whose path ends as archives and tables do.

    >>> takes("s3://bucket/posts"), takes("https://host/dump.tar.zst?key=1"), takes("https://host/posts/")
    (True, True, False)
    """
    if not addresses.is_address(argument):
        return False
    name = addresses.plain(argument)
    kind = archive_of(name)
    return (kind is not None and kind.looks is None) or not name.startswith(("http://", "https://"))


def each(arguments: Iterable[str], seen: dict[str, str]) -> Iterator[Named | Skipped]:
    """What those of the arguments name that are addresses, each once; `seen` has the place of every name in the graph so far.

    Errors: `UsageError` where fsspec is not installed.
    """
    for address in filter(takes, arguments):
        found = named(address)
        if isinstance(found, Skipped):
            yield found
            continue
        place = found.file + found.member
        if found.path not in seen:
            seen[found.path] = place
            yield found
        elif seen[found.path] != place:
            yield Skipped(found.path, TWICE)


def named(address: str) -> Named | Skipped:
    """What lies at an address, or why nobody can say. Errors: `UsageError` where fsspec is not installed."""
    name = addresses.plain(address)
    if name.startswith(("file:", "local:")):
        return Skipped(name, "what lies on this disk is named by its path. Leave out what stands before it")
    kind = archive_of(name)
    try:
        if kind is None and addresses.is_folder(address):
            kind = FOLDER
        elif kind is not None and kind.looks is not None:
            kind = kind if kind.looks(addresses.read(address, _HEAD_BYTES)) else None
    except OSError as error:
        return Skipped(
            name, f"cannot be looked at ({infile.reason(error)}). Check the address, and who may read it"
        )
    if kind is not None:
        return Named(name, address.rstrip("/") if kind is FOLDER else address, kind)
    folder, _, member = address.rpartition("/")
    return Named(name, folder, None, f"/{member}")
