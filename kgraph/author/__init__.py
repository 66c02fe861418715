"""The author's chores: numbers, conventions, layout of references; no claim ever cites another source afterwards."""

from kgraph.author.edges import difference, edges_of
from kgraph.author.refused import Refused
from kgraph.author.renumber import Plan, edits, plan

__all__ = ["Plan", "Refused", "difference", "edges_of", "edits", "plan"]
