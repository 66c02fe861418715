"""A site, and what fetches from it in this process."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kgraph.jobs.fetch import Asking, FetchReport, fetch
from tests.cli.conftest import clean_environment, run_in
from tests.fetch.site import Site

Fetch = Callable[..., FetchReport]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def into(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    """Fetches paths of the site, or whole arguments, into the folder `pages`."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, folder: str = "pages", offline: bool = False, **more: Any) -> FetchReport:
        asking = Asking(allow_hosts=(site.netloc,), rate=1000, deadline_s=5, offline=offline)
        named = [site.url(a) if a.startswith("/") and not Path(a).exists() else a for a in arguments]
        return fetch(named, folder, asking, **more)

    return run


@pytest.fixture
def kgraph(tmp_path: Path) -> Callable[..., Any]:
    """Runs `kgraph` with the arguments given, in `tmp_path`; never a traceback."""
    return run_in(tmp_path, clean_environment(tmp_path))
