"""A store with nothing in it: the page and the server say what to do."""

from collections.abc import Callable
from pathlib import Path

from tests.browser.visit import Home, Visit, expect
from tests.serve.conftest import ARTICLES, kgraph, serving


def test_a_server_before_the_first_build(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    (tmp_path / "ice.md").write_text(ARTICLES["ice.md"])
    with serving(tmp_path / ".kgraph") as server:
        app = visit(Home("server", server.url))
        app.page.goto(server.url)
        app.shows("Nothing to look at yet")
        expect(app("main")).to_contain_text("kgraph build")
        app.faults[:] = [fault for fault in app.faults if "503" not in fault]
        assert kgraph("build", "ice.md", cwd=tmp_path).returncode == 0
        app.page.reload()
        app.shows("What backs this?")


def test_a_graph_without_claims(tmp_path: Path, visit: Callable[..., Visit]) -> None:
    (tmp_path / "empty.md").write_text("")
    for command in (("build", "empty.md"), ("export", "graph.html")):
        run = kgraph(*command, cwd=tmp_path)
        assert run.returncode in (0, 1), run.stderr
    with serving(tmp_path / ".kgraph") as server:
        for home in (Home("file", (tmp_path / "graph.html").as_uri()), Home("server", server.url)):
            app = visit(home).open("/")
            expect(app("main")).to_contain_text("No claims yet")
            expect(app("main")).to_contain_text("kgraph build")
            for route in ("/articles", "/sources", "/problems", "/ask", "/ask/sites-by-claims"):
                app.open(route)
            app.open("/graph")
            expect(app(".said")).to_have_text("Nothing matches these filters.")
            for name in ("PNG", "SVG"):
                with app.page.expect_download():
                    app.page.get_by_role("button", name=name).click()


def test_without_a_store_no_page_is_made(tmp_path: Path) -> None:
    run = kgraph("export", "graph.html", cwd=tmp_path)
    assert run.returncode == 3
    assert "kgraph build" in run.stderr
    assert not (tmp_path / "graph.html").exists()
