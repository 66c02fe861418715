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
from kgraph.export._characters import in_characters
from kgraph.export._columns import known, slim_columns
from kgraph.export._of_rows import Rows
from kgraph.export._slim import alone, slim
from kgraph.export.details import details

_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_NEEDED = {"app.js", "app.css", "NOTICES.txt", "NOTICES-app.txt"}
_CHUNK_CHARACTERS = 400_000
_LEVEL = 6
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


def page(rows: Rows, *, texts: Mapping[str, str] | None, parts: Callable[[str], bytes]) -> bytes:
    """One HTML file with the app, the notices of what it contains, and all data; it opens with the network off.

    `texts` maps an article to its text, as far as it can be had; None leaves texts and blocks out, so that an article is shown
    by its claims. `parts` gives what is shown beside the articles, by its name among `PARTS`, as gzipped JSON.
    Errors: `OutputError` where the app was not built; those of `parts`.
    """
    script = assets()["app.js"][0].decode().replace("</script", "<\\/script")
    overview, columns, answers = (parts(name) for name in PARTS)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data: blob:; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    body = [
        _notices(),
        '<div id="app" data-home="file"></div>',
        block("overview", overview),
        block("answers", answers),
        *_data(json.loads(gzip.decompress(columns)), rows, texts),
        f"<script>{script}</script>",
    ]
    return _html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">', "", "\n".join(body), _inline_style())  # fmt: skip


def _data(columns: dict[str, Any], rows: Rows, texts: Mapping[str, str] | None) -> Iterator[str]:
    """The columns, and the details of the articles, whose claims and sources these have."""
    yield from column_blocks(columns, textless=texts is None)
    had = dict(known(columns))
    places: dict[str, int] = {}
    kept = alone if texts is None else slim
    found = ((each.path, _json(kept(each, had[each.path]))) for each in details(rows, texts))
    for n, chunk in enumerate(_chunks(found)):
        places.update(dict.fromkeys(chunk, n))
        members = ",".join(f"{_json(path)}:{value}" for path, value in chunk.items())
        yield block(f"chunk-{n}", _gzipped(f"{{{members}}}"))
    yield block("chunks", _gzipped(_json(places)))


def column_blocks(columns: dict[str, Any], *, textless: bool = False) -> Iterator[str]:
    """The elements that hold the columns."""
    kept, claims = slim_columns(columns)
    yield block("columns", _gzipped(_json({**kept, "parts": len(claims), "textless": textless})))
    for n, part in enumerate(claims):
        yield block(f"claims-{n}", _gzipped(_json(part)))


def _chunks(found: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Details, as JSON, by article, in pieces small enough to be unpacked when an article is opened."""
    chunk: dict[str, str] = {}
    size = 0
    for path, value in found:
        chunk[path] = value
        size += len(value)
        if size > _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = {}, 0
    if chunk:
        yield chunk


def block(name: str, packed: bytes) -> str:
    """An element with gzipped JSON, in characters of which none can end it."""
    return f'<script type="application/gzip" id="{name}" data-bytes="{len(packed)}">{in_characters(packed)}</script>'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _gzipped(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8", "replace"), _LEVEL, mtime=0)


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
