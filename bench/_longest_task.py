"""The longest task of a page's main thread while something is done: by the wall, and what it takes of the processor.

Of both the median of five: a task by the wall is long, too, where another program has the processor.
"""

import json
import statistics
from collections.abc import Callable
from typing import Any

TIMES = 5
_RECORD = "() => { window.tasks = []; window.seen ??= new PerformanceObserver(list => { for (const task of list.getEntries()) tasks.push(task.duration) }); seen.observe({ type: 'longtask' }) }"


def longest(page: Any, before: Callable[[], object], do: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the wall, as PerformanceObserver tells them (0: below 50), and of the processor; `before` is not measured."""
    walls, owns = [], []
    for _ in range(TIMES):
        before()
        page.evaluate(_RECORD)
        browser = page.context.browser
        browser.start_tracing(page=page, categories=["toplevel"])
        do()
        owns.append(own_ms(browser.stop_tracing()))
        walls.append(max([0.0, *page.evaluate("window.tasks")]))
    return statistics.median(walls), statistics.median(owns)


def own_ms(trace: bytes) -> float:
    """What the longest task of the main thread takes of the processor, by a trace of top-level tasks."""
    events: list[dict[str, Any]] = json.loads(trace)["traceEvents"]
    main = {(e["pid"], e["tid"]) for e in events if e.get("name") == "thread_name" and e["args"].get("name") == "CrRendererMain"}  # fmt: skip
    tasks = (e for e in events if e.get("ph") == "X" and (e["pid"], e["tid"]) in main)
    return max((float(task.get("tdur", 0)) / 1000 for task in tasks), default=0.0)
