"""A site on loopback whose pages are values: what it was asked, and what it answers, is for the test to say."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """What a path answers; a page has an ETag of its body, and 304 for who has that."""

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()
    endless: bool = False


def article(
    title: str, *, head: str = "", claim: str = "The moon pulls the sea", link: str = "/papers/tides"
) -> bytes:
    """A page with one cited claim."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f'<p>{claim} <a href="#fn1">[1]</a>.</p><h2>References</h2><ol><li id=fn1><a href="{link}">A paper on tides</a></li></ol>'
        "</article></body></html>"
    ).encode()


class Site:
    """A server; `pages` are its paths, of which tests add and change some. `asked` are the paths in their order."""

    def __init__(self) -> None:
        site = self
        self.pages: dict[str, Answer | Callable[[], Answer]] = {"/robots.txt": Answer(status=404)}
        self.asked: list[str] = []
        self.conditional: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                found = site.pages.get(self.path, Answer(b"<title>Nothing here</title>", 404))
                answer = found() if callable(found) else found
                tag = f'"{hash(answer.body)}"'
                if self.headers.get("If-None-Match") == tag and answer.status == 200:
                    site.conditional.append(self.path)
                    answer = Answer(status=304)
                self.send_response(answer.status)
                if answer.media_type:
                    self.send_header("Content-Type", answer.media_type)
                self.send_header("ETag", tag)
                for name, value in answer.headers:
                    self.send_header(name, value)
                if not answer.endless:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
                while answer.endless:
                    self.wfile.write(b"More and more. " * 4_000)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass  # the client has had enough

        self._http = Server(("127.0.0.1", 0), Handler)
        self.netloc = f"127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://{self.netloc}{path}"

    def moved(self, path: str, to: str, status: int = 301) -> None:
        """Let a path lead to another address."""
        self.pages[path] = Answer(status=status, headers=(("Location", to),))

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
