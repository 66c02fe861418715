"""String expressions of syntax trees: what they say, put together of pieces as patterns are."""

import ast
import re
from collections.abc import Iterator
from typing import Any

FIRST_PLACEHOLDER = 0xF0000
"""What stands in a pattern for a piece that another name holds."""


def strings(node: ast.AST) -> Iterator[ast.expr]:
    """The largest string expressions within `node`, and those within the pieces they are put together of."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node
    elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)):
        pieces: list[ast.expr] = []
        if any(sign for sign in text_of(node, pieces) if ord(sign) < FIRST_PLACEHOLDER):
            yield node
        for piece in pieces:
            yield from strings(piece)
    elif not isinstance(node, ast.Expr):  # a docstring
        for child in ast.iter_child_nodes(node):
            yield from strings(child)


def text_of(node: ast.expr, pieces: list[ast.expr]) -> str:
    """What a string expression says, with a placeholder for each of the `pieces` that are put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(value, pieces) for value in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return text_of(node.left, pieces) + text_of(node.right, pieces)
    pieces.append(node.value if isinstance(node, ast.FormattedValue) else node)
    return chr(FIRST_PLACEHOLDER + len(pieces) - 1)


def with_text(node: ast.AST, text: str) -> ast.expr:
    """The expression that says `text`, its placeholders filled as they were in `node`."""
    assert isinstance(node, ast.expr)
    pieces: list[ast.expr] = []
    text_of(node, pieces)
    parts: list[ast.expr] = []
    for part in re.split(rf"([{chr(FIRST_PLACEHOLDER)}-\U0010ffff])", text):
        if part and ord(part[0]) >= FIRST_PLACEHOLDER:
            parts.append(ast.FormattedValue(pieces[ord(part) - FIRST_PLACEHOLDER], -1, None))
        elif part:
            parts.append(ast.Constant(part))
    alone = not parts or (len(parts) == 1 and isinstance(parts[0], ast.Constant))
    return ast.copy_location(ast.Constant(text) if alone else ast.JoinedStr(parts), node)


class Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self._new if node is self._old else super().visit(node)
