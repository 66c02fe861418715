"""What articles are read by, as a digest: kgraph's own rules, its words and those of the user, the libraries that cut texts."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import kgraph
from kgraph import own_words

_ROOMS = (
    "backing", "beside", "blocks", "codes", "explain", "extract", "identifiers", "ignored", "known", "late", "model", "origin", "project", "rdf", "read",
    "spans", "tables", "tree", "walls",
)  # fmt: skip
"""Where the rules stand that say what comes of an article."""
_SUFFIXES = (".py", ".toml", ".ttl")
_LIBRARIES = ("pyromark", "sentencex")


def settings(base: str) -> str:
    """What an article is read by, and what its IRIs begin with. Where that is another, all articles are read again.

    Errors: as of `digest`.
    """
    return f"{digest()} {base}"


def digest() -> str:
    """What an article is read by. Errors: `InputError` for words of the user's own that cannot be read."""
    return f"{own_digest()}{own_words.digest()}"


@cache
def own_digest() -> str:
    """The rules of kgraph itself: some four hundred small files, hashed in some ten milliseconds."""
    root = Path(kgraph.__file__).parent
    found = hashlib.sha256()
    for room in _ROOMS:
        place = root / room
        for path in sorted(place.rglob("*")) if place.is_dir() else [place.with_suffix(".py")]:
            if path.suffix in _SUFFIXES:
                found.update(f"{path.relative_to(root).as_posix()}\0".encode())
                found.update(path.read_bytes())
    for name in _LIBRARIES:
        found.update(f"{_installed(name)}\0".encode())
    return found.hexdigest()[:16]


def _installed(name: str) -> str:
    """A library with its version, by the folder beside it: `importlib.metadata` takes as long to load as all of the digest."""
    spec = find_spec(name)
    places = (spec.submodule_search_locations or ()) if spec else ()
    found = sorted(p.name for place in places for p in Path(place).parent.glob(f"{name}-*.dist-info"))
    return " ".join(found) or name
