"""While the graph is on its way: the first view stands as the overview will, an article is read, and nothing jumps."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.browser.test_axe import found
from tests.browser.visit import Home, Visit, expect, to

CURVE = "data/articles/keeling-curve.md"
_PLACES = """() => Object.fromEntries([...document.querySelectorAll(".overview h1, .overview .lead, .overview .card, .overview .card:not(:last-child) li")].map((e, i) => {
    const { x, y, width, height } = e.getBoundingClientRect();
    return [`${i} ${e.matches("li:not([aria-hidden])") ? e.innerText.split("\\n")[0] : ""}`, [x, y, width, height].map(Math.round)];
}))"""
"""Where each part stands; the last card, of what became of the sources, has its place alone."""
_TOPS = "() => [...document.querySelectorAll('.unit')].map(e => Math.round(e.getBoundingClientRect().top))"


@pytest.fixture
def held(sample_server: str, visit: Callable[..., Visit]) -> Callable[..., tuple[Visit, Callable[[], None]]]:
    """A tab to which the columns do not come before they are let go."""

    def enter(route: str, **options: Any) -> tuple[Visit, Callable[[], None]]:
        app = visit(Home("server", sample_server), **options)
        waiting: list[Route] = []
        app.page.route("**/api/columns", lambda asked: waiting.append(asked))
        app.page.goto(f"{sample_server}#{route}")

        def let_go() -> None:
            while not waiting:
                app.page.wait_for_timeout(50)
            waiting[0].continue_()
            app("main h1").wait_for()

        return app, let_go

    return enter


@pytest.mark.parametrize("width", [390, 1440])
def test_the_overview_takes_the_place_of_the_first_view(held: Any, width: int) -> None:
    app, let_go = held("/", viewport={"width": width, "height": 900}, reduced_motion="reduce")
    expect(app(".opening .card")).to_have_count(7)
    first = app.page.evaluate(_PLACES)
    app("#search").fill("keeling")
    let_go()
    expect(app("main h1")).to_have_text("keeling")
    app("#search").fill("")
    app.shows("What backs this?", "/")
    then = app.page.evaluate(_PLACES)
    assert list(then) == list(first)
    assert max(abs(a - b) for name in first for a, b in zip(then[name], first[name], strict=True)) <= 2
    expect(app(".far")).to_have_count(0)


def test_an_article_is_read_before_the_graph_is_there(held: Any, axe: str) -> None:
    app, let_go = held(to("article", CURVE))
    expect(app(".early .text")).to_contain_text("In 1958 Charles David Keeling began")
    expect(app(".early h1")).to_have_text("The curve that changed how we see the air")
    assert app(".early .claim.waiting").count() == 9
    assert found(app, axe) == []
    app(".early .unit").nth(4).scroll_into_view_if_needed()
    app.page.mouse.move(400, 400)
    app.page.mouse.wheel(0, 500)
    app.page.wait_for_timeout(300)
    seen = next(top for top in app.page.evaluate(_TOPS) if top > 100)
    let_go()
    expect(app(".side .backing").first).to_be_visible()
    app.page.wait_for_timeout(200)
    assert min(abs(top - seen) for top in app.page.evaluate(_TOPS)) <= 40, "it stays where it was"
    assert app.page.evaluate("scrollY") > 100
    expect(app(".claim.waiting")).to_have_count(0)


def test_links_are_followed_meanwhile(held: Any) -> None:
    app, let_go = held("/")
    app(".opening .cover-name a").first.click()
    expect(app(".early .claim").first).to_be_visible()
    app.page.go_back()
    expect(app(".opening .card").first).to_be_visible()
    app.page.evaluate("location.hash = '/claims'")
    expect(app(".opening")).to_contain_text("Opening…")
    let_go()
    app.shows("80 claims", "/claims")
