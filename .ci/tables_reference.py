"""Prints docs/tables.md with the lists of columns anew: what `kgraph.tables` says of each.

python .ci/tables_reference.py > tables.md && mv tables.md docs/tables.md
"""

import re
import sys
from pathlib import Path

from kgraph.tables import TABLES

_PAGE = Path(__file__).parents[1] / "docs/tables.md"
_KINDS = {
    "text": "text",
    "texts": "list of texts",
    "integer": "integer",
    "number": "number",
    "truth": "truth",
}


def lists() -> str:
    """A heading and a table for each table."""
    parts = []
    for name, columns in TABLES.items():
        rows = "".join(f"| `{c.name}` | {_KINDS[c.kind]} | {c.says} |\n" for c in columns)
        parts.append(f"### {name}\n\n| column | values | what they say |\n| --- | --- | --- |\n{rows}")
    return "\n".join(parts)


if __name__ == "__main__":
    page = _PAGE.read_text(encoding="utf-8")
    marked = r"(<!-- columns -->\n\n).*?(\n<!-- end -->)"
    sys.stdout.write(re.sub(marked, lambda m: f"{m[1]}{lists()}{m[2]}", page, flags=re.DOTALL))
