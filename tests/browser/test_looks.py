"""Light, dark and narrow: nothing hangs over, nothing covers anything, colours follow the theme."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.drawing import becomes
from tests.browser.routes import ROUTES, shown_at
from tests.browser.visit import Visit, expect

NARROW = {"width": 390, "height": 844}
_BROKEN_WORDS = """() => {
    const broken = [];
    for (const each of document.querySelectorAll("button, th, .top nav a, .rank-n, .legend b, .chip")) {
        const text = each.firstChild && document.createRange();
        if (!text || !each.offsetParent || /\\s/.test(each.innerText.trim())) continue;
        text.selectNodeContents(each);
        const lines = new Set([...text.getClientRects()].map(r => Math.round(r.top)));
        if (lines.size > 1) broken.push(each.innerText);
    }
    return broken;
}"""
_OVERLAPS = """() => {
    const boxes = selector => [...document.querySelectorAll(selector)].map(e => e.getBoundingClientRect());
    const [header] = boxes("header.top"), [main] = boxes("main h1");
    const links = boxes(".top a, .top input, .top button:not([hidden])").filter(r => r.width > 2);
    const over = [];
    for (const [i, a] of links.entries()) for (const b of links.slice(i + 1))
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) over.push([a.x, b.x]);
    return { over, below: main.width < 2 || main.top >= header.bottom };
}"""


def settled(app: Visit, name: str) -> None:
    """Go to a view and wait until what comes late is there."""
    app.go(ROUTES[name][0]).shows(ROUTES[name][1], ROUTES[name][0])
    if name in ("article", "chinese"):
        app(".unit").first.wait_for()
        expect(app(".unit.later")).to_have_count(0)
    if name.startswith("/graph") or ROUTES[name][0].startswith("/graph"):
        expect(app(".said")).not_to_be_empty()
        app(".crossing, .stage[data-drawn=yes]").first.wait_for()


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, {"width": 768, "height": 1024}, {"width": 1280, "height": 900}], ids=lambda s: str(s["width"]))  # fmt: skip
def test_nothing_hangs_over(home: Any, visit: Callable[..., Visit], size: dict[str, int]) -> None:
    app = visit(home, viewport=size)
    for name in shown_at(home):
        settled(app, name)
        assert app.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        assert app.page.evaluate(_BROKEN_WORDS) == [], name
        assert app.page.evaluate(_OVERLAPS) == {"over": [], "below": True}, name


def _grey(app: Visit, selector: str, what: str) -> float:
    """The luminance, from 0 to 255, of a colour as it is computed."""
    value = app(selector).first.evaluate("(e, what) => getComputedStyle(e)[what]", what)
    red, green, blue = (float(n) for n in value.removeprefix("rgb(").rstrip(")").split(","))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme(home: Any, visit: Callable[..., Visit], theme: str) -> None:
    app = visit(home, color_scheme=theme)
    app.open("/graph?view=sites")
    expect(app(".said")).not_to_be_empty()
    dark = theme == "dark"
    for turned in (False, True):
        assert (_grey(app, "body", "backgroundColor") < 60) == (dark != turned)
        assert (_grey(app, "body", "color") > 180) == (dark != turned)
        for name in ("card", "site", "article", "ink"):
            becomes(app, name, lambda n: n > 30)
        app.page.get_by_role("button", name="Switch between light and dark").click()


def test_motion_can_be_turned_off(home: Any, visit: Callable[..., Visit]) -> None:
    app = visit(home, reduced_motion="reduce").open(ROUTES["article"][0])
    app(".claim").first.wait_for()
    assert app(".claim").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
