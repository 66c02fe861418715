"""How long a task of the page's main thread takes of the processor: what other programs do at the same time does not count."""

import json
from collections.abc import Callable

from tests.browser.visit import Visit


def longest(app: Visit, do: Callable[[], object]) -> float:
    """The milliseconds that the longest task takes of its own, while `do` is done."""
    browser = app.page.context.browser
    browser.start_tracing(page=app.page, categories=["toplevel"])
    do()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {(e["pid"], e["tid"]) for e in events if e.get("name") == "thread_name" and e["args"].get("name") == "CrRendererMain"}  # fmt: skip
    return max(
        float(e.get("tdur", 0)) / 1000 for e in events if e.get("ph") == "X" and (e["pid"], e["tid"]) in main
    )
