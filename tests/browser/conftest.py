"""One browser, the sample graph in both homes, and tabs that record what they do."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serve.conftest import kgraph, serving
from tests.shared_corpora import ROOT

pytest.register_assert_rewrite("tests.browser.visit")

CHROMIUM = Path("/usr/bin/chromium")
PLAIN = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def window(browser: Any) -> Iterator[Any]:
    """The window that most tabs open in: one of their own would cost them more than all they do in it."""
    from tests.browser.visit import Window

    context = browser.new_context(**PLAIN)
    yield Window(context)
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    script = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is not installed (cd web && npm ci)")
    return script.read_text(encoding="utf-8")


def built(folder: Path, *articles: str, timeout: float = 120) -> Path:
    """A store of `articles` in `folder`, and the page beside it."""
    for command in (("build", *articles), ("export", "graph.html")):
        run = kgraph(*command, "--store", ".kgraph", cwd=folder, timeout=timeout)
        assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sample articles, their store and their page."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(ROOT / "data", folder / "data")
    return built(folder, "data/articles")


@pytest.fixture(scope="session")
def seen(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples after their sources were asked, and their page."""
    from tests.browser.seen import make

    return make(samples, tmp_path_factory.mktemp("seen"))


@pytest.fixture(scope="session")
def sample_server(samples: Path) -> Iterator[str]:
    with serving(samples / ".kgraph") as server:
        yield server.url


@pytest.fixture(scope="session", params=["file", "server"])
def home(request: pytest.FixtureRequest, samples: Path) -> Any:
    from tests.browser.visit import Home

    if request.param == "file":
        return Home("file", (samples / "graph.html").as_uri())
    return Home("server", request.getfixturevalue("sample_server"))


@pytest.fixture
def visit(browser: Any, window: Any) -> Iterator[Callable[..., Any]]:
    """Open a tab at a home; options are the browser's (viewport, color_scheme, …). With them, and from the second on, it has a window of its own.

    Each must stay quiet.
    """
    from tests.browser.visit import Visit

    tabs: list[Visit] = []
    own: list[Any] = []

    def enter(home: Any, **options: Any) -> Visit:
        if options or tabs:  # of two tabs in one window each would hear what the other asks for
            own.append(browser.new_context(**PLAIN | options))
        page = own[-1].new_page() if options or tabs else window.tab(home)
        page.set_default_timeout(15_000)
        tabs.append(Visit(home, page))
        tabs[-1].record()
        return tabs[-1]

    yield enter
    for tab in tabs:
        tab.page.close()
    for context in own:
        context.close()
    for tab in tabs:
        tab.quiet()


@pytest.fixture
def app(visit: Callable[..., Any], home: Any) -> Any:
    """A tab at each home in turn."""
    return visit(home)
