"""Values are frozen: no function gives back a value and changes an argument as well, none tells values apart by `id()`."""

from pathlib import Path

import pytest

import kgraph
from tests.house.side_effects import faults

PACKAGE = Path(kgraph.__file__).parent
ROOMS = ("enrich", "extract", "read")


@pytest.mark.parametrize("room", ROOMS)
def test_rooms(room: str) -> None:
    files = {p.relative_to(PACKAGE).as_posix(): p for p in sorted((PACKAGE / room).rglob("*.py"))}
    found = {name: faults(path) for name, path in files.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "body",
    [
        "def f(a):\n    a.append(1)\n    return a\n",
        "def f(a):\n    a.b = 1\n    return 2\n",
        "def f(a, *, b):\n    b.c[0] += 1\n    return a\n",
        "def f(a):\n    a.b.update(c=1)\n    yield 1\n",
        "class A:\n    def f(self, a):\n        del a[0]\n        return a\n",
        "def f(a):\n    return {id(a): 1}\n",
    ],
)
def test_what_is_planted_is_found(tmp_path: Path, body: str) -> None:
    file = tmp_path / "a.py"
    file.write_text(body)
    assert len(faults(file)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "def f(a):\n    a.append(1)\n",
        "def f(a):\n    a = list(a)\n    a.append(1)\n    return a\n",
        "def f(a):\n    out = []\n    out.append(a)\n    return out\n",
        "class A:\n    def f(self):\n        self.x = 1\n        return self.x\n",
        "def f(a):\n    a.append(1)\n    return None\n",
    ],
)
def test_what_is_right_is_not(tmp_path: Path, body: str) -> None:
    file = tmp_path / "a.py"
    file.write_text(body)
    assert faults(file) == []
