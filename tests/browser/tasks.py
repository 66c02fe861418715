"""How long a task of the page's main thread takes of the processor: what other programs do at the same time does not count."""

from collections.abc import Callable

from bench._longest_task import own_ms
from tests.browser.visit import Visit


def longest(app: Visit, do: Callable[[], object]) -> float:
    """The milliseconds that the longest task takes of its own, while `do` is done."""
    browser = app.page.context.browser
    browser.start_tracing(page=app.page, categories=["toplevel"])
    do()
    return own_ms(browser.stop_tracing())
