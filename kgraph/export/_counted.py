"""A view with more nodes than a picture can hold: what stands alike becomes one node, which says how many it is."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from kgraph.export.views import Value, View, connected
from kgraph.many import many

_Key = Callable[[str, Mapping[str, Value], frozenset[str]], object]


def counted(view: View, most: int) -> View:
    """The view, with as much counted together as it takes to have `most` nodes, the more alike the sooner.

    First what has the same neighbours, then the sources of one site that only one article leans on, then all of a site.
    What has no edge is left out.
    """
    found = connected(view)
    for key in (_same, _of_one_article(found), _same, _of_one_site, _same):
        if len(found.nodes) <= most:
            break
        found = _folded(found, key)
    return found


def _same(node: str, attributes: Mapping[str, Value], beside: frozenset[str]) -> object:
    return attributes.get("backing"), beside


def _of_one_site(node: str, attributes: Mapping[str, Value], beside: frozenset[str]) -> object:
    return attributes["site"] if attributes["kind"] == "source" and "site" in attributes else node


def _of_one_article(view: View) -> _Key:
    articles: dict[str, set[Value]] = defaultdict(set)
    for a, b, _ in view.edges:
        articles[b].add(view.nodes[a].get("article", a))

    def key(node: str, attributes: Mapping[str, Value], beside: frozenset[str]) -> object:
        alone = attributes["kind"] == "source" and len(articles[node]) == 1
        return (attributes.get("site"), *articles[node]) if alone else node

    return key


def _folded(view: View, key: _Key) -> View:
    beside: dict[str, set[str]] = defaultdict(set)
    for a, b, _ in view.edges:
        beside[a].add(b)
        beside[b].add(a)
    first: dict[object, str] = {}
    to = {n: first.setdefault((a["kind"], key(n, a, frozenset(beside[n]))), n) for n, a in view.nodes.items()}
    out = View()
    for node, attributes in view.nodes.items():
        held = out.nodes.setdefault(to[node], {**attributes, "count": 0})
        held["count"] = int(held["count"]) + int(attributes.get("count", 1))
    for attributes in out.nodes.values():
        if int(attributes["count"]) > 1:
            attributes["label"] = _label(attributes)
    edges: dict[tuple[str, str], dict[str, Value]] = {}
    for a, b, attributes in view.edges:
        edge = edges.setdefault((to[a], to[b]), {**attributes, "weight": 0})
        edge["weight"] = int(edge["weight"]) + int(attributes["weight"])
    out.edges = [(a, b, attributes) for (a, b), attributes in edges.items()]
    return out


def _label(attributes: Mapping[str, Value]) -> str:
    these = many(int(attributes["count"]), str(attributes["kind"]))
    is_of_site = attributes["kind"] == "source" and "site" in attributes
    return f"{these} of {attributes['site']}" if is_of_site else these
