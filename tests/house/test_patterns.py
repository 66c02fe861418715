"""Patterns are compiled when they are first used, so that one that cannot be would be found by an article."""

import gc
import pickle
import pkgutil
from importlib import import_module

from kgraph import late_re

_ROOMS = ("extract", "identifiers", "rdf", "read")


def test_each_compiles() -> None:
    for room in _ROOMS:
        package = import_module(f"kgraph.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    gc.unfreeze()  # what was read in this process before has them frozen
    patterns = [each for each in gc.get_objects() if type(each) is late_re._Late]
    assert len(patterns) > 800
    assert all(each.groups >= 0 for each in patterns)


def test_is_used_like_a_pattern() -> None:
    word = late_re.compile(r"(\w)(\w+)", late_re.IGNORECASE)
    assert word.pattern == r"(\w)(\w+)"
    assert (word.groups, word.flags & late_re.IGNORECASE) == (2, late_re.IGNORECASE)
    assert word.sub(r"\2\1", "tide moon") == "idet oonm"
    assert not hasattr(word, "__len__")
    assert pickle.loads(pickle.dumps(word)).split("tide", 1) == ["", "t", "ide", ""]
