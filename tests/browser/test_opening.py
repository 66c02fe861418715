"""Never a blank wait: the frame at once, words and a bar while a store is slow, errors said; and a page that follows the articles."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Route

from tests.browser.visit import Home, Visit, expect
from tests.serve.conftest import ARTICLES, kgraph, serving

SLOW = (
    "import time, kgraph.serve._shown as s; s.Shown._run = lambda self, made, parts, run=s.Shown._run: "
    "(setattr(made, 'told', {'done': 3, 'of': 12, 'words': 'listing claims'}), time.sleep(4), run(self, made, parts))"
)
"""What runs in a server whose store takes long."""


def built(folder: Path) -> Path:
    (folder / "ice.md").write_text(ARTICLES["ice.md"])
    run = kgraph("build", "ice.md", cwd=folder)
    assert run.returncode == 0, run.stderr
    return folder / ".kgraph"


def leave(app: Visit) -> None:
    """Before the server goes, which the page would notice."""
    app.page.goto("about:blank")


def test_a_slow_store_shows_how_far_it_is(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    with serving(built(tmp_path), before=SLOW) as server:
        app = visit(Home("server", server.url))
        start = time.monotonic()
        app.page.goto(server.url)
        expect(app(".far")).to_contain_text("listing claims…")
        assert time.monotonic() - start < 3.5
        assert app(".far progress").evaluate("bar => bar.value") == 0.25
        assert app(".top nav a").count() >= 5
        assert app("main").count() == 0
        app.shows("What backs this?")
        expect(app(".far")).to_have_count(0)
        leave(app)


def test_the_first_view_comes_before_the_rest(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    """Its numbers are those of the view that takes its place."""
    with serving(built(tmp_path)) as server:
        app = visit(Home("server", server.url))
        held: list[Route] = []
        app.page.route("**/api/columns", lambda route: held.append(route))
        app.page.goto(server.url)
        first = app(".opening .lead")
        expect(first).to_have_text(re.compile("^4 claims in 1 article"))
        assert app(".opening .coverage li").count() == 1
        app(".opening .cover-name a").click()
        while not held:
            app.page.wait_for_timeout(50)
        held[0].continue_()
        app.shows("Why ice floats", "/article/ice.md")
        leave(app)


def test_an_error_is_said(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    store = built(tmp_path)
    [claims] = store.glob("shards/*/claims.parquet")
    claims.write_bytes(claims.read_bytes()[:-1])
    with serving(store) as server:
        app = visit(Home("server", server.url))
        app.page.goto(server.url)
        app.shows("The graph cannot be shown")
        expect(app("main")).to_contain_text("damaged")
        app.faults[:] = [fault for fault in app.faults if "503" not in fault]


def test_a_page_follows_the_articles_and_keeps_its_place(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    (tmp_path / "posts").mkdir()
    sentences = "\n\n".join(f"Sentence {n} of a long article." for n in range(200))
    long = ARTICLES["ice.md"].replace("Water is densest", f"{sentences}\n\nWater is densest")
    (tmp_path / "posts" / "ice.md").write_text(long)
    with serving(tmp_path / ".kgraph", "--watch", "posts") as server:
        app = visit(Home("server", server.url))
        deadline = time.monotonic() + 60
        while app.page.request.get(server.url).status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        app.open("/articles").shows(re.compile("^1 article"))
        (tmp_path / "posts" / "lakes.md").write_text(ARTICLES["lakes.md"])
        expect(app("main h1")).to_have_text(re.compile("^2 articles"), timeout=60_000)
        app.open("/article/posts%2Fice.md").shows("Why ice floats")
        while app.page.evaluate("scrollTo(0, 900), scrollY") != 900:
            assert time.monotonic() < deadline + 60
            time.sleep(0.1)
        (tmp_path / "posts" / "ice.md").write_text(long.replace("Why ice floats", "Why ice swims"))
        expect(app("main h1")).to_have_text("Why ice swims", timeout=60_000)
        assert app.page.evaluate("scrollY") > 0, "it is not at the top again"
        assert app.route == "/article/posts%2Fice.md"
        (tmp_path / "posts" / "bad.ipynb").write_text("[]")
        expect(app(".news")).to_contain_text("bad.ipynb", timeout=60_000)
        leave(app)
