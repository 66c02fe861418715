"""No cascade of branches and no pattern too long to read: what is one is a table, or built of named pieces."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kgraph
from tests.house.branches import alone, with_helpers

PACKAGE = Path(kgraph.__file__).parent
ROOMS = ("extract", "read")
MOST_BRANCHES = 25
LONGEST_PATTERN = 160
"""How many characters of a pattern stand in one piece, names of other pieces left out."""


def _files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]


def _too_many(path: Path) -> list[str]:
    counts = [*alone(path).items(), *with_helpers(path).items()]
    return sorted({f"{name}: {count}" for name, count in counts if count > MOST_BRANCHES})


def _too_long(path: Path) -> list[str]:
    """The patterns of a file, and the strings that patterns may be built of, which are too long, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [f"{n.lineno}: {size}" for n in _patterns(tree) if (size := _written(n)) > LONGEST_PATTERN]


def _patterns(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            yield node.args[0]
        elif isinstance(node, ast.Assign) and isinstance(
            node.value, ast.Constant | ast.JoinedStr | ast.BinOp
        ):
            yield node.value


def _written(node: ast.expr) -> int:
    constants = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return sum(len(value) for value in constants if isinstance(value, str))


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files(path: Path) -> None:
    assert _too_many(path) == []
    assert _too_long(path) == []


_CASCADE = "".join(f"    if x == {i}:\n        return {i}\n" for i in range(13))


@pytest.mark.parametrize(
    "body",
    [
        f"def f(x):\n{_CASCADE}{_CASCADE}",
        f"def f(x):\n{_CASCADE}    return _g(x)\n\ndef _g(x):\n{_CASCADE}",
        f"class A:\n    def f(self, x):\n        return self._g(x) if x else 0\n    def _g(self, x):\n{_CASCADE.replace('    ', '        ')}"
        f"        return self._h(x)\n    def _h(self, x):\n{_CASCADE.replace('    ', '        ')}",
        f"def f(x):\n    return {' or '.join('x' * 1 for _ in range(27))}\n",
    ],
    ids=("in one", "in a helper", "in methods", "in operators"),
)
def test_a_planted_cascade_is_found(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.py").write_text(body)
    assert _too_many(tmp_path / "a.py") != []


def test_rows_of_a_table_are_no_cascade(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"def _g(x):\n{_CASCADE}\ndef _h(x):\n{_CASCADE}\nROWS = (_g, _h)\n")
    assert _too_many(tmp_path / "a.py") == []


@pytest.mark.parametrize(
    "code", ['A = re.compile(r"{}")', 'B = rf"{}{{C}}"', 'def f(x):\n    return re.search("{}", x)']
)
def test_a_planted_pattern_is_found(tmp_path: Path, code: str) -> None:
    (tmp_path / "a.py").write_text(code.format("a" * (LONGEST_PATTERN + 1)))
    assert len(_too_long(tmp_path / "a.py")) == 1
