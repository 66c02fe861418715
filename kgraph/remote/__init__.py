"""SPARQL servers that somebody names: questions to them, and graphs to put there."""

from kgraph.remote._client import Answer, Client, credentials, demand_plain
from kgraph.remote._places import Place, place_of
from kgraph.remote._query import ask, has_only_named_graphs

__all__ = [
    "Answer",
    "Client",
    "Place",
    "ask",
    "credentials",
    "demand_plain",
    "has_only_named_graphs",
    "place_of",
]
