"""What goes into an engine and what comes out: jobs, what to make of them, how much each may take, outcomes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgraph.beside import Reach
from kgraph.model import Metadata
from kgraph.origin import Origin
from kgraph.overview import Found
from kgraph.tree import DISK, Shelf, Tree

if TYPE_CHECKING:
    from kgraph.audit import Options

MAX_ARTICLE_BYTES = 8 * 1024 * 1024
"""Reading takes some eighty bytes of memory a byte (docs/performance.md); no article is as long as a book."""


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article on disk: its name in the graph, where it lies, and what may be read beside it.

    `member` is its path within the archive `file`, with a slash before it; "" where it is a file of its own. A folder at
    an address is an archive, too. `format` is what it is to be read as; "" where its suffix or its beginning says so. `twin` is
    the name of a file beside it that is read too, and may hold the same article in another format. A page that was fetched
    has an `origin`.
    """

    path: str
    file: str
    reach: Reach = field(default_factory=Reach)
    member: str = ""
    format: str = ""
    twin: str = ""
    origin: Origin | None = None

    @property
    def address(self) -> str:
        """Where a member of a folder at an address is."""
        return self.file.rstrip("/") + self.member


@dataclass(frozen=True, slots=True)
class Known:
    """What a store remembers of an article: the digests of its bytes and of the files read beside it."""

    sha256: str
    beside: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Job:
    """One article to read, and what is known of it already; `data` are its bytes where it lies in no file.

    `told` is what an archive says of it, which counts where the article does not say it itself. `begin` is `Member.begin`. `tei`
    is what a server made of it, which is read in its place.
    Jobs and outcomes go from process to process: without slots that takes half as long.
    """

    article: ArticleFile
    known: Known | None = None
    data: bytes | None = None
    told: Metadata | None = None
    begin: int = 0
    tei: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to make of each article: `format` is `nq`, `tables`, `store` (both), `jsonl`, `explain` or `audit`, which `audit` says more of.

    `shelves` has for each archive, by its file, what may be read beside its members; in `given` lie the bibliographies
    that were given for all articles.
    """

    format: str
    base: str
    max_bytes: int = MAX_ARTICLE_BYTES
    audit: "Options | None" = None
    shelves: Mapping[str, Shelf] = field(default_factory=dict)
    given: Tree = DISK


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one article may take: seconds of CPU time, and megabytes beside what a worker has when it starts.

    CPU time, since a machine that is busy with other things must not accuse an article. One that waits and
    computes nothing is given up after ten times as long by the wall.
    """

    deadline_s: float = 30.0
    memory_mb: int = 2048

    @property
    def patience_s(self) -> float:
        """How long to wait for one article that computes nothing, by the wall."""
        return 10 * self.deadline_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster of Dask to read on: that of the scheduler at this address, or one of processes here."""

    scheduler: str | None = None


@dataclass
class Outcome:
    """What became of one article: `done`, `unchanged` or `skipped`.

    `payload` is what the job was asked for: N-Quads lines, packed rows, with or without the graph, one line of JSON, findings, or lines for people. `counts` has claims by
    support, markers by status, problems by code (prefixed `problem:`); `found` is what it adds to an overview.
    """

    path: str
    status: str
    payload: bytes | bytearray = b""
    reason: str = ""
    sha256: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    found: Found | None = None
    notes: tuple[str, ...] = ()
    """What was wrong with the files that were read, not with what they say: one line each, for people."""
