"""What a picture shows, pixel by pixel: read by the browser itself, which decodes it onto a canvas."""

import base64
import time
from collections.abc import Callable
from typing import Any

_READ = """async ([data, colour]) => {
    const image = new Image();
    image.src = data;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { width, height } = image;
    const pixels = context.getImageData(0, 0, width, height).data;
    const probe = new OffscreenCanvas(1, 1).getContext("2d");
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--" + colour).trim();
    probe.fillRect(0, 0, 1, 1);
    const wanted = probe.getImageData(0, 0, 1, 1).data;
    const is = (x, y) => [0, 1, 2].every(i => Math.abs(pixels[4 * (y * width + x) + i] - wanted[i]) < 9);
    let count = 0, inside = null;
    for (let y = 4; y < height - 4; y++) for (let x = 4; x < width - 4; x++) {
        if (!is(x, y)) continue;
        count++;
        inside ??= [[3, 0], [-3, 0], [0, 3], [0, -3]].every(([u, v]) => is(x + u, y + v)) ? [x, y] : null;
    }
    return { count, inside, width, height };
}"""


def pixels(page: Any, picture: bytes, colour: str) -> dict[str, Any]:
    """How many pixels of a PNG have a colour of the style sheet, and a place well inside such a patch."""
    data = "data:image/png;base64," + base64.b64encode(picture).decode()
    found: dict[str, Any] = page.evaluate(_READ, [data, colour])
    return found


def stage(app: Any, colour: str) -> dict[str, Any]:
    """The same of the drawing as it stands on the screen."""
    return pixels(app.page, app(".stage").screenshot(), colour)


def becomes(app: Any, colour: str, holds: Callable[[int], bool]) -> None:
    """Wait until as much of the drawing as should has a colour."""
    end = time.monotonic() + 15
    while not holds(count := stage(app, colour)["count"]):
        assert time.monotonic() < end, f"{count} pixels in the colour {colour}"
        app.page.wait_for_timeout(100)
