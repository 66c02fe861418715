"""Functions that give back a value and change an argument as well, read from the syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

_CHANGING = frozenset(
    (
        "add", "append", "appendleft", "clear", "difference_update", "discard", "extend", "extendleft", "insert",
        "intersection_update", "pop", "popitem", "popleft", "remove", "reverse", "setdefault", "sort", "update",
    )
)  # fmt: skip
"""Methods of lists, sets, dicts and deques that change them."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def faults(path: Path) -> list[str]:
    """`line: name changes its argument x and returns a value`, and each use of `id()` as a key, of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    out = []
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            changed = _changed(node)
            if changed and _returns(node):
                out.append(f"{node.lineno}: {node.name} changes its argument {changed} and returns a value")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id":
            out.append(f"{node.lineno}: id() tells two values apart")
    return out


def _own(node: _Function) -> Iterator[ast.AST]:
    """What stands in the function, but not in one defined within it."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        found = waiting.pop()
        yield found
        if not isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(found)


def _returns(node: _Function) -> bool:
    return any(
        isinstance(n, ast.Yield | ast.YieldFrom)
        or (
            isinstance(n, ast.Return)
            and n.value is not None
            and not (isinstance(n.value, ast.Constant) and n.value.value is None)
        )
        for n in _own(node)
    )


def _changed(node: _Function) -> str | None:
    """The first argument that the function changes in place; `self` and what is bound anew are its own."""
    args = node.args
    names = {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)} - {"self", "cls"}
    bound = {n.id for n in _own(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names -= bound
    for found in _own(node):
        targets: list[ast.expr] = []
        if isinstance(found, ast.Assign):
            targets = found.targets
        elif isinstance(found, ast.AugAssign | ast.AnnAssign):
            targets = [found.target]
        elif isinstance(found, ast.Delete):
            targets = found.targets
        elif (
            isinstance(found, ast.Call)
            and isinstance(found.func, ast.Attribute)
            and found.func.attr in _CHANGING
        ):
            targets = [found.func]
        for target in targets:
            for inner in target.elts if isinstance(target, ast.Tuple) else [target]:
                root = inner
                while isinstance(root, ast.Attribute | ast.Subscript):
                    root = root.value
                if root is not inner and isinstance(root, ast.Name) and root.id in names:
                    return root.id
    return None
