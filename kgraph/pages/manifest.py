"""The manifest of a folder of pages: what became of each address, and which file holds its page.

A folder may come from anyone: what a manifest says is checked, and none leads out of its folder.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kgraph.errors import InputError
from kgraph.identifiers import canonical_url
from kgraph.infile import Unfit, read_regular, reason
from kgraph.origin import Origin

NAME = "kgraph-pages.json"
_MAX_BYTES = 128 * 1024 * 1024
"""Some 200,000 rows."""
_KIND, _VERSION = "pages", 1
_FILE = re.compile(r"(?![.])[^/\\\x00-\x1f\ud800-\udfff]{1,255}")
"""The name of a page: in the folder itself, and not hidden."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_ADDRESS = 8192
_TEXTS = ("final", "time", "media_type", "charset", "sha256", "file", "canonical", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one address: a page in `file`, or the `reason` why there is none.

    `address` is as it was asked, `final` the one that answered, `redirects` those between, in order; `time` when it
    answered, in UTC; `media_type` as the server called it, `charset` what the page was found to be in; `sha256` that of
    the file. `canonical` is another address that the page calls its own.
    """

    address: str
    final: str | None = None
    redirects: tuple[str, ...] = ()
    time: str | None = None
    media_type: str | None = None
    charset: str | None = None
    status: int | None = None
    sha256: str | None = None
    file: str | None = None
    canonical: str | None = None
    reason: str | None = None

    @property
    def article(self) -> str | None:
        """What its article is called in the graph; None where there is no page."""
        return article_of(self.final) if self.file and self.final else None

    @property
    def origin(self) -> Origin | None:
        """Where its page was fetched from; None where there is no page."""
        if self.file is None or self.final is None or self.sha256 is None:
            return None
        return Origin(address=self.final, sha256=self.sha256, charset=self.charset)


def article_of(address: str) -> str:
    """What the article at an address is called in the graph: as a source is that others cite by this address.

    >>> article_of("https://Example.org/post/?utm_source=feed#notes")
    'https://example.org/post'
    """
    return canonical_url(address) or address


def load(folder: str | Path) -> tuple[Row, ...] | None:
    """The rows of the manifest in a folder; None where it has none.

    Errors: `InputError` for one that cannot be read, or says what no manifest says.
    """
    file = Path(folder) / NAME
    try:
        told = json.loads(read_regular(str(file), _MAX_BYTES))
        return _checked(told)
    except FileNotFoundError:
        return None
    except Unfit as error:
        raise _no_manifest(file, error.reason) from error
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({reason(error)}). Check the path and its permissions."
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_manifest(file, " ".join(str(error).split())[:120]) from error


def dumped(rows: Iterable[Row]) -> bytes:
    """A manifest, one row a line, sorted by address; what is not known is left out."""
    lines = []
    for row in sorted(rows, key=lambda each: each.address):
        told = {name: value for name, value in asdict(row).items() if value not in (None, ())}
        lines.append(json.dumps(told, ensure_ascii=False))
    body = ",\n".join(lines)
    return f'{{"kgraph": "{_KIND}", "version": {_VERSION}, "pages": [\n{body}\n]}}\n'.encode(
        "utf-8", "backslashreplace"
    )


def _no_manifest(file: Path, why: str) -> InputError:
    return InputError(
        f"{file}: no manifest of pages ({why}). Move it away, and fetch the pages again: kgraph fetch."
    )


def _checked(told: Any) -> tuple[Row, ...]:
    """The rows that a manifest tells. Errors: `ValueError` for anything that none says."""
    if not isinstance(told, dict) or told.get("kgraph") != _KIND or not isinstance(told.get("pages"), list):
        raise ValueError("it says nothing of pages")
    if told.get("version") != _VERSION:
        raise ValueError(f"found version {str(told.get('version'))[:20]!r}, expected {_VERSION}")
    rows = tuple(_row(number, each) for number, each in enumerate(told["pages"], 1))
    files: dict[str, Row] = {}
    articles: dict[str, Row] = {}
    for row in rows:
        if row.file is None or row.article is None:
            continue
        same = files.setdefault(row.file.casefold(), row), articles.setdefault(row.article, row)
        if any((row.file, row.article, row.sha256) != (o.file, o.article, o.sha256) for o in same):
            raise ValueError(f"{row.file}: two rows say different things of it")
    if len({row.address for row in rows}) != len(rows):
        raise ValueError("two rows have one address")
    return rows


def _row(number: int, told: Any) -> Row:
    if not isinstance(told, dict):
        raise ValueError(f"row {number} is no object")
    texts = {name: told[name] for name in _TEXTS if told.get(name) is not None}
    redirects = told.get("redirects", [])
    status = told.get("status")
    whole = (
        all(isinstance(value, str) for value in texts.values())
        and isinstance(redirects, list)
        and all(isinstance(each, str) for each in redirects)
        and (status is None or (isinstance(status, int) and not isinstance(status, bool)))
    )
    if not whole or not _is_address(told.get("address")):
        raise ValueError(f"row {number} is none of a page")
    row = Row(address=told["address"], redirects=tuple(redirects), status=status, **texts)
    if row.file is not None and not _names_a_page(row, texts):
        raise ValueError(f"row {number} names no page in its folder")
    return row


def _names_a_page(row: Row, texts: Mapping[str, str]) -> bool:
    file, digest = texts.get("file", ""), texts.get("sha256", "")
    return bool(_FILE.fullmatch(file) and _DIGEST.fullmatch(digest) and _is_address(row.final))


def _is_address(text: object) -> bool:
    return (
        isinstance(text, str)
        and len(text) <= LONGEST_ADDRESS
        and text.lower().startswith(("http://", "https://"))
    )
