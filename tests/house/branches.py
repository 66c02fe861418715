"""How many ways a function may go, read from the syntax trees: its own branches, and those of its only helpers."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def alone(path: Path) -> Mapping[str, int]:
    """Function → its branches: conditions, loops, handlers, cases, and each `and` and `or`."""
    return {name: _branches(f, operators=True) for name, f in _functions(_parsed(path)).items()}


def with_helpers(path: Path) -> Mapping[str, int]:
    """Function → its branches but for `and` and `or`, with those of each private helper of its file that it alone names.

    What a row of a table names is no helper: the table says what was a cascade.
    """
    tree = _parsed(path)
    functions = _functions(tree)
    only = _only_helpers(tree, functions)

    def total(name: str, above: frozenset[str]) -> int:
        below = [helper for helper in only.get(name, ()) if helper not in above]
        own = _branches(functions[name], operators=False)
        return own + sum(total(helper, above | {helper}) for helper in below)

    return {name: total(name, frozenset((name,))) for name in functions}


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(tree: ast.Module) -> dict[str, _Function]:
    """The functions of a module and the methods of its classes; one that stands in another is part of it."""
    found: dict[str, _Function] = {}
    for node in tree.body:
        if isinstance(node, _Function):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{f.name}": f for f in node.body if isinstance(f, _Function)}
    return found


def _only_helpers(tree: ast.Module, functions: Mapping[str, _Function]) -> Mapping[str, list[str]]:
    """Function → its private helpers that nothing else of the file names."""
    last = {name: name.rpartition(".")[2] for name in functions}
    times = Counter(last.values())
    callers: dict[str, list[str | None]] = defaultdict(list)
    within = {inner for f in functions.values() for inner in ast.walk(f)}
    for name, function in functions.items():
        for helper in set(_named(ast.walk(function))) - {last[name]}:
            callers[helper].append(name)
    for helper in set(_named(node for node in ast.walk(tree) if node not in within)):
        callers[helper].append(None)
    only: dict[str, list[str]] = defaultdict(list)
    for name in functions:
        found = callers[last[name]]
        if last[name].startswith("_") and times[last[name]] == 1 and len(found) == 1 and found[0] is not None:
            only[found[0]].append(name)
    return only


def _branches(node: _Function, *, operators: bool) -> int:
    return sum(_ways(inner, operators) for child in node.body for inner in ast.walk(child))


def _ways(node: ast.AST, operators: bool) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1 if operators else 0
    if isinstance(node, ast.comprehension):
        return len(node.ifs)
    return isinstance(
        node,
        ast.If | ast.IfExp | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler | ast.match_case,
    )


def _named(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Names that are read: `helper(…)`, `self.helper(…)`, and those that a table holds."""
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
