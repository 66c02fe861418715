"""A long article stays fast: 200 entries, 3,480 claims, some 200,000 px high."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import built
from tests.browser.visit import Home, Visit, expect

LIMIT_MS = 100
"""Of the longest task while reading, in the median of `RUNS`."""
RUNS = 5
_WORDS = [
    "the",
    "carbon",
    "ice",
    "ocean",
    "record",
    "shows",
    "that",
    "warm",
    "winters",
    "bring",
    "more",
    "rain",
    "and",
    "less",
    "snow",
    "to",
    "northern",
    "lakes",
    "where",
    "birds",
    "nest",
    "early",
    "each",
    "spring",
    "after",
    "long",
    "migration",
]
_IN_SIGHT = "[...document.querySelectorAll('.text .entry')].some(each => { const box = each.getBoundingClientRect(); return box.height && box.top > 0 && box.bottom < innerHeight })"
_RECORD = "() => { window.tasks = []; new PerformanceObserver(list => { for (const each of list.getEntries()) tasks.push(each.duration) }).observe({ type: 'longtask' }) }"


def _article() -> str:
    chance = random.Random(1)

    def said(most: int) -> str:
        return " ".join(chance.choice(_WORDS) for _ in range(chance.randint(most // 2, most))).capitalize()

    def cited() -> str:
        return "".join(f"[{chance.randint(1, 200)}]" for _ in range(chance.choice((0, 1, 1, 2))))

    lines = ["# A long article\n"]
    for section in range(40):
        lines.append(f"## Section {section + 1}\n")
        for place in range(15):
            lines.append(" ".join(f"{said(20)} {cited()}." for _ in range(5)) + "\n")
            if place % 5 == 2:
                lines.append("".join(f"- **{said(3)}**: {said(14)} {cited()}.\n" for _ in range(4)))
    lines.append("## References\n")
    lines += [f"[{n}] [{said(9)}](https://site{n % 37}.example.org/page/{n})\n" for n in range(1, 201)]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def long_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder: Path = tmp_path_factory.mktemp("long")
    (folder / "long.md").write_text(_article(), encoding="utf-8")
    return Home("file", (built(folder, "long.md") / "graph.html").as_uri())


def _read(app: Visit) -> float:
    """The longest task from opening the article on, through scrolling, keys and the text as written."""
    app.open("/articles")
    app.page.wait_for_timeout(600)
    app.page.evaluate(_RECORD)
    app.page.evaluate("location.hash = '/article/long.md'")
    app(".claim").first.wait_for()
    expect(app(".unit.later")).to_have_count(0)
    for _ in range(25):
        app.page.mouse.wheel(0, 1500)
        app.page.wait_for_timeout(40)
    for key in "nnjjpkw":
        app.page.keyboard.press(key)
        app.page.wait_for_timeout(60)
    app(".line").first.wait_for()
    return float(max([0.0, *app.page.evaluate("tasks")]))


def test_no_task_holds_up_the_reading(long_home: Home, visit: Callable[..., Visit]) -> None:
    longest: list[float] = []
    fast = slow = 0
    while max(fast, slow) <= RUNS // 2:  # then the median is known
        longest.append(_read(visit(long_home)))
        # what others do on the same processors counts as ours, so a busy machine gets more
        busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        fast += longest[-1] <= LIMIT_MS * busy
        slow = len(longest) - fast
    assert fast > slow, longest


def test_any_part_is_a_click_away(long_home: Home, visit: Callable[..., Visit]) -> None:
    app = visit(long_home).open("/article/long.md")
    app(".claim").first.wait_for()
    assert app.page.evaluate("document.documentElement.scrollHeight") > 50_000
    app.page.get_by_role("button", name="Worst backed section").click()
    app(".drawer .outline button").filter(has_text="Section 33").click()
    expect(app(".text h3").filter(has_text="Section 33")).to_be_in_viewport()
    app.page.wait_for_timeout(300)
    strip = app(".strip").bounding_box()
    app.page.mouse.click(strip["x"] + 5, strip["y"] + strip["height"] - 3)
    app.page.wait_for_function(_IN_SIGHT)
    app.page.mouse.click(strip["x"] + 5, strip["y"] + 2)
    expect(app(".text h2")).to_be_in_viewport()
