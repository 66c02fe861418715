"""Notebooks: JSON whose cells, strings and escapes grow with `n`."""

import json

_REST = '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
_LIST = "## References\n\n[1] https://example.org/a\n[2] https://example.org/b\n"


def _notebook(cells: str) -> str:
    return f'{{"cells": [{cells}], {_REST}'


def _cell(source: str, kind: str = "markdown") -> str:
    return f'{{"cell_type": "{kind}", "metadata": {{}}, "source": {source}}}'


def _cells(source: str, n: int) -> str:
    """`n` cells that say `source`, and one with a list."""
    return _notebook(", ".join([_cell(json.dumps(source))] * n + [_cell(json.dumps(_LIST))]))


def _one(source: str) -> str:
    return _notebook(_cell(json.dumps(source + "\n\n" + _LIST)))


FAMILIES = {
    "notebook cells": lambda n: _cells("A fact stands here [1].", n),
    "notebook headings": lambda n: _cells("# Head\n\nA fact stands here [1].", n),
    "notebook footnotes over cells": lambda n: _notebook(
        ", ".join(_cell(json.dumps(f"A fact stands here.[^{i}]\n\n[^{i}]: https://e.org/{i}")) for i in range(n))
    ),
    "notebook open elements": lambda n: _cells("<div hidden>\n\nA fact [1].", n),
    "notebook code cells": lambda n: _notebook(
        ", ".join([_cell('"x[1]"', "code")] * n + [_cell('"A fact stands here [1]."')])
    ),
    "notebook lines": lambda n: _notebook(_cell("[" + ", ".join(['"A fact stands here [1].\\n"'] * n) + "]")),
    "notebook empty strings": lambda n: _notebook(_cell("[" + ", ".join(['""'] * n) + "]")),
    "notebook escapes": lambda n: _one('A "fact" stands \\alpha here [1]. ' * n),
    "notebook escaped characters": lambda n: _one("É ü 事实 😀 " * n),
    "notebook one escape a marker": lambda n: _one('A fact\t[1] "[2]" ' * n),
    "notebook outputs": lambda n: _notebook(
        f'{{"cell_type": "code", "outputs": [{{"data": "{"iVBO[1] " * n}"}}], "source": ""}}, {_cell(chr(34) + "A fact [1]." + chr(34))}'
    ),
    "notebook nested outputs": lambda n: _notebook(
        ", ".join(['{"cell_type": "code", "outputs": ' + "[" * 50 + "]" * 50 + ', "source": ""}'] * n)
    ),
}  # fmt: skip
