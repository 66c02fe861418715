"""How far a run has come in each archive that can be gone on with, so that the next one need not begin anew."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph.engine import Job


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an archive was read: `begin` as `Member.begin`, and how many articles and skips came before it."""

    begin: int = 0
    articles: int = 0
    skips: int = 0


@dataclass(slots=True)
class _Account:
    """What a run did with one archive."""

    reached: Reached
    done: int
    """The articles that are done, also those behind what was reached."""
    stays: bool = False
    """Whether an article failed: what it stands in is read again."""


class Progress:
    """Keeps account of the archives in `starts`, each of which was read so far before.

    `skipped` is what the run has skipped, of which what was told before an article is counted with it.
    """

    def __init__(self, starts: Mapping[str, Reached], skipped: Sequence[object]) -> None:
        self._skipped = skipped
        self._accounts = {path: _Account(start, start.articles) for path, start in starts.items()}
        self._coming: dict[str, tuple[_Account, int, int]] = {}

    def following(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """The `jobs`, with note taken of where in its archive each stands."""
        for job in jobs:
            archive = archive_of_member(job.article.path, self._accounts) if job.begin else None
            if archive is not None:
                self._coming[job.article.path] = self._accounts[archive], job.begin, len(self._skipped)
            yield job

    def done(self, path: str, *, failed: bool) -> None:
        """Take note that an article is done. Those of an archive come in its order."""
        account, begin, skips = self._coming.pop(path, (None, 0, 0))
        if account is None:
            return
        if begin > account.reached.begin and not account.stays:
            account.reached = Reached(begin, account.done, skips)
        account.stays = account.stays or failed
        account.done += 1

    @property
    def reached(self) -> Mapping[str, Reached]:
        """How far each archive was read in which anything was."""
        return {path: account.reached for path, account in self._accounts.items() if account.reached.begin}


def archive_of_member(path: str, archives: Collection[str]) -> str | None:
    """Which of the archives a path lies in."""
    while path:
        path = path.rpartition("/")[0]
        if path in archives:
            return path
    return None
