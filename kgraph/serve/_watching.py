"""Articles that are read again as they change, in a process of its own; what became of it, for the terminal and the page."""

import json
import subprocess
import threading
from collections.abc import Callable, Sequence

from kgraph.serve._child import started

_LINES = 5
"""Files that could not be read are named, so many at a time."""


class Watching:
    """The process that watches some articles, if there are any. `close` leaves it behind in no case."""

    def __init__(self, store: str, articles: Sequence[str], said: Callable[[str], None]) -> None:
        self.articles = tuple(articles)
        self.trouble: str | None = None
        """What went wrong when it was last tried, in a line."""
        self._said = said
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        if articles:
            self._process = started("_watch", store, *articles)
            threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def status(self) -> dict[str, object]:
        """What the page is told."""
        if not self.articles:
            return {}
        return {"watching": True, **({"trouble": self.trouble} if self.trouble else {})}

    def close(self) -> None:
        """End it."""
        self._closed = True
        if self._process:
            self._process.kill()
            self._process.wait()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            bad: list[str] = told["bad"]
            if told["said"]:
                self._said(f"read again: {told['said']}")
            for each in bad[:_LINES]:
                self._said(each)
            if more := bad[_LINES:]:
                self._said(f"… and {len(more)} more")
            self.trouble = f"{bad[0]}{f' … and {len(bad) - 1} more' if len(bad) > 1 else ''}" if bad else None
        if not self._closed:
            self.trouble = "the process that watches the articles has ended. Start kgraph serve again."
            self._said(self.trouble)
