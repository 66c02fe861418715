"""Every service as it is today: asks the internet, so it runs only when named. `pytest -m live tests/enrich`"""

from collections.abc import Iterator

import pytest

from kgraph import identifiers
from kgraph.enrich import FETCHERS, Fetcher, Session, observe
from kgraph.model import Source
from kgraph.observation import Observation

KNOWN = [
    ("arxiv", "https://arxiv.org/abs/1706.03762", "attention is all you need"),
    ("pubmed", "https://pubmed.ncbi.nlm.nih.gov/13054692/", "molecular structure of nucleic acids"),
    ("doi", "https://doi.org/10.1038/171737a0", "molecular structure of nucleic acids"),
    ("crossref", "https://doi.org/10.1038/171737a0", "molecular structure of nucleic acids"),
    ("datacite", "https://doi.org/10.5281/zenodo.3509134", "pandas"),
    ("openlibrary", "ISBN 9780262033848", "introduction to algorithms"),
    ("wikipedia", "https://en.wikipedia.org/wiki/Keeling_Curve", "keeling curve"),
    ("stackexchange", "https://stackoverflow.com/questions/11227809", "sorted array"),
    ("youtube", "https://www.youtube.com/watch?v=jNQXAC9IVRw", "me at the zoo"),
    ("github", "https://github.com/python/cpython", "cpython"),
    ("page", "https://www.iana.org/help/example-domains", "example domains"),
]
"""Fetcher, source, and words of its title that will not change."""


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(retries=1) as session:
        yield session


@pytest.mark.live
@pytest.mark.parametrize(("name", "address", "words"), KNOWN, ids=[name for name, *_ in KNOWN])
def test_a_title(session: Session, name: str, address: str, words: str) -> None:
    fetcher = _named(name)
    web = address.startswith("http")
    identity = identifiers.identify(address) if web else identifiers.identify(None, address)
    source = Source(
        id=identity.id, kind=identity.kind, urls=(address,), identifiers=dict(identity.identifiers)
    )
    assert fetcher.takes(source)
    [seen] = observe([source], session, table=[fetcher], archive=None)
    assert isinstance(seen, Observation), seen
    assert seen.status == "alive", seen
    assert words in (seen.title or "").casefold(), seen


def _named(name: str) -> Fetcher:
    return next(f for f in FETCHERS if f.name == name)


def test_every_fetcher_is_asked() -> None:
    without = {f.name for f in FETCHERS} - {name for name, *_ in KNOWN}
    assert without <= {"oembed"}, "the providers of oEmbed come and go"
