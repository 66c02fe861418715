"""How many connections and files this process may hold: as many as there are descriptors for."""

from dataclasses import dataclass

from kgraph.system_calls import descriptors

MAX_CONNECTIONS = 1024
MAX_FILES = 64
_OTHERS = 96
"""Descriptors for all else: workers and their pipes, the store, connections that are about to be refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """`connections` at once, and `files` that hold answers."""

    connections: int
    files: int


def fitted() -> Fit:
    """What fits this process's limit, which is raised as far as it may be and needs to be."""
    return fit(descriptors(_OTHERS + MAX_CONNECTIONS + MAX_FILES))


def fit(held: int) -> Fit:
    """What fits so many descriptors.

    >>> fit(256), fit(100_000)
    (Fit(connections=120, files=40), Fit(connections=1024, files=64))
    """
    left = max(16, held - _OTHERS)
    files = min(MAX_FILES, left // 4)
    return Fit(connections=min(MAX_CONNECTIONS, left - files), files=files)
