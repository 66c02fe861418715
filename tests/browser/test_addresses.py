"""Every view has an address of its own: it survives a reload, and the way back and forth."""

import pytest

from tests.browser.routes import ROUTES
from tests.browser.visit import Visit


@pytest.mark.parametrize("name", ROUTES)
def test_reload(app: Visit, name: str) -> None:
    route, heading = ROUTES[name]
    app.open(route).shows(heading, route)
    app.page.reload()
    app.shows(heading, route)
    assert app.page.title() == f"{heading} · kgraph"


def test_back_and_forth(app: Visit) -> None:
    app.open("/")
    for route, _ in list(ROUTES.values())[1:]:
        app.page.evaluate("route => { location.hash = route }", route)
    for way, steps in (("go_back", list(ROUTES.values())[-2::-1]), ("go_forward", list(ROUTES.values())[1:])):
        for route, heading in steps:
            getattr(app.page, way)()
            app.shows(heading, route)


def test_where_one_is_stands_in_the_navigation(app: Visit) -> None:
    for name, here in (("article", "Articles"), ("site", "Sources"), ("sites", "Graph"), ("answer", "Ask"), ("overview", "Overview")):  # fmt: skip
        app.open(ROUTES[name][0]).shows(ROUTES[name][1])
        assert app(".top nav a[aria-current]").all_inner_texts() == [here]
