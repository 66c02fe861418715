"""Views → networkx, and through it GraphML, GEXF, GML and Cytoscape JSON; DOT by hand, which needs no library."""

import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from kgraph.export._drawing import Drawing, drawing
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


def _clean(value: Value) -> Value:
    """The value without characters that XML forbids."""
    return _ILLEGAL.sub("\ufffd", value) if isinstance(value, str) else value


def _drawn(view: View) -> View:
    """The view with what its drawing says of each node: `x`, `y` (downwards), `size` (across) and `color`."""
    drawn = drawing(view)
    nodes = {n: {**attributes, **_look(drawn, n)} for n, attributes in view.nodes.items()}
    return View(nodes, view.edges)


def _look(drawn: Drawing, node: str) -> dict[str, Value]:
    x, y = drawn.places[node]
    return {
        "x": float(x),
        "y": float(y),
        "size": round(2 * drawn.sizes[node], 1),
        "color": drawn.colour(node),
    }


def graphml(view: View) -> bytes:
    """GraphML with typed keys; `x`, `y`, `size` and `color` are those of the drawing."""
    import networkx

    graph = to_networkx(_drawn(view))
    return "\n".join(networkx.generate_graphml(graph, named_key_ids=True)).encode() + b"\n"


def gexf(view: View) -> bytes:
    """GEXF 1.2draft with `viz:` position (y upwards, as Gephi has it), size and colour, and without the time of writing, so
    that the same graph is the same file.
    """
    import networkx

    graph = to_networkx(view)
    drawn = drawing(view)
    for node, attributes in graph.nodes(data=True):
        x, y = drawn.places[node]
        red, green, blue = bytes.fromhex(drawn.colour(node)[1:])
        attributes["viz"] = {
            "position": {"x": float(x), "y": -float(y), "z": 0.0},
            "size": round(2 * drawn.sizes[node], 1),
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
        }
    text = "\n".join(networkx.generate_gexf(graph, version="1.2draft"))
    text = re.sub(r"<meta[^>]*>.*?</meta>\s*|<meta[^>]*/>\s*", "", text, flags=re.DOTALL)
    return text.encode() + b"\n"


def gml(view: View) -> bytes:
    """GML; characters outside ASCII as numeric entities, as the format asks; what its drawing says in `graphics`.

    networkx writes a node's name as its label and has no two nodes of one name: a label that comes again is
    numbered. What the node is called elsewhere is its attribute `iri`, or `site`.
    """
    import networkx

    graph = to_networkx(view)
    drawn = drawing(view)
    names = _distinct([str(attributes.pop("label")) for _, attributes in graph.nodes(data=True)])
    for node, attributes in graph.nodes(data=True):
        attributes.update({_gml_key(k): attributes.pop(k) for k in list(attributes) if "_" in k})
        look = _look(drawn, node)
        attributes["graphics"] = {
            "x": look["x"], "y": look["y"], "w": look["size"], "h": look["size"], "type": "ellipse", "fill": look["color"]
        }  # fmt: skip
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
    """Cytoscape JSON with positions, and a style that paints each node in its size and colour; `name`, which Cytoscape
    shows, is the label.
    """
    import networkx

    data = networkx.cytoscape_data(to_networkx(_drawn(view)))
    for node in data["elements"]["nodes"]:
        own = node["data"]
        own["name"] = own["label"]
        node["position"] = {"x": own.pop("x"), "y": own.pop("y")}
    painted = {"background-color": "data(color)", "width": "data(size)", "height": "data(size)"}
    data["style"] = [{"selector": "node", "style": painted}]
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
        f"{name}={_quote(value) if isinstance(value, str) else value}"
        for name in _DOT
        if (value := attributes.get(name)) is not None
    )


def _wrap(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 36)) or text


def _quote(text: str) -> str:
    text = _ILLEGAL.sub("\ufffd", text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n") + '"'
