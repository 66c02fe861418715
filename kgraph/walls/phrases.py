"""The words of walls, out of `phrases.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Literal

WallKind = Literal["challenge", "denied", "login", "consent", "missing", "error", "placeholder"]
"""What stands in front of the source. `missing` says it is not there; `placeholder` says nothing."""

Words = Mapping[WallKind, Sequence[str]]

_TABLES = tomllib.loads(files("kgraph.walls").joinpath("phrases.toml").read_text(encoding="utf-8"))

PHRASES: Words = _TABLES["phrases"]
ALONE: Words = _TABLES["alone"]
BARE: Words = _TABLES["bare"]
GUARD_MARKS: Sequence[str] = _TABLES["guards"]["marks"]
