"""Functions that a table names before anybody needs the modules they are in."""

from collections.abc import Callable
from importlib import import_module as imported
from typing import Any


def late(module: str, name: str) -> Callable[..., Any]:
    """The function `name` of `module`, which is imported when it is first called.

    >>> late("json", "loads")("[1]")
    [1]
    """

    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(imported(module), name)(*arguments, **options)

    return call
