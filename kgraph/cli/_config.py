"""Options that stand in a file: `[tool.kgraph]` of pyproject.toml, or kgraph.toml."""

import argparse
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kgraph.cli._numbers import positive, whole
from kgraph.errors import UsageError


def _own_file(name: str) -> str:
    """The path of a file that a settings file may give: below the current folder, or in its repository."""
    from kgraph.beside import may_read

    if not may_read(".", name):
        raise argparse.ArgumentTypeError(
            f"{name!r} lies outside of this folder and its repository, and so must be typed: --bibliography FILE"
        )
    return name


def _near_server(url: str) -> str:
    """An address of this machine: files go there, and a settings file may have come with the folder."""
    from urllib.parse import urlsplit

    from kgraph.remote import demand_plain

    if urlsplit(demand_plain(url)).hostname not in ("localhost", "127.0.0.1", "::1"):
        raise argparse.ArgumentTypeError(
            f"{url!r} is no address of this machine, and so must be typed: --grobid URL"
        )
    return url


_READERS: dict[str, tuple[type | tuple[type, ...], Callable[[str], Any]]] = {
    "store": (str, str),
    "include": (list, str),
    "exclude": (list, str),
    "text-column": (str, str),
    "name-column": (str, str),
    "bibliography": (list, _own_file),
    "grobid": (str, _near_server),
    "base": (str, str),
    "workers": (int, whole(1, 256)),
    "article-deadline": ((int, float), positive(86_400, " seconds")),
    "article-memory": (int, whole(64, 1_000_000)),
    "timeout": ((int, float), positive(86_400, " seconds")),
    "rate": ((int, float), positive(10_000)),
    "deadline": ((int, float), positive(3600, " seconds")),
    "openalex-key": (str, str),
    "zotero": (str, str),
    "port": (int, whole(0, 65_535)),
    "attribution": (str, str),
}
"""Option, as it is spelt on the command line → the type it has in a file, and the reader it has there.

What lets somebody in or out (`--allow-host`, `--host`, `--cors`, files elsewhere) must be typed: a file may have come
with a folder.
"""


def add_store(command: argparse.ArgumentParser) -> None:
    """The `--store` option, the same for every command that has one."""
    command.add_argument(
        "--store",
        metavar="DIR",
        default=None,
        help="folder of the store (default: $KGRAPH_STORE, else .kgraph)",
    )


def apply(options: argparse.Namespace, arguments: list[str]) -> None:
    """Fill in what the command line left open: from the environment, then from a file, then the default.

    Errors: `UsageError` for a file that is broken or names an option that is none.
    """
    settings = _load()
    if "store" in options:
        options.store = options.store or os.environ.get("KGRAPH_STORE") or settings.get("store") or ".kgraph"
    for name, value in settings.items():
        attribute = name.replace("-", "_")
        if attribute in options and getattr(options, attribute) is None:
            setattr(options, attribute, value)


def _load() -> dict[str, Any]:
    for path, keys in ((Path("kgraph.toml"), ()), (Path("pyproject.toml"), ("tool", "kgraph"))):
        if not path.is_file():
            continue
        try:
            data: Any = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(
                f"{path}: cannot be read ({' '.join(str(error).split())[:120]}). Correct it."
            ) from error
        for key in keys:
            data = data.get(key, {}) if isinstance(data, dict) else {}
        if data:
            return _checked(path, data)
    return {}


def _checked(path: Path, data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise UsageError(f"{path}: [tool.kgraph] is no table. Write one option a line below it.")
    return {name: _read(path, name, value) for name, value in data.items()}


def _read(path: Path, name: str, value: Any) -> Any:
    if name not in _READERS:
        raise UsageError(f"{path}: unknown option {name!r} (expected one of {', '.join(_READERS)}).")
    kinds, reader = _READERS[name]
    texts = all(isinstance(each, str) for each in value) if isinstance(value, list) else True
    if isinstance(value, bool) or not isinstance(value, kinds) or not texts:
        words = " or ".join(kind.__name__ for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))
        raise UsageError(f"{path}: {name} = {value!r} has the wrong type (expected {words}). Correct it.")
    try:
        return [reader(str(each)) for each in value] if isinstance(value, list) else reader(str(value))
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"{path}: {name}: {error}. Correct it.") from error
