"""A store of an older kgraph as one of this: what fetches saw is carried over, articles are read again."""

from dataclasses import dataclass
from pathlib import Path

from kgraph.store import generations
from kgraph.store._format3 import Older
from kgraph.store.reading import Reader
from kgraph.store.writing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What was carried over, and how many articles the next build has to read again."""

    observations: int
    articles: int


def upgrade(store: str | Path) -> Upgraded:
    """Make a store of format 3 or 4 one of this format, in place; it is either whole, also where the run is killed.

    Observations are carried over with their history, since nobody could make them again. Articles are not: the next build
    reads them again, by the rules of this kgraph. What lies beside, such as the cache of what was fetched, stays.

    Errors: `StoreError` where there is no store, for one that is of this format, older than format 3, or not as it was written; `StoreLocked`,
    `OutputError`.
    """
    path = Path(store)
    if not generations.exists(path):
        generations.current(path)  # which says that there is none
    if generations.format_of(path) == 4:
        return _of_tables(path)
    older = Older(path)
    count = 0
    with Writer(path, anew=True) as writer:
        writer.base = older.base or None
        for iri, packed in older.observations():
            writer.observe(iri, packed)
            count += 1
        writer.note_run(())
        writer.commit()
    older.remove()
    return Upgraded(observations=count, articles=older.articles)


def _of_tables(path: Path) -> Upgraded:
    """A store whose articles have other columns: they are taken out, observations stay as they are."""
    with Writer(path, oldest=4) as writer:
        articles = list(writer.held)
        for article in articles:
            writer.remove(article)
        writer.note_run(())
        writer.commit()
    with Reader(path) as reader:
        return Upgraded(observations=reader.count("observations"), articles=len(articles))
