"""`re`, but for patterns that are compiled when they are first used.

One article needs a tenth of kgraph's patterns; to compile all of them takes as long as reading ten articles.
"""

import re
from re import (
    DOTALL,
    IGNORECASE,
    MULTILINE,
    Match,
    Pattern,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, cast

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "Match",
    "Pattern",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

_METHODS = ("findall", "finditer", "flags", "fullmatch", "groupindex", "groups", "match", "search", "split", "sub", "subn")  # fmt: skip


def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """What has the methods of a pattern, which is compiled when one of them is first called.

    >>> compile("t.de").findall("No tide waits.")
    ['tide']
    """
    return cast("Pattern[str]", _Late(pattern, flags))


class _Late:
    """A pattern; once it is compiled its methods are kept here, so that calls of them cost what they did."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return self.__dict__[name]

    def __reduce__(self) -> tuple[Any, ...]:
        return compile, (self.pattern, self._flags)
