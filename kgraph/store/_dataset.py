"""Which graphs a query names: those are loaded for it, since what a keeper holds is the default graph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kgraph.store import guard

_WORDS = re.compile("GRAPH|FROM", re.IGNORECASE)
_ABSOLUTE = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^>]*)>")


@dataclass(frozen=True, slots=True)
class Named:
    """The graphs a query names: by IRI, or all of them (None).

    `alone`: it asks nothing of the default graph of the store, since it says itself what its default graph is.
    """

    graphs: frozenset[str] | None
    alone: bool


def named(
    query: str, default_graphs: Sequence[str] | None = None, named_graphs: Sequence[str] | None = None
) -> Named | None:
    """The graphs that are named by the query, or given in its stead; None where none are, as in most.

    A name that only the engine can resolve, such as one relative to a base, stands for all graphs.

    >>> named("SELECT * { GRAPH <urn:a> { ?s ?p ?o } }")
    Named(graphs=frozenset({'urn:a'}), alone=False)
    >>> named("PREFIX e: <urn:> SELECT * FROM e:a { ?s ?p ?o }")
    Named(graphs=frozenset({'urn:a'}), alone=True)
    >>> named("SELECT * { GRAPH ?g { ?s ?p ?o } }"), named("SELECT ?graph { ?graph ?from 'GRAPH ?g' }")
    (Named(graphs=None, alone=False), None)
    """
    if default_graphs is not None or named_graphs is not None:
        return Named(frozenset((*(default_graphs or ()), *(named_graphs or ()))), alone=True)
    if not _WORDS.search(query):  # a look at every token of a long query takes a while
        return None
    chosen = list(_after("FROM", query))
    asked = chosen or list(_after("GRAPH", query))
    if not asked:
        return None
    known = [iri for iri in asked if iri is not None]
    return Named(frozenset(known) if len(known) == len(asked) else None, alone=bool(chosen))


def _after(keyword: str, query: str) -> Iterator[str | None]:
    """The IRI behind each `keyword`; None for a variable, and for what cannot be resolved here."""
    prefixes: dict[str, str | None] = {}
    tokens = guard.tokens(query)
    for token in tokens:
        if token.lastgroup != "word":
            continue
        word = token[0].upper()
        if word == "PREFIX":
            name, iri = next(tokens, None), next(tokens, None)
            if name and iri:
                # One name for two things in turn is legal: which is meant, the engine knows.
                prefixes[name[0]] = None if name[0] in prefixes else _absolute(iri[0])
        elif word == keyword:
            term = next(tokens, None)
            if term and term[0].upper() == "NAMED":
                term = next(tokens, None)
            yield _resolved(term, prefixes) if term else None


def _resolved(term: re.Match[str], prefixes: dict[str, str | None]) -> str | None:
    if term.lastgroup == "iri":
        return _absolute(term[0])
    # A backslash or a stop at the end may belong to the name or not.
    if term.lastgroup != "name" or term[0].endswith(".") or term.string.startswith("\\", term.end()):
        return None
    prefix, _, rest = term[0].partition(":")
    start = prefixes.get(prefix + ":")
    return None if start is None else start + rest


def _absolute(iri: str) -> str | None:
    match = _ABSOLUTE.fullmatch(iri)
    return match[1] if match else None
