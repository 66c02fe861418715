"""A tab of a real browser, with a record of all it asked for and complained of."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

sync_api: Any = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed (pip install --group dev)"
)
expect = sync_api.expect
expect.set_options(timeout=15_000)


@dataclass(frozen=True, slots=True)
class Home:
    """Where the app lives: in a file, or on a server."""

    name: str
    url: str

    def owns(self, url: str) -> bool:
        """Whether a request stays at home: the file itself, the server's origin, or what the page made itself."""
        if urlsplit(url).scheme in ("blob", "data"):
            return True
        return url.split("#")[0] == self.url if self.name == "file" else url.startswith(self.url)


class Window:
    """A window that stays open, whose tabs find nothing of what tabs before them have kept."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._session = context.new_cdp_session(context.new_page())

    def tab(self, home: Home) -> Any:
        """A new tab, to be closed by its user."""
        origin = f"{urlsplit(home.url).scheme}://{urlsplit(home.url).netloc}"
        self._session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self._session.send("Network.clearBrowserCookies")
        self._session.send("Network.clearBrowserCache")
        return self._context.new_page()


@dataclass(slots=True)
class Visit:
    """One tab at one home. `quiet` holds at the end of every test."""

    home: Home
    page: Any
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def _complain(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _dismiss(self, dialog: Any) -> None:
        self.faults.append("a dialog")
        dialog.dismiss()

    def record(self) -> None:
        """Begin to listen; by functions, since Playwright writes an attribute to what a method belongs to."""
        self.page.on("console", lambda message: self._complain(message))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self._dismiss(dialog))
        self.page.on("popup", lambda page: self.faults.append(f"a window: {page.url}"))

        def note(request: Any) -> None:
            self.requests.append(request.url)

        self.page.context.on("request", note)
        self.page.once("close", lambda page: page.context.remove_listener("request", note))

    def open(self, route: str = "/") -> "Visit":
        """Open a view as if its address had been typed."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.home.url}#{route}")
        self.page.locator("main h1").first.wait_for()
        return self

    def go(self, route: str) -> "Visit":
        """Follow an address in the page, as its links do: a fifth of the work of opening it anew."""
        if not self.home.owns(self.page.url):
            return self.open(route)
        self.page.evaluate("route => { location.hash = route }", route)
        return self

    def __call__(self, selector: str) -> Any:
        return self.page.locator(selector)

    def shows(self, title: str | re.Pattern[str], route: str | None = None) -> None:
        """The view's heading, and its address."""
        expect(self.page.locator("main h1")).to_have_text(title)
        if route is not None:
            assert self.route == route

    @property
    def route(self) -> str:
        return str(self.page.url).partition("#")[2]

    def quiet(self) -> None:
        """No error, no dialog, and no request to anywhere but home."""
        assert self.faults == []
        assert [url for url in self.requests if not self.home.owns(url)] == []
        assert self.requests, "the record works: at least the page itself was asked for"


def to(kind: str, name: str) -> str:
    """The address of a source, a site or an article, as the app writes it."""
    return f"/{kind}/{quote(name, safe='!~*()' + chr(39))}"
