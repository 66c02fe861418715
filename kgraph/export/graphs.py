"""Views → networkx, and through it GraphML, GEXF, GML and Cytoscape JSON; DOT by hand, which needs no library."""

import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from kgraph.export.views import Value, View

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_networkx(view: View, name: str = "") -> Any:
    """The view as a `networkx.DiGraph`, from what is backed to what backs it, attributes typed."""
    import networkx

    graph: Any = networkx.DiGraph()
    if name:
        graph.graph["name"] = name
    for node, attributes in view.nodes.items():
        graph.add_node(node, **{k: _clean(v) for k, v in attributes.items()})
    for source, target, attributes in view.edges:
        graph.add_edge(source, target, **{k: _clean(v) for k, v in attributes.items()})
    return graph


def _clean(value: str | int) -> str | int:
    """The value without characters that XML forbids."""
    return _ILLEGAL.sub("\ufffd", value) if isinstance(value, str) else value


def graphml(view: View) -> bytes:
    """GraphML with typed keys."""
    import networkx

    return "\n".join(networkx.generate_graphml(to_networkx(view), named_key_ids=True)).encode() + b"\n"


def gexf(view: View) -> bytes:
    """GEXF 1.2draft, without the time of writing, so that the same graph is the same file."""
    import networkx

    text = "\n".join(networkx.generate_gexf(to_networkx(view), version="1.2draft"))
    text = re.sub(r"<meta[^>]*>.*?</meta>\s*|<meta[^>]*/>\s*", "", text, flags=re.DOTALL)
    return text.encode() + b"\n"


def gml(view: View) -> bytes:
    """GML; characters outside ASCII as numeric entities, as the format asks.

    networkx writes a node's name as its label and has no two nodes of one name: a label that comes again is
    numbered. What the node is called elsewhere is its attribute `iri`, or `site`.
    """
    import networkx

    graph = to_networkx(view)
    names = _distinct([str(attributes.pop("label")) for _, attributes in graph.nodes(data=True)])
    for _, attributes in graph.nodes(data=True):
        attributes.update({_gml_key(k): attributes.pop(k) for k in list(attributes) if "_" in k})
    named = networkx.relabel_nodes(graph, dict(zip(graph, names, strict=True)))
    buffer = io.BytesIO()
    networkx.write_gml(named, buffer)
    return buffer.getvalue()


def _distinct(labels: list[str]) -> list[str]:
    """The labels; one that comes again has a number that makes it unlike all others."""
    taken = set(labels)
    seen: Counter[str] = Counter()
    out = []
    for label in labels:
        name = label
        if label in seen:
            while (name := f"{label} ({seen[label] + 1})") in taken:
                seen[label] += 1
            taken.add(name)
        seen[label] += 1
        out.append(name)
    return out


def _gml_key(key: str) -> str:
    head, *rest = key.split("_")
    return head + "".join(part.capitalize() for part in rest)


def cyjs(view: View) -> bytes:
    """Cytoscape JSON; `name`, which Cytoscape shows, is the label."""
    import networkx

    data = networkx.cytoscape_data(to_networkx(view))
    for node in data["elements"]["nodes"]:
        node["data"]["name"] = node["data"]["label"]
    data["data"] = dict(data["data"])
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def dot(view: View) -> bytes:
    """DOT: one shape and colour a kind of node."""
    styles = {
        "claim": "shape=box,color=steelblue",
        "source": "shape=ellipse,color=darkorange",
        "article": "shape=note,color=seagreen",
        "site": "shape=ellipse,color=firebrick",
    }
    lines = ["digraph kgraph {", "  rankdir=LR; node [fontname=sans];"]
    for node, attributes in view.nodes.items():
        shown = _quote(_wrap(str(attributes["label"])))
        style = styles.get(str(attributes["kind"]), "")
        lines.append(f"  {_quote(node)} [label={shown},{style},{_dot_attributes(attributes)}];")
    for source, target, attributes in view.edges:
        style = ",style=dashed" if attributes["kind"] == "carried" else ""
        lines.append(f"  {_quote(source)} -> {_quote(target)} [{_dot_attributes(attributes)}{style}];")
    lines.append("}")
    return "\n".join(lines).encode() + b"\n"


_DOT = ("kind", "degree", "support", "site", "article", "claims", "weight")
"""The attributes worth carrying in DOT, where a picture is all that most make of it."""


def _dot_attributes(attributes: Mapping[str, Value]) -> str:
    return ",".join(
        f"{name}={value if isinstance(value, int) else _quote(value)}"
        for name in _DOT
        if (value := attributes.get(name)) is not None
    )


def _wrap(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 36)) or text


def _quote(text: str) -> str:
    text = _ILLEGAL.sub("\ufffd", text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n") + '"'
