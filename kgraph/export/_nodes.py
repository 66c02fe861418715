"""N-Quads lines → nodes with the values of their predicates."""

import re
from collections import defaultdict
from collections.abc import Iterable

from kgraph.rdf.terms import unescape
from kgraph.rdf.vocab import PREFIXES

_LINE = re.compile(
    r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@[\w-]+|\^\^<[^>]*>)?) <([^>]*)> \.'
)
_SHORT = {iri: prefix + ":" for prefix, iri in PREFIXES.items()}
_NAMESPACE = re.compile(r".*[/#]")


_SPAN = re.compile(r"char=(\d+),(\d+)")


class Node(dict[str, list[str]]):
    """The values of a node's predicates, by short name, sorted when read."""

    def one(self, name: str) -> str | None:
        values = self.get(name)
        return min(values) if values else None

    def span(self) -> tuple[int, int]:
        """Where it stands; (0, 0) where it does not say."""
        found = _SPAN.fullmatch(self.one("kg:span") or "")
        return (int(found[1]), int(found[2])) if found else (0, 0)


def parse_line(line: str) -> tuple[str, str, str, bool, str] | None:
    """Subject, predicate, object, whether the object is an IRI, and graph of one canonical N-Quads line."""
    match = _LINE.match(line)
    if not match:
        return None
    if match[3] is not None:
        return match[1], match[2], match[3], True, match[5]
    return match[1], match[2], unescape(match[4]), False, match[5]


def nodes_of(nquads: Iterable[str]) -> dict[str, Node]:
    """Every node by its IRI; one that is not there is empty when asked for."""
    nodes: dict[str, Node] = defaultdict(Node)
    for line in nquads:
        quad = parse_line(line)
        if quad:
            nodes[quad[0]].setdefault(short_name(quad[1]), []).append(quad[2])
    return nodes


def short_name(iri: str) -> str:
    """The prefixed name of an IRI of the vocabulary, else the IRI."""
    match = _NAMESPACE.match(iri)
    prefix = _SHORT.get(match[0]) if match else None
    return prefix + iri[match.end() :] if prefix and match else iri
