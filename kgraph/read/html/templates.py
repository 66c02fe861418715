"""The fields of citation templates: those that Parsoid keeps beside what it made, and COinS."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from kgraph import late_re as re
from kgraph.read.html.tree import Node

_MOST_JSON = 50_000
_MOST_COINS = 20_000
_TITLES = ("rft.atitle", "rft.btitle", "rft.title", "rft.jtitle")


def title_of_template(nodes: Sequence[Node]) -> str | None:
    """The field `title` of a template that Parsoid keeps beside what it made."""
    for node in nodes:
        written = node.get("data-mw")
        if '"template"' not in written or len(written) > _MOST_JSON:
            continue
        try:
            value: Any = json.loads(written)
            params: Mapping[str, Any] = value["parts"][0]["template"]["params"]
            title = params["title"]["wt"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            continue
        if isinstance(title, str) and title.strip() and not re.search(r"[\[\]{}<|]|''", title):
            return title.strip()
    return None


def title_of_coins(node: Node) -> str | None:
    """The title in a `<span class="Z3988">`, which holds the fields of a citation for programs."""
    written = node.get("title")
    if len(written) > _MOST_COINS:
        return None
    found = parse_qs(written, max_num_fields=200) if written.count("&") < 200 else {}
    title = next((found[name][0] for name in _TITLES if found.get(name)), None)
    return " ".join(title.split()) or None if title else None
