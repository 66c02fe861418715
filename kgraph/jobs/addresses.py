"""The addresses that a person names: by themselves, in lists of them, in feeds and sitemaps on disk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kgraph import infile
from kgraph.enrich import Session, as_asked
from kgraph.enrich.gather import Feed, NoPage, feed_in
from kgraph.jobs.chosen import Skipped
from kgraph.jobs.paths import graph_path, is_address
from kgraph.pages import LONGEST_ADDRESS
from kgraph.spans import decode

_MAX_LIST_BYTES = 8 * 1024 * 1024
_SHOWN = 60


@dataclass(slots=True)
class Named:
    """The addresses, in order; the feeds among the files; and what of the arguments names none."""

    addresses: list[str] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def named(arguments: Iterable[str], session: Session, stdin: bytes = b"") -> Named:
    """What the arguments name: addresses, files with one address a line or with a feed, `-` for `stdin`.

    Nothing is asked of the network. Nothing raises for what is in a file.
    """
    found = Named()
    for argument in arguments:
        if is_address(argument):
            _add(argument, argument, found)
        elif argument == "-":
            _read("-", stdin, found, session)
        else:
            _open(argument, found, session)
    return found


def _add(name: str, address: str, found: Named) -> None:
    """Take an address that stands at `name`, where it is none too long to be told."""
    asked = as_asked(address)
    if len(asked) <= LONGEST_ADDRESS:
        found.addresses.append(asked)
    else:
        found.skipped.append(Skipped(name[:_SHOWN], f"an address of {len(asked):,} characters (expected at most {LONGEST_ADDRESS:,})"))  # fmt: skip


def _open(file: str, found: Named, session: Session) -> None:
    try:
        data = infile.read_regular(file, _MAX_LIST_BYTES)
    except infile.Unfit as error:
        found.skipped.append(Skipped(graph_path(file), f"{error.reason}. {error.hint.rstrip('.')}"))
    except FileNotFoundError:
        why = "not found. Check the path; an address begins with https://"
        found.skipped.append(Skipped(file, why))
    except (OSError, ValueError) as error:
        found.skipped.append(Skipped(file, f"cannot be read ({infile.reason(error)}). Check the path and its permissions"))  # fmt: skip
    else:
        _read(graph_path(file), data, found, session)


def _read(name: str, data: bytes, found: Named, session: Session) -> None:
    """A feed or a list of addresses."""
    feed = feed_in(name, data, session)
    if isinstance(feed, Feed):
        found.feeds.append(feed)
        found.addresses += feed.addresses
    elif isinstance(feed, NoPage):
        found.skipped.append(Skipped(name, feed.reason))
    else:
        _read_list(name, decode(data)[0], found)


def _read_list(name: str, text: str, found: Named) -> None:
    """One address a line; `#` begins a remark, at the beginning of a line or behind a space."""
    wrong: list[Skipped] = []
    before = len(found.addresses)
    for number, line in _lines(text):
        if is_address(line) and len(line.split()) == 1:
            _add(f"{name}:{number}", line, found)
        else:
            shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
            wrong.append(Skipped(f"{name}:{number}", f"no address (found {shown!r}, expected one that begins with https://)"))  # fmt: skip
    if len(found.addresses) == before:
        what = f"{wrong[0].reason}" if wrong else "it is empty"
        found.skipped.append(Skipped(name, f"no list of addresses and no feed ({what}). Check the file"))
    else:
        found.skipped += wrong


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if words and not words.startswith("#"):
            yield number, words.partition(" #")[0].rstrip()
