"""Records of other packages that join kgraph's tables of readers, fetchers and exporters (docs/plugins.md).

They are looked for only where kgraph's own rows do not do, and at first only as files: loading what Python knows of
all installed packages takes longer than all else that kgraph does at its start.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from kgraph.errors import PluginError

GROUPS = ("kgraph.readers", "kgraph.fetchers", "kgraph.exporters")
"""The groups of entry points that kgraph asks for."""

T = TypeVar("T")


def load(group: str, kind: type[T], own: Iterable[str], name: str) -> tuple[T, ...]:
    """The records of `kind` that other packages give in `group`, in the order of their entry points' names.

    `name` is the field that tells records apart, `own` what it is in kgraph's own. Errors: `PluginError` for a
    plug-in that cannot be loaded, is no such record, or has a name that is taken.
    """
    taken = dict.fromkeys(own, "kgraph itself")
    found = []
    for where, record in _loaded(group).items():
        if not isinstance(record, kind):
            raise PluginError(f"plug-in {where}: no {kind.__name__} (found {type(record).__name__}). Mend or uninstall it.")  # fmt: skip
        called = str(getattr(record, name))
        if called in taken:
            raise PluginError(
                f"plug-in {where}: {name} {called!r} is that of {taken[called]}. Uninstall one."
            )
        taken[called] = where
        found.append(record)
    return tuple(found)


def installed() -> dict[str, str]:
    """Every plug-in there is, none of them loaded: `group name` → package and version."""
    return {
        f"{group.removeprefix('kgraph.')} {point.name}": f"{point.dist.name} {point.dist.version}"
        for group in GROUPS
        for point in _points(group)
    }


@cache
def _loaded(group: str) -> Mapping[str, Any]:
    """The records of a group by how messages call them."""
    found = {}
    for point in _points(group):
        where = f"{point.name!r} of {point.dist.name}"
        try:
            found[where] = point.load()
        except Exception as error:  # whatever a stranger's module does when it is imported
            reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
            raise PluginError(
                f"plug-in {where}: cannot be loaded ({reason}). Mend or uninstall it."
            ) from error
    return found


def _points(group: str) -> list[Any]:
    if not _any_installed():
        return []
    from importlib.metadata import entry_points

    return sorted(entry_points(group=group), key=lambda point: (point.name, point.value))


@cache
def _any_installed() -> bool:
    """Whether any package on Python's path has entry points for kgraph."""
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                names = [e.path for e in entries if e.name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        if any(_is_plugin(name) for name in names):
            return True
    return False


def _is_plugin(metadata: str) -> bool:
    try:
        with open(os.path.join(metadata, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123 - a hundred files at a start
            return b"[kgraph." in file.read()
    except OSError:
        return False
