"""Views → networkx, and through it GraphML, GEXF, GML and Cytoscape JSON; DOT by hand, which needs no library."""

import io
import json
import re
from typing import Any

from kgraph.export.views import View

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_networkx(view: View, name: str = "") -> Any:
    """The view as a `networkx.DiGraph`, from what is backed to what backs it, attributes typed."""
    import networkx

    graph: Any = networkx.DiGraph(name=name)
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
    """GML; characters outside ASCII as numeric entities, as the format asks."""
    import networkx

    graph = to_networkx(view)
    relabelled = networkx.relabel_nodes(graph, {n: str(n) for n in graph})
    for _, attributes in relabelled.nodes(data=True):
        attributes["title"] = attributes.pop("label", "")
        attributes.update({_gml_key(k): attributes.pop(k) for k in list(attributes) if "_" in k})
    buffer = io.BytesIO()
    networkx.write_gml(relabelled, buffer)
    return buffer.getvalue()


def _gml_key(key: str) -> str:
    head, *rest = key.split("_")
    return head + "".join(part.capitalize() for part in rest)


def cyjs(view: View) -> bytes:
    """Cytoscape JSON."""
    import networkx

    data = networkx.cytoscape_data(to_networkx(view))
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
        label = _quote(_wrap(str(attributes["label"])))
        lines.append(
            f"  {_quote(node)} [label={label},{styles.get(str(attributes['kind']), '')},kind={_quote(str(attributes['kind']))}];"
        )
    for source, target, attributes in view.edges:
        style = ",style=dashed" if attributes["kind"] == "carried" else ""
        lines.append(
            f"  {_quote(source)} -> {_quote(target)} [kind={_quote(str(attributes['kind']))},weight={attributes['weight']}{style}];"
        )
    lines.append("}")
    return "\n".join(lines).encode() + b"\n"


def _wrap(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 36)) or text


def _quote(text: str) -> str:
    text = _ILLEGAL.sub("\ufffd", text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n") + '"'
