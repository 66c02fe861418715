"""axe finds nothing serious in any view, light and wide or dark and narrow."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.routes import shown_at
from tests.browser.test_looks import NARROW, settled
from tests.browser.visit import Home, Visit, expect


def found(app: Visit, axe: str, leave: str = "") -> list[str]:
    """Serious and critical findings: which rule, where."""
    app.page.evaluate(axe)
    what = {"include": [["html"]], "exclude": [[leave]] if leave else []}
    report = app.page.evaluate("what => axe.run(what, { resultTypes: ['violations'] })", what)
    assert len(report["passes"]) > 10, "axe has looked"
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in report["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("theme", "size"), [("light", None), ("dark", NARROW)], ids=["wide", "narrow"])
def test_every_view(
    home: Any, visit: Callable[..., Visit], axe: str, theme: str, size: dict[str, int] | None
) -> None:
    app = visit(home, color_scheme=theme, **({"viewport": size} if size else {}))
    faults = []
    for name in shown_at(home):
        settled(app, name)
        if name == "article":
            app.page.keyboard.press("j")
            app("a.marker").first.focus()
        faults += [f"{name}: {fault}" for fault in found(app, axe)]
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sparql(visit: Callable[..., Visit], sample_server: str, axe: str, theme: str) -> None:
    """The editor itself is YASGUI's own; what stands around it is ours."""
    app = visit(Home("server", sample_server), color_scheme=theme).open("/ask/sparql")
    expect(app(".CodeMirror")).to_be_visible()
    assert found(app, axe, leave=".yasgui") == []


def test_axe_finds_what_is_planted(visit: Callable[..., Visit], home: Any, axe: str) -> None:
    app = visit(home).open("/")
    app.page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [fault.split(":")[0] for fault in found(app, axe)] == ["label"]
