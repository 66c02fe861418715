"""What a build would do, without doing it: nothing is extracted, and nothing is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from kgraph import rules
from kgraph.engine import MAX_ARTICLE_BYTES, ArticleFile, Job, data_of, folder_of, is_as_known
from kgraph.errors import InputError
from kgraph.jobs.articles import find
from kgraph.jobs.chosen import Choice, Skipped
from kgraph.jobs.members import jobs as members
from kgraph.jobs.members import shelves
from kgraph.jobs.settled import Settled, read_with
from kgraph.jobs.summary import Summary
from kgraph.jobs.unchanged import Check, Looked
from kgraph.rdf import DEFAULT_BASE
from kgraph.store import Held, Reader
from kgraph.store.generations import exists
from kgraph.tree import Shelf


def planned(
    arguments: Iterable[str],
    store: str | Path,
    *,
    texts: Mapping[str, bytes] | None = None,
    bibliographies: Sequence[str] = (),
    choice: Choice | None = None,
    base: str | None = None,
    check: Check = "stat",
) -> Summary:
    """What a build of these articles would find new, changed, unchanged and gone, and what it would skip.

    An article that would turn out to be none, or take too long, counts as one that would be read. Errors: as of a build,
    but that nothing is locked or written.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(Reader(store)) if exists(Path(store)) else None
        found = find(arguments, bibliographies=bibliographies, choice=choice)
        summary = Summary(skipped=found.skipped, empty=found.empty, passed=found.passed)
        settings = rules.settings(base or (reader.base if reader else None) or DEFAULT_BASE)
        held = reader.held if reader else Held()
        texts = texts or {}
        settled = Settled(Path(store), found, read_with(settings, found.choice, bibliographies), held)
        summary.unchanged += settled.articles
        found.skipped += settled.skipped()
        looked = Looked(held.get, settings, check, found.origins)
        shelf = shelves(found, settled.paths)
        given = (Job(ArticleFile(p, p, found.reach), looked.known(p), data) for p, data in texts.items())
        packed = members(found, looked.known, settled.paths, settled.since)
        for job in chain(given, _changed(found.articles, looked, summary), packed):
            _count(job, shelf, summary, is_held=job.article.path in held)
        gone = found.gone({p: looked.page(p) for p in held if p not in texts and not settled.holds(p)})
        summary.removed += gone
        summary.skipped = list(dict.fromkeys(summary.skipped))
        summary.articles = len(held) + summary.new - len(gone)
    return summary


def _changed(articles: Iterable[ArticleFile], looked: Looked, summary: Summary) -> Iterator[Job]:
    """Those of the articles that are not as before by what can be seen of their files."""
    for article in articles:
        if looked.is_as_before(article):
            summary.unchanged += 1
        else:
            yield Job(article, looked.known(article.path))


def _count(job: Job, shelf: Mapping[str, Shelf], summary: Summary, *, is_held: bool) -> None:
    article = job.article
    try:
        data = data_of(job, MAX_ARTICLE_BYTES)
    except InputError as error:
        summary.skipped.append(Skipped(article.path, str(error)))
        return
    if is_as_known(job, data, folder_of(article, shelf)):
        summary.unchanged += 1
    else:
        summary.changed += is_held
        summary.new += not is_held
