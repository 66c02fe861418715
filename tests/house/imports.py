"""Who imports whom, read from the syntax trees: imports inside functions count like any other."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Import:
    """`module` (dotted) as imported by `importer`, in `line`."""

    importer: str
    module: str
    line: int


def imports(package: Path) -> list[Import]:
    """Every import of every module of `package`, names of `from a import b` resolved where they are modules."""
    found = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
                continue
            if name == package.name and isinstance(node, ast.Call):
                continue  # its lazy public names are imported under TYPE_CHECKING too
            found += [Import(name, module, node.lineno) for module in _modules(node, package)]
    return found


def _modules(node: ast.AST, package: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0 and node.module, "imports are absolute in this house"
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            path = package.parent.joinpath(*inner.split("."))
            yield inner if path.is_dir() or path.with_suffix(".py").is_file() else node.module
    elif module := _called(node):
        yield module


def _called(node: ast.AST) -> str | None:
    """The module that `import_module("…")`, `__import__("…")` or `late("…", …)` names; None for any other call."""
    if not isinstance(node, ast.Call) or not node.args:
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in ("import_module", "__import__", "late"):
        return None
    first = node.args[0]
    assert isinstance(first, ast.Constant) and isinstance(first.value, str), (
        "an import that only running it tells"
    )
    return first.value


def third_party(module: str) -> str | None:
    """The library `module` belongs to; None for the standard library and for kgraph."""
    top = module.split(".")[0]
    return None if top in sys.stdlib_module_names or top == "kgraph" else top
