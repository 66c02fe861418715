"""Screenshots kept in `looks/`, looked at by people: a view that comes to look otherwise is noticed here.

What is compared is coarse, a grid of small patches, so that another version of the browser or of a font passes and
a part that is missing, has moved or has lost its colour does not. After a change that is meant, make them anew and
look at each: `KEEP_LOOKS=1 python -m pytest tests/browser/test_kept.py`.
"""

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.routes import ROUTES
from tests.browser.test_looks import settled
from tests.browser.visit import Home, Visit

KEPT = Path(__file__).parent / "looks"
VIEWS = (
    "overview",
    "article",
    "source",
    "claims",
    "problems",
    "bands",
    "matrix",
    "claims-sources",
    "sites",
    "answer",
)
_SIZE = {"width": 1280, "height": 800}
_SMALL = """async data => {
    const image = new Image();
    image.src = "data:image/png;base64," + data;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width / 2, image.height / 2);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
}"""
_COMPARE = """async ([one, other]) => {
    const [across, down] = [64, 40];
    const patches = async data => {
        const image = new Image();
        image.src = "data:image/png;base64," + data;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        const { width, height } = image;
        const pixels = context.getImageData(0, 0, width, height).data;
        const sums = new Float64Array(across * down * 3);
        for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
            const patch = Math.floor(y * down / height) * across + Math.floor(x * across / width);
            for (let i = 0; i < 3; i++) sums[3 * patch + i] += pixels[4 * (y * width + x) + i];
        }
        return sums.map(sum => sum * across * down / (width * height));
    };
    const [a, b] = [await patches(one), await patches(other)];
    let changed = 0;
    for (let i = 0; i < a.length; i += 3) changed += Math.max(...[0, 1, 2].map(j => Math.abs(a[i + j] - b[i + j]))) > 14;
    return changed / (across * down);
}"""
LIMIT = 0.02
"""The share of patches that may look otherwise."""


def shot(app: Visit) -> str:
    """What stands on the screen, at half its size, as PNG in base64."""
    whole = base64.b64encode(app.page.screenshot()).decode()
    return str(app.page.evaluate(_SMALL, whole))


def changed(app: Visit, one: str, other: str) -> float:
    """The share of the patches of two pictures that differ."""
    return float(app.page.evaluate(_COMPARE, [one, other]))


def kept(name: str) -> str:
    return base64.b64encode((KEPT / f"{name}.png").read_bytes()).decode()


@pytest.fixture
def file_home(samples: Path) -> Home:
    return Home("file", (samples / "graph.html").as_uri())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_views_look_as_they_did(file_home: Home, visit: Callable[..., Visit], theme: str) -> None:
    app = visit(file_home, viewport=_SIZE, color_scheme=theme, reduced_motion="reduce")
    otherwise: dict[str, Any] = {}
    for name in VIEWS:
        app.open(ROUTES[name][0])
        settled(app, name)
        app.page.wait_for_timeout(500 if ROUTES[name][0].startswith("/graph") else 50)
        now = shot(app)
        if os.environ.get("KEEP_LOOKS"):
            KEPT.mkdir(exist_ok=True)
            (KEPT / f"{name}-{theme}.png").write_bytes(base64.b64decode(now))
        share = changed(app, now, kept(f"{name}-{theme}"))
        if share > LIMIT:
            otherwise[name] = share
    assert otherwise == {}


@pytest.mark.parametrize("way", ["narrow", "print"])
def test_an_article_looks_as_it_did(file_home: Home, visit: Callable[..., Visit], way: str) -> None:
    size = {"width": 390, "height": 800} if way == "narrow" else {"width": 794, "height": 800}
    app = visit(file_home, viewport=size, color_scheme="light", reduced_motion="reduce")
    settled(app, "article")
    if way == "print":
        app.page.emulate_media(media="print")
    else:
        app(".claim").first.click()
    now = shot(app)
    if os.environ.get("KEEP_LOOKS"):
        (KEPT / f"article-{way}.png").write_bytes(base64.b64decode(now))
    assert changed(app, now, kept(f"article-{way}")) <= LIMIT


@pytest.mark.parametrize(
    "harm",
    [
        "document.querySelector('.hero').remove()",
        "document.documentElement.dataset.theme = 'dark'",
        "document.querySelector('.three').style.display = 'block'",
        "document.body.style.fontSize = '20px'",
    ],
)
def test_a_harm_is_noticed(file_home: Home, visit: Callable[..., Visit], harm: str) -> None:
    app = visit(file_home, viewport=_SIZE, color_scheme="light", reduced_motion="reduce")
    settled(app, "overview")
    before = shot(app)
    assert changed(app, before, shot(app)) == 0
    app.page.evaluate(harm)
    assert changed(app, before, shot(app)) > 1.5 * LIMIT
