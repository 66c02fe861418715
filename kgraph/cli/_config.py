"""Options that stand in a file: `[tool.kgraph]` of pyproject.toml, or kgraph.toml."""

import argparse
import os
import tomllib
from pathlib import Path
from typing import Any

from kgraph.errors import UsageError

_ALLOWED: dict[str, tuple[type, ...]] = {
    "store": (str,),
    "base": (str,),
    "workers": (int,),
    "timeout": (int, float),
}


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
    for name in ("base", "workers", "timeout"):
        if name in options and getattr(options, name) is None and name in settings:
            setattr(options, name, settings[name])


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
    for name, value in data.items():
        if name not in _ALLOWED:
            raise UsageError(f"{path}: unknown option {name!r} (expected one of {', '.join(_ALLOWED)}).")
        if isinstance(value, bool) or not isinstance(value, _ALLOWED[name]):
            kinds = " or ".join(kind.__name__ for kind in _ALLOWED[name])
            raise UsageError(f"{path}: {name} = {value!r} has the wrong type (expected {kinds}). Correct it.")
        if name == "workers" and isinstance(value, int) and not 1 <= value <= 256:
            raise UsageError(f"{path}: workers = {value} is out of range (expected 1 to 256). Correct it.")
    return data
