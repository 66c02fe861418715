"""Without a mouse: Tab goes through the page in its order, Enter follows, letters do what the page says."""

from tests.browser.routes import ROUTES
from tests.browser.visit import Visit, expect, to

_FOCUSED = """() => {
    const at = document.activeElement;
    return (at.getAttribute("aria-label") || at.innerText || at.placeholder || at.tagName).trim();
}"""


_STOPS = "all => all.map(each => each.dataset.claim ?? each.dataset.problem)"


def focused(app: Visit) -> str:
    return str(app.page.evaluate(_FOCUSED))


def press(app: Visit, *keys: str) -> None:
    for key in keys:
        app.page.keyboard.press(key)


def test_tab_order(app: Visit) -> None:
    app.open("/articles")
    order = []
    for _ in range(12):
        press(app, "Tab")
        order.append(focused(app))
    assert order == [
        "Skip to the content", "kgraph: overview", "Overview", "Articles", "Claims", "Sources", "Graph", "Ask",
        "Search claims, titles and sites", "Switch between light and dark", "filter by words", "CSV",
    ]  # fmt: skip


def test_skip_to_the_content(app: Visit) -> None:
    app.open("/articles")
    press(app, "Tab", "Enter")
    app.shows("12 articles", "/articles")
    press(app, "Tab")
    assert app.page.evaluate("document.activeElement.id") == "words"


def test_enter_follows_and_focus_goes_along(app: Visit) -> None:
    app.open("/sources")
    app("tbody a").first.focus()
    press(app, "Enter")
    app.shows("Attention Is All You Need")
    assert app.page.evaluate("document.activeElement.id") == "main"
    press(app, "Tab")
    assert focused(app) == "5 claims"


def test_slash_goes_to_the_search(app: Visit) -> None:
    app.open("/")
    press(app, "/", "d", "n", "a")
    app.shows("dna", "/search?q=dna")
    press(app, "/")
    expect(app("#search")).to_have_value("dna/")


def test_j_and_k_go_from_claim_to_claim(app: Visit) -> None:
    app.open(ROUTES["article"][0])
    app(".claim").first.wait_for()
    order = list(dict.fromkeys(app(".claim").evaluate_all("all => all.map(each => each.dataset.claim)")))
    walked = []
    for key in ("j", "j", "j", "k", *"jjjjjj"):
        press(app, key)
        walked.append(order.index(app(".chosen").first.get_attribute("data-claim")))
        expect(app(".chosen").first).to_be_in_viewport()
    last = len(order) - 1
    assert walked == [0, 1, 2, 1, 2, 3, 4, 5, last, last]
    app("#search").focus()
    press(app, "k")
    app.shows("k", "/search?q=k")


def test_n_and_p_go_to_weak_claims_and_problems(app: Visit) -> None:
    app.open(to("article", "data/articles/keeling-curve.md"))
    app(".claim").first.wait_for()
    claims = ".claim:is(.uncited, .missing, .carried)"
    weak = f"{claims}, .flawed:not({claims} .flawed)"
    order = list(dict.fromkeys(app(weak).evaluate_all(_STOPS)))
    expect(app(".steps")).to_contain_text("6 weak spots")
    assert len(order) == 6, "a claim and the problem in it are one place"
    walked = []
    for key in "nnnpnnnnn":
        press(app, key)
        walked.append(
            order.index(app(f".text :is({weak}).chosen").first.evaluate(f"each => ({_STOPS})([each])[0]"))
        )
        expect(app(".text .chosen").first).to_be_in_viewport()
        if app(".text .claim.missing.chosen").count():
            expect(app(".reading [role=status]")).to_contain_text("marker dangling")
    assert walked == [0, 1, 2, 1, 2, 3, 4, 5, 5]
    expect(app(".reading [role=status]")).to_have_text("No weak claim and no problem follows.")
    press(app, "Escape")
    expect(app(".chosen")).to_have_count(0)


def test_a_question_mark_shows_the_keys(app: Visit) -> None:
    app.open(ROUTES["article"][0])
    app(".claim").first.wait_for()
    press(app, "?")
    expect(app("dialog.keys")).to_contain_text("uncited, carried, or its source missing")
    press(app, "n")
    assert app(".chosen").count() == 0
    press(app, "Escape")
    expect(app("dialog")).to_have_count(0)


def test_markers_are_in_the_tab_order_and_speak(app: Visit) -> None:
    app.open(ROUTES["article"][0])
    markers = app("a.marker")
    markers.first.wait_for()
    assert {marker.get_attribute("tabindex") for marker in markers.all()} == {None}
    label = markers.first.get_attribute("aria-label")
    assert label == "marker gw150914: Observation of Gravitational Waves from a Binary Black Hole Merger"
    markers.first.focus()
    expect(app(".hover")).to_be_visible()
    press(app, "Enter")
    expect(app(".hover.pinned b a")).to_be_focused()
    press(app, "Escape")
    expect(markers.first).to_be_focused()
    press(app, "Enter", "Enter")
    app.shows(
        "Observation of Gravitational Waves from a Binary Black Hole Merger",
        to("source", "https://doi.org/10.1103/physrevlett.116.061102"),
    )


def test_what_has_the_focus_shows_it(app: Visit) -> None:
    app.open("/")
    for _ in range(12):
        press(app, "Tab")
        outline = app.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused(app)
