"""The explorer: the built web app, alone for a server, or with its data in one HTML file."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from kgraph.errors import OutputError
from kgraph.export._of_rows import Rows
from kgraph.export.details import Detail, details

_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_NEEDED = {"app.js", "app.css", "NOTICES.txt", "NOTICES-app.txt"}
_TEXT = 2
"""Where a block has its text."""
_CHUNK_CHARACTERS = 400_000
_LEVEL = 4
PARTS = ("overview", "columns", "answers")
"""What is shown beside the articles."""


def folder() -> Path:
    """Where the built app is: inside the installed package, or beside it in a checkout."""
    inside = Path(str(files("kgraph"))) / "web"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "web" / "dist"


@cache
def assets() -> Mapping[str, tuple[bytes, str]]:
    """The app's files, notices of what it contains among them: name → bytes and media type.

    Errors: `OutputError` where the app was not built.
    """
    found = {p.name: (p.read_bytes(), _MEDIA_TYPES[p.suffix]) for p in sorted(folder().glob("*")) if p.suffix in _MEDIA_TYPES}  # fmt: skip
    if not set(found) >= _NEEDED:
        raise OutputError(
            "the web app is not built. In a checkout: cd web && npm ci && npm run build; an installed wheel brings it."
        )
    return found


def served_page(*, empty: str | None = None) -> bytes:
    """The page of a server, which fetches its data; `empty` says why there is none."""
    if empty is not None:
        return _html("", "", f'<main class="empty"><h1>Nothing to look at yet</h1><p>{escape(empty)}</p></main>', _inline_style())  # fmt: skip
    return _html("", "", '<div id="app" data-home="server"></div><script src="/app/app.js"></script>', '<link rel="stylesheet" href="/app/app.css">')  # fmt: skip


def page(rows: Rows, *, texts: Mapping[str, str], parts: Callable[[str], bytes]) -> bytes:
    """One HTML file with the app, the notices of what it contains, and all data; it opens with the network off.

    `parts` gives what is shown beside the articles, by its name among `PARTS`, as gzipped JSON.
    Errors: `OutputError` where the app was not built; those of `parts`.
    """
    script = assets()["app.js"][0].decode().replace("</script", "<\\/script")
    given = [_block(name, parts(name)) for name in PARTS]
    places: dict[str, int] = {}
    chunks = []
    for n, chunk in enumerate(_chunks(details(rows, texts))):
        places.update(dict.fromkeys((each.path for each in chunk), n))
        chunks.append(_block(f"chunk-{n}", _packed({each.path: each.json() for each in chunk})))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data: blob:; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    body = [
        _notices(),
        '<div id="app" data-home="file"></div>',
        *given,
        _block("chunks", _packed(places)),
        *chunks,
        f"<script>{script}</script>",
    ]
    return _html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">', "", "\n".join(body), _inline_style())  # fmt: skip


def _chunks(found: Iterable[Detail]) -> Iterator[list[Detail]]:
    """Details in pieces small enough to be unpacked when an article is opened."""
    chunk: list[Detail] = []
    size = 0
    for each in found:
        chunk.append(each)
        size += len(each.text or "") + 200 * (len(each.markers) + len(each.references))
        size += sum(len(block[_TEXT]) + 40 * len(block[-1]) for block in each.blocks or ())
        if size > _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _packed(value: Any) -> bytes:
    """JSON, gzipped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), _LEVEL, mtime=0)


def _block(name: str, packed: bytes) -> str:
    """Gzipped JSON in base64: no character of an article can end the element it stands in."""
    return f'<script type="application/gzip" id="{name}">{base64.b64encode(packed).decode()}</script>'


def _notices() -> str:
    """What the app contains and under which licences, as a comment of HTML, which two dashes would end."""
    return "<!--\n" + assets()["NOTICES-app.txt"][0].decode().replace("--", "- -") + "-->"


def _inline_style() -> str:
    return f"<style>{assets()['app.css'][0].decode()}</style>"


def _html(head: str, title: str, body: str, style: str) -> bytes:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{escape(title) or "kgraph"}</title>
<link rel="icon" href="data:,">
{style}
</head>
<body>
{body}
</body>
</html>
""".encode()
