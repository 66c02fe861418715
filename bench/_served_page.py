"""A served page as somebody waits for it: the first byte, the frame, the first view, the graph."""

import json
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

_WATCH = """addEventListener('DOMContentLoaded', () => {
    const seen = window.seen = {};
    const put = (name, selector) => { if (!(name in seen) && document.querySelector(selector)) seen[name] = performance.now() / 1000; };
    new MutationObserver(() => { put('frame', '.top'); put('first view', 'h1'); put('graph', 'main h1'); })
        .observe(document, { childList: true, subtree: true });
})"""


def wait_for(store: Path, browser: Any, *, kept: bool) -> dict[str, float]:
    """Seconds by the wall, from the moment the address is opened; nothing is `kept` of what the page shows unless so said."""
    if not kept:
        shutil.rmtree(store / "explorer", ignore_errors=True)
    command = [sys.executable, "-m", "kgraph", "serve", "--port", "0", "--store", str(store)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        found = re.search(r"http://\S+/(?= )", server.stderr.readline())
        assert found
        start = time.perf_counter()
        urllib.request.urlopen(found[0]).read(1)
        first = time.perf_counter() - start
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(_WATCH)
        page.goto(found[0])
        page.wait_for_selector("main h1", timeout=600_000)
        seen: dict[str, float] = json.loads(page.evaluate("JSON.stringify(window.seen)"))
        page.close()
        return {"first byte": first, **seen}
    finally:
        server.terminate()
        server.wait()
